package bench

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
)

const foreign = `name: bench-7
listen: 127.0.0.1:9000
station: {id: CB-0001, password: 0123456789abcdef}
rigs:
  simulator: {type: sutapi, url: "http://127.0.0.1:8080"}
acts:
  cable: simulator
`

func TestTheDefaultBenchIsReadAndNeedsNoLease(t *testing.T) {
	f, err := Read(examples.BenchName, examples.Bench())
	if err != nil {
		t.Fatal(err)
	}
	if f.Shared() {
		t.Error("the default bench is shared, but exists anew for every run")
	}
	f.Files.Listen = "127.0.0.1:9001"
	if !f.Shared() {
		t.Error("with files at a port of its own the bench is not shared, but another run cannot have that port")
	}
	f.Prepare()
	if n := len(f.Configured.BasicAuthPassword); n < 16 || n > 40 {
		t.Errorf("the password that was made has %d characters, expected 16 to 40", n)
	}
	if got := f.Configured.TxUpdatedInterval; got != time.Second {
		t.Errorf("transaction_updated_metervalues_interval: expected 1s, got %s", got)
	}
}

// The example says of each value that it is the default, so that it must be.
func TestTheAnnotatedExampleShowsTheDefaults(t *testing.T) {
	const path = "../examples/bench.yaml"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read(path, data)
	if err != nil {
		t.Fatal(err)
	}
	want := octt.DefaultConfigured()
	want.BasicAuthPassword = "0123456789abcdef"
	want.Variables = map[string]string{ // which the station may be unable to tell
		"OCPPCommCtrlr.MessageTimeout[Default]": "30", "OCPPCommCtrlr.OfflineThreshold": "30", "OCPPCommCtrlr.RetryBackOffWaitMinimum": "30",
		"TxCtrlr.EVConnectionTimeOut": "30", "TxCtrlr.TxStartPoint": "EVConnected,Authorized", "TxCtrlr.TxStopPoint": "EVConnected,Authorized",
	}
	if !reflect.DeepEqual(f.Configured, want) {
		t.Errorf("configured:\nexpected %+v\n     got %+v", want, f.Configured)
	}
	if f.Timeouts != octt.DefaultTimeouts() {
		t.Errorf("timeouts:\nexpected %+v\n     got %+v", octt.DefaultTimeouts(), f.Timeouts)
	}
	if !f.Shared() || !f.Asks() {
		t.Errorf("Shared and Asks: expected true and true, got %t and %t", f.Shared(), f.Asks())
	}
	if got := f.Bound()[rigs.KindLink]; got != "engineer (manual)" {
		t.Errorf("who cuts the link: expected engineer (manual), got %s", got)
	}
	for _, key := range keys(reflect.TypeFor[File]()) {
		if !strings.Contains(string(data), key+":") {
			t.Errorf("the example does not explain the key %q", key)
		}
	}
}

// keys lists the yaml keys of a struct and of the structs in it.
func keys(of reflect.Type) []string {
	var out []string
	for i := range of.NumField() {
		f := of.Field(i)
		tag := f.Tag.Get("yaml")
		if tag == "" || tag == "-" || tag == "chargingStationId" || tag == "basicAuthPassword" {
			continue // unexported, or written as station.id and station.password
		}
		out = append(out, tag)
		inner := f.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Map || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && strings.Contains(inner.PkgPath(), "certbench/certbench/") {
			out = append(out, keys(inner)...)
		}
	}
	return out
}

func TestThePasswordIsNowhereInTheRedactedFile(t *testing.T) {
	for _, text := range []string{
		foreign,
		strings.Replace(foreign, "0123456789abcdef", `"0123456789abcdef"`, 1),
		strings.Replace(foreign, "{id: CB-0001, password: 0123456789abcdef}", "\n  id: CB-0001\n  password: '0123456789abcdef' # secret", 1),
	} {
		f, err := Read("bench.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if f.Configured.BasicAuthPassword != "0123456789abcdef" {
			t.Errorf("the password was read as %q", f.Configured.BasicAuthPassword)
		}
		if got := string(f.Redacted()); strings.Contains(got, "0123456789abcdef") || !strings.Contains(got, "[redacted]") {
			t.Errorf("expected [redacted] in the place of the password, got:\n%s", got)
		}
	}
}

func TestThePasswordMayComeFromTheEnvironment(t *testing.T) {
	t.Setenv("BENCH_PASSWORD", "fedcba9876543210")
	f, err := Read("bench.yaml", []byte(strings.Replace(foreign, "password: 0123456789abcdef", "passwordEnv: BENCH_PASSWORD", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Configured.BasicAuthPassword; got != "fedcba9876543210" {
		t.Errorf("expected the password of the environment, got %q", got)
	}
}

// Every mistake is told with its place and with what to write instead.
func TestMistakesOfABenchFile(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(foreign, old, new, 1) }
	calling := func(by, act string) string {
		return change("sutapi, url: \"http://127.0.0.1:8080\"", by+", do: {"+act+"}")
	}
	reader := func(more string) string {
		return change("sutapi, url: \"http://127.0.0.1:8080\"", "gpio, wiring: {reader: {d0: {name: d0}, d1: {name: d1}}}, "+more)
	}
	for name, c := range map[string]struct{ text, want string }{
		"a misspelt key":           {change("listen", "listn"), `bench.yaml:2:1: a bench file has no key "listn"; did you mean "listen"?`},
		"a misspelt inner key":     {change("password", "pasword"), `bench.yaml:3:24: station has no key "pasword"; did you mean "password"?`},
		"a key twice":              {foreign + "name: b\n", `bench.yaml:8:1: name stands twice, first on line 1; keep one`},
		"no YAML":                  {"name: [", "bench.yaml:1:"},
		"nothing":                  {"", "bench.yaml:1:1: one YAML document belongs here"},
		"a list":                   {"- a\n", `bench.yaml:1:1: a bench file must be a mapping`},
		"a duration without unit":  {foreign + "timeouts: {boot: 300}\n", `bench.yaml:8:18: timeouts.boot cannot be "300"; write a duration with its unit, such as 30s`},
		"no whole seconds":         {foreign + "configured: {heartbeatInterval: 1500ms}\n", `bench.yaml:8:33: configured.heartbeatInterval is 1.5s, but a station takes whole seconds`},
		"an interval too long":     {foreign + "configured: {transaction_updated_metervalues_interval: 60s}\n", "must be shorter than retryBackOffWaitMinimum_duration, 30s (part 6, TC_E_29_CS)"},
		"a wrong number":           {foreign + "configured: {evseId: one}\n", `bench.yaml:8:22: configured.evseId must be a whole number, not "one"`},
		"a wrong start point":      {foreign + "configured: {txStartPoint: [EVConected]}\n", `configured.txStartPoint cannot hold "EVConected"; did you mean "EVConnected"?`},
		"a valid token invalid":    {foreign + "configured:\n  valid_idtoken: {id: abc}\n  invalid_idtoken: {id: ABC}\n", `bench.yaml:10:20: configured.valid_idtoken and configured.invalid_idtoken are both "ABC", and upper and lower case are the same; write the ids of two different tokens`},
		"a valid token blocked":    {foreign + "configured:\n  valid_idtoken: {id: certbench-blocked}\n", `bench.yaml:9:18: configured.valid_idtoken and configured.blocked_idtoken are both`},
		"a token type misspelt":    {foreign + "configured:\n  valid_idtoken: {id: abc, type: ISO14444}\n", `configured.valid_idtoken.type cannot be "ISO14444"; did you mean "ISO14443"? It knows Central, eMAID,`},
		"a group's type misspelt":  {foreign + "configured:\n  groupIdToken: {id: abc, type: Centrall}\n", `configured.groupIdToken.type cannot be "Centrall"; did you mean "Central"?`},
		"a token with a blank":     {foreign + "configured:\n  valid_idtoken: {id: TOKEN 1}\n", `configured.valid_idtoken.id cannot be sent: an identifierString may not hold ' '`},
		"a token too long":         {foreign + "configured:\n  valid_idtoken: {id: 1234567890123456789012345678901234567}\n", `configured.valid_idtoken.id has 37 characters; write 1 to 36`},
		"no start point":           {foreign + "configured: {txStartPoint: []}\n", `bench.yaml:8:28: configured.txStartPoint is empty; write at least one of ParkingBayOccupancy, EVConnected`},
		"no stop point":            {foreign + "configured: {txStopPoint: []}\n", `configured.txStopPoint is empty; write at least one of`},
		"an unknown measurand":     {foreign + "configured: {transaction_updated_metervalues_measurands: [Energy.Active.Import]}\n", `bench.yaml:8:59: configured.transaction_updated_metervalues_measurands cannot hold "Energy.Active.Import"; did you mean "Energy.Active.`},
		"a wait of nothing":        {foreign + "timeouts: {settle: 0s}\n", `bench.yaml:8:20: timeouts.settle is 0s, which is no time to wait; write a duration above zero`},
		"a wait before now":        {foreign + "timeouts: {settle: -1s}\n", `timeouts.settle cannot be "-1s"; write a duration with its unit`},
		"a silence of nothing":     {foreign + "configured: {message_timeout: 0s}\n", `configured.message_timeout is 0s, which is no time to wait`},
		"a short heartbeat":        {foreign + "configured: {heartbeatInterval: 38s}\n", `bench.yaml:8:33: configured.heartbeatInterval, 38s, must be longer than timeouts.message and timeouts.deviation together, 38s (TC_F_20_CS, TC_B_03_CS); write a longer one`},
		"a long message timeout":   {foreign + "timeouts: {message: 60s}\n", `bench.yaml:8:21: configured.heartbeatInterval, 1m0s, must be longer than`},
		"a short back-off":         {foreign + "configured: {retryBackOffWaitMinimum_duration: 8s, transaction_updated_metervalues_interval: 2s}\n", `bench.yaml:8:48: configured.retryBackOffWaitMinimum_duration, 8s, must be longer than twice timeouts.deviation, 8s`},
		"a short threshold":        {foreign + "configured: {offlineThreshold: 3s}\n", `bench.yaml:8:32: configured.offlineThreshold, 3s, must be longer than 2s and the time for connecting the EV, twice timeouts.act, together 3s (TC_B_52_CS)`},
		"slow acts":                {foreign + "timeouts: {act: 15s}\n", `bench.yaml:8:17: configured.offlineThreshold, 30s, must be longer than 2s`},
		"few attempts":             {foreign + "configured: {message_attempts_transaction_event: 2}\n", `bench.yaml:8:50: configured.message_attempts_transaction_event is 2; write 3 or more`},
		"a short retryInterval":    {foreign + "configured: {retryInterval: 4s}\n", `must be longer than timeouts.deviation, 4s, or a station that leaves an attempt out is in time`},
		"an early installation":    {foreign + "configured: {install_offset_period: 8s}\n", `bench.yaml:8:37: configured.install_offset_period, 8s, must be longer than twice timeouts.deviation, 8s, or an installation that begins at once is in time (TC_L_02_CS)`},
		"an early download":        {foreign + "configured: {download_offset_period: 8s}\n", `or a download that begins at once is in time (TC_L_03_CS)`},
		"a short wait for signing": {foreign + "configured: {certSigningWaitMinimum: 4s}\n", `must be longer than timeouts.deviation, 4s, or a request that is sent again at once is in time`},
		"a short attempt interval": {foreign + "configured: {message_attempts_transaction_event_interval: 4s}\n", `must be longer than timeouts.deviation, 4s, or an interval that does not grow is in time`},
		"a short clock interval":   {foreign + "configured: {clock_aligned_meter_values_interval: 8s}\n", `bench.yaml:8:51: configured.clock_aligned_meter_values_interval, 8s, must be longer than twice timeouts.deviation, 8s`},
		"a short end interval":     {foreign + "configured: {sampled_tx_ended_meter_values_interval: 8s}\n", `bench.yaml:8:54: configured.sampled_tx_ended_meter_values_interval, 8s, must be longer than twice timeouts.deviation, 8s, or every reading is in time (TC_J_10_CS)`},
		"no such connector":        {foreign + "configured: {connectorType: Typ2}\n", `bench.yaml:8:29: configured.connectorType cannot be "Typ2"; `},
		"the id of no reservation": {foreign + "configured: {reservationId: 1}\n", `configured.reservationId is 1; write a number above 1`},
		"over before it begins":    {foreign + "configured: {expiryDateTime: 30s}\n", `configured.expiryDateTime is 30s, in which no case`},
		"an unknown rate unit":     {foreign + "configured: {chargingRateUnit: kW}\n", `bench.yaml:8:32: configured.chargingRateUnit cannot be "kW"; write A or W`},
		"four phases":              {foreign + "configured: {numberPhases: 4}\n", `bench.yaml:8:28: configured.numberPhases is 4; write 1, 2 or 3`},
		"a path with a query":      {foreign + "path: /ocpp?x=1\n", `bench.yaml:8:7: path "/ocpp?x=1" is no path of an endpoint; write one that begins with a slash and has neither ? nor #`},
		"a path with a fragment":   {foreign + "path: \"/ocpp#x\"\n", `bench.yaml:8:7: path "/ocpp#x" is no path`},
		"a url with a query":       {foreign + "url: ws://a/ocpp?x=1\n", `bench.yaml:8:6: url "ws://a/ocpp?x=1" is no endpoint`},
		"a name with a slash":      {change("bench-7", "../bench"), `bench.yaml:1:7: name "../bench" is no name of a bench; write one word`},
		"a name that blinks":       {change("bench-7", `"a\e[5m"`), `is no name of a bench`},
		"a port out of range":      {change("127.0.0.1:9000", "127.0.0.1:90000"), `bench.yaml:2:9: listen "127.0.0.1:90000" is no address; write host:port with a port from 0 to 65535`},
		"a wrong scenario":         {foreign + "configured: {scenario: both}\n", `configured.scenario cannot be "both"; write local or remote`},
		"the identity twice":       {foreign + "configured: {chargingStationId: A}\n", `configured.chargingStationId is written as station.id; remove it here`},
		"a fourth profile":         {foreign + "security: {profile: 4}\n", `bench.yaml:8:21: security.profile cannot be 4; write 1 (HTTP Basic authentication without TLS), 2 (with TLS) or 3`},
		"no profile at all":        {foreign + "security: {profile: 0}\n", `security.profile cannot be 0; write 1`},
		"TLS without a root":       {foreign + "security: {profile: 2}\n", `bench.yaml:8:21: security.profile is 2, for which the station needs the root certificate of the CSMS; certbench makes that anew for every run, and gives it to a station that it starts: write {roots} into station.start.command`},
		"TLS without a key":        {change("id: CB", "serial: S1, start: {command: [a, '{roots}', '{certificate}']}, id: CB") + "security: {profile: 3}\n", `needs the key of that; certbench makes that anew for every run, and gives it to a station that it starts: write {key} into`},
		"TLS without a name":       {change("id: CB", "start: {command: [a, '{roots}', '{certificate}', '{key}']}, id: CB") + "security: {profile: 3}\n", `bench.yaml:3:10: station lacks its serial number, which is the name in its certificate (part 2, A00.FR.511); write serial:`},
		"a serial number of ours":  {change("id: CB", "serial: S1, reference: {}, id: CB"), `station.serial is "S1", and the reference station has a serial number already`},
		"TLS at a url without":     {change("id: CB", "reference: {}, id: CB") + "security: {profile: 2}\nurl: ws://csms:9000/ocpp\n", `bench.yaml:9:6: url ws://csms:9000/ocpp is without TLS, and security.profile is 2; write wss://csms:9000/ocpp, or security: {profile: 1}`},
		"files nowhere":            {foreign + "files: {}\n", `files.listen "" is no address; write host:port`},
		"files where the CSMS is":  {foreign + "files: {listen: \"0.0.0.0:9000\"}\n", `bench.yaml:8:17: files.listen 0.0.0.0:9000 is where the mock CSMS listens; write another port`},
		"files on every address":   {foreign + "files: {listen: \"0.0.0.0:9001\"}\n", "files.listen 0.0.0.0:9001 is every address of this machine; add url: with the one that the station reaches, such as http://"},
		"files by another way":     {foreign + "files: {listen: \"127.0.0.1:9001\", url: \"ftp://a\"}\n", `files.url "ftp://a" is no address of the file server; write one without a path, such as http://`},
		"time from nowhere":        {foreign + "ntp: {}\n", `ntp.listen "" is no address; write host:port`},
		"time on every address":    {foreign + "ntp: {listen: \"0.0.0.0:123\"}\n", "bench.yaml:8:15: ntp.listen 0.0.0.0:123 is every address of this machine; add url: with the one that the station is to be told, such as 192.168.1.10"},
		"time by another way":      {foreign + "ntp: {listen: \"127.0.0.1:123\", url: \"http://a\"}\n", `ntp.url "http://a" is no NTP server; write what the station is to be told, such as 192.168.1.10, time.example.com:1123 or ntp://`},
		"time at a path":           {foreign + "ntp: {listen: \"127.0.0.1:123\", url: \"ntp://a/time\"}\n", `ntp.url "ntp://a/time" is no NTP server`},
		"time at no port":          {foreign + "ntp: {listen: \"127.0.0.1:123\", url: \"a:70000\"}\n", `ntp.url "a:70000" is no NTP server`},
		"time with a word more":    {foreign + "ntp: {listen: \"127.0.0.1:123\", port: 123}\n", `port`},
		"no time for the clock":    {foreign + "timeouts: {clock: 0s}\n", `timeouts.clock is 0s, which is no time to wait`},
		"files at a path":          {foreign + "files: {listen: \"127.0.0.1:9001\", url: \"http://a/logs\"}\n", `files.url "http://a/logs" is no address`},
		"files by SCP":             {foreign + "files: {listen: \"127.0.0.1:9001\", protocols: {SCP: {listen: \"127.0.0.1:9002\"}}}\n", `files.protocols has no key "SCP"; it knows HTTPS, SFTP, FTP and FTPS`},
		"HTTP among the others":    {foreign + "files: {protocols: {HTTP: {listen: \"127.0.0.1:9002\"}}}\n", `files.protocols.HTTP stands twice: HTTP is served at files.listen, and reached at files.url`},
		"a protocol nowhere":       {foreign + "files: {listen: \"127.0.0.1:9001\", protocols: {SFTP: {}}}\n", `files.protocols.SFTP.listen "" is no address; write host:port`},
		"two protocols at one":     {foreign + "files: {listen: \"127.0.0.1:9001\", protocols: {FTP: {listen: \"127.0.0.1:9001\"}}}\n", `bench.yaml:8:61: files.protocols.FTP.listen 127.0.0.1:9001 is an address of the bench already; write another port`},
		"a protocol everywhere":    {foreign + "files: {listen: \"127.0.0.1:9001\", protocols: {FTP: {listen: \"0.0.0.0:9021\"}}}\n", `add url: with the one that the station reaches, such as ftp://192.168.1.10:9021`},
		"a protocol by another":    {foreign + "files: {listen: \"127.0.0.1:9001\", protocols: {FTPS: {listen: \"127.0.0.1:9021\", url: \"ftp://a\"}}}\n", `files.protocols.FTPS.url "ftp://a" is no address of the file server; write one without a path, such as ftps://192.168.1.10:9021`},
		"a user in a location":     {foreign + "files: {listen: \"127.0.0.1:9001\", url: \"http://a:b@c\"}\n", `files.url has a user in it; write it as files.user and files.password, which the bench puts into every location`},
		"a user with a colon":      {foreign + "files: {listen: \"127.0.0.1:9001\", user: \"a:b\", password: c}\n", `files.user "a:b" has a colon, at which HTTP Basic authentication would end it`},
		"IPv6 without brackets":    {foreign + "files: {listen: \"::1:9001\"}\n", `files.listen "::1:9001" is no address; write that of IPv6 in brackets and quotes, such as "[::1]:9000"`},
		"a user without password":  {foreign + "files: {listen: \"127.0.0.1:9001\", user: a}\n", `files has one of user and password; write both, with which the station is to log in, or none`},
		"ports the wrong way":      {foreign + "files: {listen: \"127.0.0.1:9001\", passive: 6000-5000}\n", `files.passive "6000-5000" is no range of ports; write the first and the last, such as 50000-50100`},
		"a name for PASV":          {foreign + "files: {listen: \"127.0.0.1:9001\", passiveAddress: router}\n", `files.passiveAddress "router" is no IPv4 address; write the one by which the station reaches the bench`},
		"no host key":              {foreign + "files: {listen: \"127.0.0.1:9001\", hostKeys: [file_test.go]}\n", `files.hostKeys: file_test.go holds no private key of an SSH server`},
		"a certificate's name":     {foreign + "configured: {signingCertificate: my.pem}\n", `bench.yaml:8:34: configured.signingCertificate is no certificate in PEM of at most 5500 characters; write it after a line`},
		"a signature too long":     {foreign + "configured: {invalid_firmware_signature: " + strings.Repeat("A", 801) + "}\n", "configured.invalid_firmware_signature has 801 characters; write 1 to 800"},
		"no name":                  {change("name: bench-7\n", ""), `name "" is no name of a bench`},
		"no address":               {change("127.0.0.1:9000", "localhost"), `bench.yaml:2:9: listen "localhost" is no address; write host:port`},
		"every address":            {change("127.0.0.1:9000", "0.0.0.0:9000"), "listen 0.0.0.0:9000 is every address of this machine; add url:"},
		"a wrong url":              {foreign + "url: http://a/\n", `bench.yaml:8:6: url "http://a/" is no endpoint`},
		"a colon in the identity":  {change("id: CB-0001", `id: "CB:1"`), `station.id "CB:1" is no identity`},
		"no password":              {change(", password: 0123456789abcdef", ""), "bench.yaml:3:10: station lacks a password; add password: or passwordEnv:"},
		"an empty environment":     {change("password: 0123456789abcdef", "passwordEnv: CERTBENCH_NOT_SET"), "the environment variable CERTBENCH_NOT_SET is empty"},
		"two stations":             {change("id: CB", "reference: {}, start: {command: [a]}, id: CB"), "station has start and reference; keep the one"},
		"an unknown defect":        {change("id: CB", "reference: {defects: [seqno-gab]}, id: CB"), `"seqno-gab" is no defect of the station; did you mean "seqno-gap"?`},
		"an unknown type of rig":   {change("sutapi", "sutapy"), `rigs.simulator.type cannot be "sutapy"; write one of sutapi, gpio, serial, exec, http, manual, panel`},
		"a key of another type":    {change("url: \"http://127.0.0.1:8080\"", "wiring: {}, url: \"http://127.0.0.1:8080\""), "a sutapi rig has no wiring; it knows type, url, ev, tokenEnv, timeout, places, mains_switches_load"},
		"half a place":             {change("url: \"http://127.0.0.1:8080\"", "places: [{evse: 2}], url: \"http://127.0.0.1:8080\""), "bench.yaml:5:38: rigs.simulator.places cannot have EVSE 2 connector 0; write places as {evse: 2, connector: 1}"},
		"a token nobody set":       {change("sutapi, url:", "sutapi, tokenEnv: CERTBENCH_NOT_SET, url:"), "the environment variable CERTBENCH_NOT_SET is empty; set it to the token"},
		"a rig without its url":    {change(`, url: "http://127.0.0.1:8080"`, ""), `give http:// or https://`},
		"a panel of nobody":        {change("sutapi, url: \"http://127.0.0.1:8080\"", "panel"), "is the panel of the reference station, which this bench does not start"},
		"gpio without wiring":      {change("sutapi, url: \"http://127.0.0.1:8080\"", "gpio"), "rigs.simulator lacks its wiring"},
		"gpio wired wrongly":       {change("sutapi, url: \"http://127.0.0.1:8080\"", "gpio, wiring: {mains: {name: a}, bay: {name: a}}"), `line "a" is wired to`},
		"an unknown kind of act":   {change("cable:", "cabel:"), `acts has no kind "cabel"; did you mean "cable"?`},
		"an unknown rig":           {change("cable: simulator", "cable: simulater"), `acts.cable names the rig "simulater", which rigs does not have; write one of simulator, none`},
		"a call of nothing":        {calling("exec", "present: {}"), "bench.yaml:5:41: rigs.simulator.do.present: there is no command; write command: [program, argument, …]"},
		"a call of another type":   {calling("http", "present: {command: [tap]}"), "bench.yaml:5:51: rigs.simulator.do.present.command: an http rig runs no command"},
		"a misspelt call":          {calling("http", "present: {uri: x}"), `bench.yaml:5:42: rigs.simulator.do.present has no key "uri"; did you mean "url"? It knows command, method, url, headers, body, status, timeout, nothing, part, read, expect`},
		"half of a pair of calls":  {calling("exec", "cut: {command: [down]}"), "bench.yaml:5:37: rigs.simulator.do.cut: cut is written without restore"},
		"a word in a read-back":    {calling("exec", "present: {command: [tap], read: {command: [\"{tokne}\"]}}"), "rigs.simulator.do.present.read: {tokne} means nothing in present; write one of {env:NAME}, {evse}, {connector}, {token}, {type}"},
		"a token of no role":       {reader("tokens: {valid_idtokn: {uid: 04A1B2C3}}"), `rigs.simulator.tokens.valid_idtokn: tokens has no "valid_idtokn"; did you mean "valid_idtoken"?`},
		"a token of two kinds":     {reader("tokens: {valid_idtoken: {uid: 04A1B2C3, keycode: \"1\"}}"), "rigs.simulator.tokens.valid_idtoken: a token is one thing to a reader; write uid, or facility and number, or keycode"},
		"a token of no kind":       {reader("tokens: {valid_idtoken: {}}"), "rigs.simulator.tokens.valid_idtoken: a token is one thing to a reader"},
		"a UID that is too long":   {reader("tokens: {valid_idtoken: {uid: 04A1B2C3D4E5F6}}"), `idToken CERTBENCH-VALID-1: a reader with a Wiegand output cannot send "04A1B2C3D4E5F6"; write the 6 or 8`},
		"a serial line of nothing": {change("sutapi, url: \"http://127.0.0.1:8080\"", "serial"), "bench.yaml:5:14: rigs.simulator.port: there is no port; write the device file"},
		"a serial line's mode":     {change("sutapi, url: \"http://127.0.0.1:8080\"", "serial, port: /dev/ttyUSB0, mode: 8n1"), `bench.yaml:5:55: rigs.simulator.mode: "8n1" is no mode`},
		"a line that moves cables": {change("sutapi, url: \"http://127.0.0.1:8080\"", "serial, port: /dev/ttyUSB0"), "acts.cable names the rig simulator, but a serial rig as it is written cannot do that"},
		"what no rig can do":       {foreign + "  link: simulator\n", "bench.yaml:8:9: acts.link names the rig simulator, but a sutapi rig as it is written cannot do that; write one of none"},
		"what another rig can do":  {change("  simulator", "  person: {type: manual}\n  simulator") + "  link: simulator\n", "write one of person, none"},
		"what is not wired":        {change("sutapi, url: \"http://127.0.0.1:8080\"", "gpio, wiring: {mains: {name: a}}"), "acts.cable names the rig simulator, but a gpio rig as it is written cannot do that; write one of none"},
		"rigs without acts":        {change("acts:\n  cable: simulator\n", ""), "the bench has rigs but does not say what they do; add acts:"},
		"much too long":            {strings.Repeat("#", maxFile+1), "bench.yaml:1:1: a bench file has at most"},
	} {
		_, err := Read("bench.yaml", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\nexpected … %s …\n     got %v", name, c.want, err)
		}
	}
}

func FuzzReadTakesNoHarmFromABenchFile(f *testing.F) {
	f.Add(foreign)
	f.Add(string(examples.Bench()))
	f.Add("station:\n  password: |\n    a\n    b\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Read("bench.yaml", []byte(text))
		if (file == nil) == (err == nil) {
			t.Fatalf("expected a file or an error, got %v and %v", file, err)
		}
		if err == nil && len(file.Station.Password) >= tooShort && strings.Contains(string(file.Redacted()), file.Station.Password) {
			t.Fatalf("the password %q stands in the redacted file:\n%s", file.Station.Password, file.Redacted())
		}
	})
}

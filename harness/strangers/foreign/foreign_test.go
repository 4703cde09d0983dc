package foreign_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/ports"
)

var (
	update = flag.Bool("update", false, "write the verdicts anew, for review")
	whole  = flag.Bool("whole", false, "play the whole plan, which takes several minutes, and compare nothing")
)

// chosen are cases of every block that is played, such as take no long waits: the run is part of make test.
const chosen = "TC_B_01_CS || TC_B_06_CS || TC_B_07_CS || TC_B_09_CS || TC_B_12_CS || TC_B_20_CS || TC_B_21_CS || TC_B_32_CS || TC_B_39_CS || " +
	"TC_C_02_CS || TC_E_03_CS || TC_E_09_CS || TC_E_15_CS || TC_E_28_CS || TC_E_30_CS || TC_F_01_CS || TC_F_09_CS || TC_F_20_CS || " +
	"TC_F_23_CS || TC_F_27_CS || TC_G_01_CS || TC_G_03_CS || TC_G_05_CS || TC_G_11_CS || TC_J_07_CS || TC_K_38_CS"

// overTLS are those that are played in security profile 2: the handshake with a good certificate and with bad ones, and a boot.
const overTLS = "TC_A_04_CS || TC_A_05_CS || TC_B_01_CS || TC_B_20_CS"

// bench is the bench file. Times are short, as far as they may be: the stations are quick, and the machine is slow.
const bench = `name: %s
listen: %s
station:
  id: %s
  password: foreign-password-1
%s
configured:
  heartbeatInterval: 20s
  message_timeout: 5s
  ev_connection_timeout: 5s
  transaction_duration: 1s
  retryBackOffWaitMinimum_duration: 9s
  offlineThreshold: 10s
  transaction_updated_metervalues_interval: 2s
  message_attempts_transaction_event_interval: 6s
  variables: {OCPPCommCtrlr.ActiveNetworkProfile: "1", OCPPCommCtrlr.NetworkConfigurationPriority: "1", OCPPCommCtrlr.NetworkProfileConnectionAttempts: "3"}
timeouts: {message: 5s, response: 5s, boot: 20s, settle: 5s, reconnect: 5s, report: 10s, act: 100ms, hold: 500ms, optional: 500ms}
rigs:
  hand:
    type: http
    do:
      connect: {url: "http://%[5]s/connect", read: {url: "http://%[5]s/state"}, expect: '"plugged":true'}
      disconnect: {url: "http://%[5]s/disconnect", read: {url: "http://%[5]s/state"}, expect: '"plugged":false'}
      present: {url: "http://%[5]s/present?token={token}&type={type}"}
      power_cycle: {url: "http://%[5]s/power_cycle"}
acts: {cable: hand, tokens: hand, mains: hand, ends: none, pilot: none, display: none, customers: none, bay: none, link: none, faults: none}
`

// TestOCPPGo plays a plan on the station made with ocpp-go, which the bench starts.
func TestOCPPGo(t *testing.T) {
	t.Parallel()
	csms, rig := ports.Free(t), ports.Free(t)
	plays(t, "ocppgo", chosen, csms, rig, fmt.Sprintf(`  start: {command: [%s, "{url}", "{id}", "%s"]}`, built(t, "./ocppgo"), rig))
}

// TestOCPPGoOverTLS has it trust the root of the run, which the bench gives to what it starts.
func TestOCPPGoOverTLS(t *testing.T) {
	t.Parallel()
	csms, rig := ports.Free(t), ports.Free(t)
	plays(t, "ocppgo-tls", overTLS, csms, rig, fmt.Sprintf(`  start: {command: [%s, "{url}", "{id}", "%s", "{roots}"]}`, built(t, "./ocppgo"), rig)+inProfile2)
}

// inProfile2 goes on with the bench file after its station.
const inProfile2 = "\nsecurity: {profile: 2}"

// plays runs certbench against a station, of which station says in the bench file how it is started, if it is: each of the cases
// ends with a verdict, and what is not passed has its reason.
func plays(t *testing.T, name, cases, csms, rig, station string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "bench.yaml")
	if err := os.WriteFile(file, fmt.Appendf(nil, bench, name, csms, name, station, rig), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "run")
	if *whole {
		cases = ""
	}
	run := exec.Command(built(t, "../../cmd/certbench"), "run", "--bench", file, "--cases", cases, "--out", out)
	said, err := run.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var lines []string
	for _, o := range outcomes(t, filepath.Join(out, evidence.FileName), said) {
		if !*whole && !strings.Contains(cases+" ", o.Planned.ID+" ") || o.Verdict == evidence.NotApplicable {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s\t%s\n", o.Planned.ID, o.Verdict))
		switch {
		case o.Verdict == evidence.Error:
			t.Errorf("%s is an ERROR of ours: %s", o.Planned.ID, o.Reason)
		case o.Verdict != evidence.Pass && o.Reason == "":
			t.Errorf("%s is %s, and nothing says why", o.Planned.ID, o.Verdict)
		case strings.Contains(o.Reason, "cannot play any more"):
			t.Errorf("%s was not played: %s", o.Planned.ID, o.Reason)
		}
	}
	if !*whole {
		compare(t, filepath.Join("testdata", name+".tsv"), lines)
	}
	if t.Failed() || testing.Verbose() { // it tells why a verdict is another
		t.Logf("%s", said)
	}
}

func outcomes(t *testing.T, path string, said []byte) []evidence.Outcome {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("the run left no evidence: %v\n%s", err, said)
	}
	log, err := evidence.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	run := evidence.Fold(log.Records)
	return run.Outcomes()
}

// start starts a station, and waits until its rig answers.
func start(t *testing.T, command []string, rig string) {
	t.Helper()
	var log bytes.Buffer
	station := exec.Command(command[0], command[1:]...)
	station.Env = append(os.Environ(), "CERTBENCH_PASSWORD=foreign-password-1")
	station.Stdout, station.Stderr = &log, &log
	if err := station.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = station.Process.Kill() // it may have ended
		_ = station.Wait()         // killed is how it ends
		if t.Failed() {
			t.Logf("the station says:\n%s", log.String())
		}
	})
	deadline := time.Now().Add(2 * time.Minute)
	for {
		answer, err := http.Get(rig)
		if err == nil {
			_ = answer.Body.Close() // nothing was written to it
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the rig of the station does not answer within two minutes: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// built builds a program of this module.
func built(t *testing.T, pkg string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(pkg))
	build := exec.Command("go", "build", "-o", path, pkg)
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is shipped, also where the race detector has the test built with it
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, said)
	}
	return path
}

// compare compares verdicts with those that are kept, both ways.
func compare(t *testing.T, path string, got []string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(strings.Join(got, "")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test ./harness/strangers/foreign -update writes it", err)
	}
	want := slices.Collect(strings.Lines(string(kept)))
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("expected, and did not happen: %s", strings.TrimSpace(line))
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("happened, and is not expected: %s", strings.TrimSpace(line))
		}
	}
}

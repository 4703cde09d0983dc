package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

// Bad input gets one sentence: what, where, and what to write instead.
func TestWrongInput(t *testing.T) {
	dir := t.TempDir()
	full := filepath.Join(dir, "full")
	if err := os.Mkdir(full, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(full, "old.txt"), "old")
	file := write(t, filepath.Join(dir, "file"), "no folder")
	bench := write(t, filepath.Join(dir, "bench.yaml"), changed(t, string(examples.Bench()), "\nlisten:", "\nlistn:"))
	same := write(t, filepath.Join(dir, "same.yaml"), string(examples.Bench()))
	wrongPICS := write(t, filepath.Join(dir, "pics.yaml"), changed(t, string(examples.PICS()), "  C-01: yes", "  C-01: maybe"))
	openPICS := write(t, filepath.Join(dir, "open.yaml"), changed(t, string(examples.PICS()), "  C-30: yes", "  # C-30: yes"))
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"an unknown command":         {[]string{"rnu"}, 2, `there is no command "rnu"; write one of agent, bundle, csms, diff, doctor, firmware, fleet, known, lint, list, live, pics, pki, plan`},
		"an unknown flag":            {[]string{"run", "--benhc", "x"}, 2, "unknown flag: --benhc; see certbench run --help"},
		"an unknown format":          {[]string{"plan", "--format", "xml"}, 2, "write text or json; see certbench plan --help"},
		"a missing argument":         {[]string{"report"}, 2, "no argument came, but certbench report takes a run folder, or several and --out; see certbench report --help"},
		"a missing second folder":    {[]string{"diff", "a"}, 2, "1 argument came, but certbench diff takes two run folders, the earlier one first; see certbench diff --help"},
		"an argument too many":       {[]string{"run", "TC_E_03_CS"}, 2, "1 argument came, but certbench run takes no argument; select cases by --cases with an expression; see certbench run --help"},
		"an unknown part of pki":     {[]string{"pki", "rots"}, 2, `there is no command "pki rots"; write one of csr, init, roots, show`},
		"a PKI that is there":        {[]string{"pki", "init", full}, 2, "holds old.txt already, and nothing is overwritten, for stations may have its roots; name a new folder"},
		"a PKI that is not there":    {[]string{"pki", "roots", dir}, 2, "is no folder that certbench pki init has made: open "},
		"a chain of nothing":         {[]string{"pki", "show"}, 2, "certbench pki show shows the certificates of files, and none is named; see certbench pki show --help"},
		"a chain without PEM":        {[]string{"pki", "show", file}, 2, "file: there is no PEM certificate in it, which begins with -----BEGIN CERTIFICATE-----"},
		"a chain of two owners":      {[]string{"pki", "show", "--host", "a", "--serial", "b", file}, 2, "if any flags in the group [host serial] are set none of the others can be"},
		"a signature in JSON":        {[]string{"pki", "csr", "--sign", dir, "--format", "json", file}, 2, "--sign prints a chain, and --format json the faults; keep one"},
		"a request that is none":     {[]string{"pki", "csr", "--sign", dir, file}, 2, "is no folder that certbench pki init has made"},
		"an unset CI variable":       {[]string{"run", "--bench", ""}, 2, `--bench cannot be ""; write a value, or leave the flag away; see certbench run --help`},
		"an unset PICS":              {[]string{"plan", "--pics="}, 2, `--pics cannot be ""; write a value, or leave the flag away`},
		"an unset folder":            {[]string{"run", "--out", " "}, 2, `--out cannot be " "; write a value, or leave the flag away`},
		"unset schemas":              {[]string{"run", "--schemas", ""}, 2, `--schemas cannot be ""; write a value, or leave the flag away`},
		"no number":                  {[]string{"run", "--seed", "x"}, 2, `--seed cannot be "x"; write a whole number; see certbench run --help`},
		"no duration":                {[]string{"doctor", "--wait", "5"}, 2, `--wait cannot be "5"; write a duration with its unit, such as 30s or 2m`},
		"a wait that is over":        {[]string{"doctor", "--wait", "-5s"}, 2, "--wait cannot be -5s; write how long to wait for the station, such as 30s"},
		"help on nothing":            {[]string{"help", "bogus"}, 2, `there is no command "bogus"; write one of agent, bundle, csms, diff, doctor, firmware`},
		"a file, not a folder":       {[]string{"report", file}, 2, "is a file, not a run folder; name the folder that certbench run made"},
		"a port out of range":        {[]string{"station", "--csms", "ws://a/ocpp", "--panel", "127.0.0.1:99999"}, 2, `--panel: "127.0.0.1:99999" is no address; write host:port with a port from 0 to 65535, such as 0.0.0.0:9000`},
		"a defect like no other":     {[]string{"station", "--csms", "ws://a/ocpp", "--defects", "zzz"}, 2, `"zzz" is no defect of the station; certbench station defects lists them`},
		"an unknown case":            {[]string{"show", "TC_E_3"}, 2, `there is no case "TC_E_3"; did you mean TC_E_03_CS; see certbench list`},
		"a case like no other":       {[]string{"show", "bananas"}, 2, `there is no case "bananas"; write an id such as TC_E_03_CS; see certbench list`},
		"a term like no other":       {[]string{"list", "bananas"}, 2, `--cases "bananas" selects by "bananas", at character 1, which is no case, block or profile of the catalogue; see certbench list`},
		"two expressions":            {[]string{"list", "E", "F"}, 2, "2 arguments came, but certbench list takes one expression or none, in quotes where it has blanks; see certbench list --help"},
		"a filter of nothing":        {[]string{"station", "defects", "bananas"}, 2, `no defect has "bananas" in its name or its sentence; certbench station defects lists all `},
		"an expression of nothing":   {[]string{"plan", "--cases", "TC_X_01_CS"}, 2, `--cases "TC_X_01_CS" selects by "TC_X_01_CS", at character 1, which is no case, block or profile of the catalogue: there is no block X; see certbench list`},
		"a broken expression":        {[]string{"run", "--cases", "E &&"}, 2, `--cases "E &&" is no case expression: at character 5, it ends where a case is wanted; write for example TC_E_03_CS`},
		"a case that is none":        {[]string{"plan", "--cases", "TC_E_3_CS"}, 2, `"TC_E_3_CS", at character 1, which is no case, block or profile of the catalogue; did you mean TC_E_03_CS`},
		"a folder of no run":         {[]string{"verify", dir}, 2, "is no run folder, because it holds no events.jsonl; name a folder that certbench run made"},
		"no station at all":          {[]string{"run", "--parallel", "0"}, 2, "--parallel cannot be 0; write how many stations are played side by side, 1 or more"},
		"half a station":             {[]string{"run", "--parallel", "1.5"}, 2, `--parallel cannot be "1.5"; write a whole number; see certbench run --help`},
		"one bench for many":         {[]string{"run", "--parallel", "2", "--bench", same}, 2, "--parallel 2 does not go with the one bench file that --bench names, for each is one station; name one for every station, and leave --parallel away"},
		"two benches for many":       {[]string{"run", "--parallel", "3", "--bench", same, "--bench", same}, 2, "--parallel 3 does not go with the 2 bench files"},
		"one bench twice":            {[]string{"run", "--bench", same, "--bench", same}, 2, "same.yaml both use the bench name reference; benches that play side by side share nothing, so change it in one of them"},
		"two benches to examine":     {[]string{"doctor", "--bench", same, "--bench", same}, 2, "--bench came 2 times, and the doctor examines one bench; name one bench file, and call certbench doctor again for each other"},
		"no file":                    {[]string{"run", "--bench", filepath.Join(dir, "none.yaml")}, 2, "the bench file cannot be read: open "},
		"a wrong bench file":         {[]string{"run", "--bench", bench}, 2, `bench.yaml:4:1: a bench file has no key "listn"; did you mean "listen"?`},
		"a wrong PICS file":          {[]string{"plan", "--pics", wrongPICS}, 2, "pics.yaml:69:9: C-01 (Offline authorization of transactions) cannot be \"maybe\"; write one of yes, no"},
		"an open PICS":               {[]string{"plan", "--pics", openPICS}, 2, "cases apply, such as TC_"},
		"a run folder in use":        {[]string{"run", "--out", full}, 2, "holds old.txt already, and a run never adds to another's; name a new folder with --out"},
		"a run folder that's a file": {[]string{"run", "--out", file}, 2, "file is a file, and a run leaves a folder; name another with --out"},
		"a run folder under a file":  {[]string{"run", "--out", filepath.Join(file, "run")}, 3, "name another with --out"},
		"a station without CSMS":     {[]string{"station"}, 2, "the station does not know its CSMS; add --csms with an endpoint such as ws://127.0.0.1:9000/ocpp"},
		"a CSMS that is no URL":      {[]string{"station", "--csms", "localhost"}, 2, `CSMSURL "localhost": write an endpoint such as`},
		"an unknown defect":          {[]string{"station", "--csms", "ws://a/ocpp", "--defects", "seqno-gab"}, 2, `"seqno-gab" is no defect of the station; did you mean "seqno-gap"?`},
		"a setting without value":    {[]string{"station", "--csms", "ws://a/ocpp", "--set", "TxCtrlr.TxStartPoint"}, 2, `--set "TxCtrlr.TxStartPoint" has no value; write Component.Variable=value`},
		"a panel and a board":        {[]string{"station", "--csms", "ws://a/ocpp", "--panel", "127.0.0.1:0", "--gpio", same}, 2, "--gpio and --panel both say what the physical side of the station is; keep one"},
		"a bench as a board":         {[]string{"station", "--csms", "ws://a/ocpp", "--gpio", same}, 2, `same.yaml:3:1: a board file has no key "name"`},
		"a board on no lines":        {[]string{"station", "--csms", "ws://a/ocpp", "--gpio", "testdata/board.yaml"}, 3, "--gpio testdata/board.yaml: mains: no GPIO line is named \"certbench-no-such-line\""},
		"an unknown variable":        {[]string{"station", "--csms", "ws://a/ocpp", "--set", "TxCtrlr.TxStart=1"}, 2, `the station has no variable "TxCtrlr.TxStart"; write for example TxCtrlr.TxStartPoint`},
		"a profile that is none":     {[]string{"station", "--csms", "wss://a/ocpp", "--security-profile", "4"}, 2, "--security-profile cannot be 4; write 1 for an endpoint of ws, 2 or 3 for one of wss"},
		"TLS without TLS":            {[]string{"station", "--csms", "ws://a/ocpp", "--security-profile", "2"}, 2, "--security-profile 2 does not go with --csms ws://a/ocpp; write 1 for an endpoint of ws, 2 or 3"},
		"TLS without a root":         {[]string{"station", "--csms", "wss://a/ocpp"}, 2, "the station could take no certificate of its CSMS: it has no root certificate; add --roots"},
		"a root that is none":        {[]string{"station", "--csms", "wss://a/ocpp", "--roots", file}, 2, "--roots: " + file + ": there is no PEM certificate in it"},
		"no certificate of its own":  {[]string{"station", "--csms", "wss://a/ocpp", "--security-profile", "3", "--roots", file}, 2, "add --certificate and --key with PEM files"},
		"a certificate, no key":      {[]string{"station", "--csms", "ws://a/ocpp", "--certificate", file}, 2, "--certificate and --key belong together; name both files"},
		"a host that is nowhere":     {[]string{"station", "--csms", "ws://a/ocpp", "--resolve", "a=b"}, 2, `--resolve "a=b" names no host with its address; write host=address, such as csms.bench.test=127.0.0.1`},
		"a fourth profile":           {[]string{"run", "--security-profile", "4"}, 2, "--security-profile cannot be 4; write 1 (HTTP Basic authentication without TLS), 2 (with TLS) or 3"},
		"a profile beside a bench":   {[]string{"run", "--security-profile", "2", "--bench", same}, 2, "--security-profile does not go with a bench file, which says that itself; write security: {profile: 2} into " + same},
		"a panel nowhere":            {[]string{"station", "--csms", "ws://a/ocpp", "--panel", "256.0.0.1:1"}, 3, "the panel cannot be served on 256.0.0.1:1; name another address with --panel"},
	} {
		code, out, stderr := inProcess(c.args...)
		if code != c.code || !strings.HasPrefix(stderr, "certbench: ") || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: certbench %s\nexpected code %d and … %s …\n     got code %d and %s", name, strings.Join(c.args, " "), c.code, c.want, code, stderr)
		}
		if out != "" {
			t.Errorf("%s: expected nothing on standard output, got %q", name, out)
		}
	}
}

func TestAContradictoryPICSIsWrongInputAndACertifiedDoubtIsNone(t *testing.T) {
	code, out, _ := inProcess("lint")
	if want := "harness/examples/cp-flex-plus-eu/pics.yaml:55: warning: "; code != codePassed || !strings.HasPrefix(out, want) || strings.Count(out, "\n") != 1 {
		t.Errorf("expected code 0 and one line that begins with %s for what was certified so, got code %d and %q", want, code, out)
	}
	contradictory := write(t, filepath.Join(t.TempDir(), "pics.yaml"), changed(t, string(examples.PICS()), "  C-53: no", "  C-53: yes"))
	code, out, _ = inProcess("lint", "--pics", contradictory)
	if code != codeUsage || !strings.Contains(out, "pics.yaml:153: C-53") {
		t.Errorf("expected code %d and a line without a warning, got code %d and %q", codeUsage, code, out)
	}
	declared, err := pics.Load(contradictory)
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	c := root()
	c.SetErr(&said)
	noticeContradictions(c, "my.yaml", declared)
	if want := "certbench: the PICS my.yaml holds 1 contradiction, and cases may be judged by the wrong one; certbench lint names them\n"; said.String() != want {
		t.Errorf("expected a run to say %q, got %q", want, said.String())
	}
	declared, err = pics.Read("my.yaml", []byte(changed(t, string(examples.PICS()), "    triggered: 30\n", "")))
	if err != nil {
		t.Fatal(err)
	}
	said.Reset()
	noticeContradictions(c, "my.yaml", declared)
	if said.String() != "" {
		t.Errorf("expected a run to say nothing of an answer that is missing and that no case turns on, got %q", said.String())
	}
	code, out, _ = inProcess("lint", "--pics", contradictory, "--format", "json")
	if code != codeUsage || !strings.Contains(out, `"advice": "`) {
		t.Errorf("expected code %d and an advice in JSON, got code %d and %q", codeUsage, code, out)
	}
}

func TestAnAddressThatIsHeldIsTroubleOfTheBench(t *testing.T) {
	t.Parallel()
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	dir := t.TempDir()
	bench := variant(t, "listen: 127.0.0.1:0", "listen: "+held.Addr().String(), "name: reference", "name: held-address")
	r := start(t, nil, "run", "--bench", bench, "--cases", "TC_B_06_CS", "--out", filepath.Join(dir, "run"))
	r.ends(codeTrouble)
	if want := "the mock CSMS cannot listen on " + held.Addr().String() + "; end what holds the address, or name another"; !strings.Contains(r.said(), want) {
		t.Errorf("expected … %s …\n     got %s", want, r.said())
	}
	whole(t, filepath.Join(dir, "run"))
	r = start(t, nil, "doctor", "--bench", bench)
	r.ends(codeTrouble)
	if want := "→ end what holds the address"; !strings.Contains(r.said(), want) {
		t.Errorf("expected … %s …\n     got %s", want, r.said())
	}
}

func TestABenchThatContradictsThePICSIsWrongInput(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"a place":           {"configured: #", "configured:\n  evseId: 7 #", "the PICS has no connector 1 of EVSE 7; write evseId: 1"},
		"a factory value":   {reference(t), "  reference: {settings: {TxCtrlr.TxStart: Authorized}}\n", `the station has no variable "TxCtrlr.TxStart"`},
		"an act nobody can": {"link: none", "link: panel", "acts.link names the rig panel, but a panel rig as it is written cannot do that; write one of none"},
		"a defect":          {reference(t), "  reference: {defects: [seqno-gab]}\n", `did you mean "seqno-gap"?`},
	} {
		bench := variant(t, c.old, c.new)
		for _, command := range []string{"run", "doctor"} {
			code, _, stderr := inProcess(command, "--bench", bench)
			if code != codeUsage || !strings.Contains(stderr, bench+":") || !strings.Contains(stderr, c.want) {
				t.Errorf("%s, %s: expected code 2, the place and … %s …, got code %d and %s", name, command, c.want, code, stderr)
			}
		}
	}
}

func TestAByteOrderMarkIsNoMistake(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "pics.yaml"), "\uFEFF"+string(examples.PICS()))
	if code, _, stderr := inProcess("plan", "--pics", file); code != codePassed {
		t.Errorf("expected code 0, got %d and %s", code, stderr)
	}
}

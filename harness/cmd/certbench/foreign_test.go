package main

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/ports"
)

const password = "0123456789abcdef"

// freePort is a port of this machine that nobody listens at.
func freePort(t *testing.T) string {
	t.Helper()
	_, port, err := net.SplitHostPort(ports.Free(t))
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// startStation starts a reference station that reconnects every second, and returns its greeting.
func startStation(t *testing.T, args ...string) (*running, bench.Hello) {
	t.Helper()
	args = append([]string{"station", "--set", "OCPPCommCtrlr.RetryBackOffWaitMinimum=1", "--set", "OCPPCommCtrlr.RetryBackOffRandomRange=0",
		"--set", "OCPPCommCtrlr.RetryBackOffRepeatTimes=0"}, args...)
	r := start(t, []string{bench.PasswordEnv + "=" + password}, args...)
	line := r.await("{")
	var hello bench.Hello
	if err := json.Unmarshal([]byte(line), &hello); err != nil {
		t.Fatalf("the first line of the station is no greeting: %v: %s", err, line)
	}
	return r, hello
}

// A station of another maker is already running, knows an address of the CSMS that differs from the one it listens on,
// and is moved by a machine that speaks the SUT API. Our own station stands in for it.
func TestAStationThatIsAlreadyRunningSomewhere(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	_, hello := startStation(t, "--csms", "ws://localhost:"+port+"/csms/ocpp", "--id", "FOREIGN-1")
	dir := t.TempDir()
	example, err := os.ReadFile("../../examples/bench.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := changed(t, string(example),
		"name: bench-7", "name: foreign-"+port,
		"listen: 127.0.0.1:9000", "listen: 127.0.0.1:"+port,
		"path: /ocpp", "path: /csms/ocpp",
		"url: ws://127.0.0.1:9000/ocpp", "url: ws://localhost:"+port+"/csms/ocpp",
		"id: CB-0001", "id: FOREIGN-1",
		"  password: "+password, "  passwordEnv: FOREIGN_PASSWORD",
		"http://127.0.0.1:8080", hello.Panel,
		"link: engineer", "link: none", "display: engineer", "display: none", "customers: engineer", "customers: none",
	)
	before, after, _ := strings.Cut(text, "  engineer:")
	_, acts, _ := strings.Cut(after, "# Which rig does")
	file := write(t, filepath.Join(dir, "bench.yaml"), before+"\n# Which rig does"+acts)
	env := []string{"FOREIGN_PASSWORD=" + password}
	for _, run := range []string{"first", "second"} {
		out := filepath.Join(dir, run)
		r := start(t, env, "run", "--bench", file, "--cases", "TC_E_03_CS", "--out", out)
		if line := r.await("Waiting for"); !strings.Contains(line, "FOREIGN-1, which connects to ws://localhost:"+port+"/csms/ocpp") {
			t.Errorf("%s run: expected the identity and the address that the station must know, got %s", run, line)
		}
		r.ends(codePassed)
		s := whole(t, out)
		if got := verdicts(s)["TC_E_03_CS"]; got != evidence.Pass {
			t.Errorf("%s run: TC_E_03_CS: expected PASS, got %s", run, got)
		}
		// In the second run it only reconnects: who it is must be asked for.
		if s.Station == nil || s.Station.ID != "FOREIGN-1" || s.Station.Vendor != "ChargePoint Inc." || s.Station.Model != "CP840-LTE-ETH-16A3-L" {
			t.Errorf("%s run: expected the station's identity, got %+v", run, s.Station)
		}
		if s.Run.Rigs["cable"] != "simulator (sutapi)" || s.Run.Rigs["faults"] != "none" {
			t.Errorf("%s run: expected the rigs by the names of the file, got %v", run, s.Run.Rigs)
		}
		leaks(t, out)
	}
}

// leaks requires that no file of a run folder holds the password.
func leaks(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(password)) {
			t.Errorf("%s holds the password", e.Name())
		}
	}
}

// started is a bench file with a station that certbench starts by a command, and without rigs.
func started(t *testing.T, name string, command ...string) string {
	t.Helper()
	argv, err := json.Marshal(command)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, filepath.Join(t.TempDir(), "bench.yaml"), "name: "+name+"-"+freePort(t)+"\nlisten: 127.0.0.1:0\n"+
		"station: {id: CB-0001, password: "+password+", start: {command: "+string(argv)+"}}\n")
}

// A station that certbench starts by a command of the bench file gets address and identity as arguments and the
// password by the environment.
func TestAStationThatIsStartedByItsCommand(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	file := started(t, "started", program, "station", "--csms", "{url}", "--id", "{id}")
	start(t, nil, "run", "--bench", file, "--cases", "TC_B_06_CS", "--out", dir).ends(codePassed)
	whole(t, dir)
	leaks(t, dir)
}

func TestAStationThatDiesIsTroubleOfTheBench(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	file := started(t, "dying", "sh", "-c", "echo out of order >&2; exit 7")
	r := start(t, nil, "run", "--bench", file, "--cases", "TC_B_06_CS", "--out", dir)
	r.ends(codeTrouble)
	if want := `station.log: "out of order"`; !strings.Contains(r.said(), "the station sh ended by itself: exit status 7") || !strings.Contains(r.said(), want) {
		t.Errorf("expected how the station ended, and … %s …; got:\n%s", want, r.said())
	}
	if got := verdicts(whole(t, dir))["TC_B_06_CS"]; got != evidence.NotRun {
		t.Errorf("TC_B_06_CS: expected NOT RUN, got %s", got)
	}
}

func TestAStationWithTheWrongPasswordIsFoundByTheDoctor(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	_, hello := startStation(t, "--csms", "ws://127.0.0.1:"+port+"/ocpp", "--id", "FOREIGN-2")
	bench := variant(t, "name: reference", "name: foreign-"+port, "listen: 127.0.0.1:0", "listen: 127.0.0.1:"+port,
		"id: CB-0001", "id: FOREIGN-2", reference(t), "  password: not-the-password-of-it\n",
		"{type: panel}", `{type: sutapi, url: "`+hello.Panel+`/api/v1", ev: "`+hello.Panel+`/ev/api/v1"}`)
	r := start(t, nil, "doctor", "--bench", bench, "--wait", "4s")
	r.ends(codeTrouble)
	for _, want := range []string{`not connected within 4s: an attempt on /ocpp/FOREIGN-2 as user "FOREIGN-2" was turned down: wrong password`,
		"→ give the station the password of the bench file"} {
		if !strings.Contains(r.said(), want) {
			t.Errorf("expected %q, got:\n%s", want, r.said())
		}
	}
}

package bench

import (
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/ports"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/station/panel"
)

func setup(t *testing.T) Setup {
	t.Helper()
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return Setup{PICS: declared, Schemas: set, Recorder: &notes{}, Log: filepath.Join(t.TempDir(), LogName)}
}

// started is a bench file of a program that the bench starts and that has its own rig at the address.
func started(t *testing.T, command, rig string) *File {
	t.Helper()
	f, err := Read("bench.yaml", []byte(fmt.Sprintf(`name: own-rig
listen: 127.0.0.1:0
station: {id: CB-1, auth: none, start: {command: [sh, -c, %q]}}
timeouts: {boot: 20s}
rigs: {panel: {type: sutapi, url: "http://%[2]s/api/v1", ev: "http://%[2]s/ev/api/v1"}}
acts: {cable: panel, tokens: panel}
`, command, rig)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The rig is a part of the process that the bench starts, and its socket opens a while after that; the mock serves before.
func TestARigThatComesUpWithTheStationIsAwaited(t *testing.T) {
	address := ports.Free(t)
	s := setup(t)
	f := started(t, "exec sleep 60", address)
	served := make(chan error, 1)
	side := &http.Server{Handler: panel.New(Layout(s.PICS)).Handler()}
	began := time.Now()
	time.AfterFunc(700*time.Millisecond, func() {
		l, err := net.Listen("tcp", address)
		if err != nil {
			served <- err
			return
		}
		served <- side.Serve(l)
	})
	r, err := Open(t.Context(), f, s)
	if err != nil {
		t.Fatalf("expected the rig to be awaited, got %v", err)
	}
	if took := time.Since(began); took < 700*time.Millisecond {
		t.Errorf("opened after %s, before the rig was there", took)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := side.Close(); err != nil {
		t.Error(err)
	}
	if err := <-served; err != http.ErrServerClosed {
		t.Error(err)
	}
}

func TestAStationThatEndsBeforeItsRigIsThereSaysSoAtOnce(t *testing.T) {
	f := started(t, "echo no licence; exit 3", ports.Free(t))
	f.Timeouts.Boot = time.Hour // longer than go test waits
	_, err := Open(t.Context(), f, setup(t))
	if err == nil || !strings.Contains(err.Error(), "ended by itself: exit status 3") || !strings.Contains(err.Error(), "no licence") {
		t.Errorf("expected how the station ended, got %v", err)
	}
}

// A station without Basic auth is let in, and one that sends credentials all the same too.
func TestAStationWithoutBasicAuthIsBenched(t *testing.T) {
	onMemory(t, func(p *MemoryParts) { p.Configured.BasicAuthPassword = "" }, func(t *testing.T, m *Memory, _ *notes) {
		if end := play(t, m, nothing); end.Verdict != evidence.Pass {
			t.Errorf("expected PASS, got %s: %s", end.Verdict, end.Reason)
		}
	})
	for text, want := range map[string]string{
		"auth: none":   "",
		"auth: nobody": `station.auth cannot be "nobody"; write none`,
		"auth: none\n  password: 0123456789abcdef": "station.auth is none, and station has a password; keep one",
		"start: {command: [x]}":                    "or auth: none, where the station has none",
	} {
		_, err := Read("bench.yaml", []byte("name: b\nlisten: 127.0.0.1:0\nstation:\n  id: CB-1\n  "+text+"\n"))
		if got := fmt.Sprint(err); (want == "") != (err == nil) || !strings.Contains(got, want) {
			t.Errorf("%q: expected %q, got %v", text, want, err)
		}
	}
}

func TestAFixedCableNeedsNoRigForItsEnds(t *testing.T) {
	const text = "name: b\nlisten: 127.0.0.1:0\nstation: {id: CB-1, auth: none}\nrigs: {engineer: {type: manual}}\nacts: {cable: engineer}\n"
	for cable, fits := range map[string]bool{"Fixed Cable": true, "Detachable Cable": false} {
		f, err := Read("bench.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		declared := setup(t).PICS
		for i := range declared.Connectors {
			declared.Connectors[i].CableType = cable
		}
		if err := f.CheckAgainst(declared); err != nil {
			t.Fatal(err)
		}
		at := rigs.Place{EVSE: 1, Connector: 1}
		if d := f.Doer(rigs.UnplugEnd(rigs.EVEnd, at), ""); (d.Lacks == nil) != fits || d.ByHand != fits {
			t.Errorf("%s: expected the engineer at the EV's end: %t, got %+v", cable, fits, d)
		}
		if d := f.Doer(rigs.UnplugEnd(rigs.StationEnd, at), ""); d.Lacks == nil {
			t.Errorf("%s: expected nobody at the station's end, got %+v", cable, d)
		}
		b, err := f.bind("", Setup{})
		if err != nil {
			t.Fatal(err)
		}
		if b.set.Has(rigs.KindEnds) != fits {
			t.Errorf("%s: expected ends: %t, got %t", cable, fits, b.set.Has(rigs.KindEnds))
		}
		if err := b.close(); err != nil {
			t.Error(err)
		}
	}
}

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/live/chromium"
	"github.com/certbench/certbench/harness/ports"
)

// aStationOfItsOwn is a reference station that runs by itself, and a bench file whose rig is its panel. It is told of a CSMS that is there only while
// somebody walks.
func aStationOfItsOwn(t *testing.T) (file string) {
	t.Helper()
	csms, panel := ports.Free(t), ports.Free(t)
	const password = "0123456789abcdef"
	file = filepath.Join(t.TempDir(), "bench.yaml")
	text := fmt.Sprintf(`name: %s
listen: %s
station: {id: CB-0001, password: %s}
rigs:
  simulator: {type: sutapi, url: "http://%s/api/v1", ev: "http://%s/ev/api/v1"}
acts: {cable: simulator, pilot: simulator, tokens: simulator, mains: simulator, bay: simulator}
`, oneName(), csms, password, panel, panel)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	station := exec.Command(program, "station", "--csms", "ws://"+csms+"/ocpp", "--id", "CB-0001", "--panel", panel)
	station.Env = append(os.Environ(), "CERTBENCH_PASSWORD="+password)
	said := &overheard{}
	station.Stdout, station.Stderr = said, said
	if err := station.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = station.Process.Kill() // it may have ended, which the test has seen
		_ = station.Wait()         // it was killed
	})
	for end := time.Now().Add(patience); !strings.Contains(said.String(), panel); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the station has not come up:\n%s", said)
		}
	}
	return file
}

// TestTheDoctorsWalkRunsAsAChecklist has a technician walk through the acts with a station that runs, and act by hand before and after.
func TestTheDoctorsWalkRunsAsAChecklist(t *testing.T) {
	t.Parallel()
	s := sit(t, "rig", "--bench", aStationOfItsOwn(t), "--live", "127.0.0.1:0")
	ctx := chromium.Start(t)
	chromium.Steps(t, ctx, chromedp.Navigate(s.address+"enter"), chromedp.SendKeys(chromedp.CSS("#name"), "Tina"), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(chromedp.CSS(".checklist")),
		chromedp.Evaluate[chromedp.Void](`window.confirm = () => true`))
	plug := `form[action="/act"]:has([value=plug]) button`
	chromium.Press(t, ctx, plug)
	chromium.Sees(t, ctx, "the lamp of the EV", chromium.Holds(`[data-panel=lamps]`, "EV connected"))
	if text := chromium.Eval[string](t, ctx, `document.querySelector(".checklist").innerText`); !strings.Contains(text, "cable") || !strings.Contains(text, "binds no rig to link") {
		t.Errorf("the checklist ahead is\n%s", text)
	}
	chromium.Press(t, ctx, `form[action="/walk"] button`)
	chromium.Sees(t, ctx, "the walk", chromium.Holds(`[data-panel=walk]`, "Tina has it walked"))
	chromium.Sees(t, ctx, "what is to come", chromium.Holds(".checklist", "to come"))
	if code := s.post("act", url.Values{"act": {"plug"}}); code != http.StatusConflict {
		t.Errorf("an act during the walk is answered with %d, expected 409", code)
	}
	chromium.Sees(t, ctx, "the end of the walk", chromium.Holds(`[data-panel=walk]`, "Walked by Tina"))
	text := chromium.Eval[string](t, ctx, `document.querySelector("[data-panel=walk]").innerText`)
	for _, want := range []string{"station CB-0001", "connected and at rest", "the station tells Occupied, then Available", "the station tells that it boots", "tokens", "bay"} {
		if !strings.Contains(text, want) {
			t.Errorf("the walk does not tell %q:\n%s", want, text)
		}
	}
	if n := chromium.Eval[int](t, ctx, `document.querySelectorAll(".checklist .error").length`); n > 0 || strings.Contains(text, "to come") {
		t.Errorf("the walk of a good bench has %d errors:\n%s", n, text)
	}
	chromium.Press(t, ctx, plug)
	chromium.Sees(t, ctx, "an act after the walk", `[...document.querySelectorAll("[data-panel=log] .act:not(.bad) b")].filter(b => b.textContent === "plug").length === 2`)
	chromium.Narrow(t, ctx)
	if over := chromium.Eval[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("at 360 px the page is %d px too wide", over)
	}
	s.end()
	if code := <-s.code; code != codePassed {
		t.Errorf("got exit code %d\n%s", code, s.out)
	}
}

// TestAWalkThatIsInterruptedLeavesEverythingAtRest ends the command while the walk waits for a station that never comes.
func TestAWalkThatIsInterruptedLeavesEverythingAtRest(t *testing.T) {
	t.Parallel()
	p, file := aBenchOfItsOwn(t)
	s := sit(t, "rig", "--bench", file, "--live", "127.0.0.1:0")
	s.send("walk", url.Values{"station": {"yes"}})
	s.until("the wait for the station", func() bool { return strings.Contains(s.page(""), "waiting for it to connect") })
	s.end()
	if code := <-s.code; code != codePassed {
		t.Errorf("got exit code %d\n%s", code, s.out)
	}
	if in := p.Read().Connectors[0]; in.Plugged || in.Pilot != "A" {
		t.Errorf("expected the safe state, got %+v", in)
	}
}

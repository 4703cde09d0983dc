package live_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
)

// browser starts Chromium. Where there is none the test is skipped with the command that installs it; in CI that is a failure.
func browser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		const advice = "Chromium is missing; install it with: apt-get update && apt-get install -y chromium"
		if os.Getenv("CI") == "true" {
			t.Fatal(advice)
		}
		t.Skip(advice)
	}
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless,
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1360, 1000),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true))
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	ctx, stopAllocator := chromedp.NewExecAllocator(ctx, options...)
	ctx, stopBrowser := chromedp.NewContext(ctx)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("closing Chromium: %v", err)
		}
		stopBrowser()
		stopAllocator()
		stop()
	})
	if err := chromedp.Listen(ctx, func(ev any) {
		if ev, is := ev.(*runtime.EventExceptionThrown); is {
			t.Errorf("the page's script failed: %s", ev.ExceptionDetails.Text)
		}
	}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func steps(t *testing.T, ctx context.Context, all ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, all...); err != nil {
		t.Fatal(err)
	}
}

// eval returns what an expression of the page gives.
func eval[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// sees waits until an expression of the page is true.
func sees(t *testing.T, ctx context.Context, what, expression string) {
	t.Helper()
	eventually(t, what, func() bool { return eval[bool](t, ctx, expression) })
}

func holds(selector, text string) string {
	return fmt.Sprintf(`(document.querySelector(%q)?.textContent || "").includes(%q)`, selector, text)
}

// narrow makes the window that of a small telephone.
func narrow(t *testing.T, ctx context.Context) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 360, Height: 740, DeviceScaleFactor: 1}); err != nil {
		t.Fatal(err)
	}
}

func TestARunOnTwoBenchesIsWatched(t *testing.T) {
	s := newStage(t, "", "left", "right")
	ctx := browser(t)
	steps(t, ctx, chromedp.Navigate(s.url+"/"))
	for _, bench := range []string{"left", "right"} {
		id := map[string]string{"left": "TC_E_03_CS", "right": "TC_E_05_CS"}[bench]
		play := s.begin(bench, id)
		s.frame(bench, id, play, "StatusNotification", `{"connectorStatus":"Occupied","evseId":1,"connectorId":1}`)
		s.frame(bench, id, play, "TransactionEvent", `{"eventType":"Started","transactionInfo":{"transactionId":"tx-`+bench+`","chargingState":"Charging"}}`)
		s.add(evidence.Record{Bench: bench, Case: id, Play: play, Act: &evidence.Act{Name: "ConnectEV", Kind: "cable", Sentence: "Connect the EV.", Rig: "panel", EVSE: 1, Connector: 1, Observed: "EV connected, pilot C, contactor closed"}})
		s.add(evidence.Record{Bench: bench, Case: id, Play: play, Row: &evidence.Row{Stage: evidence.Main, Number: "1", Actor: evidence.ActorStation, Text: "sends AuthorizeRequest", Verdict: evidence.Pass}})
		s.add(evidence.Record{Bench: bench, Case: id, Play: play, Awaiting: &evidence.Awaiting{Stage: evidence.Main, Number: "3", Actor: evidence.ActorStation, What: "sends TransactionEventRequest", Until: time.Now().Add(time.Minute)}})
	}
	for i, bench := range []string{"left", "right"} {
		of := fmt.Sprintf("[data-bench='%d']", i)
		for _, text := range []string{bench, "Occupied", "tx-" + bench, "Charging", "pilot C", "contactor closed", "Row 3", "sends AuthorizeRequest", "TransactionEventRequest"} {
			sees(t, ctx, text+" of "+bench, holds(of, text))
		}
	}
	sees(t, ctx, "the time that is left for the row", `/^\d+ s$/.test(document.querySelector(".awaiting [data-until]").textContent)`)
	steps(t, ctx, chromedp.Click(chromedp.CSS("[data-bench='0'] .in a")))
	sees(t, ctx, "the frame opened", holds("[data-bench='0'] .inside pre", `"connectorStatus": "Occupied"`))
	narrow(t, ctx)
	if over := eval[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("at 360 px the page is %d px too wide", over)
	}
}

func TestAPromptIsAnsweredOnASecondBrowser(t *testing.T) {
	s := newStage(t, "TOKEN")
	wide, phone := browser(t), browser(t)
	narrow(t, phone)
	for name, ctx := range map[string]context.Context{"Anna": wide, "Bert": phone} {
		steps(t, ctx, chromedp.Navigate(s.url+"/enter?token=TOKEN"), chromedp.SendKeys(chromedp.CSS("#name"), name), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(chromedp.CSS("#benches")))
	}
	s.desk.mu.Lock()
	s.desk.prompts = []live.Prompt{{ID: "p1", Case: "TC_E_03_CS", Act: 3, Acts: 7, Sentence: "Connect the EV and EVSE.", Where: "EVSE 1", Until: time.Now().Add(time.Minute)}}
	s.desk.mu.Unlock()
	s.page.Changed()
	for _, ctx := range []context.Context{wide, phone} {
		sees(t, ctx, "the prompt", holds(".prompt", "act 3 of 7"))
	}
	if small := eval[string](t, phone, `[...document.querySelectorAll(".prompt button")].filter(b => { const r = b.getBoundingClientRect(); return r.height < 60 || r.width < 200; }).map(b => b.textContent).join()`); small != "" {
		t.Errorf("too small for gloves: %s", small)
	}
	if over := eval[int](t, phone, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("at 360 px the page is %d px too wide", over)
	}
	steps(t, phone, chromedp.Click(chromedp.CSS(".prompt button.yes")))
	for _, ctx := range []context.Context{wide, phone} {
		sees(t, ctx, "the prompt to go", `!document.querySelector(".prompt")`)
	}
	if got := s.desk.said(); len(got) != 1 || got[0] != "Bert done " {
		t.Errorf("got %v, expected one answer by Bert", got)
	}
	steps(t, wide, chromedp.Click(chromedp.CSS(".steer [value=pause]")))
	sees(t, phone, "the pause", holds(".steer", "Paused"))
	steps(t, phone, chromedp.Click(chromedp.CSS(".steer [value=go]")))
	sees(t, wide, "the run to go on", `!document.querySelector(".paused")`)
	if got := strings.Join(s.steer.said(), ", "); got != "pause Anna, go Bert" {
		t.Errorf("got %s", got)
	}
}

// line is a way to the page that can be cut.
type line struct {
	net.Listener
	mu    sync.Mutex
	conns []net.Conn
	down  bool
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	way := &line{Listener: l}
	t.Cleanup(func() { l.Close(); way.cut(true) })
	go func() {
		for {
			here, err := l.Accept()
			if err != nil {
				return
			}
			way.mu.Lock()
			there, err := net.Dial("tcp", to)
			if err != nil || way.down {
				here.Close()
				if there != nil {
					there.Close()
				}
				way.mu.Unlock()
				continue
			}
			way.conns = append(way.conns, here, there)
			way.mu.Unlock()
			for _, pair := range [][2]net.Conn{{here, there}, {there, here}} {
				go func() {
					defer pair[0].Close()
					defer pair[1].Close()
					_, _ = pair[0].(*net.TCPConn).ReadFrom(pair[1]) // until it is cut
				}()
			}
		}
	}()
	return way
}

// cut ends every connection; down lets none come until the next cut.
func (l *line) cut(down bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = down
	for _, c := range l.conns {
		c.Close()
	}
	l.conns = nil
}

// gaps lists what the page lacks of a bench's frames between the first and the last that it shows.
const sequence = `[...document.querySelectorAll("[data-bench='0'] .wire li")].map(e => +e.id.slice(1))`

func TestALostConnectionLeavesNoGap(t *testing.T) {
	s := newStage(t, "")
	way := newLine(t, strings.TrimPrefix(s.url, "http://"))
	ctx := browser(t)
	play := s.begin("", "TC_E_03_CS")
	seq := s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	steps(t, ctx, chromedp.Navigate("http://"+way.Addr().String()+"/"))
	sees(t, ctx, "the first frame", fmt.Sprintf(`!!document.getElementById("r%d")`, seq))
	way.cut(true)
	sees(t, ctx, "a word that the line is lost", holds("#line", "lost"))
	for range 120 {
		seq = s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	}
	way.cut(false)
	sees(t, ctx, "the last frame", fmt.Sprintf(`!!document.getElementById("r%d")`, seq))
	if gaps := eval[int](t, ctx, sequence+`.filter((n, i, all) => i && n !== all[i - 1] + 1).length`); gaps != 0 {
		t.Errorf("%d gaps", gaps)
	}
	for range 2 * 1000 { // more than the server keeps
		seq = s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	}
	sees(t, ctx, "the last of many", fmt.Sprintf(`!!document.getElementById("r%d")`, seq))
	for range 3 {
		steps(t, ctx, chromedp.Click(chromedp.CSS("[data-older]")))
		before := eval[int](t, ctx, sequence+"[0]")
		sees(t, ctx, "older frames", fmt.Sprintf(sequence+"[0] < %d", before))
	}
	if gaps := eval[int](t, ctx, sequence+`.filter((n, i, all) => i && n !== all[i - 1] + 1).length`); gaps != 0 {
		t.Errorf("%d gaps in what was read back", gaps)
	}
}

func TestAStationFullOfMarkupIsText(t *testing.T) {
	const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`
	s := newStage(t, "", evil)
	s.add(evidence.Record{Bench: evil, Station: &evidence.Station{ID: evil, Vendor: evil, Model: evil, Firmware: evil}})
	ctx := browser(t)
	steps(t, ctx, chromedp.Navigate(s.url+"/"))
	play := s.begin(evil, "TC_E_03_CS")
	quoted := strings.ReplaceAll(evil, `"`, `\"`)
	s.frame(evil, "TC_E_03_CS", play, evil, `{"idToken":"`+quoted+`"}`)
	s.frame(evil, "TC_E_03_CS", play, "StatusNotification", `{"connectorStatus":"`+quoted+`","evseId":1,"connectorId":1}`)
	s.frame(evil, "TC_E_03_CS", play, "TransactionEvent", `{"eventType":"`+quoted+`","transactionInfo":{"transactionId":"`+quoted+`","chargingState":"`+quoted+`"},"idToken":{"idToken":"`+quoted+`"}}`)
	s.add(evidence.Record{Bench: evil, Case: "TC_E_03_CS", Play: play, Check: &evidence.Check{Stage: evidence.Main, Row: "1", Requirement: evil, Actual: evil, Verdict: evidence.Fail}})
	s.add(evidence.Record{Bench: evil, Case: "TC_E_03_CS", Play: play, Row: &evidence.Row{Stage: evidence.Main, Number: "1", Text: evil, Reason: evil, Verdict: evidence.Fail}})
	s.add(evidence.Record{Bench: evil, Case: "TC_E_03_CS", Play: play, Awaiting: &evidence.Awaiting{What: evil}})
	s.add(evidence.Record{Bench: evil, Finding: &evidence.Finding{Subject: evil, Requirement: evil, Actual: evil, Verdict: evidence.Fail}})
	last := s.add(evidence.Record{Bench: evil, Case: "TC_E_03_CS", Play: play, Note: &evidence.Note{Text: evil, By: evil}})
	sees(t, ctx, "the note", fmt.Sprintf(`!!document.getElementById("r%d")`, last))
	for _, link := range []string{".in a", ".note a"} {
		steps(t, ctx, chromedp.Click(chromedp.CSS(".wire "+link)))
	}
	sees(t, ctx, "both records", `document.querySelectorAll(".inside pre").length >= 2`)
	if n := eval[int](t, ctx, `document.querySelectorAll("main img, main script, header img").length`); n != 0 {
		t.Errorf("%d elements came out of foreign texts", n)
	}
	for _, path := range []string{"/", "/case/TC_E_03_CS", "/older?bench=0&before=" + url.QueryEscape(fmt.Sprint(last+1)), fmt.Sprint("/record/", last)} {
		steps(t, ctx, chromedp.Navigate(s.url+path))
		if n := eval[int](t, ctx, `document.querySelectorAll("img, main script").length`); n != 0 || eval[string](t, ctx, "document.title") == "owned" {
			t.Errorf("%s: %d elements came out of foreign texts", path, n)
		}
	}
}

// Ten thousand frames go by at the pace of a minute, in a sixth of it: the page is as far behind as it would be after all of them.
func TestAFloodOfFramesLeavesThePageCloseBehindAndSmall(t *testing.T) {
	s := newStage(t, "")
	ctx := browser(t)
	play := s.begin("", "TC_E_03_CS")
	steps(t, ctx, chromedp.Navigate(s.url+"/"))
	const frames, perMinute = 10_000, 60_000
	seen := map[int64]time.Time{}
	seq, worst := int64(0), time.Duration(0)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for sent, began := 0, time.Now(); sent < frames; {
		for due := int(time.Since(began) * perMinute / time.Minute); sent < min(due, frames); sent++ {
			seq = s.frame("", "TC_E_03_CS", play, "MeterValues", `{"evseId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":1}]}]}`)
			seen[seq] = time.Now()
		}
		<-tick.C
		if at, ok := seen[eval[int64](t, ctx, "Number(document.body.dataset.seq)")]; ok {
			worst = max(worst, time.Since(at))
		}
	}
	sees(t, ctx, "the last frame", fmt.Sprintf(`!!document.getElementById("r%d")`, seq))
	t.Logf("at most %s behind", worst)
	if n := eval[int](t, ctx, `document.querySelectorAll("li").length`); n > 400 {
		t.Errorf("the page holds %d lines, expected those of the last messages only", n)
	}
	if heap := eval[float64](t, ctx, "performance.memory.usedJSHeapSize"); heap > 300<<20 {
		t.Errorf("the page takes %.0f MB", heap/(1<<20))
	}
	if worst > time.Second && os.Getenv("CERTBENCH_ALONE") != "" {
		t.Errorf("the page was %s behind", worst)
	}
}

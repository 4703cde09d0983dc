package live_test

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/live/chromium"
)

func TestARunOnTwoBenchesIsWatched(t *testing.T) {
	s := newStage(t, "", "left", "right")
	ctx := chromium.Start(t)
	chromium.Steps(t, ctx, chromedp.Navigate(s.url+"/"))
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
			chromium.Sees(t, ctx, text+" of "+bench, chromium.Holds(of, text))
		}
	}
	chromium.Sees(t, ctx, "the time that is left for the row", `/^\d+ s$/.test(document.querySelector(".awaiting [data-until]").textContent)`)
	chromium.Press(t, ctx, "[data-bench='0'] .in a")
	chromium.Sees(t, ctx, "the frame opened", chromium.Holds("[data-bench='0'] .inside pre", `"connectorStatus": "Occupied"`))
	chromium.Narrow(t, ctx)
	if over := chromium.Eval[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("at 360 px the page is %d px too wide", over)
	}
}

func TestAPromptIsAnsweredOnASecondBrowser(t *testing.T) {
	s := newStage(t, "TOKEN")
	wide, phone := chromium.Start(t), chromium.Start(t)
	chromium.Narrow(t, phone)
	for name, ctx := range map[string]context.Context{"Anna": wide, "Bert": phone} {
		chromium.Steps(t, ctx, chromedp.Navigate(s.url+"/enter?token=TOKEN"), chromedp.SendKeys(chromedp.CSS("#name"), name), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(chromedp.CSS("#benches")))
	}
	s.desk.mu.Lock()
	s.desk.prompts = []live.Prompt{{ID: "p1", Case: "TC_E_03_CS", Act: 3, Acts: 7, Sentence: "Connect the EV and EVSE.", Where: "EVSE 1", Until: time.Now().Add(time.Minute)}}
	s.desk.mu.Unlock()
	s.page.Changed()
	for _, ctx := range []context.Context{wide, phone} {
		chromium.Sees(t, ctx, "the prompt", chromium.Holds(".prompt", "act 3 of 7"))
	}
	if small := chromium.Eval[string](t, phone, `[...document.querySelectorAll(".prompt button")].filter(b => { const r = b.getBoundingClientRect(); return r.height < 60 || r.width < 200; }).map(b => b.textContent).join()`); small != "" {
		t.Errorf("too small for gloves: %s", small)
	}
	if over := chromium.Eval[int](t, phone, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		t.Errorf("at 360 px the page is %d px too wide", over)
	}
	chromium.Steps(t, phone, chromedp.Click(chromedp.CSS(".prompt button.yes")))
	for _, ctx := range []context.Context{wide, phone} {
		chromium.Sees(t, ctx, "the prompt to go", `!document.querySelector(".prompt")`)
	}
	if got := s.desk.said(); len(got) != 1 || got[0] != "Bert done " {
		t.Errorf("got %v, expected one answer by Bert", got)
	}
	chromium.Press(t, wide, ".steer [value=pause]")
	chromium.Sees(t, phone, "the pause", chromium.Holds(".steer", "Paused"))
	chromium.Press(t, phone, ".steer [value=go]")
	chromium.Sees(t, wide, "the run to go on", `!document.querySelector(".paused")`)
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

// watchedByLine has a page show the first frame of a play, over a line that can be cut.
func watchedByLine(t *testing.T) (*stage, *line, context.Context, int) {
	t.Helper()
	s := newStage(t, "")
	way := newLine(t, strings.TrimPrefix(s.url, "http://"))
	ctx := chromium.Start(t)
	play := s.begin("", "TC_E_03_CS")
	seq := s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	chromium.Steps(t, ctx, chromedp.Navigate("http://"+way.Addr().String()+"/"))
	chromium.Sees(t, ctx, "the first frame", fmt.Sprintf(`!!document.getElementById("r%d")`, seq))
	return s, way, ctx, play
}

func TestALostConnectionLeavesNoGap(t *testing.T) {
	s, way, ctx, play := watchedByLine(t)
	var seq int64
	way.cut(true)
	chromium.Sees(t, ctx, "a word that the line is lost", chromium.Holds("#line", "lost"))
	for range 120 {
		seq = s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	}
	way.cut(false)
	chromium.Sees(t, ctx, "the last frame", fmt.Sprintf(`!!document.getElementById("r%d")`, seq))
	if gaps := chromium.Eval[int](t, ctx, sequence+`.filter((n, i, all) => i && n !== all[i - 1] + 1).length`); gaps != 0 {
		t.Errorf("%d gaps", gaps)
	}
	if !chromium.Eval[bool](t, ctx, `document.querySelector(".older").hidden`) {
		t.Error("older messages are offered where there are none")
	}
	for range 2 * 1000 { // more than the server keeps
		seq = s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	}
	chromium.Sees(t, ctx, "the last of many", fmt.Sprintf(`!!document.getElementById("r%d")`, seq))
	for range 3 {
		chromium.Press(t, ctx, "[data-older]")
		before := chromium.Eval[int](t, ctx, sequence+"[0]")
		chromium.Sees(t, ctx, "older frames", fmt.Sprintf(sequence+"[0] < %d", before))
	}
	if gaps := chromium.Eval[int](t, ctx, sequence+`.filter((n, i, all) => i && n !== all[i - 1] + 1).length`); gaps != 0 {
		t.Errorf("%d gaps in what was read back", gaps)
	}
}

// TestATabletThatSleptGoesOnWithoutAGap freezes the page, as a system does with a screen that is off, while its line breaks and frames go by.
func TestATabletThatSleptGoesOnWithoutAGap(t *testing.T) {
	s, way, ctx, play := watchedByLine(t)
	var seq int64
	lifecycle := func(state page.SetWebLifecycleStateState) {
		t.Helper()
		if _, err := chromedp.Call(ctx, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: state}); err != nil {
			t.Fatal(err)
		}
	}
	lifecycle(page.SetWebLifecycleStateStateFrozen)
	way.cut(false)
	for range 150 {
		seq = s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	}
	eventually(t, "the page of the others to be up to date", func() bool { return s.page.Seq() == seq })
	lifecycle(page.SetWebLifecycleStateStateActive)
	chromium.Sees(t, ctx, "the last frame", fmt.Sprintf(`!!document.getElementById("r%d")`, seq))
	if gaps := chromium.Eval[int](t, ctx, sequence+`.filter((n, i, all) => i && n !== all[i - 1] + 1).length`); gaps != 0 {
		t.Errorf("%d gaps", gaps)
	}
}

// TestAnImpatientPersonAnswersOnce presses Done as fast as a browser can.
func TestAnImpatientPersonAnswersOnce(t *testing.T) {
	s, ctx := crowded(t)
	s.asks()
	chromium.Sees(t, ctx, "the prompt", chromium.Holds(".prompt", "Connect the EV."))
	s.desk.mu.Lock()
	s.desk.prompts = append(s.desk.prompts, live.Prompt{ID: "p2", Sentence: "Bring the bench to rest.", Until: time.Now().Add(time.Minute)})
	s.desk.mu.Unlock()
	chromium.Steps(t, ctx, chromedp.Evaluate[chromedp.Void](`for (let i = 0; i < 5; i++) document.querySelector(".prompt .yes").click()`))
	chromium.Sees(t, ctx, "the next prompt", chromium.Holds(".prompt", "Bring the bench to rest."))
	if got := s.desk.said(); len(got) != 1 {
		t.Errorf("five clicks answer %d times: %v", len(got), got)
	}
}

func TestAStationFullOfMarkupIsText(t *testing.T) {
	const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`
	s := newStage(t, "", evil)
	s.add(evidence.Record{Bench: evil, Station: &evidence.Station{ID: evil, Vendor: evil, Model: evil, Firmware: evil}})
	ctx := chromium.Start(t)
	chromium.Steps(t, ctx, chromedp.Navigate(s.url+"/"))
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
	chromium.Sees(t, ctx, "the note", fmt.Sprintf(`!!document.getElementById("r%d")`, last))
	for i, link := range []string{".in a", ".note a"} { // pressed where it is: what the page draws meanwhile may move it
		chromium.Eval[bool](t, ctx, fmt.Sprintf("document.querySelector(%q).click(), true", ".wire "+link))
		chromium.Sees(t, ctx, fmt.Sprint("records opened: ", i+1), fmt.Sprintf(`document.querySelectorAll(".inside pre").length > %d`, i))
	}
	if n := chromium.Eval[int](t, ctx, `document.querySelectorAll("main img, main script, header img").length`); n != 0 {
		t.Errorf("%d elements came out of foreign texts", n)
	}
	for _, path := range []string{"/", "/case/TC_E_03_CS", "/older?bench=0&before=" + url.QueryEscape(fmt.Sprint(last+1)), fmt.Sprint("/record/", last)} {
		chromium.Steps(t, ctx, chromedp.Navigate(s.url+path))
		if n := chromium.Eval[int](t, ctx, `document.querySelectorAll("img, main script").length`); n != 0 || chromium.Eval[string](t, ctx, "document.title") == "owned" {
			t.Errorf("%s: %d elements came out of foreign texts", path, n)
		}
	}
}

// Ten thousand frames go by at the pace of a minute, in a sixth of it: the page is as far behind as it would be after all of them.
func TestAFloodOfFramesLeavesThePageCloseBehindAndSmall(t *testing.T) {
	s := newStage(t, "")
	ctx := chromium.Start(t)
	play := s.begin("", "TC_E_03_CS")
	chromium.Steps(t, ctx, chromedp.Navigate(s.url+"/"))
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
		if at, ok := seen[chromium.Eval[int64](t, ctx, "Number(document.body.dataset.seq)")]; ok {
			worst = max(worst, time.Since(at))
		}
	}
	chromium.Sees(t, ctx, "the last frame", fmt.Sprintf(`!!document.getElementById("r%d")`, seq))
	t.Logf("at most %s behind", worst)
	if n := chromium.Eval[int](t, ctx, `document.querySelectorAll("li").length`); n > 400 {
		t.Errorf("the page holds %d lines, expected those of the last messages only", n)
	}
	if heap := chromium.Eval[float64](t, ctx, "performance.memory.usedJSHeapSize"); heap > 300<<20 {
		t.Errorf("the page takes %.0f MB", heap/(1<<20))
	}
	if worst > time.Second && os.Getenv("CERTBENCH_ALONE") != "" {
		t.Errorf("the page was %s behind", worst)
	}
}

package live_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/live/chromium"
	"github.com/certbench/certbench/harness/live/door"
)

// pale lists the texts of a page whose contrast with what is behind them is below that of WCAG 2.2, level AA (success criterion
// 1.4.3). What cannot be used is exempt there.
const pale = `(() => {
	const rgb = text => { const m = text.match(/[\d.]+/g).map(Number); return text.startsWith("color(srgb") ? [m[0] * 255, m[1] * 255, m[2] * 255, m[3] ?? 1] : [m[0], m[1], m[2], m[3] ?? 1]; };
	const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3]));
	const behind = e => { const all = []; for (; e; e = e.parentElement) all.push(rgb(getComputedStyle(e).backgroundColor)); return all.reverse().reduce((under, top) => over(top, under), rgb("rgb(255, 255, 255)").slice(0, 3)); };
	const wrong = new Set();
	for (const e of document.body.querySelectorAll("*")) {
		if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || e.closest("svg, script, noscript, option, :disabled") || !e.getClientRects().length) continue;
		const back = behind(e), ink = over(rgb(getComputedStyle(e).color), back), [a, b] = [light(ink), light(back)].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
		if (ratio < 4.5) wrong.add(e.tagName + "." + e.className + " " + ratio.toFixed(2) + ": " + e.textContent.trim().slice(0, 30));
	}
	return [...wrong].join("\n");
})()`

// prefers tells a page what its visitor has set in their system.
func prefers(t *testing.T, ctx context.Context, feature, value string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: feature, Value: value}}}); err != nil {
		t.Fatal(err)
	}
}

// crowded is a stage on which there is something of everything, and whoever is asked has said their name in a browser.
func crowded(t *testing.T) (*stage, context.Context) {
	t.Helper()
	s := newStage(t, "")
	play := s.begin("", "TC_E_03_CS")
	s.frame("", "TC_E_03_CS", play, "StatusNotification", `{"connectorStatus":"Occupied","evseId":1,"connectorId":1}`)
	s.add(evidence.Record{Case: "TC_E_03_CS", Play: play, Frame: &evidence.Frame{Direction: evidence.In, Type: "CALL", Action: "Heartbeat", Raw: "[2]", Problems: []string{"it is too short"}}})
	for _, v := range []evidence.Verdict{evidence.Pass, evidence.Warning, evidence.Inconclusive, evidence.Fail, evidence.Error} {
		s.add(evidence.Record{Case: "TC_E_03_CS", Play: play, Row: &evidence.Row{Stage: evidence.Main, Number: "1", Actor: evidence.ActorStation, Text: "sends AuthorizeRequest", Verdict: v, Reason: "so it was"}})
	}
	last := s.add(evidence.Record{Case: "TC_E_03_CS", Play: play, Awaiting: &evidence.Awaiting{Stage: evidence.Main, Number: "3", Actor: evidence.ActorStation, What: "sends TransactionEventRequest", Until: time.Now().Add(time.Minute)}})
	eventually(t, "all of it", func() bool { return s.page.Seq() == last })
	ctx := chromium.Start(t)
	chromium.Steps(t, ctx, chromedp.Navigate(s.url+"/enter"), chromedp.SendKeys(chromedp.CSS("#name"), "Anna"), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(chromedp.CSS("#benches")))
	return s, ctx
}

// asks lays a prompt on the desk of a stage.
func (s *stage) asks() {
	s.desk.mu.Lock()
	s.desk.prompts = []live.Prompt{{ID: "p1", Case: "TC_E_03_CS", CaseName: "Start", Act: 3, Acts: 7, Sentence: "Connect the EV.", Where: "EVSE 1", Note: "Left.", Help: "Plug it in.", So: evidence.Pass, No: "not offered", Until: time.Now().Add(time.Minute)}}
	s.desk.mu.Unlock()
	s.page.Changed()
}

func TestEveryTextOfThePageHasContrastInTheLightAndInTheDark(t *testing.T) {
	t.Parallel()
	s, ctx := crowded(t)
	s.asks()
	chromium.Sees(t, ctx, "the prompt", chromium.Holds(".prompt", "Connect the EV."))
	back := map[string]string{}
	for _, scheme := range []string{"light", "dark"} {
		prefers(t, ctx, "prefers-color-scheme", scheme)
		for _, path := range []string{"/", "/case/TC_E_03_CS", "/enter"} {
			chromium.Steps(t, ctx, chromedp.Navigate(s.url+path))
			if wrong := chromium.Eval[string](t, ctx, pale); wrong != "" {
				t.Errorf("in the %s, %s has too little contrast in\n%s", scheme, path, wrong)
			}
		}
		back[scheme] = chromium.Eval[string](t, ctx, `getComputedStyle(document.body).backgroundColor`)
	}
	if back["light"] == back["dark"] {
		t.Errorf("the page is as bright in the dark: %s", back["dark"])
	}
}

// brokenWords lists the words in the tables of a page that stand on more than one line. A name of OCPP is a word for each of its parts.
const brokenWords = `[...document.querySelectorAll(".rows td")].flatMap(cell => {
	const wrong = [], walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange();
	while (walk.nextNode()) for (const word of walk.currentNode.data.matchAll(/[^\s-]+/g)) {
		range.setStart(walk.currentNode, word.index); range.setEnd(walk.currentNode, word.index + word[0].length);
		if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) wrong.push(word[0]);
	}
	return wrong;
}).join()`

func TestATelephoneBreaksNoWordOfATable(t *testing.T) {
	t.Parallel()
	s, ctx := crowded(t)
	for _, text := range []string{"sends a RequestStopTransactionRequest", "responds with a NotifyChargingLimitResponse", "TxCtrlr.TxStopPoint is EVConnected,Authorized"} {
		s.add(evidence.Record{Case: "TC_E_03_CS", Play: 1, Row: &evidence.Row{Stage: evidence.Main, State: []string{"Authorized (local)", "ParkingBayOccupied"}, Number: "1", Actor: evidence.ActorStation, Text: text, Verdict: evidence.NotApplicable}})
	}
	chromium.Sees(t, ctx, "the rows", chromium.Holds(".rows", "EVConnected,Authorized"))
	chromium.Narrow(t, ctx)
	for _, path := range []string{"/", "/case/TC_E_03_CS"} {
		chromium.Steps(t, ctx, chromedp.Navigate(s.url+path))
		if wrong := chromium.Eval[string](t, ctx, brokenWords); wrong != "" {
			t.Errorf("%s breaks %s", path, wrong)
		}
	}
}

func TestThePageOfACaseHidesNothingBehindAScrollbar(t *testing.T) {
	t.Parallel()
	s, ctx := crowded(t)
	last := int64(0)
	for range 40 {
		s.add(evidence.Record{Case: "TC_E_03_CS", Play: 1, Row: &evidence.Row{Stage: evidence.Main, Number: "1", Actor: evidence.ActorStation, Text: "sends AuthorizeRequest", Verdict: evidence.Pass}})
		last = s.frame("", "TC_E_03_CS", 1, "Heartbeat", "{}")
	}
	eventually(t, "all of it", func() bool { return s.page.Seq() == last })
	for _, narrow := range []bool{false, true} {
		if narrow {
			chromium.Narrow(t, ctx)
		}
		chromium.Steps(t, ctx, chromedp.Navigate(s.url+"/case/TC_E_03_CS"))
		if hidden := chromium.Eval[int](t, ctx, `Math.max(...[...document.querySelectorAll(".scroll, .wire")].map(e => e.scrollHeight - e.clientHeight))`); hidden > 4 { // less than a line
			t.Errorf("%d pixels of a table or of the messages are hidden (narrow: %t)", hidden, narrow)
		}
		if shown := chromium.Eval[bool](t, ctx, `getComputedStyle(document.querySelector(".lanes")).display !== "none"`); shown == narrow {
			t.Errorf("the messages stand between two lifelines: %t (narrow: %t)", shown, narrow)
		}
	}
}

func TestANoteOffersTheCasesOfThePlan(t *testing.T) {
	t.Parallel()
	_, ctx := crowded(t)
	if got := chromium.Eval[string](t, ctx, `[...document.querySelector("input[name=case]").list.options].map(o => o.value).join()`); got != "TC_E_03_CS,TC_E_05_CS" {
		t.Errorf("it offers %q", got)
	}
}

func TestAPromptIsAnsweredByTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	s, ctx := crowded(t)
	s.asks()
	chromium.Sees(t, ctx, "the prompt", chromium.Holds(".prompt", "Connect the EV."))
	for tabs := 0; ; tabs++ {
		if tabs == 15 {
			t.Fatal("fifteen times Tab do not lead to Done")
		}
		chromium.Steps(t, ctx, chromedp.KeyEvent("\t"))
		if chromium.Eval[bool](t, ctx, `document.activeElement.matches(".prompt .yes")`) {
			break
		}
	}
	if none := chromium.Eval[bool](t, ctx, `getComputedStyle(document.activeElement).outlineStyle === "none"`); none {
		t.Error("nobody sees that Done has the focus")
	}
	chromium.Steps(t, ctx, chromedp.KeyEvent("\r"))
	eventually(t, "the answer", func() bool { return len(s.desk.said()) == 1 })
	if got := s.desk.said(); got[0] != "Anna done " {
		t.Errorf("got %v", got)
	}
}

func TestWhoIsAskedHearsAndFeelsIt(t *testing.T) {
	t.Parallel()
	s, ctx := crowded(t)
	const stub = `window.felt = []; window.heardTones = []; navigator.vibrate = p => { window.felt.push(p.join()); return true; };
		window.AudioContext = class { state = "running"; currentTime = 0; destination = {}; resume() {} createGain() { return { gain: {}, connect: () => {} }; }
			createOscillator() { const o = { frequency: {}, connect: g => g, start: () => window.heardTones.push(o.frequency.value), stop: () => {} }; return o; } };`
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: stub}); err != nil {
		t.Fatal(err)
	}
	chromium.Steps(t, ctx, chromedp.Navigate(s.url+"/"), chromedp.Click(chromedp.CSS("h1")))
	if n := chromium.Eval[int](t, ctx, `felt.length + heardTones.length`); n != 0 {
		t.Errorf("it calls although nobody is asked")
	}
	s.asks()
	chromium.Sees(t, ctx, "the vibration", `felt.join() === "300,150,300"`)
	chromium.Sees(t, ctx, "the sound", `heardTones.join() === "880,1175"`)
	s.page.Changed()
	s.frame("", "TC_E_03_CS", 1, "Heartbeat", "{}")
	chromium.Sees(t, ctx, "the next frame", `document.querySelector(".wire li:last-child").textContent.includes("Heartbeat")`)
	if n := chromium.Eval[int](t, ctx, `felt.length`); n != 1 {
		t.Errorf("one prompt calls %d times", n)
	}
}

func TestWhoWantsNoMotionSeesNone(t *testing.T) {
	t.Parallel()
	s, ctx := crowded(t)
	s.asks()
	chromium.Sees(t, ctx, "the prompt", chromium.Holds(".prompt", "Connect the EV."))
	for value, want := range map[string]string{"reduce": "none", "no-preference": "call"} {
		prefers(t, ctx, "prefers-reduced-motion", value)
		if got := chromium.Eval[string](t, ctx, `getComputedStyle(document.querySelector(".prompt")).animationName`); got != want {
			t.Errorf("with %s the prompt has the animation %s, expected %s", value, got, want)
		}
	}
}

// narrow is a listener whose connections hold little of what nobody reads. By itself the kernel keeps megabytes for each, which a busy
// machine takes a minute to write.
type narrow struct{ net.Listener }

func (l narrow) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return c, c.(*net.TCPConn).SetWriteBuffer(4 << 10)
}

// narrowly serves the page of a stage by such a listener, and returns its address.
func (s *stage) narrowly() string {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	server, served := door.Server(s.page.Handler()), make(chan error, 1)
	go func() { served <- server.Serve(narrow{listener}) }()
	s.t.Cleanup(func() {
		if err := server.Close(); err != nil {
			s.t.Error(err)
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			s.t.Error(err)
		}
	})
	return listener.Addr().String()
}

// TestAWatcherThatNeverReadsIsCutOff fills all places with such watchers, and waits until one is free. It takes the time that a
// watcher has to read.
func TestAWatcherThatNeverReadsIsCutOff(t *testing.T) {
	t.Parallel()
	s := newStage(t, "")
	address := s.narrowly()
	for range 8 {
		idle, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer idle.Close()
		if err := idle.(*net.TCPConn).SetReadBuffer(1 << 10); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintf(idle, "GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
	}
	watch := func() int {
		answer, err := http.Get(s.url + "/events")
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	eventually(t, "every place to be taken", func() bool { return watch() == http.StatusServiceUnavailable })
	play := s.begin("", "TC_E_03_CS")
	trouble := strings.Split(strings.Repeat(strings.Repeat("x", 190)+" ", 5), " ")[:5]
	eventually(t, "a place to be free", func() bool {
		for range 100 {
			s.add(evidence.Record{Case: "TC_E_03_CS", Play: play, Frame: &evidence.Frame{Direction: evidence.In, Type: "CALL", Action: "Heartbeat", Raw: "[2]", Problems: trouble}})
		}
		time.Sleep(100 * time.Millisecond) // a bench records no faster
		return watch() == http.StatusOK
	})
}

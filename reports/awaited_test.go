package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/evidence"
)

// vain is a run of cases that all wait in vain for one message, in different rows, and whose bench then comes to rest with messages of
// its own. What came instead is told at a length that no phone has room for.
func vain(t *testing.T, cases int) *Source {
	t.Helper()
	var out bytes.Buffer
	s := newTheatre(t, &out)
	s.add(evidence.Record{Run: &evidence.RunStarted{ID: "vain"}})
	for n := range cases {
		s.play = n
		s.begin(fmt.Sprintf("TC_E_%02d_CS", n+1), "Waits", "")
		row, id := fmt.Sprint(n+2), s.says("StatusNotification", map[string]any{"connectorStatus": "Occupied"}, map[string]any{})
		s.row(evidence.Row{Stage: evidence.Main, Number: "1", Actor: evidence.ActorStation, Text: "reports the connector", Message: "StatusNotificationRequest", Verdict: evidence.Pass, Frames: []int64{id}})
		s.wait(34000)
		s.check(evidence.Check{Stage: evidence.Main, Row: row, Requirement: "The Charging Station sends TransactionEventRequest.", Expected: "TransactionEventRequest",
			Actual: fmt.Sprintf("within 34s only %s (frame %d)", strings.Repeat("StatusNotification", 40), id), Verdict: evidence.Fail, Message: "TransactionEventRequest"})
		s.row(evidence.Row{Stage: evidence.Main, Number: row, Actor: evidence.ActorStation, Text: "sends a TransactionEventRequest", Message: "TransactionEventRequest", Verdict: evidence.Fail, Reason: "nothing came"})
		s.check(evidence.Check{Stage: evidence.Always, Requirement: "Every frame follows the schema of its action.", Verdict: evidence.Pass, Requirements: []string{"A00.FR.001"}})
		s.asks("Reset", map[string]any{"type": "Immediate"}, map[string]any{"status": "Accepted"}, 100)
		s.end(evidence.Fail, fmt.Sprintf("Row %s: The Charging Station sends TransactionEventRequest. Expected TransactionEventRequest, got within 34s only %s (frame %d).", row, strings.Repeat("StatusNotification", 40), id))
	}
	s.play = 0
	s.add(evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Fail}})
	return sourceOf(t, out.Bytes())
}

func TestAMessageThatDidNotComeIsDrawnWhereItWasAwaited(t *testing.T) {
	s := vain(t, 1)
	p := &s.Run.Plays[0]
	var order []string
	for _, e := range sequence(p, p.Table()) {
		if e.Kind == "missing" || e.Kind == "message" || e.Kind == "stage" {
			order = append(order, e.Kind+" "+e.Name)
		}
	}
	want := "stage Main (test scenario); message StatusNotificationRequest; message StatusNotificationResponse; missing TransactionEventRequest; stage Back to rest (the bench's own work); message ResetRequest; message ResetResponse"
	if got := strings.Join(order, "; "); got != want {
		t.Errorf("expected %s, got %s", want, got)
	}
	page := made(t, HTML, s)
	check := p.Items[1].Seq
	for _, want := range []string{`class="in missing bad"`, fmt.Sprintf(`(<a href="#s%d">in the sequence</a>)`, check), fmt.Sprintf(`<a class="blame" href="#c%d"`, check)} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestACauseThatManyCasesShareIsShownOnce(t *testing.T) {
	s := vain(t, 12)
	all := ToLookAt(s.Outcomes)
	if len(all) != 1 || len(all[0].Plays) != 12 {
		t.Fatalf("expected one cause of 12 plays in 12 different rows, got %d: %+v", len(all), all)
	}
	page := made(t, HTML, s)
	head, _, _ := strings.Cut(page, `<h2 id="summary">`)
	_, finds, _ := strings.Cut(head, `<h2 id="findings">`)
	if n := strings.Count(finds, "The Charging Station sends TransactionEventRequest"); n != 1 {
		t.Errorf("the cause stands %d times in the list of what to look at", n)
	}
	if n := strings.Count(finds, `<a href="#TC_E_`); n != 12 {
		t.Errorf("%d links lead to the 12 plays", n)
	}
}

func TestNothingIsClippedOnAPhone(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	path := dir + "/report.html"
	if err := writeFile(path, func(w io.Writer) error { return HTML(w, vain(t, 2)) }); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{360, 1280} {
		if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1}); err != nil {
			t.Fatal(err)
		}
		do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate("file://"+path+"#case=TC_E_01_CS"), visible("#TC_E_01_CS .steps"))
		clipped := eval[string](t, ctx, `[...document.querySelectorAll(".bad dd, .bad p, .head .why, .find .why, .find .name, .steps td, .seq .gist, .jumps li")].filter(e => e.checkVisibility() && e.textContent).filter(e => {
			const box = e.getBoundingClientRect(), hides = getComputedStyle(e).overflow !== "visible";
			return box.right > innerWidth + 1 || box.left < -1 || e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 || innerWidth < 640 && hides && e.scrollHeight > e.clientHeight + 1;
		}).map(e => e.className + " " + e.tagName + ": " + e.textContent.slice(0, 60)).join("\n")`)
		if clipped != "" {
			t.Errorf("at %d px a reader does not see all of\n%s", width, clipped)
		}
		shot(t, ctx, "vain", width)
	}
}

func TestTheSearchSaysWhatTheFilterHides(t *testing.T) {
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(reportURL(t, "report.html")), visible("#q"), click(`.chip[data-v="PASS"]`))
	if got := eval[string](t, ctx, `document.getElementById("found").textContent`); strings.Contains(got, "hidden") {
		t.Errorf("without a search, nothing is missed by it: %q", got)
	}
	do(t, ctx, typed("tc_e_0"))
	if got := eval[string](t, ctx, `document.getElementById("found").textContent`); got != "1 of 16 shown; 3 more are hidden by the filter: PASS, NOT RUN" {
		t.Errorf("the search says %q", got)
	}
	do(t, ctx, click(`.chip[data-v="PASS"]`))
	if got := eval[string](t, ctx, `document.getElementById("found").textContent`); got != "3 of 16 shown; 1 more is hidden by the filter: NOT RUN" {
		t.Errorf("with PASS shown, the search says %q", got)
	}
}

func TestPaperHasTheRequirementsOfPassedRowsAndNoFileOfTheTool(t *testing.T) {
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(reportURL(t, "report.html")), visible("#q"), click("#toggle"), visible("#TC_E_04_CS .steps"))
	media(t, ctx, emulation.SetEmulatedMediaParams{Media: "print"})
	if held := eval[int](t, ctx, `[...document.querySelectorAll("details.held li")].filter(e => e.checkVisibility({ contentVisibilityAuto: true }) && e.getBoundingClientRect().height > 0).length`); held < 40 {
		t.Errorf("%d met requirements are on paper, want those of every row", held)
	}
	if names := eval[string](t, ctx, `[...document.querySelectorAll("body *")].filter(e => !e.children.length && e.checkVisibility() && /\.go:\d+/.test(e.textContent) && e.tagName !== "SCRIPT").map(e => e.textContent).join(" ")`); names != "" {
		t.Errorf("paper names files of the tool: %s", names)
	}
	small := eval[string](t, ctx, `[...new Set([...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.tagName !== "SCRIPT" && !e.closest("svg")).filter(e => parseFloat(getComputedStyle(e).fontSize) < 9.3).map(e => e.tagName + "." + e.className + " " + getComputedStyle(e).fontSize))].join("; ")`)
	if small != "" {
		t.Errorf("smaller than 7 pt on paper: %s", small)
	}
}

func TestManyBenchesAreFoldedAway(t *testing.T) {
	s := twoCases(t, true)
	for i := range 30 {
		s.Run.Started.Benches = append(s.Run.Started.Benches, evidence.BenchUsed{Name: fmt.Sprintf("rack-%d", i+3), Station: fmt.Sprintf("CB-%d", i+3), Hash: "aa"})
	}
	page := made(t, HTML, s)
	_, rest, _ := strings.Cut(page, `<div class="identity card">`)
	open, _, _ := strings.Cut(rest, "<details")
	if strings.Contains(open, "CB-30") || !strings.Contains(rest, "station CB-30") {
		t.Error("32 benches stand in the head of the page, or are nowhere")
	}
	if !strings.Contains(rest, "never told who it is") {
		t.Error("a bench whose station never told who it is does not say so")
	}
}

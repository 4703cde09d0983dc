package reports

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

// changedRuns are two runs of the rich case: in the later one the station is slower, its firmware is another, a case fails anew, one
// is mended and one fails for another reason.
func changedRuns(t *testing.T) (before, after *Source) {
	t.Helper()
	before = sourceOf(t, richRun(t))
	log, err := evidence.Read(bytes.NewReader(richRun(t)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range log.Records {
		rec := &log.Records[i]
		switch {
		case rec.Run != nil:
			rec.Run.ID, rec.Run.Configured, rec.Run.Timeouts = "later", map[string]string{"txStartPoint": "[EVConnected]", "idToken": hostile}, map[string]string{"boot": "3m0s"}
		case rec.Station != nil:
			rec.Station.Firmware = "0.9.4"
		case rec.Frame != nil && rec.Frame.Direction == evidence.In && rec.Frame.Type == "CALLRESULT":
			rec.Frame.At = rec.Frame.At.Add(300_000_000)
		case rec.End != nil && rec.End.ID == "TC_E_03_CS":
			rec.End.Verdict = evidence.Fail
		case rec.Check != nil && rec.Case == "TC_E_03_CS" && rec.Check.Stage == evidence.Main && rec.Check.Path == "triggerReason":
			rec.Check.Verdict, rec.Check.Actual = evidence.Fail, hostile
		case rec.End != nil && rec.End.ID == "TC_B_13_CS":
			rec.End.Verdict = evidence.Pass
		case rec.Check != nil && rec.Case == "TC_B_13_CS":
			rec.Check.Verdict = evidence.Pass
		case rec.Check != nil && rec.Case == "TC_E_04_CS" && rec.Check.Verdict == evidence.Fail:
			rec.Check.Requirement = "Another requirement."
		}
	}
	declared, err := pics.Read(PICSName, []byte(strings.Replace(string(examples.PICS()), "firmware: 0.9.3+2025.02.00.405-private-16ee1ac5f", "firmware: 0.9.4", 1)))
	if err != nil {
		t.Fatal(err)
	}
	return before, From(evidence.Log{Records: log.Records, Head: log.Head}, declared)
}

func TestThePageOfWhatChangedTellsAllOfIt(t *testing.T) {
	before, after := changedRuns(t)
	c := Diff(before, after)
	trendOf := map[string]Trend{}
	for _, x := range c.Cases {
		trendOf[x.ID] = x.Trend
	}
	for id, want := range map[string]Trend{"TC_E_03_CS": Regressed, "TC_E_04_CS": Otherwise, "TC_B_13_CS": Differs} {
		if trendOf[id] != want {
			t.Errorf("%s: expected %s, got %s", id, want, trendOf[id])
		}
	}
	if c.Indicators[0].Comparison.Difference != "longer" {
		t.Errorf("expected the response time to be longer than the noise explains, got %+v", c.Indicators[0].Comparison)
	}
	var page, again bytes.Buffer
	if err := c.WriteHTML(&page, before, after); err != nil {
		t.Fatal(err)
	}
	if err := c.WriteHTML(&again, before, after); err != nil || page.String() != again.String() {
		t.Errorf("made twice, the page differs: %v", err)
	}
	for _, want := range []string{
		`<h2 id="regressed">New failures</h2>`, `<h2 id="otherwise">Failing for another reason</h2>`, "Another requirement.", "Longer than the noise explains: the median has moved by &#43;0.300 s",
		"<h2 id=\"points\">Start and stop points</h2>", "configured txStartPoint", "<h2 id=\"pics\">PICS, item by item</h2>", "product.firmware", "<td>0.9.4</td>",
		"<h2 id=\"configuration\">Configuration of the bench</h2>", "timeout boot", `aria-label="Distribution before: `, "default-src &#39;none&#39;",
	} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, not := range []string{"<script", "<img", "onerror=\"", "src=\"http", "\x01"} {
		if strings.Contains(page.String(), not) {
			t.Errorf("the page holds %q", not)
		}
	}
}

func TestThePageOfWhatChangedCanBeReadOnAPhone(t *testing.T) {
	ctx := browser(t)
	before, after := changedRuns(t)
	path := filepath.Join(t.TempDir(), "diff.html")
	if err := Diff(before, after).SaveHTML(path, before, after); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{1280, 360} {
		if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1}); err != nil {
			t.Fatal(err)
		}
		do(t, ctx, chromedp.Navigate("file://"+path), visible("#performance"))
		if over := eval[int](t, ctx, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("at %d px the page is %d px too wide", width, over)
		}
		if title := eval[string](t, ctx, "document.title"); title == "owned" {
			t.Error("a text of the station became markup")
		}
		shot(t, ctx, "diff", width)
	}
}

// shot keeps a screenshot of the whole page in the folder that CERTBENCH_SHOTS names, for whoever wants to look at it.
func shot(t *testing.T, ctx context.Context, name string, width int64) {
	t.Helper()
	dir := os.Getenv("CERTBENCH_SHOTS")
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), run(t, ctx, chromedp.FullScreenshot(100)), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAPageThatCannotBeWrittenLeavesNothingBehind(t *testing.T) {
	before, after := changedRuns(t)
	c := Diff(before, after)
	dir := t.TempDir()
	if err := c.SaveHTML(dir, before, after); err == nil || !strings.Contains(err.Error(), filepath.Join(dir, "changed.html")) {
		t.Errorf("expected to be told what to write instead of a folder, got %v", err)
	}
	if err := c.SaveHTML(filepath.Join(dir, "none", "x.html"), before, after); err == nil {
		t.Error("a folder that is not there is no error")
	}
	if left, err := filepath.Glob(dir + "*"); err != nil || len(left) != 1 {
		t.Errorf("expected nothing beside the folder, got %v and %v", left, err)
	}
}

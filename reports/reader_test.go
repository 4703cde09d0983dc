package reports

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func TestAReaderFiltersSearchesAndUnfoldsACase(t *testing.T) {
	ctx := browser(t)
	url := reportURL(t, "report.html")
	do(t, ctx, chromedp.Navigate(url), visible("#q"))
	if title := eval[string](t, ctx, `document.title`); title != "OCPP 2.0.1 conformance report: CP Flex Plus EU" {
		t.Errorf("the title is %q; a station's text must not change it", title)
	}
	if all := strings.Fields(shown(t, ctx)); len(all) != 13 {
		t.Errorf("%d cases are shown at first, want the 13 plays of all 16: %v", len(all), all)
	}

	do(t, ctx, typed("connectorstatus tc_e_04"))
	if got := shown(t, ctx); got != "TC_E_04_CS" {
		t.Errorf("the search for a failed field shows %q", got)
	}
	if hash := eval[string](t, ctx, `location.hash`); hash != "#q=connectorstatus+tc_e_04" {
		t.Errorf("the address keeps %q of the search", hash)
	}
	do(t, ctx, typed("\u001b"))
	for _, verdict := range []string{"PASS", "WARNING", "ERROR"} {
		do(t, ctx, click(fmt.Sprintf(`.chip[data-v=%q]`, verdict)))
	}
	if got := shown(t, ctx); got != "TC_E_04_CS TC_G_05_CS" {
		t.Errorf("the filter for FAIL and INCONCLUSIVE shows %q", got)
	}

	do(t, ctx, chromedp.Focus(chromedp.CSS("#TC_E_04_CS > summary")), chromedp.KeyEvent("\r"), visible("#TC_E_04_CS .steps"))
	rows := eval[string](t, ctx, `[...document.querySelectorAll("#TC_E_04_CS .steps tr.lr, #TC_E_04_CS .steps tr.across")].map(r => r.cells[0].textContent).join(" ")`)
	if rows != " 1 2 1 1 2 3 4 5 2 3 4   " {
		t.Errorf("the table's rows are numbered %q", rows)
	}
	if got := eval[string](t, ctx, `document.querySelector("#TC_E_04_CS .bad dl").innerText`); !strings.Contains(got, `"Charging"`) || !strings.Contains(got, "E02.FR.13") {
		t.Errorf("the failed check shows %q", got)
	}
	do(t, ctx, click("#TC_E_04_CS .seq .bad button.wire"), visible("#TC_E_04_CS .seq pre"))
	if got := eval[string](t, ctx, `document.querySelector("#TC_E_04_CS .seq pre").textContent`); !strings.Contains(got, "ChargingStateChanged") {
		t.Errorf("the unfolded frame shows %q", got)
	}
	do(t, ctx, click("#TC_E_04_CS .raw > summary"), visible("#TC_E_04_CS .raw pre"))
	if raw, frames := eval[int](t, ctx, `document.querySelectorAll("#TC_E_04_CS .raw pre").length`), eval[int](t, ctx, `document.querySelectorAll("#TC_E_04_CS button.wire").length`); raw != frames || raw == 0 {
		t.Errorf("%d raw frames unfold for %d messages of the diagram", raw, frames)
	}
	do(t, ctx, click("#TC_E_04_CS .raw > summary"), visible("#TC_E_04_CS .steps"))

	state := eval[string](t, ctx, `location.hash`)
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(url+state), visible("#TC_E_04_CS .steps"))
	if got := shown(t, ctx); got != "TC_E_04_CS TC_G_05_CS" {
		t.Errorf("the address %s brings back %q", state, got)
	}
}

func TestALinkToARecordOpensItsCase(t *testing.T) {
	ctx := browser(t)
	url := reportURL(t, "report.html")
	do(t, ctx, chromedp.Navigate(url+"#v=NOT+RUN"), visible("#q"))
	seq := eval[string](t, ctx, `document.querySelector("#TC_E_04_CS .seq .bad").id`)
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(url+"#"+seq), visible("#"+seq))
	if open := eval[bool](t, ctx, `document.getElementById("TC_E_04_CS").open`); !open {
		t.Error("the case around the record stayed closed")
	}
}

func TestTheReportReadsInTheDark(t *testing.T) {
	ctx := browser(t)
	media(t, ctx, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	do(t, ctx, chromedp.Navigate(reportURL(t, "report.html")+"#v=FAIL&case=TC_E_04_CS"), visible("#TC_E_04_CS .steps"))
	if paper := eval[string](t, ctx, `getComputedStyle(document.body).backgroundColor`); paper != "rgb(19, 23, 29)" {
		t.Errorf("the paper is %s in the dark", paper)
	}
}

func TestPaperShowsEveryCaseWithoutControls(t *testing.T) {
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(reportURL(t, "report.html")+"#v=FAIL"), visible("#q"))
	media(t, ctx, emulation.SetEmulatedMediaParams{Media: "print"})
	if got := eval[int](t, ctx, `[...document.querySelectorAll(".case")].filter(c => c.checkVisibility()).length`); got != 16 {
		t.Errorf("%d of 16 cases are on paper", got)
	}
	if got := eval[bool](t, ctx, `document.querySelector(".controls").checkVisibility()`); got {
		t.Error("the controls are on paper")
	}
	media(t, ctx, emulation.SetEmulatedMediaParams{})
	pdf := run(t, ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground()))
	if pages := strings.Count(string(pdf), "/Type /Page\n"); !strings.HasPrefix(string(pdf), "%PDF-") || pages < 6 || pages > 40 {
		t.Errorf("the print has %d bytes and %d pages; want a PDF of 6 to 40 pages", len(pdf), pages)
	}
}

func TestAFailedCheckLeadsToItsFrameAndBack(t *testing.T) {
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(reportURL(t, "report.html")+"#v=FAIL&case=TC_E_04_CS"), visible("#TC_E_04_CS .steps"))
	check := eval[string](t, ctx, `document.querySelector("#TC_E_04_CS .bad [data-unfold]").closest(".bad").id`)
	do(t, ctx, click("#"+check+" [data-unfold]"), visible("#TC_E_04_CS .seq pre mark"))
	if got := eval[string](t, ctx, `[...document.querySelectorAll("#TC_E_04_CS .seq pre mark")].map(m => m.textContent).join()`); got != `"SuspendedEVSE"` {
		t.Errorf("the raw frame marks %s, want the value that was judged", got)
	}
	text := eval[string](t, ctx, `document.querySelector("#TC_E_04_CS .seq pre").textContent`)
	if raw := eval[string](t, ctx, `JSON.stringify(JSON.parse(document.querySelector("#TC_E_04_CS .seq pre").textContent), null, 2)`); raw != text {
		t.Errorf("the frame unfolds to\n%s\nwant the JSON\n%s", text, raw)
	}
	for _, way := range []struct{ link, to string }{{".seq .lit .blame", check}, {".seq li.bad .ref a:not(.blame)", "r"}} {
		do(t, ctx, click("#TC_E_04_CS "+way.link))
		if lit := eval[string](t, ctx, `document.querySelector(".lit").id`); !strings.HasPrefix(lit, way.to) {
			t.Errorf("%s leads to %q, want %s", way.link, lit, way.to)
		}
	}
}

func TestAReaderNeedsNoMouse(t *testing.T) {
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(reportURL(t, "report.html")+"#v=FAIL,INCONCLUSIVE"), visible("#q"))
	focus := func() string {
		return eval[string](t, ctx, `document.activeElement.id || document.activeElement.parentElement.id`)
	}
	for _, press := range []struct{ key, want string }{{"n", "TC_E_04_CS"}, {"n", "TC_G_05_CS"}, {"n", "TC_G_05_CS"}, {"p", "TC_E_04_CS"}, {"/", "q"}} {
		hit(t, ctx, press.key)
		if got := focus(); got != press.want {
			t.Errorf("after %s the focus is at %q, want %q", press.key, got, press.want)
		}
	}
	if got := eval[string](t, ctx, `document.getElementById("q").value`); got != "" {
		t.Errorf("the key that leads to the search writes %q into it", got)
	}
	hit(t, ctx, "n")
	if got := eval[string](t, ctx, `document.getElementById("q").value`); got != "n" {
		t.Errorf("an n in the search gives %q", got)
	}
}

func TestANarrowScreenShowsEverything(t *testing.T) {
	ctx := browser(t)
	narrow := emulation.SetDeviceMetricsOverrideParams{Width: 400, Height: 800, DeviceScaleFactor: 1, Mobile: true}
	for _, name := range []string{"report.html", "abstract.html"} {
		do(t, ctx, chromedp.Navigate(reportURL(t, name)), visible("main"))
		if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, narrow); err != nil {
			t.Fatal(err)
		}
		if name == "report.html" {
			do(t, ctx, click("#toggle"), visible("#TC_E_04_CS .steps"))
		}
		if wide := eval[int](t, ctx, `document.documentElement.scrollWidth`); wide > 400 {
			t.Errorf("%s is %d wide on a screen of 400", name, wide)
		}
	}
}

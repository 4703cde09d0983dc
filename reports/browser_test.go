package reports

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser opens a document in Chromium. Where there is none the test is skipped with the command that installs it; in CI
// that is a failure, because there it must not go unnoticed.
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
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
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
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page's script failed: %s", ev.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			t.Errorf("the page complained: %s", ev.Type)
		}
	}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

type step = chromedp.Action[chromedp.Void]

// do runs the steps and fails the test on an error.
func do(t *testing.T, ctx context.Context, steps ...step) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func run[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// eval returns what an expression of the page gives.
func eval[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	return run(t, ctx, chromedp.Evaluate[T](expression))
}

func click(selector string) step { return chromedp.Click(chromedp.CSS(selector)) }

func visible(selector string) step { return chromedp.WaitVisible(chromedp.CSS(selector)) }

func typed(text string) step { return chromedp.SendKeys(chromedp.CSS("#q"), text) }

// media emulates paper or the dark; no argument ends that.
func media(t *testing.T, ctx context.Context, p emulation.SetEmulatedMediaParams) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, p); err != nil {
		t.Fatal(err)
	}
}

// shown lists the cases that a reader sees.
func shown(t *testing.T, ctx context.Context) string {
	t.Helper()
	return eval[string](t, ctx, `[...document.querySelectorAll(".case")].filter(c => c.checkVisibility()).map(c => c.id).join(" ")`)
}

// picture takes a screenshot into the folder that CERTBENCH_SCREENSHOT names, otherwise into one that is thrown away.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("CERTBENCH_SCREENSHOT")
	if dir == "" {
		dir = t.TempDir()
	}
	png := run(t, ctx, chromedp.FullScreenshot(100))
	if len(png) < 10_000 {
		t.Errorf("the picture %s has only %d bytes", name, len(png))
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// reportURL writes the documents of the rich run and returns where one is.
func reportURL(t *testing.T, name string) string {
	t.Helper()
	dir := runFolder(t, richRun(t))
	if err := WriteAll(dir); err != nil {
		t.Fatal(err)
	}
	return "file://" + filepath.Join(dir, name)
}

func TestAReaderFiltersSearchesAndUnfoldsACase(t *testing.T) {
	ctx := browser(t)
	url := reportURL(t, "report.html")
	do(t, ctx, chromedp.Navigate(url), visible("#q"))
	picture(t, ctx, "report")
	if title := eval[string](t, ctx, `document.title`); title != "OCPP 2.0.1 conformance report: CP Flex Plus EU" {
		t.Errorf("the title is %q; a station's text must not change it", title)
	}
	if all := strings.Fields(shown(t, ctx)); len(all) != 15 {
		t.Errorf("%d cases are shown at first, want all 16 but the one that is not applicable: %v", len(all), all)
	}

	do(t, ctx, typed("connectorstatus tc_e_04"))
	if got := shown(t, ctx); got != "TC_E_04_CS" {
		t.Errorf("the search for a failed field shows %q", got)
	}
	if hash := eval[string](t, ctx, `location.hash`); hash != "#q=connectorstatus+tc_e_04" {
		t.Errorf("the address keeps %q of the search", hash)
	}
	do(t, ctx, typed("\u001b"))
	for _, verdict := range []string{"PASS", "WARNING", "NOT RUN", "ERROR"} {
		do(t, ctx, click(fmt.Sprintf(`.chip[data-v=%q]`, verdict)))
	}
	if got := shown(t, ctx); got != "TC_E_04_CS TC_G_05_CS" {
		t.Errorf("the filter for FAIL and INCONCLUSIVE shows %q", got)
	}

	do(t, ctx, chromedp.Focus(chromedp.CSS("#TC_E_04_CS > summary")), chromedp.KeyEvent("\r"), visible("#TC_E_04_CS .steps"))
	rows := eval[string](t, ctx, `[...document.querySelectorAll("#TC_E_04_CS .steps tr.lr, #TC_E_04_CS .steps tr.across")].map(r => r.cells[0].textContent).join(" ")`)
	if rows != " 1 2 1 1 2 3 4 5 2 3 4 " {
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
	picture(t, ctx, "case")

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
	picture(t, ctx, "dark")
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
	if dir := os.Getenv("CERTBENCH_SCREENSHOT"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "report.pdf"), pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

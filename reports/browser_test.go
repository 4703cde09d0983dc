package reports

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
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

// hit presses a key as a keyboard does: the page may keep its letter from being written.
func hit(t *testing.T, ctx context.Context, key string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: key}); err != nil {
		t.Fatal(err)
	}
}

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

// reportURL writes the documents of the rich run and returns where one is.
func reportURL(t *testing.T, name string) string {
	t.Helper()
	dir := runFolder(t, richRun(t))
	if _, err := WriteAll(dir); err != nil {
		t.Fatal(err)
	}
	return "file://" + filepath.Join(dir, name)
}

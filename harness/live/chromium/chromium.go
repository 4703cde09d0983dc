package chromium

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Start starts Chromium. Where there is none the test is skipped with the command that installs it; in CI that is a failure.
func Start(t *testing.T) context.Context {
	t.Helper()
	return StartFor(t, 5*time.Minute) // on a machine that is busy with other tests
}

// StartFor starts it for as long as that at most.
func StartFor(t *testing.T, most time.Duration) context.Context {
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
	ctx, stop := context.WithTimeout(context.Background(), most)
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

// Steps does one thing after the other.
func Steps(t *testing.T, ctx context.Context, all ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, all...); err != nil {
		t.Fatal(err)
	}
}

// Eval returns what an expression of the page gives.
func Eval[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Holds is an expression: whether an element of the page has a text.
func Holds(selector, text string) string {
	return fmt.Sprintf(`(document.querySelector(%q)?.textContent || "").includes(%q)`, selector, text)
}

// Narrow makes the window that of a small telephone.
func Narrow(t *testing.T, ctx context.Context) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 360, Height: 740, DeviceScaleFactor: 1}); err != nil {
		t.Fatal(err)
	}
}

// Sees waits until an expression of the page is true.
func Sees(t *testing.T, ctx context.Context, what, expression string) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !Eval[bool](t, ctx, expression); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s; the page says\n%s", what, Eval[string](t, ctx, "document.body.innerText"))
		}
	}
}

// Press presses an element as soon as it is there, wherever the page has it then: a mouse aims at where it was, and what a page draws
// while something goes on moves it.
func Press(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	Sees(t, ctx, selector+" to press", fmt.Sprintf(`(e => !!e && !e.disabled && e.getClientRects().length > 0 && (e.click(), true))(document.querySelector(%q))`, selector))
}

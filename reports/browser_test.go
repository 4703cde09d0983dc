package reports

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/live/chromium"
)

// browser starts Chromium for a document, whose script neither fails nor complains.
func browser(t *testing.T) context.Context {
	t.Helper()
	ctx := chromium.StartFor(t, 2*time.Minute)
	if err := chromedp.Listen(ctx, func(ev any) {
		if ev, is := ev.(*runtime.EventConsoleAPICalled); is {
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
	eval[bool](t, ctx, `(drawn = false, requestAnimationFrame(() => requestAnimationFrame(() => drawn = true)), true)`)
	chromium.Sees(t, ctx, "a frame that is drawn in the medium", `drawn`) // what was skipped in another is laid out with the next frame
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

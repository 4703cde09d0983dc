package rigs_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
)

func TestADisplayMayBreakLinesAndWriteDecimalsAsItLikes(t *testing.T) {
	for _, c := range []struct {
		sight rigs.Sight
		text  string
		want  bool
	}{
		{rigs.Sight{Text: "Total cost"}, "Authorized\nTOTAL\n  cost: 7.53 EUR", true},
		{rigs.Sight{Text: "7.53"}, "7,53 EUR", true},
		{rigs.Sight{Text: "7.53"}, "753 EUR", false},
		{rigs.Sight{Text: "7.53"}, "17.53 EUR", false},
		{rigs.Sight{Text: "7.53"}, "EVSE 1\n7.53 EUR", true},
		{rigs.Sight{Text: "7.53"}, "€7.53", true},
		{rigs.Sight{Text: "0.42 per kWh today"}, "Tariff:0,42 per\nkWh today", true},
		{rigs.Sight{Text: "Is it free (today)?"}, "IS IT FREE\n(today)?", true},
		{rigs.Sight{Text: "hello"}, "", false},
		{rigs.Sight{Text: "hello", Without: "hello 2"}, "hello 2", false},
		{rigs.Sight{Text: "hello", Without: "hello 2"}, "hello 2 hello", true},
		{rigs.Sight{Text: "hello", Without: "hello 2"}, "hel\nlo2", false},
	} {
		if got := c.sight.In(c.text); got != c.want {
			t.Errorf("%+v in %q: got %t, expected %t", c.sight, c.text, got, c.want)
		}
	}
}

// A display whose messages take turns is watched until all have come round, and not longer.
func TestADisplayIsWatchedForAsLongAsItsMessagesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		display := func(context.Context) (string, error) {
			return []string{"Welcome", "hello"}[int(time.Since(began)/(4*time.Second))%2], nil
		}
		for text, want := range map[string]struct {
			shown bool
			took  time.Duration
			seen  string
		}{
			"hello": {true, 4 * time.Second, `the display shows "hello"`},
			"bye":   {false, 20 * time.Second, `the display shows "Welcome", then "hello"`},
		} {
			began = time.Now()
			got, err := rigs.Sight{Text: text}.Watch(t.Context(), 20*time.Second, display)
			if took := time.Since(began); err != nil || got.Shown != want.shown || got.Observed != want.seen || took != want.took {
				t.Errorf("%s: got %+v after %s (%v), expected %+v", text, got, took, err, want)
			}
		}
	})
}

// window is what a display of some signs shows of a text that moves over it, a sign each 150 ms.
func window(text string, wide int, since time.Duration) string {
	blank := strings.Repeat(" ", wide)
	signs := []rune(blank + text + blank)
	at := int(since/(150*time.Millisecond)) % (len(signs) - wide)
	return string(signs[at : at+wide])
}

func TestATextThatMovesOverTheDisplayIsSeen(t *testing.T) {
	const first, second = "certbench was here", "certbench was here 2"
	still := func(text string) func(time.Duration) string { return func(time.Duration) string { return text } }
	moves := func(text string, wide int) func(time.Duration) string {
		return func(since time.Duration) string { return window(text, wide, since) }
	}
	for name, c := range map[string]struct {
		sight     rigs.Sight
		shown     func(since time.Duration) string
		want, cut bool
	}{
		"in a narrow window":                   {rigs.Sight{Text: first}, moves(first, 10), true, false},
		"in a window as wide as the text":      {rigs.Sight{Text: first}, moves(first, len(first)), true, false},
		"beneath a line that stands":           {rigs.Sight{Text: first}, func(d time.Duration) string { return "Welcome\n" + window(first, 12, d) }, true, false},
		"another text":                         {rigs.Sight{Text: first}, moves("certbench is not here", 10), false, false},
		"the longer text does not count":       {rigs.Sight{Text: first, Without: second}, moves(second, 10), false, false},
		"nor does it in a window of the first": {rigs.Sight{Text: first, Without: second}, moves(second, len(first)), false, false},
		"the longer text":                      {rigs.Sight{Text: second}, moves(second, 10), true, false},
		"the shorter is not the longer":        {rigs.Sight{Text: second}, moves(first, 10), false, false},
		"the shorter counts":                   {rigs.Sight{Text: first, Without: second}, moves(first, 10), true, false},
		"the end of a number":                  {rigs.Sight{Text: "7.53"}, moves("the total is 17.53 EUR", 10), false, false},
		"a number":                             {rigs.Sight{Text: "7.53"}, moves("the total is 7.53 EUR", 10), true, false},
		"up a display of two lines": {rigs.Sight{Text: "one certbench two"}, func(d time.Duration) string {
			lines := []string{"one", "certbench", "two", "", ""}
			at := int(d/time.Second) % 4
			return lines[at] + "\n" + lines[at+1]
		}, true, false},
		"texts in turns are not one": {rigs.Sight{Text: "certbench was here"}, func(d time.Duration) string {
			return []string{"certbench was", "here"}[int(d/(4*time.Second))%2]
		}, false, true},
		"cut off":             {rigs.Sight{Text: first}, still("certbench was h"), false, true},
		"cut off with a sign": {rigs.Sight{Text: first}, still("Welcome\ncertbench w..."), false, true},
		"broken into lines":   {rigs.Sight{Text: first, Without: second}, still("certbench was\nhere 2"), false, false},
		"only a word of it":   {rigs.Sight{Text: first}, still("was here"), false, false},
		"without the last":    {rigs.Sight{Text: second}, still(first), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				got, err := c.sight.Watch(t.Context(), 20*time.Second, func(context.Context) (string, error) { return c.shown(time.Since(began)), nil })
				if err != nil || got.Shown != c.want || got.Cut != c.cut {
					t.Errorf("got %+v (%v), expected shown %t, cut %t", got, err, c.want, c.cut)
				}
			})
		})
	}
}

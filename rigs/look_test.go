package rigs_test

import (
	"context"
	"errors"
	"slices"
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

// What a display shows for one look only may be a part of a longer text that moves: a slow rig sees no page twice, and that proves nothing.
func TestWhatMayBeAPartOfALongerTextIsNotJudgedByOneLook(t *testing.T) {
	for name, c := range map[string]struct {
		pages          []string
		text, without  string
		want, glimpsed bool
	}{
		"a page of its own":              {[]string{"Welcome", "0.42 per kWh today", "Charging"}, "0.42 per kWh today", "", false, true},
		"an amount":                      {[]string{"Welcome", "7.53 EUR", "Thank you"}, "7.53", "", false, true},
		"an amount that stands":          {[]string{"Welcome", "7.53 EUR", "7.53 EUR", "Thank you"}, "7.53", "", true, false},
		"an amount in a line":            {[]string{"Welcome", "to pay: 7.53 EUR", "Thank you"}, "7.53", "", true, false},
		"another amount":                 {[]string{"Welcome", "17.53 EUR", "Thank you"}, "7.53", "", false, false},
		"its first digit left before":    {[]string{"Welcome", "due 17.53", "7.53 EUR", "Thank you"}, "7.53", "", false, false},
		"it goes on leaving":             {[]string{"Welcome", "7.53 EUR", "53 EUR", "Thank you"}, "7.53", "", false, true},
		"it may have left with one sign": {[]string{"Welcome", "7.53 EUR", "R"}, "7.53", "", false, true},
		"nothing before it":              {[]string{"", "7.53 EUR", "Thank you"}, "7.53", "", false, true},
		"nothing after it":               {[]string{"Welcome", "7.53 EUR", ""}, "7.53", "", false, true},
		"it may have grown":              {[]string{"hello", "hello 2", "Thank you"}, "hello", "hello 2", false, true},
		"it goes on in the next":         {[]string{"Welcome", "hello", "2"}, "hello", "hello 2", false, true},
		"it does not go on":              {[]string{"Welcome", "hello", "Thank you"}, "hello", "hello 2", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				looks := -1
				got, err := rigs.Sight{Text: c.text, Without: c.without}.Watch(t.Context(), 20*time.Second, func(context.Context) (string, error) {
					looks++
					return c.pages[looks%len(c.pages)], rigs.Sleep(t.Context(), 2*time.Second)
				})
				if err != nil || got.Shown != c.want || got.Cut != c.glimpsed {
					t.Errorf("got %+v (%v), expected shown %t, not to be told %t", got, err, c.want, c.glimpsed)
				}
			})
		})
	}
}

// However far a text has moved when the first look sees it, the end of a number is none.
func TestTheEndOfANumberIsNoneWhereverTheLooksBegin(t *testing.T) {
	const text = "the total is 17.53 EUR"
	for offset := range 60 {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now().Add(-time.Duration(offset) * 150 * time.Millisecond)
			got, err := rigs.Sight{Text: "7.53"}.Watch(t.Context(), 20*time.Second, func(context.Context) (string, error) {
				return window(text, 10, time.Since(began)), nil
			})
			if err != nil || got.Shown {
				t.Errorf("after %d signs: got %+v (%v)", offset, got, err)
			}
		})
	}
}

// window is what a display of some signs shows of a text that moves over it, a sign each 150 ms.
func window(text string, wide int, since time.Duration) string {
	blank := strings.Repeat(" ", wide)
	signs := []rune(blank + text + blank)
	at := int(since/(150*time.Millisecond)) % (len(signs) - wide)
	return string(signs[at : at+wide])
}

// Whatever room a display has for a text that moves, and whenever it is read: the shorter text is not taken for shown in the longer one, nor the
// longer one, or the shorter alone, for missing. Of a display that is too small to be followed nothing is said.
func TestTwoTextsThatMoveAreToldApart(t *testing.T) {
	const short, long = "certbench was here", "certbench was here 2"
	for wide := 8; wide <= 24; wide++ {
		for phase := time.Duration(0); phase < 500*time.Millisecond; phase += 70 * time.Millisecond {
			for _, c := range []struct {
				text  string
				sight rigs.Sight
				shown bool
			}{
				{long, rigs.Sight{Text: short, Without: long}, false}, {long, rigs.Sight{Text: long}, true},
				{short, rigs.Sight{Text: short, Without: long}, true}, {short, rigs.Sight{Text: long}, false},
			} {
				synctest.Test(t, func(t *testing.T) {
					began := time.Now().Add(-phase)
					got, err := c.sight.Watch(t.Context(), 20*time.Second, func(context.Context) (string, error) { return window(c.text, wide, time.Since(began)), nil })
					tooSmall := wide < 10 && got.Cut && !got.Shown
					if err != nil || !tooSmall && (got.Shown != c.shown || got.Cut) {
						t.Errorf("%q, looked for in %q on %d signs, %s later: got %+v, %v; expected shown %t", c.sight.Text, c.text, wide, phase, got, err, c.shown)
					}
				})
			}
		}
	}
}

// A display may have a clock beside its messages, so that no two moments are the same: what stands is told line by line.
func TestATextStandsBesideAClock(t *testing.T) {
	const short, long = "certbench was here", "certbench was here 2"
	first, second := rigs.Sight{Text: short, Without: long}, rigs.Sight{Text: long}
	for name, c := range map[string]struct {
		sight  rigs.Sight
		texts  []string
		shown  bool
		at     time.Duration // of the answer at the latest
		doubts bool
	}{
		"alone":                 {first, []string{short}, true, 11 * time.Second, false},
		"in turns":              {first, []string{short, long}, true, 5 * time.Second, false},
		"the longer in turns":   {second, []string{short, long}, true, 5 * time.Second, false},
		"only the longer":       {first, []string{long, "Welcome"}, false, 20 * time.Second, false},
		"only the shorter":      {second, []string{short, "Welcome"}, false, 20 * time.Second, false},
		"in lines":              {first, []string{"certbench\nwas here", "Welcome\n"}, true, 5 * time.Second, false},
		"a page of the longer":  {first, []string{short, "2"}, false, 20 * time.Second, true},
		"cut off, and late":     {first, []string{"Welcome", "to all", "certbench was h"}, false, 20 * time.Second, true},
		"pages, but not all":    {first, []string{"certbench was", "Welcome"}, false, 20 * time.Second, true},
		"pages":                 {first, []string{"certbench was", "here"}, true, 20 * time.Second, false},
		"the pages of a longer": {first, []string{"certbench was", "here 2"}, false, 20 * time.Second, true}, // "here 2" may be the end of it
	} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			got, err := c.sight.Watch(t.Context(), 20*time.Second, func(context.Context) (string, error) {
				now := time.Since(began)
				return time.Now().Format("15:04:05.000") + "\n" + c.texts[int(now/(4*time.Second))%len(c.texts)], nil
			})
			if took := time.Since(began); err != nil || got.Shown != c.shown || got.Cut != c.doubts || took > c.at {
				t.Errorf("%s: got %+v after %s, %v; expected shown %t, in doubt %t, after %s at most", name, got, took, err, c.shown, c.doubts, c.at)
			}
		})
	}
}

// pagesOf are texts in pages of so many signs, each text on pages of its own.
func pagesOf(room int, texts ...string) (pages []string) {
	for _, text := range texts {
		for ; len(text) > room; text = text[room:] {
			pages = append(pages, text[:room])
		}
		pages = append(pages, text)
	}
	return pages
}

// leastOfAPage is for how many signs a display has room at least: with fewer nobody reads a word.
const leastOfAPage = 4

// Whatever a page has room for, what is shown is never taken for missing, nor what is not for shown. Where it cannot be told, that is said.
func TestTwoTextsInPagesAreToldApart(t *testing.T) {
	const short, long = "certbench was here", "certbench was here 2"
	first, second := rigs.Sight{Text: short, Without: long}, rigs.Sight{Text: long}
	doubts := 0
	for room := leastOfAPage; room <= len(long); room++ {
		for name, texts := range map[string][]string{"one": {short}, "the other": {long}, "both": {short, long}, "both and more": {"Welcome", long, short}, "neither": {"Welcome", "at your service"}} {
			for _, sight := range []rigs.Sight{first, second} {
				synctest.Test(t, func(t *testing.T) {
					began, pages := time.Now(), pagesOf(room, texts...)
					got, err := sight.Watch(t.Context(), 40*time.Second, func(context.Context) (string, error) {
						return pages[int(time.Since(began)/(1500*time.Millisecond))%len(pages)], nil
					})
					if got.Cut {
						doubts++
					}
					if there := slices.Contains(texts, sight.Text); err != nil || got.Shown && !there || there && !got.Shown && !got.Cut {
						t.Errorf("%s on pages of %d signs, looked for %q: got %+v, %v", name, room, sight.Text, got, err)
					}
				})
			}
		}
	}
	if most := 15; doubts > most {
		t.Errorf("expected doubts in %d of %d looks at most, got %d", most, 10*(len(long)+1-leastOfAPage), doubts)
	}
}

// A moment that a camera cannot read hides nothing that is seen in another, and what is not seen may have been shown in that moment.
func TestAMomentThatCannotBeReadMayHaveShownIt(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		fails func(read int) error
		shown bool
		want  error
	}{
		"seen all the same": {"hello", func(read int) error { return map[int]error{0: errFog, 1: errFog}[read] }, true, nil},
		"not seen":          {"bye", func(read int) error { return map[int]error{7: errFog}[read] }, false, errFog},
		"never read":        {"", func(int) error { return errFog }, false, errFog},
		"refused":           {"", func(int) error { return rigs.ErrRefused }, false, rigs.ErrRefused},
	} {
		synctest.Test(t, func(t *testing.T) {
			began, read := time.Now(), -1
			got, err := rigs.Sight{Text: "hello"}.Watch(t.Context(), 20*time.Second, func(context.Context) (string, error) {
				read++
				return c.text, c.fails(read)
			})
			if got.Shown != c.shown || !errors.Is(err, c.want) {
				t.Errorf("%s: got %+v, %v; expected shown %t and %v", name, got, err, c.shown, c.want)
			}
			if took := time.Since(began); errors.Is(err, rigs.ErrRefused) != (took == 0) {
				t.Errorf("%s: got an answer after %s", name, took)
			}
		})
	}
}

// A camera may take longer to read than a message stands. What it has read once of a text that could go on is no proof.
func TestADisplayThatIsReadTooSeldomProvesNothing(t *testing.T) {
	sight := rigs.Sight{Text: "certbench was here", Without: "certbench was here 2"}
	for name, c := range map[string]struct {
		texts      []string
		shown, cut bool
	}{
		"once at a time":        {[]string{"certbench was here", "Welcome"}, false, true},
		"twice in a row":        {[]string{"certbench was here", "certbench was here", "Welcome"}, true, false},
		"the longer one beside": {[]string{"certbench was here", "certbench was here 2"}, false, true},
		"never":                 {[]string{"certbench was here 2", "Welcome"}, false, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			reads := -1
			got, err := sight.Watch(t.Context(), 33*time.Second, func(ctx context.Context) (string, error) {
				reads++
				return c.texts[reads%len(c.texts)], rigs.Sleep(ctx, 5*time.Second)
			})
			if err != nil || got.Shown != c.shown || got.Cut != c.cut || c.cut != strings.Contains(got.Observed, "read too seldom") {
				t.Errorf("%s: got %+v, %v; expected shown %t, cut %t", name, got, err, c.shown, c.cut)
			}
		})
	}
}

func TestATextThatMovesOverTheDisplayOrComesInPagesIsSeen(t *testing.T) {
	const first, second = "certbench was here", "certbench was here 2"
	still := func(text string) func(time.Duration) string { return func(time.Duration) string { return text } }
	turns := func(pages ...string) func(time.Duration) string {
		return func(since time.Duration) string { return pages[int(since/(1500*time.Millisecond))%len(pages)] }
	}
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
		"nor in one of more signs":             {rigs.Sight{Text: first, Without: second}, moves(second, len(first)+1), false, false},
		"nor in one of many":                   {rigs.Sight{Text: first, Without: second}, moves(second, 24), false, false},
		"nor in a wide one beneath a line that stands": {rigs.Sight{Text: first, Without: second}, func(d time.Duration) string {
			return "Welcome\n" + window(second, 24, d)
		}, false, false},
		"nor beneath a line that stands": {rigs.Sight{Text: first, Without: second}, func(d time.Duration) string {
			return "Welcome\n" + window(second, len(first), d)
		}, false, false},
		"the longer text":               {rigs.Sight{Text: second}, moves(second, 10), true, false},
		"the shorter is not the longer": {rigs.Sight{Text: second}, moves(first, 10), false, false},
		"the shorter counts":            {rigs.Sight{Text: first, Without: second}, moves(first, 10), true, false},
		"the end of a number":           {rigs.Sight{Text: "7.53"}, moves("the total is 17.53 EUR", 10), false, false},
		"a number":                      {rigs.Sight{Text: "7.53"}, moves("the total is 7.53 EUR", 10), true, false},
		"up a display of two lines": {rigs.Sight{Text: "one certbench two"}, func(d time.Duration) string {
			lines := []string{"one", "certbench", "two", "", ""}
			at := int(d/time.Second) % 4
			return lines[at] + "\n" + lines[at+1]
		}, true, false},
		"in pages":                                         {rigs.Sight{Text: first}, turns("certbench was", "here"), true, false},
		"in pages that say that they go on":                {rigs.Sight{Text: first}, turns("certbench...", "…was here"), true, false},
		"in pages of several lines":                        {rigs.Sight{Text: first}, turns("cert\nbench", "was\nhere", "Welcome"), true, false},
		"in pages with the dark between":                   {rigs.Sight{Text: first}, turns("certbench was", "", "here", ""), true, false},
		"in pages beneath a line that stands":              {rigs.Sight{Text: first}, turns("Welcome\ncertbench was", "Welcome\nhere"), true, false},
		"in pages, of which the longer text has the first": {rigs.Sight{Text: first, Without: second}, turns("certbench was", "here", "certbench was", "here 2"), true, false},
		"the longer text in pages":                         {rigs.Sight{Text: second}, turns("certbench was", "here", "certbench was", "here 2"), true, false},
		"in pages alone":                                   {rigs.Sight{Text: first, Without: second}, turns("certbench was", "here"), true, false},
		"the pages of the longer text":                     {rigs.Sight{Text: first, Without: second}, turns("certbench was", "here 2"), false, false},
		"the longer text in three pages":                   {rigs.Sight{Text: first, Without: second}, turns("certbench was", "here", "2"), false, false},
		"the longer text, of which the first page is it":   {rigs.Sight{Text: first, Without: second}, turns("certbench was here", "2"), false, true},
		"so in lines":                                      {rigs.Sight{Text: first, Without: second}, turns("certbench\nwas here", "2"), false, true},
		"and something else after it":                      {rigs.Sight{Text: first, Without: second}, turns("certbench was here", "21:05"), true, false},
		"a sign on a line is no page":                      {rigs.Sight{Text: second}, turns("certbench was here\nAvailable", "2\nAvailable"), false, false},
		"the shorter in pages":                             {rigs.Sight{Text: second}, turns("certbench was", "here"), false, true},
		"texts in turns are not one":                       {rigs.Sight{Text: first}, turns("certbench was", "Welcome", "here"), false, true},
		"nor is one with more beside it":                   {rigs.Sight{Text: first}, turns("certbench was", "here and there"), false, true},
		"nor are a few signs":                              {rigs.Sight{Text: "7.53"}, turns("7.", "53"), false, false},
		"cut off":                                          {rigs.Sight{Text: first}, still("certbench was h"), false, true},
		"cut off with a sign":                              {rigs.Sight{Text: first}, still("Welcome\ncertbench w..."), false, true},
		"broken into lines":                                {rigs.Sight{Text: first, Without: second}, still("certbench was\nhere 2"), false, false},
		"only a word of it":                                {rigs.Sight{Text: first}, still("was here"), false, false},
		"without the last":                                 {rigs.Sight{Text: second}, still(first), false, false},
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

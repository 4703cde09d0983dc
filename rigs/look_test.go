package rigs_test

import (
	"context"
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
			shown, seen, err := rigs.Sight{Text: text}.Watch(t.Context(), 20*time.Second, display)
			if took := time.Since(began); err != nil || shown != want.shown || seen != want.seen || took != want.took {
				t.Errorf("%s: got %t, %s after %s (%v), expected %+v", text, shown, seen, took, err, want)
			}
		}
	})
}

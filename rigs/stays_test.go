package rigs

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestWhatStaysIsToldFromWhatTakesTurns watches displays that show a text, each moment for half a second, over and over.
func TestWhatStaysIsToldFromWhatTakesTurns(t *testing.T) {
	const text = "The station closes at ten"
	for name, c := range map[string]struct {
		moments    []string // from when the display is watched on
		again      int      // of them, from which on they come again
		shown, cut bool
	}{
		"it stands":                          {[]string{text}, 0, true, false},
		"something stands around it":         {[]string{"12:00\n" + text, "12:01\n" + text}, 0, true, false},
		"after what stood there before":      {[]string{"Welcome", "Welcome", "Welcome", text}, 3, true, false},
		"the display is dark meanwhile":      {[]string{text, "", "", "", text}, 0, true, false},
		"it is drawn sign by sign":           {[]string{text, "The", "The station", text}, 0, true, false},
		"one moment of something else":       {[]string{text, text, text, text, "Welcome"}, 0, true, false},
		"the station's own words come":       {[]string{text, text, text, text, "Welcome", "Welcome", "Welcome"}, 0, false, false},
		"another message comes":              {[]string{text, text, "Free coffee", "Free coffee"}, 0, false, false},
		"it goes for good":                   {[]string{text, text, "Welcome"}, 2, false, false},
		"it never stands there whole":        {[]string{"The station", "closes at ten"}, 0, false, true},
		"it is not there":                    {[]string{"Welcome"}, 0, false, true},
		"pages, of which one is like it all": {[]string{"The station closes", "closes at ten"}, 0, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				seen, err := Sight{Text: text}.Staying().Watch(t.Context(), 30*time.Second, func(context.Context) (string, error) {
					if n == len(c.moments) {
						n = c.again
					}
					n++
					return c.moments[n-1], nil
				})
				if err != nil || seen.Shown != c.shown || seen.Cut != c.cut || seen.Observed == "" {
					t.Errorf("expected shown %t, cut %t, got %+v, %v", c.shown, c.cut, seen, err)
				}
			})
		})
	}
}

// TestAMomentThatCannotBeReadMayHaveBeenAny has a look that stays fail with it, unless something else was seen before.
func TestAMomentThatCannotBeReadMayHaveBeenAny(t *testing.T) {
	fog := errors.New("fog")
	synctest.Test(t, func(t *testing.T) {
		n := 0
		_, err := Sight{Text: "hello"}.Staying().Watch(t.Context(), 5*time.Second, func(context.Context) (string, error) {
			if n++; n == 3 {
				return "", fog
			}
			return "hello", nil
		})
		if !errors.Is(err, fog) {
			t.Errorf("expected the error of the moment, got %v", err)
		}
	})
}

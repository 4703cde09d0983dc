package rigs

import (
	"context"
	"strings"
	"time"
)

// mostAway is in how many moments, one after the other, a display shows something else than a sight that stays before that is no sight that
// was caught while the display drew it.
const mostAway = 2

// watchStay reads a display again and again for a time, and tells whether the sight, once the display shows it, goes on to be shown. A display
// on which it never stands whole, as where it moves over it or comes page by page, does not tell: that is Watched.Cut. A dark moment and
// one with a part of the text are no other sight. Errors are as those of Watch, but that a moment that cannot be read may have been any.
func (s Sight) watchStay(ctx context.Context, within time.Duration, read func(context.Context) (string, error)) (Watched, error) {
	w := watcher{sight: s}
	seen, away := false, 0
	var missed error
	for end := time.Now().Add(within); ; {
		text, err := read(ctx)
		text = strings.TrimSpace(text)
		switch {
		case err == nil && s.In(text):
			seen, away = true, 0
			w.keeps(text)
		case err == nil && seen && s.elseIn(text):
			w.keeps(text)
			if away++; away == mostAway {
				return Watched{Observed: shows(w.texts...) + ", in turns"}, nil
			}
		case err == nil:
			away = 0
		case Harmless(ctx, err) || ctx.Err() != nil:
			return Watched{}, err
		case missed == nil:
			missed = err
		}
		left := time.Until(end)
		switch {
		case left > 0:
			if err := Sleep(ctx, min(left, lookAgain)); err != nil {
				return Watched{}, err
			}
		case missed != nil:
			return Watched{}, missed
		case !seen:
			return Watched{Cut: true, Observed: "nothing that shows all of it at once"}, nil
		default:
			return Watched{Shown: true, Observed: shows(w.texts...) + ", and nothing in turns with it"}, nil
		}
	}
}

// elseIn tells whether a display shows something, and nothing of the sight: no line of it has leastOverlap signs of the text in a row, or
// is so short that it may be a part of it.
func (s Sight) elseIn(text string) bool {
	whole, shown := squeezed(s.Text), squeezed(text)
	if shown == "" {
		return false
	}
	for _, part := range partsOf(text) {
		part = squeezed(part)
		if part != "" && strings.Contains(whole, part) {
			return false
		}
		for i := 0; i+leastOverlap <= len(whole); i++ {
			if strings.Contains(part, whole[i:i+leastOverlap]) {
				return false
			}
		}
	}
	return true
}

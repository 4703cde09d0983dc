package rigs

import (
	"slices"
	"strings"
	"time"
)

// How a display shows a text that is longer than itself is its maker's: part 2, O01 and O02 have it shown, and no document says at once. So it
// may come in parts that overlap, whatever is read of it between two of them.

// leastOverlap is how many signs two parts must share to be parts of one text.
const leastOverlap = 4

// moving is what one line of a display, or all of it, has shown while it moved on, without white space.
type moving struct {
	text string
	last string
	on   bool // it has moved
}

// goesOn takes the next part. It reports whether the text goes on with it; what has nothing to do with the part before begins anew.
func (m *moving) goesOn(part string) bool {
	same := part == m.last
	m.last = part
	if same || part != "" && m.on && strings.HasSuffix(m.text, part) { // it stands, or the last of it leaves the display
		return false
	}
	for k := min(len(m.text), len(part)-1); k >= leastOverlap; k-- {
		if strings.HasSuffix(m.text, part[:k]) {
			m.text, m.on = m.text+part[k:], true
			return true
		}
	}
	m.text, m.on = part, false
	return false
}

// movedOn tells whether a display, or a line of it, has moved on from one moment to the next: the end of the one is the beginning of the other.
func movedOn(before, after string) bool {
	return anyPart(before, after, func(was, is string) bool {
		for k := min(len(was)-1, len(is)); k >= leastOverlap; k-- {
			if strings.HasSuffix(was, is[:k]) {
				return true
			}
		}
		return false
	})
}

// grew tells whether more of a text stands there than at the moment before, as where it moves in from the edge.
func grew(before, after string) bool {
	return anyPart(before, after, func(was, is string) bool { return was != "" && len(is) > len(was) && strings.HasPrefix(is, was) })
}

// standing are the lines of a display that are the same at two moments. Where another was there is a sign that no text has.
func standing(before, after string) string {
	were, are := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range are {
		if i >= len(were) || were[i] != are[i] {
			are[i] = "\x00"
		}
	}
	return strings.Join(are, "\n")
}

// anyPart tells whether a test holds of all of a display, or of any of its lines, at two moments.
func anyPart(before, after string, test func(was, is string) bool) bool {
	were, are := partsOf(before), partsOf(after)
	for i := range min(len(were), len(are)) {
		if test(squeezed(were[i]), squeezed(are[i])) {
			return true
		}
	}
	return false
}

// longestPage is for how long a text may stand that goes on with the next page: in that time anybody has read it twice.
const longestPage = 10 * time.Second

// watcher looks for a sight in what a display shows at one moment after the other.
type watcher struct {
	sight   Sight
	texts   []string // each once, in their order, and not too many
	ending  []string // those that cut the sight off, each once
	last    string
	since   time.Time // when the sight in it was read first, or all of it; zero before the first moment
	stood   bool      // that was read again
	came    bool      // that moved in
	lines   []moving  // all of the display, and each of its lines
	scrolls bool      // any of them has moved
	pages   []paging  // of the same
	paged   bool      // any of them has shown the whole text, and may go on to the longer one
	longer  []string  // what the display has shown with the pages of the longer text
	unclear bool      // a page was the sight, and the next went on to the longer text: one that is shown before that would look the same

	glimpsed bool // the sight was read once and no more, so that it may have been the longer text in motion
	lost     bool // a part of the sight came after another one, and not what is between them
}

// shows takes the next moment, and tells whether the sight has been seen. Where more of a text may stand beside what is seen of it, the next
// moment decides; where it may go on with another page, that does.
func (w *watcher) shows(text string) bool {
	before, stood, came := w.last, w.stood, w.came
	w.stood = !w.since.IsZero() && (text == before || w.sight.In(standing(before, text)))
	if w.last = text; !w.stood {
		w.since, w.came = time.Now(), movedOn(before, text) || grew(before, text)
	}
	moved, turned := w.moves(text), w.turned(text)
	if moved || turned {
		return true
	}
	if !w.stood && w.sight.In(before) && w.sight.mayGoOn(before) {
		switch {
		case w.sight.goesOn(before, text):
			w.longer, w.unclear = append(w.longer, before), true
		case stood:
			return true
		case !movedOn(before, text) && !(came && grew(before, text)):
			w.glimpsed = true
		}
	}
	if !w.stood && !stood && !came && w.sight.In(before) && w.sight.mayHaveBegun(squeezed(before)) {
		w.glimpsed = true
	}
	switch {
	case !w.sight.In(text):
		return false
	case w.sight.mayGoOn(text):
		return time.Since(w.since) >= longestPage
	}
	return w.stood || !w.sight.mayHaveBegun(squeezed(text))
}

func (w *watcher) moves(text string) (seen bool) {
	parts := partsOf(text)
	for len(w.lines) < len(parts) {
		w.lines = append(w.lines, moving{})
	}
	for i := range w.lines {
		line := &w.lines[i]
		if i >= len(parts) {
			*line = moving{}
			continue
		}
		part, last := squeezed(parts[i]), line.last
		grown := line.goesOn(part)
		w.scrolls = w.scrolls || line.on
		w.lost = w.lost || !grown && w.sight.jumps(last, part)
		seen = seen || line.on && w.sight.In(line.text) && !(grown && w.sight.mayGoOn(line.text)) && !w.sight.mayHaveBegun(line.text)
	}
	return seen
}

// jumps tells whether two moments are parts of the text between which some of it was missed. Pages follow each other without a gap.
func (s Sight) jumps(before, after string) bool {
	if len(before) < leastOverlap || len(after) < leastOverlap {
		return false
	}
	whole := squeezed(s.Text)
	from, to := strings.Index(whole, before), strings.LastIndex(whole, after)
	end := from + len(before)
	return from >= 0 && to > from && to != end && to+len(after) > end
}

// squeezed is a legible text without white space.
func squeezed(text string) string { return signs(legible(text)) }

// mayGoOn tells whether a line, or the text up to its end, ends with the text where the longer one, in which it does not count, could go on.
func (s Sight) mayGoOn(text string) bool {
	short, long := squeezed(s.Text), squeezed(s.Without)
	if len(long) <= len(short) || !strings.HasPrefix(long, short) {
		return false
	}
	upTo := ""
	for line := range strings.Lines(text) {
		upTo += squeezed(line)
		if strings.HasSuffix(upTo, short) {
			return true
		}
	}
	return false
}

// mayHaveBegun tells whether a number stands where the display may have moved over its first digits.
func (s Sight) mayHaveBegun(text string) bool {
	short := squeezed(s.Text)
	return short != "" && strings.Contains("0123456789", short[:1]) && strings.LastIndex(text, short) == 0
}

// Of a text that a display cuts off, at least so many signs stand there, and are missing.
const (
	leastShown   = 6
	leastMissing = 3
)

// cutIn tells whether a line of a display ends in the middle of the text, and it goes on nowhere.
func (s Sight) cutIn(text string) bool {
	whole, lines := squeezed(s.Text), strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.TrimRight(squeezed(line), ".…")
		rest := squeezed(strings.Join(lines[i+1:], ""))
		for k := len(whole) - leastMissing; k >= max(leastShown, len(whole)/2); k-- {
			if strings.HasSuffix(line, whole[:k]) && !strings.HasPrefix(rest, whole[k:]) {
				return true
			}
		}
	}
	return false
}

// cut tells whether the display has no room for the text at once, or was read too seldom, and what it has shown proves nothing.
func (w *watcher) cut() bool {
	return w.unclear || w.glimpsed || w.lost || !w.scrolls && slices.ContainsFunc(w.ending, w.cuts)
}

// doubt is why what was read tells little; empty where it does.
func (w *watcher) doubt() string {
	switch {
	case w.glimpsed:
		return " (read too seldom to tell whether it stood still)"
	case w.lost:
		return " (read too seldom to follow how it moves)"
	}
	return ""
}

// ends tells whether the display shows the sight in the last moment, and is not known to go on to the longer text.
func (w *watcher) ends(text string) bool {
	once := !w.stood && w.sight.In(text) && (w.sight.mayGoOn(text) || w.sight.mayHaveBegun(squeezed(text)))
	w.glimpsed = w.glimpsed || once && !w.came
	return (w.sight.In(text) && !once || w.paged) && !slices.Contains(w.longer, text)
}

// cuts tells whether what ends in the middle of the sight cuts it off: a page of the longer text cuts nothing off.
func (w *watcher) cuts(ending string) bool { return !slices.Contains(w.longer, ending) }

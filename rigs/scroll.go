package rigs

import "strings"

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

// watcher looks for a sight in what a display shows at one moment after the other.
type watcher struct {
	sight   Sight
	begun   bool
	last    string
	lines   []moving // all of the display, and each of its lines
	scrolls bool     // any of them has moved
}

// shows takes the next moment, and tells whether the sight has been seen. Where more of a text may stand beside what is seen of it, the next
// moment decides.
func (w *watcher) shows(text string) bool {
	stands := w.begun && text == w.last
	w.begun, w.last = true, text
	moved := w.moves(text)
	return moved || w.sight.In(text) && (stands || !w.sight.mayGoOn(text) && !w.sight.mayHaveBegun(squeezed(text)))
}

func (w *watcher) moves(text string) (seen bool) {
	parts := append([]string{text}, strings.Split(text, "\n")...)
	for len(w.lines) < len(parts) {
		w.lines = append(w.lines, moving{})
	}
	for i := range w.lines {
		line := &w.lines[i]
		if i >= len(parts) {
			*line = moving{}
			continue
		}
		grown := line.goesOn(squeezed(parts[i]))
		w.scrolls = w.scrolls || line.on
		seen = seen || line.on && w.sight.In(line.text) && !(grown && w.sight.mayGoOn(line.text)) && !w.sight.mayHaveBegun(line.text)
	}
	return seen
}

// squeezed is a legible text without white space.
func squeezed(text string) string { return strings.Join(strings.Fields(legible(text)), "") }

// mayGoOn tells whether a line ends with the text where the longer one, in which it does not count, could go on.
func (s Sight) mayGoOn(text string) bool {
	short, long := squeezed(s.Text), squeezed(s.Without)
	if len(long) <= len(short) || !strings.HasPrefix(long, short) {
		return false
	}
	for line := range strings.Lines(text) {
		if strings.HasSuffix(squeezed(line), short) {
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

package rigs

import "strings"

// A display may also show a long text page by page, with no sign on two of them. They are one text for certain where they are the whole of it,
// one straight after the other and with nothing else beside: no two messages that take turns make a third between them.

// paging is what one line of a display, or all of it, has shown page by page, without white space.
type paging struct {
	page  string   // that is shown
	text  string   // of the pages up to it, with which a text begins that is looked for; empty for none
	shown []string // all of the display, with each of these pages
}

// turns takes the next page, and the whole display with it. It returns the text of the pages before, where there were several and none of the
// texts goes on with this one. A page with fewer signs than the least proves nothing, neither that it is one nor that it is none.
func (p *paging) turns(page, display string, least int, texts []string) (over string) {
	if page == "" || page == p.page { // it is dark between two pages, or stands
		return ""
	}
	if p.page = page; len(p.shown) > 1 {
		over = p.text
	}
	for _, part := range []string{page, strings.Trim(page, ".…")} { // marks of where a text goes on
		switch {
		case p.text != "" && beginsAny(texts, p.text+part) && len(part) < least:
			p.text, p.shown = "", nil
			return ""
		case p.text != "" && beginsAny(texts, p.text+part):
			p.text, p.shown = p.text+part, append(p.shown, display)
			return ""
		case len(part) >= leastOverlap && beginsAny(texts, part):
			p.text, p.shown = part, []string{display}
			return over
		}
	}
	p.text, p.shown = "", nil
	return over
}

func beginsAny(texts []string, with string) bool {
	for _, text := range texts {
		if strings.HasPrefix(text, with) {
			return true
		}
	}
	return false
}

// turned takes the next moment of all the display, and of each of its lines. It reports whether the text of the sight has been shown in pages.
func (w *watcher) turned(display string) (seen bool) {
	short, long := squeezed(w.sight.Text), squeezed(w.sight.Without)
	if len(short) < leastShown {
		return false
	}
	parts := partsOf(display)
	if len(parts) == 2 {
		parts = parts[:1] // its only line is all of it
	}
	for len(w.pages) < len(parts) {
		w.pages = append(w.pages, paging{})
	}
	w.paged = false
	for i := range w.pages {
		p, least := &w.pages[i], 1
		if i >= len(parts) {
			*p = paging{}
			continue
		}
		if i > 0 { // of a line that is not all of the display, a few signs may be anything, such as the number of an EVSE
			least = leastOverlap
		}
		over := p.turns(squeezed(parts[i]), display, least, []string{short, long})
		whole := len(p.shown) > 1 && p.text == short
		w.paged = w.paged || whole
		seen = seen || over == short || whole && !strings.HasPrefix(long, short)
		if long != "" && p.text == long {
			w.longer = append(w.longer, p.shown...)
		}
	}
	return seen
}

// partsOf are all of a display, and each of its lines.
func partsOf(display string) []string {
	return append([]string{display}, strings.Split(display, "\n")...)
}

// goesOn tells whether a display that stood, or a line of it, goes on with its next page to the longer text, in which the sight does not count.
func (s Sight) goesOn(before, page string) bool {
	rest := strings.TrimPrefix(squeezed(s.Without), squeezed(s.Text))
	return anyPart(before, page, func(was, is string) bool { return is != was && is != "" && strings.HasPrefix(rest, is) })
}

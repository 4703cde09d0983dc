package display

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// stay is for how long one of several messages is shown before the next.
const stay = 4 * time.Second

// Say has the display show the station's own words from now on.
func (d *Display) Say(words string) {
	d.words = words
	d.Follow()
}

// Follow brings the display into line with what has happened: it is called after everything that does.
func (d *Display) Follow() {
	d.prune()
	words := d.words
	if more := d.Decide.Priced(d.Bill); len(more) > 0 {
		words = strings.Join(append([]string{words}, more...), "\n")
	}
	var now []ocpp201.MessageInfo
	for _, m := range d.Messages {
		if d.Decide.Shows(m) {
			now = append(now, m)
		}
	}
	frames := d.Decide.Arrange(words, now)
	if d.product.Capabilities.ShowsTogether {
		frames = []string{together(frames)}
	}
	if slices.Equal(frames, d.frames) {
		return
	}
	d.frames, d.turn = frames, 0
	if lag := d.product.Capabilities.DisplayTakes; lag > 0 {
		d.kernel.Cancel(d.next)
		d.next = d.kernel.After(lag, d.show)
		return
	}
	d.show()
}

// lineLength is how many signs of a display that shows all together stand in a line.
const lineLength = 20

// together is one frame of several, the last of them first.
func together(frames []string) string {
	var lines []string
	for _, frame := range slices.Backward(frames) {
		for line := range strings.Lines(strings.ToUpper(frame)) {
			for part := range slices.Chunk([]rune(strings.TrimSuffix(line, "\n")), lineLength) {
				lines = append(lines, string(part))
			}
		}
	}
	return strings.Join(lines, "\n")
}

// A display that scrolls has room for few signs, over which a longer text moves sign by sign.
const (
	scrollWidth = 12
	scrollStep  = 150 * time.Millisecond
)

// scroll has a text move over the display, and then does what comes next.
func (d *Display) scroll(signs []rune, next func()) {
	d.panel.Show(string(signs[:scrollWidth]))
	d.next = d.kernel.After(scrollStep, func() {
		if len(signs) == scrollWidth {
			next()
			return
		}
		d.scroll(signs[1:], next)
	})
}

// stayPage is for how long one page of a text is shown before the next.
const stayPage = 1500 * time.Millisecond

// turnPages shows one page after the other, and then does what comes next.
func (d *Display) turnPages(pages []string, next func()) {
	d.panel.Show(pages[0])
	d.next = d.kernel.After(stayPage, func() {
		if len(pages) == 1 {
			next()
			return
		}
		d.turnPages(pages[1:], next)
	})
}

// pagesOf are the lines of a frame in pages of so many signs, which end between words where there is room for a word.
func pagesOf(frame string, room int) (pages []string) {
	for line := range strings.Lines(frame) {
		page := ""
		for _, word := range strings.Fields(line) {
			if page != "" && len([]rune(page))+1+len([]rune(word)) > room {
				pages, page = append(pages, page), ""
			}
			page = strings.TrimSpace(page + " " + word)
			for signs := []rune(page); len(signs) > room; signs = signs[room:] {
				pages, page = append(pages, string(signs[:room])), string(signs[room:])
			}
		}
		if page != "" {
			pages = append(pages, page)
		}
	}
	return pages
}

// show puts up the frame whose turn it is, and after a while the next.
func (d *Display) show() {
	d.kernel.Cancel(d.next)
	next := func() {
		d.turn = (d.turn + 1) % len(d.frames)
		d.show()
	}
	if room := d.product.Capabilities.DisplayPage; room > 0 {
		if pages := pagesOf(d.frames[d.turn], room); len(pages) > 1 {
			d.turnPages(pages, next)
			return
		}
	}
	frame := strings.ReplaceAll(d.frames[d.turn], "\n", "  ")
	if signs := []rune(frame); d.product.Capabilities.DisplayScrolls && len(signs) > scrollWidth {
		blank := strings.Repeat(" ", scrollWidth)
		d.scroll([]rune(blank+frame+blank), next)
		return
	}
	d.panel.Show(d.frames[d.turn])
	if len(d.frames) > 1 {
		d.next = d.kernel.After(stay, next)
	}
}

// shows tells whether it is the moment of a message. One without a state is shown in any (MessageInfoType).
func (d *Display) shows(m ocpp201.MessageInfo) bool {
	if d.off() || m.StartDateTime != nil && d.kernel.Now().Before(m.StartDateTime.Time) {
		return false
	}
	return m.State == nil || d.Is(*m.State)
}

// Is tells whether the station is in a state of MessageStateEnumType: charging while energy flows anywhere, idle while it does not,
// faulted and unavailable as the station as a whole is.
func (d *Display) Is(state ocpp201.MessageState) bool {
	charges := false
	for _, s := range d.charging.Sessions() {
		charges = charges || s.Charging
	}
	switch state {
	case ocpp201.MessageStateCharging:
		return charges
	case ocpp201.MessageStateIdle:
		return !charges
	case ocpp201.MessageStateFaulted:
		return d.site.StationStatus() == ocpp201.ConnectorStatusFaulted
	}
	return d.site.StationStatus() == ocpp201.ConnectorStatusUnavailable
}

// arrange puts a message that is always in front alone, those in front before the cycle, and the others into it with the station's
// own words.
func arrange(words string, messages []ocpp201.MessageInfo) []string {
	for _, front := range []ocpp201.MessagePriority{ocpp201.MessagePriorityAlwaysFront, ocpp201.MessagePriorityInFront} {
		if some := Texts(messages, front); len(some) > 0 {
			return some
		}
	}
	return append([]string{words}, Texts(messages, ocpp201.MessagePriorityNormalCycle)...)
}

// Texts are what the messages of a priority look like.
func Texts(messages []ocpp201.MessageInfo, of ocpp201.MessagePriority) (all []string) {
	for _, m := range messages {
		if m.Priority == of {
			all = append(all, textOf(m.Message))
		}
	}
	return all
}

var tag = regexp.MustCompile(`<[^>]*>`)

// textOf is what a content looks like on a display of letters: the text of a page, and the address of one that would have to be loaded.
func textOf(c ocpp201.MessageContent) string {
	if c.Format == ocpp201.MessageFormatHTML {
		return html.UnescapeString(strings.TrimSpace(tag.ReplaceAllString(c.Content, " ")))
	}
	return c.Content
}

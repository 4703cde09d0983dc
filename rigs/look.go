package rigs

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Sight is something that a display may show: a text, whatever stands around it. What says it to a person, such as
// `the message "Welcome"`; empty is the text itself. Without is a longer text in which the text does not count, such as "Welcome 2".
type Sight struct {
	What    string `json:"what,omitempty"`
	Text    string `json:"text"`
	Without string `json:"without,omitempty"`
}

func (s Sight) String() string {
	if s.What != "" {
		return s.What
	}
	return fmt.Sprintf("%q", s.Text)
}

// In tells whether a display that shows text shows the sight. A display breaks lines where it has to, and writes letters and
// decimals as its maker likes: white space and case count for nothing, and a decimal comma is a point. A number is a whole one: 7.53 is
// not in 17.53.
func (s Sight) In(text string) bool {
	text = legible(text)
	if longer := legible(s.Without); longer != "" {
		text = wherever(longer).ReplaceAllString(text, " ")
	}
	return wherever(legible(s.Text)).MatchString(text)
}

var decimal = regexp.MustCompile(`(\d),(\d)`)

// legible is a text without what displays write differently but white space.
func legible(text string) string {
	return decimal.ReplaceAllString(strings.ToLower(text), "$1.$2")
}

// wherever finds a legible text, whatever white space there is in it. Before the first digit of a number no other stands.
func wherever(text string) *regexp.Regexp {
	var signs []string
	for _, sign := range strings.Join(strings.Fields(text), "") {
		signs = append(signs, regexp.QuoteMeta(string(sign)))
	}
	pattern := strings.Join(signs, `\s*`)
	if len(signs) > 0 && strings.Contains("0123456789", signs[0]) {
		pattern = `(?:^|[^0-9])` + pattern
	}
	return regexp.MustCompile(pattern)
}

// lookAgain is how often a display is read while it is watched: several times in the shortest time for which anybody could read a
// message.
const lookAgain = 500 * time.Millisecond

// mostTexts is how many texts of a display are kept of one look.
const mostTexts = 8

// Watched is what came of watching a display: whether it showed the sight, whether it ended in the middle of it and never showed the rest, and
// what it has shown, each text once, in their order.
type Watched struct {
	Shown    bool
	Cut      bool
	Observed string
}

// Watch reads a display again and again until it has shown the sight, at once or in parts that move over it, and at the longest for a time,
// in which all that it shows comes round. The error is that of read, or of ctx.
func (s Sight) Watch(ctx context.Context, within time.Duration, read func(context.Context) (string, error)) (Watched, error) {
	var texts []string
	w := watcher{sight: s}
	for end := time.Now().Add(within); ; {
		text, err := read(ctx)
		if err != nil {
			return Watched{}, err
		}
		text = strings.TrimSpace(text)
		if !slices.Contains(texts, text) && len(texts) < mostTexts {
			texts = append(texts, text)
		}
		shown, left := w.shows(text), time.Until(end)
		switch {
		case s.In(text) && (shown || left <= 0):
			return Watched{Shown: true, Observed: shows(text)}, nil
		case shown:
			return Watched{Shown: true, Observed: shows(texts...)}, nil
		case left <= 0:
			return Watched{Cut: !w.scrolls && slices.ContainsFunc(texts, s.cutIn), Observed: shows(texts...)}, nil
		}
		if err := Sleep(ctx, min(left, lookAgain)); err != nil {
			return Watched{}, err
		}
	}
}

// shows says what a display has shown.
func shows(texts ...string) string {
	words := make([]string, len(texts))
	for i, text := range texts {
		words[i] = fmt.Sprintf("%q", text)
		if text == "" {
			words[i] = "nothing"
		}
	}
	return "the display shows " + strings.Join(words, ", then ")
}

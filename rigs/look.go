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
// `the message "Welcome"`; empty is the text itself. Without is a longer text in which the text does not count, such as "Welcome 2". Page says that
// the text is the address of a page, of which only a person knows what there is to see. Stays asks for more than that the display shows it:
// that it goes on to, and that nothing else takes turns with it.
type Sight struct {
	What    string `json:"what,omitempty"`
	Text    string `json:"text"`
	Without string `json:"without,omitempty"`
	Page    bool   `json:"page,omitempty"`
	Stays   bool   `json:"stays,omitempty"`
}

// Staying is the sight that stays.
func (s Sight) Staying() Sight {
	s.Stays = true
	return s
}

// Readable is nil where a rig that reads the display can tell whether it shows the sight, and an ErrNoRig else.
func (s Sight) Readable() error {
	if s.Page {
		return fmt.Errorf("%w that knows what there is to see of %s; have a person look, by a manual rig for display in acts of the bench file", ErrNoRig, s.Text)
	}
	return nil
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
	if longer := legible(s.Without); longer != "" && mayHold(text, longer) {
		text = wherever(longer).ReplaceAllString(text, " ")
	}
	wanted := legible(s.Text)
	return mayHold(text, wanted) && wherever(wanted).MatchString(text)
}

// mayHold is the quick part of a search: nearly every look at a display is one at something else.
func mayHold(text, wanted string) bool { return strings.Contains(signs(text), signs(wanted)) }

// signs are a text without white space.
func signs(text string) string { return strings.Join(strings.Fields(text), "") }

var decimal = regexp.MustCompile(`(\d),(\d)`)

// legible is a text without what displays write differently but white space.
func legible(text string) string {
	return decimal.ReplaceAllString(strings.ToLower(text), "$1.$2")
}

// wherever finds a legible text, whatever white space there is in it. Before the first digit of a number no other stands.
func wherever(text string) *regexp.Regexp {
	var each []string
	for _, sign := range signs(text) {
		each = append(each, regexp.QuoteMeta(string(sign)))
	}
	pattern := strings.Join(each, `\s*`)
	if len(each) > 0 && strings.Contains("0123456789", each[0]) {
		pattern = `(?:^|[^0-9])` + pattern
	}
	return regexp.MustCompile(pattern)
}

// lookAgain is how often a display is read while it is watched: several times in the shortest time for which anybody could read a
// message.
const lookAgain = 500 * time.Millisecond

// mostTexts is how many texts of a display are kept of one look.
const mostTexts = 8

// Watched is what came of watching a display: whether it showed the sight, and went on to where it is one that stays; whether it had no room for it, so that it ended in the middle and never
// showed the rest, or could not be told from the longer one, and what it has shown, each text once, in their order.
type Watched struct {
	Shown    bool
	Cut      bool
	Observed string
}

// Watch reads a display again and again until it has shown the sight, at once, in parts that move over it, or in pages, and at the longest for a
// time, in which all that it shows comes round. One moment that cannot be read hides nothing that is seen in another; where the sight is not seen
// then, the error is that of read, and that of ctx where it has ended.
func (s Sight) Watch(ctx context.Context, within time.Duration, read func(context.Context) (string, error)) (Watched, error) {
	if s.Stays {
		return s.watchStay(ctx, within, read)
	}
	w := watcher{sight: s}
	var missed error // the first moment that could not be read
	for end := time.Now().Add(within); ; {
		text, err := read(ctx)
		left := time.Until(end)
		switch {
		case err == nil:
			if seen, over := w.takes(strings.TrimSpace(text), left <= 0); seen.Shown || over && missed == nil {
				return seen, nil
			}
		case Harmless(ctx, err) || ctx.Err() != nil:
			return Watched{}, err
		case missed == nil:
			missed = err
		}
		if left <= 0 {
			return Watched{}, missed
		}
		if err := Sleep(ctx, min(left, lookAgain)); err != nil {
			return Watched{}, err
		}
	}
}

// keeps keeps a text for Watched.Observed.
func (w *watcher) keeps(text string) {
	if !slices.Contains(w.texts, text) && len(w.texts) < mostTexts {
		w.texts = append(w.texts, text)
	}
}

// takes takes what the display shows at the next moment, and tells what has come of watching it: that the sight is shown, or, with the last moment,
// all else.
func (w *watcher) takes(text string, last bool) (seen Watched, over bool) {
	w.keeps(text)
	if !slices.Contains(w.ending, text) && w.sight.cutIn(text) {
		w.ending = append(w.ending, text)
	}
	shown := w.shows(text) || last && w.ends(text)
	switch {
	case shown && w.sight.In(text):
		return Watched{Shown: true, Observed: shows(text)}, true
	case shown:
		return Watched{Shown: true, Observed: shows(w.texts...)}, true
	case !last:
		return Watched{}, false
	}
	return Watched{Cut: w.cut(), Observed: shows(w.texts...) + w.doubt()}, true
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

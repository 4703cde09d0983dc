package fleet

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// Wish is what a runner waits for: benches that fit, at most so many.
type Wish struct {
	Run       string `json:"run"` // its id
	Who       string `json:"who"` // user and machine
	On        string `json:"on,omitempty"`
	Product   string `json:"product"`
	PICS      string `json:"pics"`
	Certbench string `json:"certbench"`
	Most      int    `json:"most,omitempty"` // 0 for all that fit
	Priority  int    `json:"priority,omitempty"`
	// Since is the place in the queue: the engine's count when the wish was first told. It is 0 in the first word of a wish, whose own
	// place in the table it is.
	Since uint64 `json:"since,omitempty"`
}

// on is a --on expression: words with commas between, all of which have to fit.
type on []term

// term is one word of an expression: a label, or KEY=PATTERN, and ! before it for the opposite.
type term struct {
	not          bool
	key, pattern string
}

// keys are what can be asked of a bench, and where it stands.
var keys = map[string]func(Bench) string{
	"name":     func(b Bench) string { return b.Name },
	"place":    func(b Bench) string { return b.Place },
	"station":  func(b Bench) string { return b.Station },
	"vendor":   func(b Bench) string { return b.Vendor },
	"model":    func(b Bench) string { return b.Model },
	"firmware": func(b Bench) string { return b.Firmware },
	"profile":  func(b Bench) string { return fmt.Sprint(b.Profile) },
	"doctor": func(b Bench) string {
		if b.Doctor == nil {
			return ""
		}
		return string(b.Doctor.Verdict)
	},
}

// RightOn says what is wrong with a --on expression; nil for nothing.
func RightOn(text string) error {
	_, err := parseOn(text)
	return err
}

// parseOn reads an expression. Patterns are those of file names: * and ?.
func parseOn(text string) (on, error) {
	var all on
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		word = strings.TrimSpace(word)
		t := term{not: strings.HasPrefix(word, "!")}
		word = strings.TrimSpace(strings.TrimPrefix(word, "!"))
		key, pattern, keyed := strings.Cut(word, "=")
		if !keyed {
			key, pattern = "", word
		} else if keys[key] == nil {
			return nil, fmt.Errorf("--on %q asks for %q, which no bench tells; write one of %s, such as place=lab-2, or a label", text, key, strings.Join(slices.Sorted(maps.Keys(keys)), ", "))
		}
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			return nil, fmt.Errorf("--on %q: %q is no pattern; write for example name=bench-*", text, pattern)
		}
		t.key, t.pattern = key, pattern
		all = append(all, t)
	}
	return all, nil
}

func (o on) fits(b Bench) bool {
	return !slices.ContainsFunc(o, func(t term) bool { return t.fits(b) == t.not })
}

func (t term) fits(b Bench) bool {
	of := b.Labels
	if t.key != "" {
		of = []string{keys[t.key](b)}
	}
	return slices.ContainsFunc(of, func(text string) bool {
		ok, err := path.Match(strings.ToLower(t.pattern), strings.ToLower(text))
		return err == nil && ok
	})
}

// Misfit says why a bench is none for the wish, empty where it is one.
func (w Wish) Misfit(b Bench) string {
	asked, err := parseOn(w.On)
	switch {
	case err != nil:
		return err.Error()
	case !asked.fits(b):
		return "--on leaves it out"
	case b.Product != w.Product:
		return fmt.Sprintf("it has a %s", b.Product)
	case b.PICS != w.PICS:
		return "its PICS is another"
	case b.Certbench != w.Certbench:
		return fmt.Sprintf("its agent is certbench %s, and this is %s", b.Certbench, w.Certbench)
	case b.Latched != "":
		return "it is broken: " + b.Latched
	}
	return ""
}

// before tells which wish is served first: that of the higher priority, then the older.
func before(a, b Wish) int {
	return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.Since, b.Since), cmp.Compare(a.Run, b.Run))
}

// shareOut gives the free benches to those who wait, in their order, and returns what falls to one of them.
func shareOut(free []Bench, waiting []Wish, run string) []Bench {
	slices.SortFunc(waiting, before)
	free = slices.Clone(free)
	for _, w := range waiting {
		var mine []Bench
		free = slices.DeleteFunc(free, func(b Bench) bool {
			takes := (w.Most == 0 || len(mine) < w.Most) && w.Misfit(b) == ""
			if takes {
				mine = append(mine, b)
			}
			return takes
		})
		if w.Run == run {
			return mine
		}
	}
	return nil
}

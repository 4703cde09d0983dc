package suites

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/strictyaml"
)

// expression is a --cases expression. Its grammar is that of Ginkgo's label filters, with &&, ||, the comma as another or,
// !, parentheses, and regular expressions between slashes; but every term must mean something in the catalogue, so that a
// misspelt id is no empty or whole plan. Letters count alike, big or small. The empty expression selects all.
type expression struct {
	text string
	left []token
	end  int // of the text, in characters
}

// selection tells whether labels are selected.
type selection func(labels []string) bool

type token struct {
	kind rune // '(', ')', '!', '&', '|', 'a' for a word, '/' for a regular expression
	text string
	at   int // its first character, counted from 1
}

// parseExpression reads a --cases expression. Errors say what is wrong, at which character, and what to write instead.
func parseExpression(text string) (selection, error) {
	e := &expression{text: text, end: utf8.RuneCountInString(text) + 1}
	if strings.TrimSpace(text) == "" {
		return func([]string) bool { return true }, nil
	}
	if err := e.scan(); err != nil {
		return nil, err
	}
	chosen, err := e.either()
	if err != nil {
		return nil, err
	}
	if len(e.left) > 0 {
		return nil, e.wrong(e.left[0].at, "%q follows where && or || is wanted", e.left[0].text)
	}
	return chosen, nil
}

func (e *expression) wrong(at int, what string, args ...any) error {
	return fmt.Errorf("--cases %q is no case expression: at character %d, %s; write for example TC_E_03_CS, TC_E_06_CS/remote, \"E && !TC_E_31_CS\" or \"/TC_B_.*/\"",
		e.text, at, fmt.Sprintf(what, args...))
}

// scan takes the text apart. A word may hold blanks and a slash: "Advanced Security", "TC_E_06_CS/remote".
func (e *expression) scan() error {
	text := []rune(e.text)
	for i := 0; i < len(text); {
		at := i + 1
		switch c := text[i]; {
		case unicode.IsSpace(c):
			i++
		case strings.ContainsRune("()!", c):
			e.left = append(e.left, token{c, string(c), at})
			i++
		case c == ',':
			e.left = append(e.left, token{'|', ",", at})
			i++
		case c == '&' || c == '|':
			if i+1 == len(text) || text[i+1] != c {
				return e.wrong(at, "a single %c stands where %c%c is wanted", c, c, c)
			}
			e.left = append(e.left, token{c, string(text[i : i+2]), at})
			i += 2
		case c == '/':
			length := slices.Index(text[i+1:], '/')
			if length < 0 {
				return e.wrong(at, "a regular expression begins that no second slash ends")
			}
			e.left = append(e.left, token{'/', string(text[i+1 : i+1+length]), at})
			i += length + 2
		default:
			end := i
			for end < len(text) && !strings.ContainsRune("()!,&|", text[end]) {
				end++
			}
			e.left = append(e.left, token{'a', strings.TrimSpace(string(text[i:end])), at})
			i = end
		}
	}
	return nil
}

func (e *expression) either() (selection, error) {
	return e.list('|', e.both, func(a, b selection) selection { return func(of []string) bool { return a(of) || b(of) } })
}

func (e *expression) both() (selection, error) {
	return e.list('&', e.single, func(a, b selection) selection { return func(of []string) bool { return a(of) && b(of) } })
}

func (e *expression) list(between rune, one func() (selection, error), join func(a, b selection) selection) (selection, error) {
	chosen, err := one()
	for err == nil && len(e.left) > 0 && e.left[0].kind == between {
		e.left = e.left[1:]
		var next selection
		if next, err = one(); err == nil {
			chosen = join(chosen, next)
		}
	}
	return chosen, err
}

func (e *expression) single() (selection, error) {
	if len(e.left) == 0 {
		return nil, e.wrong(e.end, "it ends where a case is wanted")
	}
	t := e.left[0]
	e.left = e.left[1:]
	switch t.kind {
	case '!':
		not, err := e.single()
		if err != nil {
			return nil, err
		}
		return func(of []string) bool { return !not(of) }, nil
	case '(':
		inner, err := e.either()
		if err != nil {
			return nil, err
		}
		if len(e.left) == 0 || e.left[0].kind != ')' {
			return nil, e.wrong(t.at, "a parenthesis opens that none closes")
		}
		e.left = e.left[1:]
		return inner, nil
	case '/':
		return e.pattern(t)
	case 'a':
		return e.word(t)
	}
	return nil, e.wrong(t.at, "%q stands where a case is wanted", t.text)
}

// pattern is a regular expression, which finds what it says anywhere in a label.
func (e *expression) pattern(t token) (selection, error) {
	of, err := regexp.Compile("(?i)" + t.text)
	if err != nil {
		return nil, e.wrong(t.at, "/%s/ is no regular expression: %s", t.text, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	if !slices.ContainsFunc(allLabels(), of.MatchString) {
		return nil, fmt.Errorf("--cases %q selects by /%s/, at character %d, which matches no case, block or profile of the catalogue; see certbench list", e.text, t.text, t.at)
	}
	return func(labels []string) bool { return slices.ContainsFunc(labels, of.MatchString) }, nil
}

func (e *expression) word(t token) (selection, error) {
	is := func(label string) bool { return strings.EqualFold(label, t.text) }
	all := allLabels()
	if !slices.ContainsFunc(all, is) {
		return nil, fmt.Errorf("--cases %q selects by %q, at character %d, which is no case, block or profile of the catalogue%s; see certbench list", e.text, t.text, t.at, instead(t.text, all))
	}
	return func(labels []string) bool { return slices.ContainsFunc(labels, is) }, nil
}

var shortID = regexp.MustCompile(`^(?i:TC_)?([A-Za-z])_?(\d{1,3})(?i:_CS)?$`)

// spelt is the id of a case as the catalogue spells it, where somebody writes E_3, TC_E_03 or TC_E_3_CS; else what was written.
func spelt(id string) string {
	m := shortID.FindStringSubmatch(id)
	if m == nil {
		return id
	}
	number, _ := strconv.Atoi(m[2]) // of at most three digits
	return fmt.Sprintf("TC_%s_%02d_CS", strings.ToUpper(m[1]), number)
}

// instead says what somebody may have meant by a term that means nothing.
func instead(term string, all []string) string {
	id, mode, ofMode := strings.Cut(term, "/")
	known := slices.IndexFunc(all, func(label string) bool { return strings.EqualFold(label, id) })
	if ofMode && known >= 0 {
		id = all[known]
		if c, played := octt.Lookup(id); played && len(Plays(c, nil)) == 1 {
			return fmt.Sprintf(": %s is played in one way only; write %s", id, id)
		}
		if slices.ContainsFunc(all, func(label string) bool { return strings.HasPrefix(label, id+"/") }) {
			return fmt.Sprintf(": %s has the modes %s, and not %q", id, modesInWords(id), mode)
		}
	}
	if whole := spelt(id); slices.Contains(all, whole) {
		return fmt.Sprintf("; did you mean %s", whole)
	}
	if m := shortID.FindStringSubmatch(id); m != nil {
		block := strings.ToUpper(m[1])
		if slices.ContainsFunc(all, func(label string) bool { return strings.HasPrefix(label, "TC_"+block+"_") }) {
			return fmt.Sprintf(": there is no case %s for Charging Stations, only others of block %s", spelt(id), block)
		}
		return fmt.Sprintf(": there is no block %s", block)
	}
	if near, is := strictyaml.Near(term, all); is {
		return fmt.Sprintf("; did you mean %s", near)
	}
	return ""
}

// allLabels are the words that can select anything.
func allLabels() []string {
	var all []string
	for _, entry := range catalogue.All() {
		for _, mode := range allModes(entry.ID) {
			for _, label := range Labels(entry, mode) {
				if !slices.Contains(all, label) {
					all = append(all, label)
				}
			}
		}
	}
	return all
}

// allModes are the modes of a case, the one mode of one that certbench does not play.
func allModes(id string) []octt.Mode {
	c, _ := octt.Lookup(id)
	return Plays(c, nil)
}

// modesInWords lists the modes of a case, such as "local and remote".
func modesInWords(id string) string {
	var words []string
	for _, mode := range allModes(id) {
		words = append(words, string(mode))
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

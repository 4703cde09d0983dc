package pics

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// reader walks a YAML document strictly and collects every error with its place, so that one reading names them all.
type reader struct {
	name string
	errs []error
}

// fail records an error at a token: "file:line:column: sentence".
func (r *reader) fail(at *token.Token, format string, args ...any) {
	line, column := 1, 1
	if at != nil && at.Position != nil {
		line, column = at.Position.Line, at.Position.Column
	}
	r.errs = append(r.errs, fmt.Errorf("%s:%d:%d: %s", r.name, line, column, fmt.Sprintf(format, args...)))
}

// maxSize bounds a file: the YAML parser takes quadratic time on deep nesting, and a real PICS has about 8 kB.
const maxSize = 64 << 10

// root parses the bytes and returns the body of the one document in them; nil after an error.
func (r *reader) root(data []byte) ast.Node {
	if len(data) > maxSize {
		r.fail(nil, "a PICS file has at most %d bytes, this one has %d; give the path of the PICS file itself", maxSize, len(data))
		return nil
	}
	file, err := yamlparser.ParseBytes(data, 0, yamlparser.AllowDuplicateMapKey())
	var syntax yaml.Error
	switch {
	case errors.As(err, &syntax):
		r.fail(syntax.GetToken(), "not YAML: %s", syntax.GetMessage())
	case err != nil:
		r.errs = append(r.errs, fmt.Errorf("%s: not YAML: %w", r.name, err))
	case len(file.Docs) != 1 || file.Docs[0].Body == nil:
		r.fail(nil, "one YAML document belongs here, not %d; write the sections product, profiles, features …", len(file.Docs))
	default:
		return file.Docs[0].Body
	}
	return nil
}

// field is one entry of a mapping.
type field struct {
	key   string
	at    *token.Token
	value ast.Node
}

// fields returns the entries of a mapping in order, and reports keys that stand twice.
func (r *reader) fields(n ast.Node, what string) []field {
	var entries []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		entries = n.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{n}
	default:
		r.fail(tokenOf(n), "%s must be a mapping; write \"key: value\" lines under it", what)
		return nil
	}
	var out []field
	seen := map[string]int{}
	for _, entry := range entries {
		at := entry.Key.GetToken()
		key, ok := scalar(entry.Key)
		switch {
		case !ok:
			r.fail(at, "a key of %s must be a plain word", what)
		case seen[key] != 0:
			r.fail(at, "%s stands twice in %s, first on line %d; keep one", key, what, seen[key])
		default:
			seen[key] = at.Position.Line
			out = append(out, field{key, at, entry.Value})
		}
	}
	return out
}

// object reads a mapping with known keys. A key that ends in "!" in names is required.
func (r *reader) object(n ast.Node, what string, names []string, set func(f field)) {
	present := map[string]bool{}
	var known []string
	for _, name := range names {
		known = append(known, strings.TrimSuffix(name, "!"))
	}
	for _, f := range r.fields(n, what) {
		if nearest(f.key, known) != f.key {
			r.fail(f.at, "%s has no key %q; write %s (known: %s)", what, f.key, nearest(f.key, known), strings.Join(known, ", "))
			continue
		}
		present[f.key] = true
		set(f)
	}
	for _, name := range names {
		if key, required := strings.CutSuffix(name, "!"); required && !present[key] {
			r.fail(tokenOf(n), "%s lacks %q; add a line \"%s: …\"", what, key, key)
		}
	}
}

// sequence returns the elements of a list.
func (r *reader) sequence(n ast.Node, what string) []ast.Node {
	if s, ok := n.(*ast.SequenceNode); ok {
		return s.Values
	}
	r.fail(tokenOf(n), "%s must be a list; write [a, b] or one \"- item\" per line", what)
	return nil
}

func (r *reader) text(n ast.Node, what string) string {
	s, ok := scalar(n)
	if !ok || strings.TrimSpace(s) == "" {
		r.fail(tokenOf(n), "%s must be a text; write it after the colon, in quotes where it holds \": \" or \" #\"", what)
	}
	return s
}

func (r *reader) texts(n ast.Node, what string) []string {
	out := []string{}
	for _, element := range r.sequence(n, what) {
		out = append(out, r.text(element, "an entry of "+what))
	}
	return out
}

// oneOf reads a text that must be one of the given words.
func (r *reader) oneOf(n ast.Node, what string, words []string) string {
	s, ok := scalar(n)
	if !ok || nearest(s, words) != s {
		r.fail(tokenOf(n), "%s cannot be %q; write one of %s", what, s, strings.Join(words, ", "))
	}
	return s
}

func (r *reader) yes(n ast.Node, what string) bool {
	return r.oneOf(n, what, []string{"yes", "no"}) == "yes"
}

func (r *reader) number(n ast.Node, what string) int {
	s, _ := scalar(n)
	value, err := strconv.Atoi(s)
	if err != nil || value < 0 {
		r.fail(tokenOf(n), "%s must be a whole number, zero or more, not %q", what, s)
	}
	return value
}

// seconds reads a positive number of seconds, with at most millisecond precision kept.
func (r *reader) seconds(n ast.Node, what string) time.Duration {
	s, _ := scalar(n)
	value, err := strconv.ParseFloat(s, 64)
	if err != nil || !(value > 0 && value < 1e6) {
		r.fail(tokenOf(n), "%s must be a number of seconds above zero, not %q; write for example 10 or 0.15", what, s)
		return 0
	}
	return time.Duration(math.Round(value*1000)) * time.Millisecond
}

func (r *reader) date(n ast.Node, what string) string {
	s, _ := scalar(n)
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		r.fail(tokenOf(n), "%s must be a date, not %q; write it as 2026-02-24", what, s)
	}
	return s
}

// scalar returns the text of a plain or quoted value as it stands in the file; "" for an empty one.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	default:
		return "", false
	}
}

func tokenOf(n ast.Node) *token.Token {
	if n == nil {
		return nil
	}
	return n.GetToken()
}

// nearest returns the word that is the fewest edits away from s: s itself when it is one of them.
func nearest(s string, words []string) string {
	best, fewest := "", math.MaxInt
	for _, word := range words {
		if n := edits(s, word); n < fewest {
			best, fewest = word, n
		}
	}
	return best
}

// edits is the Levenshtein distance of two words, capped in length so that foreign input costs nothing.
func edits(a, b string) int {
	const longest = 100
	if a == b {
		return 0
	}
	if len(a) > longest {
		return longest
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

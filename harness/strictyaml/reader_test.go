package strictyaml

import (
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/ast"
)

var recipe = Kind{Noun: "recipe", Sections: "title, steps …", MaxBytes: 4 << 10}

// walk visits all that a document holds and returns its scalars in order, as "key=value" or "value".
func walk(r *Reader, n ast.Node, what string) []string {
	var out []string
	twice := func(key string) string { return key + " stands twice in " + what }
	if r.Fields(n, what, twice, func(f Field) {
		for _, inner := range walk(r, f.Value, f.Key) {
			out = append(out, f.Key+"="+inner)
		}
	}) {
		return out
	}
	if text, ok := Scalar(n); ok {
		return []string{text}
	}
	for _, element := range r.Sequence(n, what) {
		out = append(out, walk(r, element, "an entry of "+what)...)
	}
	return out
}

func read(text string) ([]string, error) {
	r := Reader{Name: "r.yaml"}
	var out []string
	if root := r.Root([]byte(text), recipe); root != nil {
		out = walk(&r, root, "a recipe")
	}
	return out, r.Err()
}

func TestADocumentIsWalkedInItsOrderAndAsItIsWritten(t *testing.T) {
	for text, want := range map[string]string{
		"title: soup\nsteps: [chop, 010, 1.50, yes, true]\n": "title=soup steps=chop steps=010 steps=1.50 steps=yes steps=true",
		"z: {b: 1, a: 'x'}\n":                                "z=b=1 z=a=x",
		"- a\n- b: \"c\"\n":                                  "a b=c",
		"\uFEFFa: 1\n":                                       "a=1", // with a byte order mark
		"alone":                                              "alone",
	} {
		got, err := read(text)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q:\nexpected %s\n     got %s, %v", text, want, strings.Join(got, " "), err)
		}
	}
}

func TestAnErrorNamesThePlaceAndWhatToWriteInstead(t *testing.T) {
	for text, want := range map[string]string{
		"a: 1\nb: 2\na: 3\na: 4\n":          "r.yaml:3:1: a stands twice in a recipe, first on line 1; keep one\nr.yaml:4:1: a stands twice in a recipe, first on line 1; keep one",
		"~: 1\n":                            "r.yaml:1:1: a key of a recipe must be a plain word",
		"steps:\n  by: {hand: null}\n":      "r.yaml:2:14: hand must be a list; write [a, b] or one \"- item\" per line",
		"a: {b: 1, b: 2}\nc: null\n":        "r.yaml:1:11: b stands twice in a, first on line 1; keep one\nr.yaml:2:4: c must be a list; write [a, b] or one \"- item\" per line",
		"":                                  "r.yaml:1:1: one YAML document belongs here, and nothing is written; write title, steps …",
		"a: 1\n---\nb: 2\n":                 "r.yaml:1:1: one YAML document belongs here, not 2; write title, steps …",
		strings.Repeat("#", (4<<10)+1):      "r.yaml:1:1: a recipe has at most 4096 bytes, this one has 4097; give the path of the recipe itself",
		"a: 1\n" + "b: 'never closed\n":     "r.yaml:2:4: not YAML: ",
		"a: 1\n  b: under a scalar\nc: 2\n": "; begin the line as deep as the one it belongs with, two spaces for each level, and put a text that holds \": \" into quotes",
		"a: @b\n":                           "r.yaml:1:4: not YAML: '@' is a reserved character; put the text into quotes",
		"a:\n\tb: 1\n":                      "; indent with spaces, as YAML takes no tabs",
	} {
		_, err := read(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\nexpected %s\n     got %v", text[:min(len(text), 50)], want, err)
		}
	}
}

func TestAFileUpToItsLimitIsRead(t *testing.T) {
	text := "a: 1 #" + strings.Repeat("#", (4<<10)-len("a: 1 #"))
	if got, err := read(text); err != nil || len(got) != 1 {
		t.Errorf("expected the one entry of %d bytes, got %v, %v", len(text), got, err)
	}
}

func TestNoErrorIsNil(t *testing.T) {
	r := Reader{Name: "r.yaml"}
	if err := r.Err(); err != nil {
		t.Errorf("expected nil before anything was recorded, got %v", err)
	}
}

func TestTheNearestWordIsTheOneWithTheFewestLettersToChange(t *testing.T) {
	words := []string{"EVConnected", "Authorized", "PowerPathClosed", "C-09", "C-19"}
	for word, want := range map[string]string{
		"EVConected":       "EVConnected",
		"authorised":       "Authorized",
		"PowerPathClosed":  "PowerPathClosed",
		"C-9":              "C-09", // the first of two that are equally near
		"":                 "C-09",
		"PathPowerClosed":  "PowerPathClosed",
		"Autorizedddddddd": "Authorized",
	} {
		if got := nearest(word, words); got != want {
			t.Errorf("%q: expected %q, got %q", word, want, got)
		}
	}
}

func TestAWordThatIsFarFromEveryOtherIsNearNone(t *testing.T) {
	words := []string{"C-09", "C-09.1", "NTP", "MobileNetwork"}
	for word, want := range map[string]bool{
		"C-9": true, "C-9.1": true, "NPT": true, "mobilenetwork": true, "C-99": true,
		"X-9.7": false, "GSM": false, "": false, "Satellite": false, "NNN": false,
	} {
		if nearest, near := Near(word, words); near != want {
			t.Errorf("%q and %q: expected near to be %t", word, nearest, want)
		}
	}
}

func TestEditsCountsInsertionsRemovalsAndChanges(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"ab", "ba", 2},
		{folded(strings.Repeat("X", 1<<20)), "xx", 98}, // of a long word only the first 100 letters count
	} {
		if got := edits(c.a, c.b); got != c.want {
			t.Errorf("edits of %.10q and %q: expected %d, got %d", c.a, c.b, c.want, got)
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{
		"", "title: &a {vendor: *a}", "? [a]\n: b", "<<: {a: b}", "features: {C-40.1: {tested: no}}", "steps: [null, {type: ''}]",
		"a: 1\na: 2\n", "a: !!binary x", "a: |\n  b", "\xff\xfe", "- - -", "a:\n  b: 1\n c: 2\n", "--- a\n--- b\n",
	} {
		f.Add(s)
	}
	place := regexp.MustCompile(`^r\.yaml:\d+:\d+: .`)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := read(text); err != nil && !place.MatchString(err.Error()) {
			t.Fatalf("expected the error to begin with its place, got %v", err)
		}
	})
}

package known

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/strictyaml"
)

// FileName is the name of the file in a run folder.
const FileName = "known.yaml"

var fileKind = strictyaml.Kind{Noun: "file of known failures", Sections: "known: and under it one \"- case: TC_…\" for each", MaxBytes: 1 << 20}

// File is a file of known failures.
type File struct {
	Name    string
	Entries []Entry

	source []byte
}

// Source is the file's bytes.
func (f *File) Source() []byte { return slices.Clone(f.source) }

// Load reads a file of known failures. Errors are those of Read and of the file system.
func Load(path string) (*File, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the file of known failures cannot be read: %w", err)
	}
	return Read(path, data)
}

// Read reads the bytes of a file. It is strict: unknown keys, entries without reason, ticket or date, and entries that stand twice
// are errors, joined, each with "name:line:column" and what to write instead.
func Read(name string, data []byte) (*File, error) {
	r := &reader{strictyaml.Reader{Name: name}}
	f := &File{Name: name, source: slices.Clone(data)}
	root := r.Root(data, fileKind)
	if root != nil && !r.Fields(root, "the file of known failures", stands, func(field strictyaml.Field) {
		if field.Key != "known" {
			r.Fail(field.At, "unknown key %q; write known, and under it one \"- case: TC_…\" for each failure that is expected", field.Key)
			return
		}
		for _, n := range r.Sequence(field.Value, "known") {
			f.add(r, r.entry(n), n)
		}
	}) {
		r.Fail(strictyaml.TokenOf(root), "a file of known failures holds known: and a list; write known: and under it one \"- case: TC_…\" for each")
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return f, nil
}

// With reads the bytes of another file, and returns the entries of both, equal ones once; f may be nil.
func (f *File) With(name string, data []byte) (*File, error) {
	other, err := Read(name, data)
	if err != nil || f == nil {
		return other, err
	}
	all := &File{Name: f.Name, Entries: slices.Clone(f.Entries), source: f.source}
	for _, e := range other.Entries {
		same := func(o Entry) bool { o.Line = e.Line; return o == e }
		if !slices.ContainsFunc(all.Entries, same) {
			all.Entries = append(all.Entries, e)
		}
	}
	return all, nil
}

// add takes an entry that does not stand there already.
func (f *File) add(r *reader, e Entry, n ast.Node) {
	same := func(o Entry) bool {
		return o.Case == e.Case && o.Mode == e.Mode && o.Row == e.Row && o.Check == e.Check && o.Field == e.Field && o.Came == e.Came
	}
	if i := slices.IndexFunc(f.Entries, same); i >= 0 && e.Case != "" {
		r.Fail(strictyaml.TokenOf(n), "this failure stands there already, on line %d; keep one", f.Entries[i].Line)
	}
	f.Entries = append(f.Entries, e)
}

func stands(key string) string { return key + " stands twice" }

type reader struct{ strictyaml.Reader }

// keys are those of an entry; the ones that end with an exclamation mark must be there.
var keys = []string{"case!", "mode", "row", "check", "field", "came", "reason!", "ticket!", "until!"}

func (r *reader) entry(n ast.Node) (e Entry) {
	at := strictyaml.TokenOf(n)
	into := map[string]*string{"case": &e.Case, "mode": &e.Mode, "row": &e.Row, "check": &e.Check, "field": &e.Field, "came": &e.Came, "reason": &e.Reason, "ticket": &e.Ticket}
	seen := map[string]bool{}
	is := r.Fields(n, "an entry", stands, func(f strictyaml.Field) {
		if e.Line == 0 {
			e.Line, at = f.At.Position.Line, f.At
		}
		seen[f.Key] = true
		to, known := into[f.Key]
		switch {
		case known:
			*to = r.text(f)
		case f.Key == "until":
			e.Until = r.day(f)
		default:
			r.Fail(f.At, "unknown key %q%s; an entry has %s", f.Key, meant(f.Key), strings.ReplaceAll(strings.Join(keys, ", "), "!", ""))
		}
	})
	if !is {
		r.Fail(at, "an entry must have keys; write \"- case: TC_E_03_CS\" and below it reason, ticket and until")
		return e
	}
	for _, key := range keys {
		if name, must := strings.CutSuffix(key, "!"); must && !seen[name] {
			r.Fail(at, "the entry has no %s; write %s", name, examples[name])
		}
	}
	r.fits(e, at)
	return e
}

var examples = map[string]string{
	"case":   "case: TC_E_03_CS, or case: between for what happens outside of every case",
	"reason": "reason: and why the failure is expected",
	"ticket": "ticket: and where it is being worked on, such as FW-123",
	"until":  "until: and the last day on which it is expected, such as 2027-03-31",
}

// text is a word or a sentence that cannot be empty.
func (r *reader) text(f strictyaml.Field) string {
	text, ok := strictyaml.Scalar(f.Value)
	if text = strings.TrimSpace(text); !ok || text == "" {
		r.Fail(f.At, "%s is empty or no text; write it on the same line, in quotes where it holds \": \", or leave the key away", f.Key)
	}
	return text
}

func (r *reader) day(f strictyaml.Field) time.Time {
	text, _ := strictyaml.Scalar(f.Value)
	day, err := time.Parse(Day, text)
	if err != nil {
		r.Fail(f.At, "until cannot be %q; write the last day on which the failure is expected, such as 2027-03-31", text)
	}
	return day
}

// stages are the words that the address of a row begins with, where it is no number.
var stages = []string{string(evidence.Before), string(evidence.Main), string(evidence.Post), string(evidence.Always), string(evidence.Restore)}

// fits refuses what cannot name any failure.
func (r *reader) fits(e Entry, at *token.Token) {
	if e.Case == Between {
		for _, of := range []struct{ key, value string }{{"mode", e.Mode}, {"row", e.Row}, {"field", e.Field}} {
			if of.value != "" {
				r.Fail(at, "what happens between the cases has no %s; name it by check, as certbench known draft writes it", of.key)
			}
		}
		if e.Check == "" {
			r.Fail(at, "an entry for what happens between the cases has no check; write the finding as certbench known draft does, such as check: \"StatusNotificationRequest: what must hold\"")
		}
		return
	}
	if e.Row == "" {
		return
	}
	first, _, _ := strings.Cut(e.Row, ",")
	if _, numbered := number(e.Row); !numbered && !slices.Contains(stages, first) {
		r.Fail(at, "row cannot be %q; write the number in the case's own table, such as \"3\", or the stage, the reusable states and the number, such as \"before, Authorized, 1\"", e.Row)
	}
}

// meant says which key somebody may have meant.
func meant(key string) string {
	var names []string
	for _, k := range keys {
		names = append(names, strings.TrimSuffix(k, "!"))
	}
	if near, is := strictyaml.Near(key, names); is {
		return fmt.Sprintf(" (did you mean %s?)", near)
	}
	return ""
}

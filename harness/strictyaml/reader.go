package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// A Kind is what a file is, in the words that its errors need.
type Kind struct {
	Noun     string // such as "bench file"
	Sections string // what it begins with, such as "name, listen, station …"
	MaxBytes int    // bounds the file: the YAML parser takes quadratic time on deep nesting
}

// Reader walks one document and collects its errors.
type Reader struct {
	Name string // of the file, as its errors give it
	errs []error
}

// Fail records an error at a token, "name:line:column: sentence", once; nil stands for the beginning of the file.
func (r *Reader) Fail(at *token.Token, format string, args ...any) {
	line, column := 1, 1
	if at != nil && at.Position != nil {
		line, column = at.Position.Line, at.Position.Column
	}
	err := fmt.Errorf("%s:%d:%d: %s", r.Name, line, column, fmt.Sprintf(format, args...))
	if !slices.ContainsFunc(r.errs, func(told error) bool { return told.Error() == err.Error() }) {
		r.errs = append(r.errs, err)
	}
}

// Err joins what was recorded so far, in that order; nil when nothing was.
func (r *Reader) Err() error { return errors.Join(r.errs...) }

// Root parses the bytes and returns the body of the one document in them; nil after an error.
func (r *Reader) Root(data []byte, k Kind) ast.Node {
	if len(data) > k.MaxBytes {
		r.Fail(nil, "a %s has at most %d bytes, this one has %d; give the path of the %s itself", k.Noun, k.MaxBytes, len(data), k.Noun)
		return nil
	}
	// Some editors begin a file with a byte order mark, which YAML allows (section 5.2) and the parser does not know.
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	var syntax yaml.Error
	switch {
	case errors.As(err, &syntax):
		r.Fail(syntax.GetToken(), "not YAML: %s%s", syntax.GetMessage(), hint(syntax.GetMessage()))
	case err != nil:
		r.Fail(nil, "not YAML: %v", err)
	case len(file.Docs) == 0 || len(file.Docs) == 1 && file.Docs[0].Body == nil:
		r.Fail(nil, "one YAML document belongs here, and nothing is written; write %s", k.Sections)
	case len(file.Docs) != 1:
		r.Fail(nil, "one YAML document belongs here, not %d; write %s", len(file.Docs), k.Sections)
	default:
		return file.Docs[0].Body
	}
	return nil
}

// hint says what to write instead, by what the parser says; empty where only the place can be told.
func hint(message string) string {
	switch {
	case strings.Contains(message, "'\t'"):
		return "; indent with spaces, as YAML takes no tabs"
	case strings.Contains(message, "reserved character"):
		return "; put the text into quotes"
	case strings.Contains(message, "not allowed in this context"):
		return "; begin the line as deep as the one it belongs with, two spaces for each level, and put a text that holds \": \" into quotes"
	}
	return ""
}

// Field is one entry of a mapping.
type Field struct {
	Key   string
	At    *token.Token // where the key stands
	Value ast.Node
}

// Fields hands over the entries of a mapping in order, each key once, and tells whether n is a mapping at all. what names
// the mapping in errors; twice begins the one about a key that stands there again, such as "C-53 stands twice in features".
func (r *Reader) Fields(n ast.Node, what string, twice func(key string) string, each func(Field)) bool {
	var entries []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		entries = n.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{n}
	default:
		return false
	}
	seen := map[string]int{}
	for _, entry := range entries {
		at := entry.Key.GetToken()
		key, ok := Scalar(entry.Key)
		switch {
		case !ok:
			r.Fail(at, "a key of %s must be a plain word", what)
		case seen[key] != 0:
			r.Fail(at, "%s, first on line %d; keep one", twice(key), seen[key])
		default:
			seen[key] = at.Position.Line
			each(Field{key, at, entry.Value})
		}
	}
	return true
}

// Sequence returns the elements of a list; none after the error that n is not one.
func (r *Reader) Sequence(n ast.Node, what string) []ast.Node {
	if s, ok := n.(*ast.SequenceNode); ok {
		return s.Values
	}
	r.Fail(TokenOf(n), "%s must be a list; write [a, b] or one \"- item\" per line", what)
	return nil
}

// Scalar returns the text of a plain or quoted value as it stands in the file; false for any other node, an empty one too.
func Scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	default:
		return "", false
	}
}

// TokenOf returns where a node stands; nil for no node.
func TokenOf(n ast.Node) *token.Token {
	if n == nil {
		return nil
	}
	return n.GetToken()
}

package bench

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxFile bounds a bench file: the YAML parser takes quadratic time on deep nesting, and a real file has about 2 kB.
const maxFile = 64 << 10

// decoder fills Go values from YAML, strictly: unknown keys, keys that stand twice and values of the wrong kind are
// errors. It collects all of them, each with its place, so that one reading names them all.
type decoder struct {
	name string
	at   map[string]*token.Token // path, such as "station.id", to where its value stands
	errs []error
}

// decode fills the struct that into points to.
func (d *decoder) decode(data []byte, into any) {
	d.at = map[string]*token.Token{}
	if len(data) > maxFile {
		d.fail("", "a bench file has at most %d bytes, this one has %d; give the path of the bench file itself", maxFile, len(data))
		return
	}
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	var syntax yaml.Error
	switch {
	case errors.As(err, &syntax):
		d.failAt(syntax.GetToken(), "not YAML: %s", syntax.GetMessage())
	case err != nil:
		d.fail("", "not YAML: %v", err)
	case len(file.Docs) != 1 || file.Docs[0].Body == nil:
		d.fail("", "one YAML document belongs here, not %d; write name, listen, station …", len(file.Docs))
	default:
		d.value(file.Docs[0].Body, "", reflect.ValueOf(into).Elem())
	}
}

// fail records an error at the place of a path, or of its nearest parent that stands in the file.
func (d *decoder) fail(path, format string, args ...any) {
	for path != "" && d.at[path] == nil {
		path, _, _ = cutLast(path)
	}
	d.failAt(d.at[path], format, args...)
}

func (d *decoder) failAt(at *token.Token, format string, args ...any) {
	line, column := 1, 1
	if at != nil && at.Position != nil {
		line, column = at.Position.Line, at.Position.Column
	}
	d.errs = append(d.errs, fmt.Errorf("%s:%d:%d: %s", d.name, line, column, fmt.Sprintf(format, args...)))
}

func cutLast(path string) (parent, key string, nested bool) {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i], path[i+1:], true
	}
	return "", path, false
}

func (d *decoder) value(n ast.Node, path string, v reflect.Value) {
	d.at[path] = n.GetToken()
	switch {
	case v.Type() == reflect.TypeFor[time.Duration]():
		d.duration(n, path, v)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, path, v.Elem())
	case v.Kind() == reflect.Struct:
		d.object(n, path, v)
	case v.Kind() == reflect.Map:
		d.mapping(n, path, v)
	case v.Kind() == reflect.Slice:
		d.list(n, path, v)
	default:
		d.scalar(n, path, v)
	}
}

func (d *decoder) duration(n ast.Node, path string, v reflect.Value) {
	text, _ := scalar(n)
	took, err := time.ParseDuration(text)
	if err != nil || took < 0 {
		d.fail(path, "%s cannot be %q; write a duration with its unit, such as 30s or 1m30s", path, text)
		return
	}
	v.SetInt(int64(took))
}

func (d *decoder) scalar(n ast.Node, path string, v reflect.Value) {
	text, ok := scalar(n)
	switch v.Kind() {
	case reflect.String:
		if !ok || text == "" {
			d.fail(path, "%s must be a text; write it after the colon, in quotes where it holds \": \" or \" #\"", path)
			return
		}
		v.SetString(text)
	case reflect.Int:
		number, err := strconv.Atoi(text)
		if err != nil {
			d.fail(path, "%s must be a whole number, not %q", path, text)
			return
		}
		v.SetInt(int64(number))
	case reflect.Bool:
		yes, err := strconv.ParseBool(text)
		if err != nil {
			d.fail(path, "%s must be true or false, not %q", path, text)
			return
		}
		v.SetBool(yes)
	default:
		panic(fmt.Sprintf("bench: a file cannot hold a %s", v.Type()))
	}
}

// object fills a struct by its yaml tags. An empty value is an empty object, so that "reference:" alone may be written.
func (d *decoder) object(n ast.Node, path string, v reflect.Value) {
	fields := map[string]reflect.Value{}
	var known []string
	for i := range v.NumField() {
		key := v.Type().Field(i).Tag.Get("yaml")
		if key == "" {
			key = strings.ToLower(v.Type().Field(i).Name)
		}
		if v.Type().Field(i).IsExported() && key != "-" {
			fields[key] = v.Field(i)
			known = append(known, key)
		}
	}
	d.entries(n, path, func(key string, at *token.Token, child ast.Node) {
		field, ok := fields[key]
		if !ok {
			near := nearest(key, known)
			d.failAt(at, "%s has no key %q; did you mean %q? It knows %s", or(path, "a bench file"), key, near, strings.Join(known, ", "))
			return
		}
		d.value(child, join(path, key), field)
	})
}

func (d *decoder) mapping(n ast.Node, path string, v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	d.entries(n, path, func(key string, _ *token.Token, child ast.Node) {
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(child, join(path, key), element)
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), element)
	})
}

func (d *decoder) list(n ast.Node, path string, v reflect.Value) {
	sequence, ok := n.(*ast.SequenceNode)
	if !ok {
		d.fail(path, "%s must be a list; write [a, b] or one \"- item\" per line", path)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(sequence.Values), len(sequence.Values)))
	for i, element := range sequence.Values {
		d.value(element, fmt.Sprintf("%s.%d", path, i), v.Index(i))
	}
}

// entries calls each for every entry of a mapping, once per key.
func (d *decoder) entries(n ast.Node, path string, each func(key string, at *token.Token, child ast.Node)) {
	var entries []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		entries = n.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{n}
	case *ast.NullNode:
	default:
		d.fail(path, "%s must be a mapping; write \"key: value\" lines", or(path, "a bench file"))
	}
	seen := map[string]int{}
	for _, entry := range entries {
		at := entry.Key.GetToken()
		key, ok := scalar(entry.Key)
		switch {
		case !ok:
			d.failAt(at, "a key of %s must be a plain word", or(path, "a bench file"))
		case seen[key] != 0:
			d.failAt(at, "%s stands twice, first on line %d; keep one", join(path, key), seen[key])
		default:
			seen[key] = at.Position.Line
			each(key, at, entry.Value)
		}
	}
}

// scalar returns the text of a plain or quoted value as it stands in the file.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

package bench

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/certbench/certbench/harness/strictyaml"
)

// maxFile bounds a bench file; a real one has about 2 kB.
const maxFile = 64 << 10

var benchFile = strictyaml.Kind{Noun: "bench file", Sections: "name, listen, station …", MaxBytes: maxFile}

// decoder fills Go values from YAML, strictly: unknown keys, keys that stand twice and values of the wrong kind are
// errors. It collects all of them, each with its place, so that one reading names them all.
type decoder struct {
	kind strictyaml.Kind
	yaml strictyaml.Reader
	at   map[string]*token.Token // path, such as "station.id", to where its value stands

	failures int
}

func newDecoder(name string, kind strictyaml.Kind) *decoder {
	return &decoder{kind: kind, yaml: strictyaml.Reader{Name: name}, at: map[string]*token.Token{}}
}

// decode fills the struct that into points to.
func (d *decoder) decode(data []byte, into any) {
	if root := d.yaml.Root(data, d.kind); root != nil {
		d.value(root, "", reflect.ValueOf(into).Elem())
	}
}

// fail records an error at the place of a path, or of its nearest parent that stands in the file.
func (d *decoder) fail(path, format string, args ...any) {
	for path != "" && d.at[path] == nil {
		path, _, _ = cutLast(path)
	}
	d.failures++
	d.yaml.Fail(d.at[path], format, args...)
}

// written is the first of the paths that stands in the file; the first of all where none does.
func (d *decoder) written(paths ...string) string {
	for _, path := range paths {
		if d.at[path] != nil {
			return path
		}
	}
	return paths[0]
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
	text, _ := strictyaml.Scalar(n)
	took, err := time.ParseDuration(text)
	if err != nil || took < 0 {
		d.fail(path, "%s cannot be %q; write a duration with its unit, such as 30s or 1m30s", path, text)
		return
	}
	v.SetInt(int64(took))
}

func (d *decoder) scalar(n ast.Node, path string, v reflect.Value) {
	text, ok := strictyaml.Scalar(n)
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
	case reflect.Float64:
		number, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
			d.fail(path, "%s must be a number such as 7.53, not %q", path, text)
			return
		}
		v.SetFloat(number)
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
	known := keysOf(v, fields)
	d.entries(n, path, func(f strictyaml.Field) {
		field, ok := fields[f.Key]
		if !ok {
			d.yaml.Fail(f.At, "%s has no key %q; %s", cmp.Or(path, "a "+d.kind.Noun), f.Key, strictyaml.Known(f.Key, known))
			return
		}
		d.value(f.Value, join(path, f.Key), field)
	})
}

// keysOf lists the keys of a struct in order and finds their fields. An embedded struct lends its keys.
func keysOf(v reflect.Value, fields map[string]reflect.Value) []string {
	var known []string
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("yaml")
		if key == "" {
			key = strings.ToLower(field.Name)
		}
		switch {
		case field.Anonymous:
			known = append(known, keysOf(v.Field(i), fields)...)
		case field.IsExported() && key != "-":
			fields[key] = v.Field(i)
			known = append(known, key)
		}
	}
	return known
}

func (d *decoder) mapping(n ast.Node, path string, v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	d.entries(n, path, func(f strictyaml.Field) {
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(f.Value, join(path, f.Key), element)
		v.SetMapIndex(reflect.ValueOf(f.Key).Convert(v.Type().Key()), element)
	})
}

func (d *decoder) list(n ast.Node, path string, v reflect.Value) {
	elements := d.yaml.Sequence(n, path)
	v.Set(reflect.MakeSlice(v.Type(), len(elements), len(elements)))
	for i, element := range elements {
		d.value(element, fmt.Sprintf("%s.%d", path, i), v.Index(i))
	}
}

// entries calls each for every entry of a mapping, once per key. An empty value is a mapping without entries.
func (d *decoder) entries(n ast.Node, path string, each func(f strictyaml.Field)) {
	what := cmp.Or(path, "a "+d.kind.Noun)
	twice := func(key string) string { return join(path, key) + " stands twice" }
	_, empty := n.(*ast.NullNode)
	if !d.yaml.Fields(n, what, twice, each) && !empty {
		d.fail(path, "%s must be a mapping; write \"key: value\" lines", what)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

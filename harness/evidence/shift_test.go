package evidence

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// numbers are the fields below a record that Shift leaves: none of them points to a record or a play. Connections are counted on each
// bench, and benches are told apart by their names.
var numbers = []string{
	"run.seed", "run.repeat", "run.shard.part", "run.shard.of", "run.securityProfile", "run.benches[].securityProfile",
	"begin.attempt", "end.took", "finding.count",
	"frame.since", "act.since", "act.until", "frame.conn", "frame.size", "conn.conn", "conn.code",
	"secured.offer.compression[]", "secured.offer.maxFragment", "secured.server.keyBits", "secured.issuers[].keyBits", "secured.client[].keyBits", "secured.requestBytes",
	"act.evse", "act.connector", "transfer.offset", "transfer.size",
}

// pointers are those that Shift moves.
var pointers = []string{"seq", "play", "row.frames[]", "check.frame", "finding.frame", "resumed.after"}

// TestWhateverPointsToARecordIsShifted sets every number of every kind of record, and requires that each field is named as one or the
// other: a new field has to be decided on.
func TestWhateverPointsToARecordIsShifted(t *testing.T) {
	of := reflect.TypeFor[Record]()
	seen := map[string]bool{}
	for i := range of.NumField() {
		if of.Field(i).Type.Kind() != reflect.Pointer {
			continue
		}
		rec := Record{Seq: 7, Play: 7}
		body := reflect.ValueOf(&rec).Elem().Field(i)
		body.Set(reflect.New(body.Type().Elem()))
		setNumbers(body)
		shifted := Shift{Seq: 1000, Play: 1000}.Record(rec)
		eachNumber("", reflect.ValueOf(shifted), func(path string, n int64) {
			seen[path] = true
			switch moved := n == 1007; {
			case n != 7 && !moved:
				t.Errorf("%s is %d", path, n)
			case moved != slices.Contains(pointers, path):
				t.Errorf("%s was moved: %v; shift it where it points to a record or a play, and name it in this test", path, moved)
			case !moved && !slices.Contains(numbers, path):
				t.Errorf("nobody has said what %s is: a pointer that Shift has to move, or a number of its own", path)
			}
		})
	}
	for _, path := range slices.Concat(pointers, numbers) {
		if !seen[path] {
			t.Errorf("no record has a field %s", path)
		}
	}
}

// setNumbers sets every number below a value, in slices and pointers, to 7.
func setNumbers(v reflect.Value) {
	switch v.Kind() {
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		setNumbers(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		setNumbers(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				setNumbers(v.Field(i))
			}
		}
	}
}

// eachNumber names the numbers below a value by their JSON names.
func eachNumber(path string, v reflect.Value, each func(path string, n int64)) {
	switch v.Kind() {
	case reflect.Int, reflect.Int64:
		each(strings.TrimPrefix(path, "."), v.Int())
	case reflect.Pointer:
		if !v.IsNil() {
			eachNumber(path, v.Elem(), each)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachNumber(path+"[]", v.Index(i), each)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			below := path + "." + name
			if f.Anonymous && name == "" {
				below = path
			}
			eachNumber(below, v.Field(i), each)
		}
	}
}

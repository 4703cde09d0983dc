package workbook

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/certbench/certbench/harness/pics"
)

// declared are the declarations of the examples.
func declared(t testing.TB) map[string]*pics.Declaration {
	out := map[string]*pics.Declaration{}
	for _, path := range []string{"../../examples/cp-flex-plus-eu/pics.yaml", "../../examples/full/pics.yaml", "../../examples/full/lean.yaml"} {
		d, err := pics.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		out[path] = d
	}
	return out
}

// same says whether two declarations say the same, wherever they were read.
func same(t testing.TB, a, b *pics.Declaration) bool {
	t.Helper()
	return bytes.Equal(pics.Write(a), pics.Write(b)) && reflect.DeepEqual(a.Features, b.Features) && reflect.DeepEqual(a.Certificate, b.Certificate)
}

// again reads what is written.
func again(t testing.TB, d *pics.Declaration) *pics.Declaration {
	t.Helper()
	data, err := Write(d)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := Read("again.xlsx", data, "")
	if err != nil {
		t.Fatalf("expected the workbook to be read, got %v", err)
	}
	return reading.Declaration
}

func TestAWorkbookHoldsTheWholeDeclaration(t *testing.T) {
	for path, d := range declared(t) {
		back := again(t, d)
		d.Version = pics.V2_2_0 // which the workbook names
		if !same(t, d, back) {
			t.Errorf("%s: expected\n%s\ngot\n%s", path, pics.Write(d), pics.Write(back))
		}
	}
}

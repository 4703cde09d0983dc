package pics

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// bareOf is a declaration without what belongs to the file that it was read from.
func bareOf(d *Declaration) Declaration {
	out := *d
	out.source, out.lines = nil, nil
	return out
}

func TestWhatIsWrittenIsReadAsTheSameDeclaration(t *testing.T) {
	for _, path := range []string{examplePath, "../examples/full/pics.yaml", "../examples/full/lean.yaml"} {
		d, err := Load(path)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		text := Write(d)
		again, err := Read("again.yaml", text)
		if err != nil {
			t.Fatalf("%s: expected what is written to be read, got %v\n%s", path, err, text)
		}
		if !reflect.DeepEqual(bareOf(d), bareOf(again)) {
			t.Errorf("%s: expected the same declaration again, got\n%s", path, text)
		}
	}
}

func TestEveryTextSurvivesBeingWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(`[-a-zA-Z0-9 :#,'"{}\[\]&*!|>%@~\\=+.\t\n]{1,12}`), rapid.String()).
			Filter(func(s string) bool { return strings.TrimSpace(s) != "" }).Draw(t, "text")
		d := &Declaration{Product: Product{Vendor: text, Designation: "d", Firmware: "1"}, Profiles: map[Profile]Answer{Core: Yes},
			VendorSettings: []VendorSetting{{Name: text, Value: text, Description: text}}}
		again, err := Read("x.yaml", Write(d))
		if err != nil || again.Product.Vendor != text || again.VendorSettings[0] != d.VendorSettings[0] {
			t.Fatalf("expected %q again, got %v, %v", text, again, err)
		}
	})
}

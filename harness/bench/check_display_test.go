package bench

import (
	"bytes"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

// displaying is the PICS of the product with every option, with some of them answered otherwise.
func displaying(t *testing.T, otherwise ...string) *pics.Declaration {
	t.Helper()
	data := examples.Full()
	for i := 0; i < len(otherwise); i += 2 {
		changed := bytes.Replace(data, []byte(otherwise[i]), []byte(otherwise[i+1]), 1)
		if bytes.Equal(changed, data) {
			t.Fatalf("the PICS has no %q", otherwise[i])
		}
		data = changed
	}
	d, err := pics.Read(examples.FullName, data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADisplayMessageThatTheProductCannotShowIsRefused(t *testing.T) {
	full, ascii := displaying(t), displaying(t, "UI-2.4: yes", "UI-2.4: no ")
	normal := displaying(t, "UI-1.2: yes", "UI-1.2: no ")
	pages := displaying(t, "UI-2.3: no", "UI-2.3: yes")
	onlyPages := displaying(t, "UI-2.3: no", "UI-2.3: yes", "UI-2.1: yes", "UI-2.1: no ", "UI-2.4: yes", "UI-2.4: no ")
	every := displaying(t, "UI-2.2: no", "UI-2.2: yes", "UI-2.3: no", "UI-2.3: yes")
	for name, c := range map[string]struct {
		line     string
		declared *pics.Declaration
		want     string // empty where it is taken
	}{
		"letters that ASCII has not":        {"display_message: Größe", ascii, `configured.display_message has 'ö', which is no sign of ASCII`},
		"a cost that ASCII has not":         {"cost: 0.30 €/kWh", ascii, `configured.cost has '€'`},
		"letters that UTF8 has":             {"display_message: Größe", full, ""},
		"letters that every format has":     {"display_message: Size", ascii, ""},
		"ASCII by the file":                 {"display_message: Größe\n  display_message_format: ASCII", full, `has 'ö'`},
		"a display":                         {"display_component: Display", full, ""},
		"a priority that it has":            {"display_message_priority: InFront", full, ""},
		"a priority that it has not":        {"display_message_priority: InFront", normal, "configured.display_message_priority is InFront, and UI-1.2 of the PICS is no; write AlwaysFront or NormalCycle"},
		"a second one that it has not":      {"display_message_2_priority: InFront", normal, "configured.display_message_2_priority is InFront"},
		"an unsupported one that it has":    {"unsupported_display_message_priority: AlwaysFront", normal, "and UI-1.1 of the PICS is yes; write InFront, or"},
		"an unsupported one":                {"unsupported_display_message_priority: InFront", normal, ""},
		"a format that it has not":          {"display_message_format: HTML", full, "and UI-2.2 of the PICS is no; write ASCII or UTF8"},
		"an unsupported format it has":      {"unsupported_display_message_format: UTF8", full, "write HTML or URI"},
		"an unsupported one of every":       {"unsupported_display_message_format: HTML", every, "and UI-2.2 of the PICS is yes; leave it out, or correct the PICS"},
		"both texts, in their order":        {"display_message: Größe\n  cost: 0.30 €/kWh", ascii, "digits and common signs\nbench.yaml:10:9: configured.cost has"},
		"a text in the place of a page":     {"display_message_format: URI", pages, `configured.display_message is "certbench was here", and in format URI (UI-2.3) it is a page that is shown; write the address`},
		"a text where there are only pages": {"display_message: hello", onlyPages, `configured.display_message is "hello"`},
		"a page":                            {"display_message: http://10.0.0.1/hello.html", onlyPages, ""},
		"a text where there are also texts": {"display_message: hello", pages, ""},
		"of a product without the profile":  {"display_message_format: HTML", exampleDeclared(t), ""},
	} {
		f, err := Read("bench.yaml", []byte(foreign+"configured:\n  "+c.line+"\n"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		err = f.CheckAgainst(c.declared)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: expected no contradiction, got %v", name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "bench.yaml:")):
			t.Errorf("%s: expected an error with its line and %q, got %v", name, c.want, err)
		}
	}
}

func TestADisplayIsNamedAsAComponent(t *testing.T) {
	for _, name := range []string{"Display.Available", "second display"} {
		want := `configured.display_component cannot be "` + name + `"; write the name of a component`
		if _, err := Read("bench.yaml", []byte(foreign+"configured:\n  display_component: "+name+"\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, expected %q", err, want)
		}
	}
}

package pics

import (
	"slices"
	"strings"
	"testing"
)

func TestTheFileNamesTheVersionThatItsItemsAreOf(t *testing.T) {
	const rest = "product: {vendor: v, designation: d, firmware: f}\nprofiles: {Core: yes}\n"
	for _, c := range []struct{ file, want string }{
		{rest + "questions: {AQ-18: no}\n", ""},
		{rest + "version: 2.2.0\nquestions: {AQ-18: no}\n", ""},
		{rest + "features: {ISO-3: yes}\nversion: Edition 3\n", ""},
		{rest + "questions: {AQ-18: no}\nversion: Edition 3\n", "AQ-18 (Mechanized lock on the Charging Station side of a connector) is no item of PICS Edition 3; leave it out, or write version: 2.2.0"},
		{"version: Edition 3\n" + rest + "settings: {ORS-1: 4}\n", "ORS-1 (ItemsPerMessageGetReport) is no item of PICS Edition 3"},
		{"version: 2.2.0\n" + rest + "features: {ISO-3: yes}\n", "erratum 5.6 (2025-02) removed ISO-3"},
		{"version: Edition 3\n" + rest + "features: {C-9.1: yes}\n", `there is no item "C-9.1"; did you mean C-09.1?`},
		{"version: Edition 3\n" + rest + "features: {Colour: yes}\n", `there is no item "Colour" in PICS Edition 3, nor one like it`},
		{"version: 1.0\n" + rest, `version cannot be "1.0"; write one of 2.2.0, Edition 3`},
	} {
		_, err := Read("x.yaml", []byte(c.file))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q:\nexpected %q\n     got %v", c.file, c.want, err)
		}
	}
}

func TestISO_3OfEdition3AnswersTheQuestionThatReplacedIt(t *testing.T) {
	d := &Declaration{Version: Edition3, Features: map[Feature]Value{ISO_3: {Yes: true}}}
	if got := d.Answer(AQ_11); got != Yes {
		t.Errorf("expected AQ-11 yes where ISO-3 is, got %s", got)
	}
}

func TestAVersionHasTheItemsOfItsDocument(t *testing.T) {
	count := map[Version]int{}
	for _, v := range Versions() {
		count[v] = len(v.Features())
		for _, i := range v.Features() {
			if !v.Has(i.ID) {
				t.Errorf("%s lists %s and does not have it", v, i.ID)
			}
		}
	}
	// Errata added ten to those of part 5 and took one away; fifteen settings stand in the form only.
	if want := count[V2_2_0] - 10 - 15 + 1; count[Edition3] != want {
		t.Errorf("expected %d items of Edition 3, got %d", want, count[Edition3])
	}
	if _, known := VersionOf(" edition  3"); !known {
		t.Error("expected Edition 3 to be known however it is written")
	}
}

func TestALintOfEdition3AsksForItsItemsOnly(t *testing.T) {
	d := readExample(t)
	d.Version = Edition3
	for f := range d.Features {
		if !Edition3.Has(f) {
			delete(d.Features, f)
		}
	}
	findings := Lint(d)
	at := slices.IndexFunc(findings, func(f Finding) bool { return strings.Contains(f.Sentence, "PICS Edition 3 does not ask") })
	if len(findings) != 2 || at < 0 || !findings[at].Doubt {
		t.Errorf("expected the doubt of the certificate and one about the version, got %+v", findings)
	}
}

package pics

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// formula is an independent model of a condition: it prints itself and evaluates itself over two values only.
type formula struct {
	op       string // "AND", "OR", "NOT", or "" for an atom
	operands []formula
	atom     Feature
}

func (f formula) String() string {
	switch f.op {
	case "":
		return string(f.atom)
	case "NOT":
		return "NOT (" + f.operands[0].String() + ")"
	}
	var parts []string
	for _, o := range f.operands {
		parts = append(parts, "("+o.String()+")")
	}
	return strings.Join(parts, " "+f.op+" ")
}

func (f formula) holds(world map[Feature]bool) bool {
	switch f.op {
	case "":
		return world[f.atom]
	case "NOT":
		return !f.operands[0].holds(world)
	}
	for _, o := range f.operands {
		if o.holds(world) == (f.op == "OR") {
			return f.op == "OR"
		}
	}
	return f.op == "AND"
}

var atoms = []Feature{C_01, C_02, C_03, C_49, C_53, AQ_2, AS_2, HFS_1}

// drawFormula draws a formula over the atoms that next hands out.
func drawFormula(t *rapid.T, depth int, next func() Feature) formula {
	op := ""
	if depth > 0 {
		op = rapid.SampledFrom([]string{"", "NOT", "AND", "OR"}).Draw(t, "op")
	}
	switch op {
	case "":
		return formula{atom: next()}
	case "NOT":
		return formula{op: op, operands: []formula{drawFormula(t, depth-1, next)}}
	}
	return formula{op: op, operands: []formula{drawFormula(t, depth-1, next), drawFormula(t, depth-1, next)}}
}

func drawDeclaration(t *rapid.T) *Declaration {
	d := &Declaration{Features: map[Feature]Value{}}
	for _, f := range atoms {
		if a := rapid.SampledFrom([]Answer{Undeclared, No, Yes}).Draw(t, string(f)); a != Undeclared {
			d.Features[f] = Value{Yes: a == Yes}
		}
	}
	return d
}

// byWorlds answers a formula by trying every completion of the undeclared atoms: undeclared when they disagree.
func byWorlds(f formula, d *Declaration) Answer {
	held := map[bool]bool{}
	for bits := range 1 << len(atoms) {
		world := map[Feature]bool{}
		fits := true
		for i, a := range atoms {
			world[a] = bits>>i&1 == 1
			if v, ok := d.Features[a]; ok && v.Yes != world[a] {
				fits = false
			}
		}
		if fits {
			held[f.holds(world)] = true
		}
	}
	if len(held) == 2 {
		return Undeclared
	}
	return answerOf(held[true])
}

func TestAConditionThatNamesEachItemOnceIsUndeclaredExactlyWhenTheMissingAnswersCouldTurnIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		left := append([]Feature(nil), atoms...)
		f := drawFormula(t, 3, func() Feature {
			a := left[0]
			left = left[1:]
			return a
		})
		d := drawDeclaration(t)
		got, _ := mustParse(t, f.String()).Eval(d)
		if want := byWorlds(f, d); got != want {
			t.Fatalf("%s: expected %s from trying every completion, got %s", f, want, got)
		}
	})
}

func TestYesAndNoHoldWhateverTheMissingAnswersAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFormula(t, 4, func() Feature { return rapid.SampledFrom(atoms).Draw(t, "atom") })
		d := drawDeclaration(t)
		got, _ := mustParse(t, f.String()).Eval(d)
		if want := byWorlds(f, d); got != Undeclared && got != want {
			t.Fatalf("%s: expected %s from trying every completion, got %s", f, want, got)
		}
	})
}

func TestTheNamedItemsSufficeForTheAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFormula(t, 4, func() Feature { return rapid.SampledFrom(atoms).Draw(t, "atom") })
		d, c := drawDeclaration(t), mustParse(t, f.String())
		answer, items := c.root.decide(d)
		named := &Declaration{Features: map[Feature]Value{}}
		for _, i := range items {
			v, declared := d.Features[Feature(i.id)]
			if declared == (answer == Undeclared) {
				t.Fatalf("%s is %s because of %q, which is the wrong kind of reason", f, answer, i.fact)
			}
			if declared {
				named.Features[Feature(i.id)] = v
			}
		}
		if again, _ := c.Eval(named); again != answer {
			t.Fatalf("%s is %s because of %v, but those alone give %s", f, answer, items, again)
		}
	})
}

func mustParse(t *rapid.T, expr string) Condition {
	c, err := Parse(expr)
	if err != nil {
		t.Fatalf("expected %q to parse, got %v", expr, err)
	}
	return c
}

func TestANDBindsCloserThanORAndNOTClosest(t *testing.T) {
	for _, c := range []struct {
		loose, strict string
	}{
		{"C-01 OR C-02 AND C-03", "C-01 OR (C-02 AND C-03)"},
		{"C-01 AND C-02 OR C-03", "(C-01 AND C-02) OR C-03"},
		{"NOT C-01 AND C-02", "(NOT C-01) AND C-02"},
		{"NOT NOT C-01 OR C-02", "(NOT (NOT C-01)) OR C-02"},
	} {
		got, want := fmt.Sprintf("%#v", MustParse(c.loose).root), fmt.Sprintf("%#v", MustParse(c.strict).root)
		if got != want {
			t.Errorf("expected %q to mean %q, got %s instead of %s", c.loose, c.strict, got, want)
		}
	}
}

func TestAConditionErrorNamesTheColumnAndWhatToWrite(t *testing.T) {
	for expr, want := range map[string]string{
		"":                                       "column 1: the condition ends where an item such as C-49 belongs",
		"C-01 AND":                               "column 9: the condition ends",
		"C-01 C-02":                              `column 6: found "C-02"`,
		"(C-01 OR C-02":                          "column 14: a closing parenthesis is missing",
		"C-01)":                                  `column 5: found ")"`,
		"C-01 and C-02":                          `column 6: found "and" where AND, OR`,
		"C-99":                                   `column 1: "C-99" is no PICS item`,
		"NOT ISO-3":                              "column 5: erratum 5.6",
		"HFS-8 > one":                            `column 9: a whole number belongs after ">", not "one"`,
		"C-01 > 1":                               "column 6: C-01 is not a number",
		"HFS-10 > 1":                             "column 8: HFS-10 is a text, of which only = can be asked",
		"(HFS-10 = )":                            "column 11: a word belongs after =",
		"PROFILE:Basic":                          `column 1: no profile is named "Basic"`,
		"PRODUCT_SUBTYPE:Boat":                   `column 1: no product subtype is named "Boat"`,
		strings.Repeat("(", maxDepth+2) + "C-01": "more than 50 levels",
	} {
		_, err := Parse(expr)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected the error of %q to contain %q, got %v", expr, want, err)
		}
	}
}

func TestComparisonsProfilesAndSubtypesAnswerInWords(t *testing.T) {
	d := &Declaration{
		Product:  Product{Subtypes: []Subtype{Wireless}},
		Profiles: map[Profile]Answer{Core: Yes, SmartCharging: No},
		Features: map[Feature]Value{HFS_8: {Kind: Number, Number: 1}, HFS_10: {Kind: Text, Text: "Single"}},
	}
	for _, c := range []struct {
		expr   string
		answer Answer
		reason string
	}{
		{"HFS-8 > 1", No, "HFS-8 (Number of EVSEs) is 1, not > 1"},
		{"HFS-8 >= 1", Yes, "HFS-8 (Number of EVSEs) is 1"},
		{"HFS-10 = single", Yes, "HFS-10 (RFID readers) is Single"},
		{"HFS-10 = Multiple", No, "HFS-10 (RFID readers) is Single"},
		{"HFS-12 != 0", Undeclared, "HFS-12 (Number of displays) is undeclared"},
		{"PROFILE:Core AND NOT PROFILE:SmartCharging", Yes, "profile Core is claimed; profile Smart Charging is not claimed"},
		{"PROFILE:Reservation", Undeclared, "profile Reservation is undeclared"},
		{"PRODUCT_SUBTYPE:Mode12Only", No, "the product is not of subtype Mode12Only"},
		{"PRODUCT_SUBTYPE:Wireless OR C-49", Yes, "the product is of subtype Wireless"},
		{"C-49 AND C-49", Undeclared, "C-49 (Authorization Cache) is undeclared"},
	} {
		answer, reason := MustParse(c.expr).Eval(d)
		if answer != c.answer || reason != c.reason {
			t.Errorf("%s: expected %s because %q, got %s because %q", c.expr, c.answer, c.reason, answer, reason)
		}
	}
	if answer, _ := MustParse("PRODUCT_SUBTYPE:Wireless").Eval(&Declaration{}); answer != Undeclared {
		t.Errorf("expected undeclared subtypes to leave the condition undeclared, got %s", answer)
	}
	if answer, _ := MustParse("HFS-10 = Single").Eval(&Declaration{}); answer != Undeclared {
		t.Errorf("expected an undeclared text to leave the condition undeclared, got %s", answer)
	}
	if answer, reason := (Condition{}).Eval(d); answer != Yes || reason != "no condition" {
		t.Errorf("expected the zero condition to be met, got %s because %q", answer, reason)
	}
}

func FuzzParse(f *testing.F) {
	for _, expr := range []string{"", "C-01 AND NOT (C-02 OR HFS-8 > 1)", "PROFILE:Core", "PRODUCT_SUBTYPE:Wireless", "((", "C-01!", "HFS-8 >< 1", "HFS-10 = Single", "\xff NOT"} {
		f.Add(expr)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		c, err := Parse(expr)
		if err != nil {
			if !strings.Contains(err.Error(), "column ") {
				t.Fatalf("expected the error to name a column, got %v", err)
			}
			return
		}
		if again, err := Parse(c.String()); err != nil || again.String() != expr {
			t.Fatalf("expected %q to print and parse as itself, got %q, %v", expr, again, err)
		}
		if answer, reason := c.Eval(&Declaration{}); answer != Undeclared || reason == "" {
			t.Fatalf("expected an empty declaration to leave %q undeclared with a reason, got %s %q", expr, answer, reason)
		}
	})
}

func TestAConditionIsOwedToWhatTheProductHas(t *testing.T) {
	d := &Declaration{Features: map[Feature]Value{C_01: {Yes: true}, C_02: {}, C_03: {Yes: true}, HFS_8: {Kind: Number, Number: 2}}, Profiles: map[Profile]Answer{Core: Yes}}
	for text, want := range map[string]string{
		"C-01 AND NOT C-02 AND C-01": "C-01", // what it has not is not looked at
		"C-01 OR C-03":               "C-01 C-03",
		"C-01 OR NOT C-02":           "C-01",
		"C-01 OR (C-02 AND C-03)":    "C-01",
		"NOT (C-02 AND C-03)":        "",
		"C-01 AND C-02":              "", // not met
		"C-01 AND C-49":              "", // undeclared
		"HFS-8 > 1":                  "HFS-8",
		"PROFILE:Core":               "",
	} {
		var got []string
		for _, f := range MustParse(text).Owed(d) {
			got = append(got, string(f))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: expected %q, got %q", text, want, got)
		}
	}
	if got := (Condition{}).Owed(d); got != nil {
		t.Errorf("no condition: expected no item, got %v", got)
	}
}

package selftest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/suites"
)

// optional are the profiles of which a product has some options and leaves others out.
var optional = []pics.Profile{pics.LocalAuthorizationListManagement, pics.Reservation, pics.AdvancedDeviceManagement, pics.AdvancedUserInterface}

// optionless is a product that leaves options out which the full one has.
type optionless struct {
	pics   []byte
	of     []pics.Profile // in whose cases it may show
	lacks  string         // the cases of these that no longer apply
	brings string         // and those that now do
}

// lacking are optionless products: each option alone, with what goes with it, and what different products are.
var lacking = map[string]optionless{
	"no switch of the list":   {pics: less("LA-1"), of: optional[:1], lacks: "TC_D_10_CS"},
	"no DisablePostAuthorize": {pics: less("LA-3"), of: optional[:1], lacks: "TC_C_58_CS"},
	"no reserved type":        {pics: less("R-1"), of: optional[1:2], lacks: "TC_H_15_CS TC_H_16_CS"},
	// H01.FR.06 and FR.19: no type of connector either.
	"no unspecified EVSE": {pics: less("R-1", "R-2"), of: optional[1:2], lacks: "TC_H_08_CS TC_H_09_CS TC_H_10_CS TC_H_12_CS TC_H_14_CS TC_H_15_CS TC_H_16_CS TC_H_24_CS",
		brings: "TC_H_13_CS"},
	"no switch of reservations":  {pics: less("R-3"), of: optional[1:2], lacks: "TC_H_22_CS"},
	"no queue of events":         {pics: less("DM-3"), of: optional[2:3], lacks: "TC_N_22_CS TC_N_23_CS"},
	"no hardwired monitor":       {pics: less("AQ-5"), of: optional[2:3], lacks: "TC_N_21_CS TC_N_44_CS"},
	"no preconfigured monitor":   {pics: less("AQ-6"), of: optional[2:3], lacks: "TC_N_41_CS"},
	"no monitor of the password": {pics: less("AQ-10"), of: optional[2:3], lacks: "TC_N_48_CS"},
	"no priority AlwaysFront":    {pics: less("UI-1.1"), of: optional[3:], lacks: "TC_O_24_CS TC_O_32_CS", brings: "TC_O_17_CS"},
	"no priority InFront":        {pics: less("UI-1.2"), of: optional[3:], lacks: "TC_O_22_CS TC_O_30_CS", brings: "TC_O_17_CS"},
	"no priority NormalCycle":    {pics: less("UI-1.3"), of: optional[3:], brings: "TC_O_17_CS"},
	"only priority AlwaysFront":  {pics: less("UI-1.2", "UI-1.3"), of: optional[3:], lacks: "TC_O_22_CS TC_O_30_CS TC_O_35_CS", brings: "TC_O_17_CS"},
	"only priority InFront":      {pics: less("UI-1.1", "UI-1.3"), of: optional[3:], lacks: "TC_O_24_CS TC_O_32_CS TC_O_35_CS", brings: "TC_O_17_CS"},
	"no format UTF8":             {pics: less("UI-2.4"), of: optional[3:]},
	"no format ASCII":            {pics: less("UI-2.1"), of: optional[3:]},
	"every format":               {pics: answered(examples.Full(), "yes", "UI-2.2", "UI-2.3"), of: optional[3:], lacks: "TC_O_19_CS"},
	"only format HTML":           {pics: answered(less("UI-2.1", "UI-2.4"), "yes", "UI-2.2"), of: optional[3:]},
	"only format URI":            {pics: answered(less("UI-2.1", "UI-2.4"), "yes", "UI-2.3"), of: optional[3:]},
	"the certificate's": {pics: claiming(examples.PICS(), "no", "UI-1.1", "UI-2.1", "R-2"), of: optional,
		lacks:  "TC_C_25_CS TC_C_58_CS TC_D_10_CS TC_H_15_CS TC_H_16_CS TC_H_22_CS TC_N_21_CS TC_N_22_CS TC_N_23_CS TC_N_41_CS TC_N_44_CS TC_N_48_CS TC_O_22_CS TC_O_30_CS TC_O_35_CS",
		brings: "TC_O_17_CS"},
	"a DC charger": {pics: claiming(examples.DC(), "no", "UI-1.2", "UI-2.4"), of: optional,
		lacks:  "TC_C_58_CS TC_D_10_CS TC_H_08_CS TC_H_09_CS TC_H_10_CS TC_H_12_CS TC_H_14_CS TC_H_15_CS TC_H_16_CS TC_H_22_CS TC_H_24_CS TC_N_22_CS TC_N_23_CS TC_O_24_CS TC_O_32_CS TC_O_35_CS",
		brings: "TC_H_13_CS TC_O_17_CS"},
	"lean": {pics: claiming(summarizing(examples.Lean()), "yes"), of: optional,
		lacks: "TC_C_25_CS TC_N_21_CS TC_N_41_CS TC_N_44_CS TC_N_48_CS TC_O_19_CS"},
}

func less(features ...string) []byte { return answered(examples.Full(), "no ", features...) }

// claiming is a PICS that claims the optional profiles beside what it has, each of their options with an answer but for those that are
// yes.
func claiming(data []byte, answer string, yes ...string) []byte {
	text := string(data)
	for _, p := range optional {
		text = strings.Replace(text, fmt.Sprintf("  %s: no\n", p), fmt.Sprintf("  %s: yes\n", p), 1)
	}
	var lines strings.Builder
	for _, f := range []string{"LA-1", "LA-3", "DM-3", "R-1", "R-2", "R-3", "UI-1.1", "UI-1.2", "UI-1.3", "UI-2.1", "UI-2.2", "UI-2.3", "UI-2.4"} {
		says := answer
		if slices.Contains(yes, f) {
			says = "yes"
		}
		if i := strings.Index(text, "  "+f+": "); i >= 0 {
			end := i + strings.Index(text[i:], "\n")
			text = text[:i] + text[end+1:]
		}
		fmt.Fprintf(&lines, "  %s: %s\n", f, says)
	}
	return bytes.Replace([]byte(text), []byte("  AS-3: "), []byte(lines.String()+"  AS-3: "), 1)
}

// summarizing is a PICS with what the four profiles need: a SummaryInventory and a display.
func summarizing(data []byte) []byte {
	return bytes.Replace(answered(data, "yes", "C-56"), []byte("HFS-12: 0"), []byte("HFS-12: 1"), 1)
}

// declaring has a bench declare a product.
func declaring(d *pics.Declaration) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) {
		own := *d
		p.PICS = &own
		p.Configured.UpperNonTrigger = 7000 // below what one phase can deliver
	}
}

// TestEveryOptionOfTheFourProfilesMayBeLeftOut plays the cases of a profile on products that leave an option of it out, and those of all
// four on products of another kind. Nothing that such a product is free to be may be held against it, and no case may come to nothing.
// With -everywhere each product plays the cases of all four.
func TestEveryOptionOfTheFourProfilesMayBeLeftOut(t *testing.T) {
	full, err := pics.Read(examples.FullName, examples.Full())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(lacking)) {
		product := lacking[name]
		d, err := pics.Read(name, product.pics)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var lacks, brings []string
		for _, c := range casesOf(product.of) {
			had, has := applies(t, c, full), applies(t, c, d)
			switch {
			case had && !has:
				lacks = append(lacks, c.ID)
			case has && !had:
				brings = append(brings, c.ID)
			}
		}
		if got := strings.Join(lacks, " "); got != product.lacks {
			t.Errorf("%s: expected not to apply any more: %s; got %s", name, product.lacks, got)
		}
		if got := strings.Join(brings, " "); got != product.brings {
			t.Errorf("%s: expected to apply as well: %s; got %s", name, product.brings, got)
		}
		t.Run(name, func(t *testing.T) { playLacking(t, product, d) })
	}
}

// playLacking plays all cases of a product that are to be played on it.
func playLacking(t *testing.T, product optionless, d *pics.Declaration) {
	of := product.of
	if *everywhere {
		of = optional
	}
	for _, c := range casesOf(of) {
		if !applies(t, c, d) {
			continue
		}
		for _, start := range suites.Starts(c) {
			t.Run(c.ID+string(start), func(t *testing.T) {
				t.Parallel()
				passes(t, c.ID, setup{product: "full", mode: start, change: declaring(d)})
			})
		}
	}
}

// casesOf are those of some profiles.
func casesOf(some []pics.Profile) (all []octt.Case) {
	for _, c := range octt.Registered() {
		entry, _ := catalogue.Lookup(c.ID)
		if slices.ContainsFunc(entry.Profiles, func(l catalogue.ProfileEntry) bool { return slices.Contains(some, l.Profile) }) {
			all = append(all, c)
		}
	}
	return all
}

func applies(t *testing.T, c octt.Case, d *pics.Declaration) bool {
	t.Helper()
	entry, _ := catalogue.Lookup(c.ID)
	answer, reason := entry.Applies(d)
	if answer == pics.Undeclared {
		t.Errorf("%s: %s", c.ID, reason)
	}
	return answer == pics.Yes
}

// TestEachOptionOfTheFourProfilesIsLeftOutSomewhere and had somewhere, by a product whose PICS has no contradiction.
func TestEachOptionOfTheFourProfilesIsLeftOutSomewhere(t *testing.T) {
	answers := map[pics.Feature]map[pics.Answer]bool{}
	note := func(d *pics.Declaration) {
		for _, info := range d.Version.Features() {
			monitors := slices.Contains([]pics.Feature{pics.AQ_5, pics.AQ_6, pics.AQ_10}, info.ID)
			if info.Kind != pics.Choice && (slices.Contains(optional, info.Profile) || monitors) {
				if answers[info.ID] == nil {
					answers[info.ID] = map[pics.Answer]bool{}
				}
				answers[info.ID][d.Answer(info.ID)] = true
			}
		}
	}
	for name, product := range lacking {
		d, err := pics.Read(name, product.pics)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		note(d)
		for _, f := range pics.Lint(d) {
			if !f.Doubt {
				t.Errorf("%s: expected a PICS without contradictions, got %s", name, f)
			}
		}
	}
	for f, is := range answers {
		if !is[pics.Yes] || !is[pics.No] {
			t.Errorf("%s: expected a product that has it and one that leaves it out, got %v", f, is)
		}
	}
	if len(answers) < 15 {
		t.Errorf("expected the options of the four profiles, got %d: %v", len(answers), answers)
	}
}

// TestAThresholdThatTheVariableNeverReachesProvesNothing has the bench file name one above the maxLimit of the variable: what the station
// tells of that is taken in its place.
func TestAThresholdThatTheVariableNeverReachesProvesNothing(t *testing.T) {
	const want = "write one below it into configured.threshold_monitor_upperthreshold_non_trigger_value"
	beyond := func(p *bench.MemoryParts) { p.Configured.UpperNonTrigger = 1e6 }
	if p := play(t, "TC_N_51_CS", setup{change: beyond}); p.Verdict != evidence.Pass {
		t.Errorf("expected the maxLimit that the station tells to do, got %s: %s", p.Verdict, p.Reason)
	}
	p := play(t, "TC_N_51_CS", setup{defects: []defects.Defect{defects.PowerWithoutMaximum}, change: beyond})
	if p.Verdict != evidence.Inconclusive || !strings.Contains(p.Reason, want) {
		t.Errorf("expected INCONCLUSIVE with %q, got %s: %s", want, p.Verdict, p.Reason)
	}
}

// TestAStationThatTakesFewerThanTheTableSendsProvesNothing has a station that says so, as part 2 lets it.
func TestAStationThatTakesFewerThanTheTableSendsProvesNothing(t *testing.T) {
	items := func(n int) func(*bench.MemoryParts) {
		return can(func(c *station.Capabilities) { c.ItemsPerMessage.SetVariables = n })
	}
	reports := func(n int) func(*bench.MemoryParts) {
		return can(func(c *station.Capabilities) { c.ItemsPerMessage.GetReport = n })
	}
	messages := func(n int) func(*bench.MemoryParts) {
		return can(func(c *station.Capabilities) { c.DisplayMessages = n })
	}
	for _, c := range []struct {
		id     string
		change func(*bench.MemoryParts)
		want   string // a part of the reason, empty for a pass
	}{
		{"TC_N_09_CS", items(1), "as much in one message as the table sends"},
		{"TC_N_11_CS", items(1), "as much in one message as the table sends"},
		{"TC_N_15_CS", items(1), "as much in one message as the table sends"},
		{"TC_N_43_CS", items(2), "as much in one message as the table sends"},
		{"TC_N_43_CS", items(3), ""},
		{"TC_N_10_CS", items(2), ""},
		{"TC_N_02_CS", reports(1), "as much in one message as the table sends"},
		{"TC_N_03_CS", reports(1), "as much in one message as the table sends"},
		{"TC_N_03_CS", reports(2), ""},
		{"TC_O_22_CS", messages(1), "room for 2 messages"},
		{"TC_O_30_CS", messages(1), "room for 2 messages"},
		{"TC_O_22_CS", messages(2), ""},
	} {
		p := play(t, c.id, setup{product: "full", change: c.change})
		if want := map[bool]evidence.Verdict{true: evidence.Pass, false: evidence.Inconclusive}[c.want == ""]; p.Verdict != want || !strings.Contains(p.Reason, c.want) {
			t.Errorf("%s: expected %s with %q, got %s: %s", c.id, want, c.want, p.Verdict, p.Reason)
		}
	}
}

// TestADisplayThatTheStationDoesNotHaveIsSaidBeforeTheRows has the bench file name one that is there, and one that is not.
func TestADisplayThatTheStationDoesNotHaveIsSaidBeforeTheRows(t *testing.T) {
	const want = "Write one that it has into configured.display_component"
	for _, id := range []string{"TC_O_01_CS", "TC_O_19_CS", "TC_O_06_CS"} {
		for name, verdict := range map[string]evidence.Verdict{"display": evidence.Pass, "SecondDisplay": evidence.Inconclusive} {
			p := play(t, id, setup{product: "full", change: func(p *bench.MemoryParts) { p.Configured.DisplayComponent = name }})
			place, _ := firstWorst(p)
			if p.Verdict != verdict || verdict == evidence.Inconclusive && (!strings.Contains(p.Reason, want) || !strings.HasPrefix(place, "before/")) {
				t.Errorf("%s for %s: expected %s, got %s at %s: %s", id, name, verdict, p.Verdict, place, p.Reason)
			}
		}
	}
}

// TestATariffIsToldInAFormatOfTheProduct: a display of pages need not show a plain text (part 2, O01.FR.03 for messages).
func TestATariffIsToldInAFormatOfTheProduct(t *testing.T) {
	for name, want := range map[string]string{"only format HTML": "HTML", "no format UTF8": "ASCII", "no format ASCII": "UTF8"} {
		d, err := pics.Read(name, lacking[name].pics)
		if err != nil {
			t.Fatal(err)
		}
		told := 0
		for _, rec := range play(t, "TC_I_07_CS", setup{product: "full", change: declaring(d)}).Frames {
			for _, format := range []string{"ASCII", "HTML", "URI", "UTF8"} {
				if rec.Frame.Direction != evidence.Out || !strings.Contains(string(rec.Frame.Raw), `"format":"`+format+`"`) {
					continue
				}
				told++
				if format != want {
					t.Errorf("%s: expected what the driver is told in %s, got %s", name, want, rec.Frame.Raw)
				}
			}
		}
		if told == 0 {
			t.Errorf("%s: expected the driver to be told something", name)
		}
	}
}

package catalogue

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/pics"
)

func TestThereAre424StationCases(t *testing.T) {
	standing, profiles := map[InCertification]int{}, map[pics.Profile]int{}
	for _, e := range All() {
		standing[e.InCertification]++
		for _, p := range e.Profiles {
			profiles[p.Profile]++
		}
	}
	if len(All()) != 424 || standing[InProgramme] != 407 || standing[Removed] != 2 || standing[Part6Only] != 15 {
		t.Errorf("expected 424 cases, 407 in the programme, 2 removed, 15 in part 6 only, got %d, %v", len(All()), standing)
	}
	if profiles[pics.Core] != 223 || profiles[pics.AdvancedSecurity] != 7 {
		t.Errorf("expected 223 cases in Core and 7 in Advanced Security, got %v", profiles)
	}
}

func TestEveryEntryIsWellFormed(t *testing.T) {
	id := regexp.MustCompile(`^TC_([A-P])_\d\d\d?_CS$`)
	erratum := regexp.MustCompile(`^[56](\.\d+)+( \(20\d\d-\d\d\))?$`)
	requirement := regexp.MustCompile(`^[A-P]\d\d\.FR\.\d+$`)
	for _, e := range All() {
		if m := id.FindStringSubmatch(e.ID); m == nil || m[1] != e.Block || e.Name == "" {
			t.Errorf("%s: expected an official id, its block and a name, got block %q, name %q", e.ID, e.Block, e.Name)
		}
		for _, p := range e.Profiles {
			if !slices.Contains(pics.Profiles(), p.Profile) || p.Section == "" || p.Basis == "" {
				t.Errorf("%s: expected a profile, section and basis, got %+v", e.ID, p)
			}
			if conditional := p.Condition.String() != ""; conditional == (p.Mandatory || e.InCertification == Removed) {
				t.Errorf("%s: expected a condition exactly when it is conditional, got %+v", e.ID, p)
			}
		}
		for _, s := range e.Errata {
			if !erratum.MatchString(s) {
				t.Errorf("%s: expected an erratum as section and date, got %q", e.ID, s)
			}
		}
		for _, s := range e.Requirements {
			if !requirement.MatchString(s) {
				t.Errorf("%s: expected a requirement id, got %q", e.ID, s)
			}
		}
		if found, ok := Lookup(e.ID); !ok || found.Name != e.Name {
			t.Errorf("expected Lookup(%q) to find it, got %v, %t", e.ID, found, ok)
		}
	}
	if _, ok := Lookup("TC_E_03"); ok {
		t.Error("expected an id without _CS to be unknown")
	}
}

// catalogueHash was taken when the tables were last compared with the official index; a change on either side shows here
// or in the comparison below.
const catalogueHash = "f2ac5ebbdfba2a3590f84bc5f9f7abfdb67888e62066a783ba78a5a95a1bfb3c"

func TestTheTablesAreTheOnesThatWereComparedWithTheOfficialIndex(t *testing.T) {
	sum := sha256.Sum256([]byte(casesTable + listingsTable))
	if got := hex.EncodeToString(sum[:]); got != catalogueHash {
		t.Errorf("expected the tables with hash %s, got %s; compare with the official index, then commit the new hash", catalogueHash, got)
	}
}

// corrected holds requirement ids that the official index prints wrong.
var corrected = map[string]string{
	"A00.FR.50": "A00.FR.508", // TC_A_07_CS: the PDF breaks the line within the number
}

func TestTheCatalogueIsTheOfficialIndex(t *testing.T) {
	kit := specKit(t)
	if kit == "" {
		t.Log("the tables of the official documents are not beside the repository; the hash was compared instead")
		return
	}
	index := readTable(t, filepath.Join(kit, "octt-cs-cases.csv"))
	listings := map[string][]map[string]string{}
	for _, row := range readTable(t, filepath.Join(kit, "octt-cs-case-profiles.csv")) {
		listings[row["id"]] = append(listings[row["id"]], row)
	}
	if len(index) != len(entries) {
		t.Fatalf("expected %d cases as in the index, got %d", len(index), len(entries))
	}
	for i, row := range index {
		var profiles []string
		for _, l := range listings[row["id"]] {
			profiles = append(profiles, officialListing(l))
		}
		requirements := strings.Split(row["requirement_ids"], ";")
		for j, r := range requirements {
			if right, wrong := corrected[r]; wrong {
				requirements[j] = right
			}
		}
		want := strings.Join([]string{
			row["id"], row["name"], row["use_cases"], strings.Join(requirements, ";"), officialErrata(row),
			row["in_certification_2025_09"], strings.Join(profiles, "\n"),
		}, "\n")
		if got := printed(entries[i]); got != want {
			t.Errorf("case %d: expected\n%s\ngot\n%s", i+1, want, got)
		}
	}
}

func officialListing(l map[string]string) string {
	return strings.Join([]string{l["profile"], l["section"], l["mc_effective"], l["condition_effective"], l["condition_basis"]}, " | ")
}

// officialErrata are the items of part 5 and part 6 that the index names for a case, without its remarks.
func officialErrata(row map[string]string) string {
	item := regexp.MustCompile(`(?:^|[|;] ?)([56](?:\.\d+)+(?: \(20\d\d-\d\d\))?)`)
	var out []string
	for _, cell := range []string{row["errata_part5"], row["errata_part6_2025_09"]} {
		for _, m := range item.FindAllStringSubmatch(cell, -1) {
			out = append(out, m[1])
		}
	}
	return strings.Join(out, ";")
}

func printed(e Entry) string {
	var profiles []string
	for _, p := range e.Profiles {
		status := map[bool]string{true: "M", false: "C"}[p.Mandatory]
		if e.InCertification == Removed {
			status = "REMOVED"
		}
		profiles = append(profiles, strings.Join([]string{string(p.Profile), p.Section, status, p.Condition.String(), p.Basis}, " | "))
	}
	return strings.Join([]string{
		e.ID, e.Name, strings.Join(e.UseCases, ";"), strings.Join(e.Requirements, ";"), strings.Join(e.Errata, ";"),
		string(e.InCertification), strings.Join(profiles, "\n"),
	}, "\n")
}

// specKit finds the folder of tables drawn from the official documents, which lies beside the repository on a
// developer's machine: shared/spec in one of the folders above. It is "" elsewhere.
func specKit(t *testing.T) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		kit := filepath.Join(dir, "shared", "spec")
		if info, err := os.Stat(kit); err == nil && info.IsDir() {
			return kit
		}
	}
	return ""
}

func readTable(t *testing.T, path string) []map[string]string {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[all[0][i]] = cell
		}
		out = append(out, row)
	}
	return out
}

func example(t *testing.T) *pics.Declaration {
	d, err := pics.Load("../examples/cp-flex-plus-eu/pics.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheCertifiedProductCallsForTheCasesOfTheGoldenList(t *testing.T) {
	d := example(t)
	var selected strings.Builder
	for _, e := range All() {
		switch answer, reason := e.Applies(d); answer {
		case pics.Yes:
			fmt.Fprintln(&selected, e.ID)
		case pics.Undeclared:
			t.Errorf("%s is undeclared: %s", e.ID, reason)
		}
	}
	const golden = "testdata/cp-flex-plus-eu.golden"
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := selected.String(); got != string(want) {
		t.Errorf("expected the cases of %s, got\n%s", golden, got)
	}
}

func TestAnAnswerToApplyingSaysWhy(t *testing.T) {
	full := example(t)
	without := func(change func(*pics.Declaration)) *pics.Declaration {
		d := example(t)
		change(d)
		return d
	}
	for _, c := range []struct {
		id     string
		d      *pics.Declaration
		answer pics.Answer
		reason string
	}{
		{"TC_B_01_CS", full, pics.Yes, "mandatory in Core"},
		{"TC_B_14_CS", full, pics.Yes, "conditional in Core (C-56): C-56 (Providing the SummaryInventory) is yes"},
		{"TC_B_20_CS", full, pics.Yes, "mandatory in Core"},
		{"TC_B_41_CS", full, pics.No, "conditional in Core (HFS-8 > 1): HFS-8 (Number of EVSEs) is 1, not > 1"},
		{"TC_K_01_CS", full, pics.No, "profile Smart Charging is not claimed; profile ISO 15118 Support is not claimed"},
		{"TC_A_13_CS", full, pics.No, "not in the certification programme: removed by errata"},
		{"TC_K_15_CS", full, pics.No, "not in the certification programme: no (part 6 only, not in part 5)"},
		{"TC_C_08_CS", without(func(d *pics.Declaration) { delete(d.Features, pics.C_49) }), pics.Undeclared, "C-49 (Authorization Cache) is undeclared"},
		{"TC_K_01_CS", without(func(d *pics.Declaration) { delete(d.Profiles, pics.SmartCharging) }), pics.Undeclared, "profile Smart Charging is undeclared"},
		{"TC_B_14_CS", without(func(d *pics.Declaration) {
			d.Profiles[pics.AdvancedDeviceManagement] = pics.Yes
			delete(d.Features, pics.C_56)
		}), pics.Yes, "mandatory in Advanced Device Management"},
	} {
		e, ok := Lookup(c.id)
		if !ok {
			t.Fatalf("%s is unknown", c.id)
		}
		answer, reason := e.Applies(c.d)
		if answer != c.answer || !strings.HasSuffix(reason, c.reason) {
			t.Errorf("%s: expected %s because %q, got %s because %q", c.id, c.answer, c.reason, answer, reason)
		}
	}
}

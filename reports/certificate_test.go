package reports

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// heldTable is a table of the certificate with where its columns stand in the abstract. A column that begins with "not held: " says why.
type heldTable struct {
	heads   string            // of the certificate, with "|" between them
	ours    string            // ours; the same where it is empty
	columns map[string]string // those of the certificate that stand elsewhere
}

// Why a column is not held against the certificate.
const (
	ownWords = "not held: the names and descriptions are in words of our own; ids and names of the protocol are held"
)

// byTheLaboratory is the head of the column with the laboratory's word.
const byTheLaboratory = "Declared as tested by the laboratory"

func authorizationOf(title string) heldTable {
	return heldTable{heads: "ID|" + title + "|Tested During Certification", ours: "ID|" + title + "|Tested in this run|" + byTheLaboratory,
		columns: map[string]string{title: ownWords, "Tested During Certification": byTheLaboratory}}
}

// heldTables are all tables of the certificate that have heads, in its order.
var heldTables = []heldTable{
	{"Certification Profile|Test Result|Description", "Certification Profile|Test Result|Description|Result of the certificate OCA.0201.0125.CS",
		map[string]string{"Test Result": "Result of the certificate OCA.0201.0125.CS", "Description": ownWords}},
	{"ID|Feature|Supported / Present", "", map[string]string{"Feature": ownWords}},
	{"EVSE|Current|Phases|Connector|Type|Cable Type", "", nil},
	{"ID|Core Features|Supported / Present", "ID|Core Features|Supported / Present|Tested in this run", map[string]string{"Core Features": ownWords}},
	authorizationOf("Authorization Options for Local Start"),
	authorizationOf("Authorization Options for Local Stop"),
	authorizationOf("Authorization Options for Remote Start"),
	{"ID|Metervalues|Tested During Certification|Supported According to Vendor", "ID|Metervalues|Tested in this run|" + byTheLaboratory + "|Supported According to Vendor",
		map[string]string{"Metervalues": ownWords, "Tested During Certification": byTheLaboratory}},
	{"ID|Cipher Suites|Supported / Present", "ID|Cipher Suites|Supported / Present|Tested in this run", map[string]string{"Cipher Suites": ownWords}},
	{"ID|Certification Profile: Advanced Security|Supported / Present", "ID|Certification Profile: Advanced Security|Supported / Present|Tested in this run",
		map[string]string{"Certification Profile: Advanced Security": ownWords}},
	{"ID|Additional Questions for Lab Testing|Answer", "", map[string]string{"Additional Questions for Lab Testing": ownWords}},
	{"ID|Limit / Setting|Value", "", nil},
	{"ID|Security Related Settings|Value", "", nil},
	{"ID|Firmware Management Settings|Value", "ID|Firmware Management Settings|Value|Tested in this run", nil},
	{"Configuration Setting|Configured Value|Description", "", map[string]string{"Description": ownWords}},
	{"Name|Max Value|Unit|Description", "", map[string]string{"Description": ownWords}},
	{"Name|Min Value|Max Value|Average Value|Unit", "Name (declared as measured by the laboratory)|Min Value|Max Value|Average Value|Unit",
		map[string]string{}},
}

// oursToo are tables of ours that the certificate has in the place of what a run cannot have, or not at all.
var oursToo = []string{"Name|Min Value|Max Value|Average Value|Unit"}

// heldFacts are the values that stand beside a name on the certificate, by what ours is called. What is not held says why.
var heldFacts = map[string]string{
	"Test laboratory:":       "not held: no laboratory has made this run",
	"Location:":              "not held: it is the laboratory's",
	"Test Report Reference:": "not held: it is the laboratory's",
	"Product Designation:":   "Product Designation",
	"Vendor name:":           "Vendor name",
	"Device Under Test:":     "Device Under Test",
	"Firmware Version:":      "Firmware Version",
	"Config ID:":             "Config ID",
	"Communication technology used during performance measurement": "Communication technology that the PICS declares",
	"OCTT Version":        "OCTT that the certificate names",
	"OCTT Instance ID":    "OCTT that the certificate names",
	"Firmware image hash": "Declared firmware image hash",
}

// TestTheAbstractOnPaperHasTheTablesOfTheCertificate holds abstract.pdf against the certificate cell by cell. The certificate lies beside the repository
// on a developer's machine; elsewhere the facts of testdata/certificate.tsv stand for it, which are those that are held.
func TestTheAbstractOnPaperHasTheTablesOfTheCertificate(t *testing.T) {
	facts := certificateFacts(t)
	pages := printed(t, pdfFile(t, AbstractPDF, sourceOf(t, richRun(t))))
	tables := printedTables(pages)
	order := []string{}
	for _, table := range tables {
		order = append(order, strings.Join(table.heads, "|"))
	}
	from := 0
	for _, held := range heldTables {
		ours := held.ours
		if ours == "" {
			ours = held.heads
		}
		at := slices.Index(order[from:], ours)
		if at < 0 {
			t.Fatalf("expected the table %s after %s, got\n%s", ours, strings.Join(order[:from], ", "), strings.Join(order, "\n"))
		}
		from += at
		if held.heads == "ID|Core Features|Supported / Present" { // goes on below the cipher suites
			rest := slices.Index(order[from+1:], ours)
			if rest < 0 {
				t.Fatalf("%s: expected its second part below the cipher suites", ours)
			}
			tables[from].rows = append(tables[from].rows, tables[from+1+rest].rows...)
		}
		holdTable(t, held, tables[from], facts)
	}
	for _, ours := range oursToo {
		if !slices.Contains(order, ours) {
			t.Errorf("expected the table %s, got\n%s", ours, strings.Join(order, "\n"))
		}
	}
	holdFacts(t, facts, pages)
}

// holdTable compares a table row by row; rows are known by their first cell.
func holdTable(t *testing.T, held heldTable, table *printedTable, facts []certificateFact) {
	t.Helper()
	var keys []string
	for _, f := range facts {
		if f.table != held.heads {
			continue
		}
		if !slices.Contains(keys, f.key) {
			keys = append(keys, f.key)
		}
		column := f.column
		if elsewhere, moved := held.columns[f.column]; moved {
			column = elsewhere
		}
		at := slices.Index(table.heads, column)
		row := slices.IndexFunc(table.rows, func(r []string) bool { return same(r[0], f.key) })
		switch {
		case at < 0:
			t.Errorf("%s: it lacks the column %s", held.heads, column)
		case row < 0:
			t.Errorf("%s: it lacks the row %s", held.heads, f.key)
		case !same(table.rows[row][at], f.value):
			t.Errorf("%s, row %s, column %s: expected %q, got %q", held.heads, f.key, column, f.value, table.rows[row][at])
		}
	}
	var ours []string
	for _, row := range table.rows {
		ours = append(ours, tight(row[0]))
	}
	for i := range keys {
		keys[i] = tight(keys[i])
	}
	if !slices.Equal(ours, keys) {
		t.Errorf("%s: expected the rows\n%s\ngot\n%s", held.heads, keys, ours)
	}
}

// approval are the places for those who answer for the abstract, as they stand on one line.
var approval = []string{"Name Date:", "Company ChargePoint Inc. Signature:", "Department", "Position", "Location", "Name reviewer Signature:", "Company"}

// holdFacts compares the values beside names, and looks for the places of the approval.
func holdFacts(t *testing.T, facts []certificateFact, pages []printedPage) {
	t.Helper()
	beside := map[string]string{}
	for _, table := range printedTables(pages) {
		for _, row := range append([][]string{table.heads}, table.rows...) {
			if len(row) > 1 {
				beside[tight(row[0])] += row[1]
			}
		}
	}
	for _, f := range facts {
		ours, known := heldFacts[f.key]
		switch {
		case f.table != "" || strings.HasPrefix(ours, "not held: "):
		case !known:
			t.Errorf("the certificate has %s %s, and nobody has said where the abstract has it", f.key, f.value)
		case !strings.Contains(tight(beside[tight(ours)]), tight(f.value)):
			t.Errorf("%s: expected %s beside it, got %s", ours, f.value, beside[tight(ours)])
		}
	}
	var text strings.Builder
	for _, p := range pages {
		text.WriteString(p.text())
	}
	for _, place := range approval {
		if !strings.Contains(text.String(), "\n"+place+"\n") {
			t.Errorf("the abstract has no place for %s", place)
		}
	}
}

// tight is a text without what a line break on paper may add or take away.
func tight(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \n\t,", r) {
			return -1
		}
		return r
	}, text)
}

func same(a, b string) bool { return tight(a) == tight(b) }

// certificateFact is a cell of the certificate that is held; of a value beside a name, table and column are empty.
type certificateFact struct{ table, key, column, value string }

// certificateFacts are those of testdata/certificate.tsv, which must be those of the certificate where that is to be had.
func certificateFacts(t *testing.T) []certificateFact {
	t.Helper()
	const kept = "testdata/certificate.tsv"
	content, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if original := besideTheRepository(t, filepath.Join("certificate", "oca-0201-0125-cs.md")); original != "" {
		text, err := os.ReadFile(original)
		if err != nil {
			t.Fatal(err)
		}
		if want := writeFacts(readCertificate(string(text))); !bytes.Equal(content, want) {
			next := filepath.Join(t.TempDir(), "certificate.tsv")
			if keep := os.Getenv("CERTBENCH_CERTIFICATE"); keep != "" {
				next = keep
			}
			if err := os.WriteFile(next, want, 0o644); err != nil {
				t.Fatal(err)
			}
			t.Errorf("%s is not what the certificate says; CERTBENCH_CERTIFICATE=%s writes it anew", kept, kept)
		}
	}
	var facts []certificateFact
	for _, line := range strings.Split(strings.TrimSuffix(string(content), "\n"), "\n") {
		cells := strings.Split(line, "\t")
		facts = append(facts, certificateFact{cells[0], cells[1], cells[2], cells[3]})
	}
	return facts
}

func writeFacts(facts []certificateFact) []byte {
	var b bytes.Buffer
	for _, f := range facts {
		b.WriteString(strings.Join([]string{f.table, f.key, f.column, f.value}, "\t") + "\n")
	}
	return b.Bytes()
}

// besideTheRepository finds a file of the folder shared in one of the folders above; it is "" elsewhere.
func besideTheRepository(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "shared", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

// readCertificate takes from the text of the certificate the cells that are held. Its tables are lines with tabs; a new page begins them again
// with their heads.
func readCertificate(text string) (facts []certificateFact) {
	text = strings.NewReplacer("<b>", "", "</b>", "").Replace(text)
	var heads []string
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(strings.TrimRight(line, " "), "\t")
		at := slices.IndexFunc(heldTables, func(h heldTable) bool { return h.heads == strings.Join(cells, "|") })
		switch {
		case len(cells) < 2:
			heads = nil
		case at >= 0:
			heads = cells
		case heads == nil && heldFacts[cells[0]] != "":
			facts = append(facts, certificateFact{key: cells[0], value: cells[1]})
		case heads != nil:
			facts = append(facts, heldCells(heads, cells)...)
		}
	}
	return facts
}

// heldCells are the cells of a row that are held; of one without any, as of a choice, its key alone.
func heldCells(heads, cells []string) (facts []certificateFact) {
	table := strings.Join(heads, "|")
	held := heldTables[slices.IndexFunc(heldTables, func(h heldTable) bool { return h.heads == table })]
	for i, head := range heads {
		if i == 0 || i >= len(cells) || strings.HasPrefix(held.columns[head], "not held: ") {
			continue
		}
		facts = append(facts, certificateFact{table, cells[0], head, strings.TrimSpace(cells[i])})
	}
	if len(facts) == 0 { // C-40, whose row has a name only
		facts = append(facts, certificateFact{table, cells[0], heads[len(heads)-1], ""})
	}
	return facts
}

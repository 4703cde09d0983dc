package workbook

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/certbench/certbench/harness/pics"
)

// written is a workbook with one sheet a list of rows; a nil cell is empty.
func written(t testing.TB, sheets ...[][]any) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	for i, rows := range sheets {
		name := "Sheet" + string(rune('1'+i))
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, value := range row {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err == nil && value != nil {
					err = f.SetCellValue(name, at, value)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return f
}

func bytesOf(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestTheTablesOfTheCertificateAreReadAsTheyStand lays every line of the certificate's text into one sheet.
func TestTheTablesOfTheCertificateAreReadAsTheyStand(t *testing.T) {
	text := certificate(t)
	var rows [][]any
	for line := range strings.Lines(text) {
		var row []any
		line = regexp.MustCompile(`\*\*|</?b>|^#+ `).ReplaceAllString(strings.TrimRight(line, "\n "), "")
		for _, value := range strings.Split(line, "\t") {
			row = append(row, value)
		}
		rows = append(rows, row)
	}
	reading, err := Read("certificate.xlsx", bytesOf(t, written(t, rows)), "")
	if err != nil {
		t.Fatal(err)
	}
	want, err := pics.Load("../../examples/cp-flex-plus-eu/pics.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got := reading.Declaration
	// The text has no cell for these: the page of the certificate says them in sentences, or not at all.
	want.Version, want.Product.Subtypes, want.Certificate.Specification = pics.V2_2_0, nil, ""
	lab := want.Certificate.Laboratory
	want.Certificate.Laboratory = pics.Laboratory{Company: lab.Company, Report: lab.Report, OCTTRelease: lab.OCTTRelease, OCTTInstance: lab.OCTTInstance}
	want.VendorSettings = slices.Clone(got.VendorSettings) // whose descriptions the example has in words of its own
	if !same(t, want, got) {
		t.Errorf("expected\n%s\ngot\n%s", pics.Write(want), reading.File)
	}
	if s := got.VendorSettings; len(s) != 2 || s[1].Name != "AuthCtrlr::CP_OfflineTxForExternalIdEnabled" || s[1].Value != "True" {
		t.Errorf("expected the two vendor settings, got %+v", s)
	}
}

// certificate is the text of the certificate that lies beside the repository on a developer's machine.
func certificate(t *testing.T) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if text, err := os.ReadFile(filepath.Join(dir, "shared", "certificate", "oca-0201-0125-cs.md")); err == nil {
			return string(text)
		}
	}
	t.Skip("the text of the certificate is not beside the repository")
	return ""
}

// head is what every workbook needs.
var head = [][]any{{"PICS version", "2.2.0"}, {"Vendor name:", "Acme"}, {"Product designation", nil, "Box"}, {"Firmware version: 1.0"}}

func with(rows ...[]any) [][]any { return append(slices.Clone(head), rows...) }

// said is what became of the cells that concern an item, as "took …" and "left, for it …".
func said(cells []Cell, item string) string {
	var all []string
	for _, x := range cells {
		if x.Item != item {
			continue
		}
		if x.Why == "" {
			all = append(all, x.Place+" took "+x.Took)
		} else {
			all = append(all, x.Place+" "+x.Why)
		}
	}
	return strings.Join(all, "; ")
}

func TestAnswersAreFoundWhereverPeoplePutThem(t *testing.T) {
	title := "some words about it"
	for name, c := range map[string]struct {
		rows [][]any
		item string
		want string
	}{
		"in the next column":                 {[][]any{{"C-49", "Yes"}}, "C-49", "B5 took yes"},
		"in a later column":                  {[][]any{{nil, "C-49", title, nil, nil, "no"}}, "C-49", "F5 took no"},
		"a number in a sentence with it":     {[][]any{{"C-49: Authorization Cache", "Y"}}, "C-49", "B5 took yes"},
		"with another dash and blanks":       {[][]any{{" c \u2013 49 ", title, "n"}}, "C-49", "C5 took no"},
		"with a footnote":                    {[][]any{{"C-49*", "words", "no"}}, "C-49", "C5 took no"},
		"with a mark":                        {[][]any{{"ID", "Feature", "Supported / Present"}, {"C-49", title, "X"}}, "C-49", "C6 took yes"},
		"with a tick":                        {[][]any{{"C-49", title, "\u2714\ufe0f"}}, "C-49", "C5 took yes"},
		"as a boolean":                       {[][]any{{"C-49", title, true}, {"C-51", title, false}}, "C-51", "C6 took no"},
		"in columns for yes and no":          {[][]any{{"ID", "Feature", "Yes", "No", "N/A"}, {"C-49", title, nil, "x"}}, "C-49", "D6 took no"},
		"in a column that does not apply":    {[][]any{{"ID", "Feature", "Yes", "No", "N/A"}, {"C-49", title, nil, nil, "x"}}, "C-49", "E6 does not apply: left undeclared"},
		"in both columns":                    {[][]any{{"ID", "Feature", "Yes", "No"}, {"C-49", title, "x", "x"}}, "C-49", "C6 took yes; D6 contradicts Sheet1!C6"},
		"not applicable":                     {[][]any{{"C-49", title, "N/A"}}, "C-49", "C5 does not apply: left undeclared"},
		"with a remark after it":             {[][]any{{"ID", "Feature", "Supported", "Remarks"}, {"C-49", title, "Yes", "no limits"}}, "C-49", "C6 took yes"},
		"behind a remark":                    {[][]any{{"ID", "Remarks", "Supported"}, {"C-49", "No", "Yes"}}, "C-49", "C6 took yes"},
		"the vendor's, not the laboratory's": {[][]any{{"ID", "Tested", "Supported According to Vendor"}, {"C-49", "No", "Yes"}}, "C-49", "C6 took yes"},
		"what was tested where it is alone":  {[][]any{{"ID", "Options", "Tested During Certification"}, {"C-30", title, "Yes"}}, "C-30", "C6 took yes"},
		"none":                               {[][]any{{"C-49", title}}, "C-49", "A5 has no answer in its row"},
		"words":                              {[][]any{{"ID", "Feature", "Answer"}, {"C-49", title, "sometimes"}}, "C-49", `C6 "sometimes" is neither yes nor no`},
		"two that differ":                    {[][]any{{"C-49", title, "Yes", "No"}}, "C-49", "C5 took yes; D5 contradicts Sheet1!C5"},
		"twice the same":                     {[][]any{{"C-49", "Yes"}, {"C-49", "yes"}}, "C-49", "B5 took yes; B6 says the same as Sheet1!B5"},
		"a number that is a text":            {[][]any{{"ORS-1", title, "1000"}}, "ORS-1", "C5 took 1000"},
		"a number with a unit":               {[][]any{{"ORS-16", title, "120 s"}}, "ORS-16", "C5 took 120"},
		"a number in groups":                 {[][]any{{"ORS-4", title, "1,000,000"}}, "ORS-4", "C5 took 1000000"},
		"a number with a fraction":           {[][]any{{"ORS-4", title, 1.5}}, "ORS-4", "A5 has no answer in its row"},
		"a text that is a number":            {[][]any{{"ID", "Feature", "Value"}, {"HFS-10", "RFID readers", 2}}, "HFS-10", "C6 took 2"},
		"a list with commas":                 {[][]any{{"C-23", title, "Heartbeat, NTP"}}, "C-23", "C5 took Heartbeat, NTP"},
		"a list with semicolons and case":    {[][]any{{"C-23", title, "heartbeat; ntp;"}}, "C-23", "C5 took Heartbeat, NTP"},
		"a list in lines":                    {[][]any{{"C-23", title, "\u2022 Heartbeat\n\u2022 Mobile Network"}}, "C-23", "C5 took Heartbeat, MobileNetwork"},
		"a list with blanks":                 {[][]any{{"ORS-24", title, "HTTP HTTPS SFTP"}}, "ORS-24", "C5 took HTTP, HTTPS, SFTP"},
		"a list with an unknown name":        {[][]any{{"ID", title, "Value"}, {"C-23", title, "Heartbeat, NPT"}}, "C-23", `C6 there is no "NPT"; did you mean NTP?`},
		"a list of nothing":                  {[][]any{{"C-54", title, "No"}}, "C-54", "C5 took no"},
		"a list that says yes":               {[][]any{{"ID", title, "Value"}, {"C-54", title, "Yes"}}, "C-54", `C6 "Yes" names none of what is supported`},
		"open words":                         {[][]any{{"HFS-9", "Communication technology", "Wired, Mobile Network", "measured over WiFi"}}, "HFS-9", "C5 took Wired, Mobile Network"},
		"open words without a title":         {[][]any{{"HFS-10", "single"}}, "HFS-10", "B5 took Single"},
		"measurands as on the certificate":   {[][]any{{"C-40.1", title, "Voltage", "Voltage SoC"}}, "C-40.1", "D5 took supported Voltage, SoC; tested Voltage"},
		"measurands of the vendor alone":     {[][]any{{"C-40.1", title, "Voltage, SoC"}}, "C-40.1", "C5 took supported Voltage, SoC"},
		"a choice":                           {[][]any{{"ID", title, "Supported"}, {"C-06", title, "Yes"}}, "C-06", "C6 has no answer of its own; its options C-06.1 to C-06.2 are answered"},
		"an item that is only mentioned":     {[][]any{{"C-01", "needs", "C-02", "Yes"}}, "C-02", ""},
		"tables beside each other":           {[][]any{{"C-01", title, "Yes", nil, "C-02", title, "No"}}, "C-02", "G5 took no"},
		"two columns of numbers":             {[][]any{{"ID", title, "Supported", "ID", title, "Supported"}, {"C-01", title, "Yes", "C-02", title, "No"}}, "C-02", "F6 took no"},
		"a dependence between":               {[][]any{{"ID", "Depends on", "Supported"}, {"C-01", "C-02", "Yes"}}, "C-01", "C6 took yes"},
		"use cases are no items":             {[][]any{{"ID", "Feature", "Use case", "Supported"}, {"C-01", title, "C15", "Yes"}}, "C-01", "D6 took yes"},
	} {
		t.Run(name, func(t *testing.T) {
			reading, err := Read("x.xlsx", bytesOf(t, written(t, with(c.rows...))), "")
			if contradicts := strings.Contains(c.want, "contradicts"); (err != nil) != contradicts {
				t.Fatalf("expected an error where cells contradict each other alone, got %v", err)
			}
			if got := strings.ReplaceAll(said(reading.Cells, c.item), "Sheet1!", ""); got != strings.ReplaceAll(c.want, "Sheet1!", "") {
				t.Errorf("expected %q, got %q", c.want, got)
			}
		})
	}
}

func TestAMergedCellAnswersEachOfItsRows(t *testing.T) {
	f := written(t, with([]any{"C-01", "words", "Yes"}, []any{"C-02", "words"}, []any{"C-23", "words", "Heartbeat"}, []any{nil, nil, "NTP"}, []any{"C-51", nil, nil, "No"}))
	for _, span := range [][2]string{{"C5", "C6"}, {"A7", "A8"}, {"A9", "C9"}} {
		if err := f.MergeCell("Sheet1", span[0], span[1]); err != nil {
			t.Fatal(err)
		}
	}
	reading, err := Read("x.xlsx", bytesOf(t, f), "")
	if err != nil {
		t.Fatal(err)
	}
	for item, want := range map[string]string{
		"C-01": "Sheet1!C5 took yes", "C-02": "Sheet1!C6 took yes", "C-23": "Sheet1!C7 took Heartbeat, NTP", "C-51": "Sheet1!D9 took no",
	} {
		if got := said(reading.Cells, item); got != want {
			t.Errorf("expected %q, got %q", want, got)
		}
	}
}

func TestWhatIsHiddenOrNotCalculatedDeclaresNothing(t *testing.T) {
	f := written(t, with([]any{"C-01", "Yes"}, []any{"C-02", "Yes"}, []any{"C-49", nil, "Yes"}, []any{"C-51"}, []any{"C-52", "Yes"}), [][]any{{"C-53", "Yes"}})
	for _, err := range []error{f.SetRowVisible("Sheet1", 6, false), f.SetColVisible("Sheet1", "C", false), f.SetSheetVisible("Sheet2", false),
		f.SetCellFormula("Sheet1", "B8", `IF(1=1,"Yes","No")`)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	// "Box" of the head stands in the column that is hidden.
	reading, err := Read("x.xlsx", bytesOf(t, f), "")
	if err == nil || !strings.Contains(err.Error(), `no cell says the designation; write "product designation" in one`) {
		t.Errorf("expected the hidden designation to be missing, got %v", err)
	}
	for item, want := range map[string]string{
		"C-01": "Sheet1!B5 took yes", "C-02": "Sheet1!A6 is not shown in the sheet", "C-49": "Sheet1!C7 is not shown in the sheet",
		"C-52": "Sheet1!B9 took yes", "C-53": "Sheet2!A1 is not shown in the sheet", "C-51": "Sheet1!B8 " + unsolvedFormula,
	} {
		if got := said(reading.Cells, item); got != want {
			t.Errorf("%s: expected %q, got %q", item, want, got)
		}
	}
}

func TestAnItemThatTheVersionDoesNotHaveIsAnErrorWithItsCell(t *testing.T) {
	for _, c := range []struct{ version, item, want string }{
		{"", "C-9.1", `Sheet1!A5: there is no item "C-9.1"; did you mean C-09.1?`},
		{"", "C-77.7", `Sheet1!A5: there is no item "C-77.7" in PICS 2.2.0, nor one like it`},
		{"", "ISO-3", "Sheet1!A5: erratum 5.6 (2025-02) removed ISO-3"},
		{pics2, "AQ-18", "Sheet1!A5: AQ-18 (Mechanized lock on the Charging Station side of a connector) is no item of PICS Edition 3"},
		{pics2, "ISO-3", ""},
	} {
		_, err := Read("x.xlsx", bytesOf(t, written(t, with([]any{c.item, "words", "Yes"}))), pics.Version(c.version))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s of %q: expected %q, got %v", c.item, c.version, c.want, err)
		}
	}
}

const pics2 = string(pics.Edition3)

func TestTwoAnswersToOneItemNameBothCells(t *testing.T) {
	_, err := Read("x.xlsx", bytesOf(t, written(t, with([]any{"C-49", "Yes"}), [][]any{{nil, "C-49", "No"}, {"Vendor name", "Other"}})), "")
	for _, want := range []string{`C-49 is "yes" in Sheet1!B5 and "no" in Sheet2!C1`, `the vendor is "Acme" in Sheet1!B2 and "Other" in Sheet2!B2`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
	}
}

func TestTheVersionIsWhatTheWorkbookSays(t *testing.T) {
	rest := head[1:]
	for name, c := range map[string]struct {
		file  string
		rows  [][]any
		asked pics.Version
		want  string
	}{
		"in a cell beside its label":       {"x.xlsx", [][]any{{"PICS version", "Edition 3"}}, "", "Edition 3"},
		"in the name of the form":          {"x.xlsx", [][]any{{"OCPP-2.0.1-PICS-CS-2.2.0 of Acme"}}, "", "2.2.0"},
		"in the file's name":               {"Box_OCPP-2.0.1-PICS-CS-2.2.0.xlsx", nil, "", "2.2.0"},
		"asked for":                        {"x.xlsx", [][]any{{"PICS version", "2.2.0"}}, pics.Edition3, "Edition 3"},
		"nowhere":                          {"x.xlsx", nil, "", "nothing says which version of the PICS it is; name it by --version"},
		"one that is not known":            {"Box-PICS-CS-1.9.9.xlsx", nil, "", "the PICS is of version 1.9.9, as its name says, whose items are not known"},
		"two of them":                      {"x.xlsx", [][]any{{"PICS version", "2.2.0"}, {"PICS version: Edition 3"}}, "", "of version 2.2.0 in Sheet1!B1, and of edition 3 in Sheet1!A2"},
		"the label before the form's name": {"x.xlsx", [][]any{{"Document", "PICS-CS-2.1.0"}, {"PICS version", "v2.2.0"}}, "", "2.2.0"},
	} {
		reading, err := Read(c.file, bytesOf(t, written(t, append(slices.Clone(c.rows), rest...))), c.asked)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = string(reading.Declaration.Version)
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: expected %q, got %q", name, c.want, got)
		}
	}
}

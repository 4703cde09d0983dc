package workbook

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/pics"
)

// openpyxl writes a form as a laboratory's script does: with a formula that was never calculated, merged cells, a boolean, a date, and
// a number as a text. Python's library keeps texts in the cells themselves or in a table of their own, and styles cells that are empty.
const openpyxl = `
import datetime, sys
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
book = Workbook()
book.properties.title = "OCPP-2.0.1-PICS-CS-2.2.0"
sheet = book.active
for row in [["Vendor name", "Acme"], ["Product designation", "Box"], ["Firmware version", "1.0"], ["Certificate number", "OCA.1"],
            ["Certification date", datetime.date(2026, 2, 24)],
            ["ID", "Core features", "Supported / Present"], ["C-01", "words", True], ["C-02", "words", "No"], ["C-49", "words", "=IF(1=1,\"Yes\",\"No\")"],
            ["ORS-1", "words", "1000"], ["ORS-4", "words", 1000000], ["C-23", "words", "Heartbeat"], [None, None, "NTP"]]:
    sheet.append(row)
sheet.merge_cells("A12:A13")
sheet["C7"].comment = Comment("as agreed", "lab")
sheet["C11"].number_format = "#,##0"
for number in range(1, 2000):
    sheet.cell(number, 40).font = Font(bold=True)
other = book.create_sheet("Lists")
other.sheet_state = "hidden"
other.append(["C-51", "Yes"])
book.save(sys.argv[1])
`

// program finds one of the commands, and tells why the test does not run without it.
func program(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skipf("none of %s is installed; .ci/debian-packages installs what Debian has", strings.Join(names, ", "))
	return ""
}

func runs(t *testing.T, dir, command string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, command, args...)
	c.Dir, c.Env = dir, append(os.Environ(), "HOME="+dir)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, out)
	}
}

func TestAWorkbookOfOpenpyxlIsRead(t *testing.T) {
	python, dir := program(t, "/usr/bin/python3"), t.TempDir()
	if err := exec.CommandContext(t.Context(), python, "-c", "import openpyxl").Run(); err != nil {
		t.Skip("python3-openpyxl is not installed; .ci/debian-packages installs it")
	}
	script := filepath.Join(dir, "write.py")
	if err := os.WriteFile(script, []byte(openpyxl), 0o600); err != nil {
		t.Fatal(err)
	}
	runs(t, dir, python, script, "made.xlsx")
	reading := fileRead(t, filepath.Join(dir, "made.xlsx"))
	for item, want := range map[string]string{
		"C-01": "Sheet!C7 took yes", "C-02": "Sheet!C8 took no", "C-49": "Sheet!C9 " + unsolvedFormula, "ORS-1": "Sheet!C10 took 1000",
		"ORS-4": "Sheet!C11 took 1000000", "C-23": "Sheet!C12 took Heartbeat, NTP", "C-51": "Lists!A1 is not shown in the sheet",
		"the certificate's date": "Sheet!B5 took 2026-02-24", "the version": "its title took 2.2.0",
	} {
		if got := said(reading.Cells, item); got != want {
			t.Errorf("%s: expected %q, got %q", item, want, got)
		}
	}
}

// TestOpenpyxlReadsWhatIsExported and finds what was declared in the columns of the certificate.
func TestOpenpyxlReadsWhatIsExported(t *testing.T) {
	python, dir := program(t, "/usr/bin/python3"), t.TempDir()
	if err := exec.CommandContext(t.Context(), python, "-c", "import openpyxl").Run(); err != nil {
		t.Skip("python3-openpyxl is not installed; .ci/debian-packages installs it")
	}
	for name, d := range declared(t) {
		exported(t, filepath.Join(dir, "made.xlsx"), d)
		runs(t, dir, python, "-c", `
from openpyxl import load_workbook
book = load_workbook("made.xlsx")
book.save("again.xlsx")`)
		if back := fileRead(t, filepath.Join(dir, "again.xlsx")).Declaration; !same(t, versioned(d), back) {
			t.Errorf("%s: expected the same declaration after openpyxl, got\n%s", name, pics.Write(back))
		}
	}
}

// TestLibreOfficeSavesWhatIsExported: it opens the workbook and saves it in its own way, which is read as before.
func TestLibreOfficeSavesWhatIsExported(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes ten seconds")
	}
	office, dir := program(t, "soffice", "libreoffice"), t.TempDir()
	for name, d := range declared(t) {
		exported(t, filepath.Join(dir, "made.xlsx"), d)
		runs(t, dir, office, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "saved", "made.xlsx")
		if back := fileRead(t, filepath.Join(dir, "saved", "made.xlsx")).Declaration; !same(t, versioned(d), back) {
			t.Errorf("%s: expected the same declaration after LibreOffice, got\n%s", name, pics.Write(back))
		}
	}
}

func versioned(d *pics.Declaration) *pics.Declaration {
	if d.Version == "" {
		d.Version = pics.V2_2_0
	}
	return d
}

func exported(t *testing.T, path string, d *pics.Declaration) {
	t.Helper()
	data, err := Write(d)
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func fileRead(t *testing.T, path string) *Reading {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.HasPrefix(data, []byte("PK")) == false {
		t.Fatalf("%s is no workbook", path)
	}
	reading, err := Read(filepath.Base(path), data, "")
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/certbench/certbench/harness/pics"
)

// packed is a workbook whose one sheet is this XML, with texts of that.
func packed(t testing.TB, sheet, texts string) []byte {
	t.Helper()
	const space = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`
	empty := bytesOf(t, excelize.NewFile())
	in, err := zip.NewReader(bytes.NewReader(empty), int64(len(empty)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, content io.Reader) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.Copy(w, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range in.File {
		if part.Name == "xl/worksheets/sheet1.xml" {
			continue
		}
		content, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		put(part.Name, content)
	}
	put("xl/worksheets/sheet1.xml", strings.NewReader("<worksheet"+space+sheet+"</worksheet>"))
	put("xl/sharedStrings.xml", strings.NewReader("<sst"+space+texts+"</sst>"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const headRows = `<row r="1"><c r="A1" t="inlineStr"><is><t>PICS version</t></is></c><c r="B1" t="inlineStr"><is><t>2.2.0</t></is></c></row>`

// TestAWorkbookOfHugeSheetsIsRefusedInTime, whatever little it takes to say that it has them.
func TestAWorkbookOfHugeSheetsIsRefusedInTime(t *testing.T) {
	repeated := func(form string, n int) string {
		var out strings.Builder
		for i := range n {
			fmt.Fprintf(&out, form, i+2)
		}
		return out.String()
	}
	one := `<c r="%s" t="inlineStr"><is><t>x</t></is></c>`
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a bomb":                     {packed(t, "<sheetData>"+strings.Repeat(" ", maxXML)+"</sheetData>", ""), "bytes unpacked"},
		"a bomb of texts":            {packed(t, "<sheetData/>", strings.Repeat("<si/>", maxXML/5)), "bytes unpacked"},
		"a column far away":          {packed(t, "<sheetData>"+headRows+`<row r="2">`+fmt.Sprintf(one, "XFD2")+"</row></sheetData>", ""), "Sheet1!XFD2: a PICS has at most"},
		"a row far away":             {packed(t, "<sheetData>"+headRows+`<row r="900000">`+fmt.Sprintf(one, "A900000")+"</row></sheetData>", ""), "Sheet1!A900000: a PICS has at most"},
		"many wide rows":             {packed(t, "<sheetData>"+repeated(`<row r="%[1]d"><c r="IV%[1]d"><v>1</v></c></row>`, 5000)+"</sheetData>", ""), "columns and 500000 cells"},
		"many merged cells":          {packed(t, "<sheetData>"+headRows+"</sheetData><mergeCells>"+repeated(`<mergeCell ref="A%d:A1048576"/>`, maxMarks+1)+"</mergeCells>", ""), "bytes unpacked"},
		"a wide bomb of empty cells": {packed(t, "<sheetData>"+headRows+repeated(`<row r="%[1]d"><c r="XFD%[1]d"/></row>`, 100_000)+"</sheetData>", ""), "no cell says the vendor"},
		"an empty last row":          {packed(t, "<sheetData>"+headRows+`<row r="1048576" ht="12.8"/></sheetData>`, ""), "no cell says the vendor"},
		"nothing":                    {nil, "this is no workbook"},
		"a text":                     {[]byte("PICS"), "this is no workbook"},
		"an old workbook":            {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "save it as .xlsx"},
		"a large file":               {make([]byte, maxFile+1), "a workbook of more than"},
		"another package":            {zipped(t, "word/document.xml"), "this is no workbook: it has no part _rels/.rels"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			_, err := Read("x.xlsx", c.data, "")
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("expected %q, got %v", c.want, err)
			}
			if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; allocated > 1500 || took > 30*time.Second {
				t.Errorf("expected it to be refused cheaply, it took %s and %d MB", took, allocated)
			}
		})
	}
}

func zipped(t *testing.T, name string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	if _, err := z.Create(name); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzRead: whatever a file holds, it is read or refused, and what is read is a PICS.
func FuzzRead(f *testing.F) {
	f.Add(packed(f, "<sheetData>"+headRows+"</sheetData>", ""))
	f.Add(bytesOf(f, written(f, with([]any{"ID", "Feature", "Yes", "No"}, []any{"C-49", "w", nil, "x"}))))
	f.Add(bytesOf(f, excelize.NewFile()))
	f.Fuzz(func(t *testing.T, data []byte) {
		reading, err := Read("x.xlsx", data, "2.2.0")
		if err == nil && reading.Declaration == nil {
			t.Fatal("expected a declaration or an error")
		}
	})
}

// FuzzCells reads sheets of whatever texts, three in a row.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"C-49\tCache\tYes", "ID\tYes\tNo\nC-49\tx\tx", "C-40.1\tVoltage\tVoltage", "EVSE\tCurrent\tConnector\tType\tCable Type\n1\tAC\t1\tx\tNone", "C-23\t\"a\t\"", "Name\tMax Value\nOCPP response time\t1e400",
		"Certification date\t99999999999", "Configuration Setting\tConfigured Value\n\"\\n\"\t1", "Core\tPass\nCore\tno", "ORS-1\t99999999999999999999", "C-41\t0\xb60000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		room := maxArea
		g := &grid{name: "S", room: &room}
		for r, line := range strings.Split("Vendor\tv\nProduct name\tp\nFirmware\tf\nPICS version\t2.2.0\n"+text, "\n") {
			for c, value := range strings.Split(line, "\t") {
				for _, raw := range []bool{false, true} {
					if err := g.set(spot{r, c}, value, raw); err != nil {
						return // larger than any sheet that is read
					}
				}
			}
		}
		reading, err := readGrids("x.xlsx", []*grid{g}, "", "2.2.0")
		if err != nil {
			if strings.Contains(err.Error(), "is no PICS") {
				t.Fatalf("what was taken was no PICS: %v", err)
			}
			return
		}
		if again := pics.Write(reading.Declaration); !bytes.Equal(again, reading.File) {
			t.Fatalf("expected the same again, got\n%s\n%s", reading.File, again)
		}
	})
}

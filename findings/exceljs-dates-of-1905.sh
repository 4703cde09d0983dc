#!/usr/bin/env bash
# exceljs reads a date that a workbook writes as a date as the year alone: 1 December 2026 comes back as 18 July 1905.
#
# Versions: npm exceljs 4.4.0, xlsx 0.18.5, read-excel-file 5.8.8; github.com/xuri/excelize/v2 v2.11.1, github.com/thedatashed/xlsxreader
# v1.2.8. The workbooks are written by hand after ECMA-376 part 1.
# Guess before running: all read the same texts and values at the same places; xlsxreader, perhaps, not where cells have no address, and one
# or another, perhaps, gives a date as text.
# Seen: a cell of type d holds an ISO 8601 date (18.18.11, ST_CellType), which is how Excel writes dates into a "Strict" workbook. exceljs
# reads it as a number, and what is not a number ends it: 2026, and the day of that number. Of an inline text in runs (18.3.1.53, 18.4.4)
# xlsxreader gives the first run, without a word, and read-excel-file an error. The address r of a row and of a cell may be left out
# (18.3.1.73, 18.3.1.4), its place then follows from those before: exceljs and read-excel-file raise errors, xlsxreader gives cells without
# a place, excelize and xlsx know it. xlsxreader and read-excel-file do not find the sheets of a Strict workbook.
# For a bench: the date of a declaration is text, or is read back and compared; a reader of PICS sheets is tried with dates, runs and
# missing addresses, and a field that comes out short or empty is asked about rather than taken for "no".
#
#> exceljs: date 1905-07-18T00:00:00.000Z | runs "x y" | no addresses: Invalid row number in model | strict yes
#> xlsx: date 46357 | runs "x y" | no addresses: B2 | strict yes
#> read-excel-file: date "2026-12-01T00:00:00.000Z" | runs: Unsupported "inline string" cell value structure | no addresses: Invalid array length | strict: Sheet #1 not found
#> excelize: date 2026-12-01 | runs "x y" | no addresses: B2 | strict yes
#> xlsxreader: date 2026-12-01 | runs "x" | no addresses: column "" of row 0 | strict: unable to initialise file
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >write.py <<'PY'
import zipfile

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write(name, rows, strict=False):
    base = "http://purl.oclc.org/ooxml" if strict else "http://schemas.openxmlformats.org"
    main = base + ("/spreadsheetml/main" if strict else "/spreadsheetml/2006/main")
    kind = base + ("/officeDocument/relationships" if strict else "/officeDocument/2006/relationships")
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets><sheet name="PICS" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{kind}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as book:
        for path, text in parts.items():
            book.writestr(path, HEAD + text)


def text(word, address=""):
    return f'<c {address}t="inlineStr"><is><t>{word}</t></is></c>'


DATE = '<c r="A1" t="d" s="1"><v>2026-12-01</v></c>'
RUNS = '<c r="A1" t="inlineStr"><is><r><t>x</t></r><r><t xml:space="preserve"> y</t></r></is></c>'
write("date.xlsx", f'<row r="1">{DATE}</row>')
write("runs.xlsx", f'<row r="1">{RUNS}</row>')
write("places.xlsx", f'<row>{text("Feature")}{text("Supported")}</row><row>{text("K01")}{text("B2")}</row>')
A1 = 'r="A1" '
write("strict.xlsx", f'<row r="1">{text("yes", A1)}</row>', strict=True)
PY
python3 write.py

npm install --loglevel=error --no-audit --no-fund --ignore-scripts exceljs@4.4.0 xlsx@0.18.5 read-excel-file@5.8.8 >/dev/null 2>&1
cat >read.cjs <<'JS'
const exceljs = require('exceljs');
const xlsx = require('xlsx');
const { default: readFile } = require('read-excel-file/node');

// or gives a reader's value, or the beginning of what it says instead.
async function or(read) {
  try {
    return await read();
  } catch (e) {
    return `: ${e.message.split(/[:.] | in the /)[0]}`;
  }
}

async function cell(file, address) {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(file);
  return book.worksheets[0].getCell(address).value;
}

function sheet(file) {
  const book = xlsx.readFile(file);
  return book.Sheets[book.SheetNames[0]];
}

(async () => {
  const date = await cell('date.xlsx', 'A1');
  const { richText } = await cell('runs.xlsx', 'A1');
  const places = await or(() => cell('places.xlsx', 'B2'));
  const strict = await cell('strict.xlsx', 'A1');
  console.log(`exceljs: date ${date.toISOString()} | runs "${richText.map((run) => run.text).join('')}" | no addresses${places} | strict ${strict}`);
  const [{ A1: day1 }, { A1: runs1 }, { B2: last }, { A1: strict1 }] = ['date', 'runs', 'places', 'strict'].map((name) => sheet(`${name}.xlsx`));
  console.log(`xlsx: date ${day1.v} | runs "${runs1.v}" | no addresses: ${last.v} | strict ${strict1.v}`);
  const [[day]] = await readFile('date.xlsx');
  const ends = await Promise.all(['runs', 'places', 'strict'].map((name) => or(() => readFile(`${name}.xlsx`))));
  console.log(`read-excel-file: date ${JSON.stringify(day)} | runs${ends[0]} | no addresses${ends[1]} | strict${ends[2]}`);
})();
JS
go mod init probe 2>/dev/null
go mod edit -require=github.com/xuri/excelize/v2@v2.11.1 -require=github.com/thedatashed/xlsxreader@v1.2.8
cat >main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	"github.com/thedatashed/xlsxreader"
	"github.com/xuri/excelize/v2"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	at := func(file, address string) string {
		return must(must(excelize.OpenFile(file)).GetCellValue("PICS", address))
	}
	fmt.Printf("excelize: date %s | runs %q | no addresses: %s | strict %s\n",
		at("date.xlsx", "A1"), at("runs.xlsx", "A1"), at("places.xlsx", "B2"), at("strict.xlsx", "A1"))

	last := rows("places.xlsx")[1].Cells[1]
	_, err := xlsxreader.OpenFile("strict.xlsx")
	said, _, _ := strings.Cut(err.Error(), ":")
	fmt.Printf("xlsxreader: date %s | runs %q | no addresses: column %q of row %d | strict: %s\n",
		rows("date.xlsx")[0].Cells[0].Value, rows("runs.xlsx")[0].Cells[0].Value, last.Column, last.Row, said)
}

func rows(file string) []xlsxreader.Row {
	book := must(xlsxreader.OpenFile(file))
	defer book.Close()
	var all []xlsxreader.Row
	for row := range book.ReadRows("PICS") {
		all = append(all, row)
	}
	return all
}
GO
{
	timeout 60 node read.cjs
	go run -mod=mod .
} >report
diff <(echo "$seen") report && echo "as written"

#!/usr/bin/env bash
# excelize answers differently about one merged cell: by its address it is everywhere, in the rows it is only at the top.
#
# Version: github.com/xuri/excelize/v2 v2.11.1.
# Guess before running: a merged cell gives its value at each of its places.
# Seen: GetCellValue does so. GetRows and GetCols give the value once, at the top left, and an empty text or nothing at all
# for the other places; a row ends at its last own cell, so rows of one table differ in length. And writing to a place inside
# the merged cell replaces the value of the whole. A PICS sheet merges the feature over its lines: read by rows, every
# line but the first belongs to no feature.
# For a bench: a reader of such sheets has to ask for the merged ranges, or go by address.
#
#> A2 by address: Smart Charging
#> A3 by address: Smart Charging
#> row 2: ["Smart Charging" "K01" "yes"]
#> row 3: ["" "K02" "no"]
#> row 4: ["Reservation"]
#> column A: ["Feature" "Smart Charging" "" "Reservation" ""]
#> A2 after writing to A3: other
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

go mod init probe 2>/dev/null
go mod edit -require=github.com/xuri/excelize/v2@v2.11.1
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

const sheet = "Sheet1"

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	draft := excelize.NewFile()
	for cell, text := range map[string]string{"A1": "Feature", "B1": "Use case", "C1": "Supported", "A2": "Smart Charging", "B2": "K01", "C2": "yes", "B3": "K02", "C3": "no", "A4": "Reservation", "B5": "H01"} {
		if err := draft.SetCellValue(sheet, cell, text); err != nil {
			panic(err)
		}
	}
	for _, group := range [][2]string{{"A2", "A3"}, {"A4", "A5"}} {
		if err := draft.MergeCell(sheet, group[0], group[1]); err != nil {
			panic(err)
		}
	}
	pics := must(excelize.OpenReader(must(draft.WriteToBuffer())))
	for _, cell := range []string{"A2", "A3"} {
		fmt.Printf("%s by address: %s\n", cell, must(pics.GetCellValue(sheet, cell)))
	}
	for i, row := range must(pics.GetRows(sheet))[1:4] {
		fmt.Printf("row %d: %q\n", i+2, row)
	}
	fmt.Printf("column A: %q\n", must(pics.GetCols(sheet))[0])
	if err := pics.SetCellValue(sheet, "A3", "other"); err != nil {
		panic(err)
	}
	fmt.Println("A2 after writing to A3:", must(pics.GetCellValue(sheet, "A2")))
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"

#!/usr/bin/env bash
# excelize writes a text that looks like an escape as it is, and reads a character: "_x0041_" comes back as "A".
#
# Version: github.com/xuri/excelize/v2 v2.11.1.
# Guess before running: what SetCellStr puts into a cell, GetCellValue of the saved workbook gives back.
# Seen: in a workbook _xHHHH_ stands for the character of that number (ECMA-376 part 1, 22.9.2.19, ST_Xstring), and a text that has
# it has to be written with its underscore escaped, _x005F_x0041_. excelize reads these escapes and writes none, so that whoever wants
# to keep such a text escapes it by hand; and then it must not stand in a workbook with the unescaped one, which takes its place. A
# control character, of which XML has none, becomes U+FFFD. Blanks and ends of lines come back as they were.
# For a bench: vendor settings and identifiers with _x in them are put into the sheet in another way, or refused.
#
#> "_x0041_" -> "A"
#> "AuthCtrlr_x0043_ache" -> "AuthCtrlrCache"
#> "_x005F_x0041_" -> "_x0041_"
#> "_x005F_x0041_" below "_x0041_" -> "A"
#> "a\x01b" -> "a\ufffdb"
#> " a\r\nb " -> " a\r\nb "
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

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	for _, text := range []string{"_x0041_", "AuthCtrlr_x0043_ache", "_x005F_x0041_"} {
		fmt.Printf("%+q -> %+q\n", text, saved(text))
	}
	fmt.Printf("%+q below %+q -> %+q\n", "_x005F_x0041_", "_x0041_", saved("_x0041_", "_x005F_x0041_"))
	for _, text := range []string{"a\x01b", " a\r\nb "} {
		fmt.Printf("%+q -> %+q\n", text, saved(text))
	}
}

// saved is the last of the texts, below each other in a workbook, after that was written and read.
func saved(texts ...string) string {
	draft := excelize.NewFile()
	cell := ""
	for i, text := range texts {
		cell = fmt.Sprint("A", i+1)
		if err := draft.SetCellStr("Sheet1", cell, text); err != nil {
			panic(err)
		}
	}
	return must(must(excelize.OpenReader(must(draft.WriteToBuffer()))).GetCellValue("Sheet1", cell))
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"

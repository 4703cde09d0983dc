#!/usr/bin/env bash
# fpdf writes into the font that it is given: the second document from the same bytes is another one.
#
# Versions: codeberg.org/go-pdf/fpdf v0.11.1; golang.org/x/image v0.44.0 for the font, Go Mono.
# Guess before running: AddUTF8FontFromBytes only reads the font, so that a program keeps one copy of it, and the same calls with the
# dates set make the same PDF whenever they are repeated.
# Seen: when fpdf cuts the letters that were used out of the font, it numbers the parts of compound letters anew in the caller's own bytes. A
# second document from them has other bytes, and so has what any other user of the font is given. A copy for each document keeps them
# the same. Go Regular has no compound letters, and shows nothing.
# For a bench: a document that can be made again byte for byte gives the library a copy of the font each time.
#
#> one copy of Go Mono: font changed true, second document the same false
#> a copy for each of Go Mono: font changed false, second document the same true
#> one copy of Go Regular: font changed false, second document the same true
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

go mod init probe 2>/dev/null
go mod edit -require=codeberg.org/go-pdf/fpdf@v0.11.1 -require=golang.org/x/image@v0.44.0
cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
)

func main() {
	twice("one copy of Go Mono", slices.Clone(gomono.TTF), func(font []byte) []byte { return font })
	twice("a copy for each of Go Mono", slices.Clone(gomono.TTF), slices.Clone)
	twice("one copy of Go Regular", slices.Clone(goregular.TTF), func(font []byte) []byte { return font })
}

// twice makes a document twice from what given makes of a font.
func twice(name string, font []byte, given func([]byte) []byte) {
	before := slices.Clone(font)
	first := document(given(font))
	second := document(given(font))
	fmt.Printf("%s: font changed %t, second document the same %t\n", name, !bytes.Equal(font, before), bytes.Equal(first, second))
}

func document(font []byte) []byte {
	p := fpdf.New("P", "mm", "A4", "")
	p.SetCreationDate(time.Unix(0, 0))
	p.SetModificationDate(time.Unix(0, 0))
	p.SetCatalogSort(true)
	p.AddUTF8FontFromBytes("font", "", font)
	p.AddPage()
	p.SetFont("font", "", 10)
	p.Text(20, 20, "abc")
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		panic(err)
	}
	return out.Bytes()
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"

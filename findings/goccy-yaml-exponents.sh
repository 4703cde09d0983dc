#!/usr/bin/env bash
# goccy/go-yaml takes a number like 1e3 for text, also the 1e+06 that it wrote itself.
#
# Version: github.com/goccy/go-yaml v1.19.2.
# Guess before running: 1e3 is a float, as YAML 1.2's core schema has it (sign, digits, optional fraction, optional exponent).
# Seen: an exponent counts only behind a decimal point. Where the type is open, 1e3 becomes the string "1e3" and 1.0e3 the number
# 1000. Its encoder writes floats from a million on with an exponent and drops the point from round ones: 1,500,000 Wh come
# back as a number, 1,000,000 Wh as text. A field that is declared as float64 reads all of them.
# For a bench: round limits and registers in its files or reports change their type when read into open values.
#
#> 1e3 is string
#> 6E+2 is string
#> 1.0e3 is float64
#> 1500000 is written 1.5e+06 and read as float64
#> 1000000 is written 1e+06 and read as string
#> 1e3 in a float64 field is 1000
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

go mod init probe 2>/dev/null
go mod edit -require=github.com/goccy/go-yaml@v1.19.2
cat >main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

func open(text string) any {
	var file map[string]any
	if err := yaml.Unmarshal([]byte("energy: "+text+"\n"), &file); err != nil {
		panic(err)
	}
	return file["energy"]
}

func main() {
	for _, text := range []string{"1e3", "6E+2", "1.0e3"} {
		fmt.Printf("%s is %T\n", text, open(text))
	}
	for _, wh := range []float64{1_500_000, 1_000_000} {
		out, err := yaml.Marshal(wh)
		if err != nil {
			panic(err)
		}
		text := strings.TrimSpace(string(out))
		fmt.Printf("%.0f is written %s and read as %T\n", wh, text, open(text))
	}
	var typed struct{ Energy float64 }
	if err := yaml.Unmarshal([]byte("energy: 1e3\n"), &typed); err != nil {
		panic(err)
	}
	fmt.Println("1e3 in a float64 field is", typed.Energy)
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"

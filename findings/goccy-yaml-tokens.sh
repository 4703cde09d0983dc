#!/usr/bin/env bash
# goccy/go-yaml changes the digits of an unquoted id token although the field that it goes into is a string.
#
# Version: github.com/goccy/go-yaml v1.19.2.
# Guess before running: 0123 is octal, thus 83, where the type is open (YAML 1.1); 1_000 is 1000; 04E3 is the float 4000. What a
# field of type string does was not guessed: nobody had thought that it would differ from the text.
# Seen: the first two parts held, the third not. And the same happens in a list of strings: the scalar is turned into a number by
# its looks, and the number is printed back. A card 0123 becomes 83, 0x1F 31, article 1.10 the article 1.1; 0089 (no octal)
# and 04E3 stay as they are, so that of a list of cards some are right and some are others. It happens to keys, too.
# For a bench: every id token, serial and article number in its files needs quotes, or its reader has to look at the source text.
#
#> string list: 0123 -> 83
#> string list: 0089 -> 0089
#> string list: 0x1F -> 31
#> string list: 1_000 -> 1000
#> string list: 1.10 -> 1.1
#> string list: 04E3 -> 04E3
#> string list: "0123" -> 0123
#> string key: 0123 -> 83
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

	"github.com/goccy/go-yaml"
)

func main() {
	for _, text := range []string{"0123", "0089", "0x1F", "1_000", "1.10", "04E3", `"0123"`} {
		var list []string
		if err := yaml.Unmarshal([]byte("- "+text+"\n"), &list); err != nil {
			panic(err)
		}
		fmt.Printf("string list: %s -> %s\n", text, list[0])
	}
	var keys map[string]string
	if err := yaml.Unmarshal([]byte("0123: blocked\n"), &keys); err != nil {
		panic(err)
	}
	for key := range keys {
		fmt.Println("string key: 0123 ->", key)
	}
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"

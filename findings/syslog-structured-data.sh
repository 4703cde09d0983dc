#!/usr/bin/env bash
# Three parsers of RFC 5424, and each loses or refuses something of valid records: the second address, a backslash, a clock that is not set.
#
# Versions: github.com/leodido/go-syslog/v4 v4.2.0, github.com/crewjam/rfc5424 v0.1.0, npm nsyslog-parser 0.10.1.
# Guess before running: all parse all five records, and give the same parameters and messages.
# Seen: a station without a clock writes "-" for the time (6.2.3): crewjam refuses the record, nsyslog-parser gives the time at which it
# reads. A parameter may be repeated, as ip is for a host with two addresses (6.3.3, 7.2.1): leodido keeps the last, nsyslog-parser takes
# the structured data for text and eats its beginning. A backslash before any other letter is a backslash (6.3.3): leodido refuses it,
# crewjam drops it. Of an element without parameters nsyslog-parser makes text, and of one value with a blank and an equals sign in it,
# two parameters.
# For a bench: logs of a station are kept as they came; what is looked for in them is looked for in the text, and a record whose time is
# missing is no record of today.
#
#> no clock
#>   leodido: time none, data {}, text "m"
#>   crewjam: refused: parsing time ""
#>   nsyslog-parser: time now, data {}, text "m"
#> two addresses
#>   leodido: time 2026, data {"origin":["ip=192.0.2.2"]}, text "m"
#>   crewjam: time 2026, data {"origin":["ip=192.0.2.1","ip=192.0.2.2"]}, text "m"
#>   nsyslog-parser: time 2026, data {}, text "ip=\"192.0.2.1\" ip=\"192.0.2.2\"] m"
#> backslash
#>   leodido: refused: expecting chars `]`, `"`, and `\` to be escaped within param value [col 51]
#>   crewjam: time 2026, data {"a@1":["path=C:log"]}, text "m"
#>   nsyslog-parser: time 2026, data {"a@1":["path=C:\\log"]}, text "m"
#> no parameters
#>   leodido: time 2026, data {"a@1":[]}, text "m"
#>   crewjam: time 2026, data {"a@1":[]}, text "m"
#>   nsyslog-parser: time 2026, data {}, text "[a@1] m"
#> equals sign
#>   leodido: time 2026, data {"a@1":["rule=x y=z"]}, text "m"
#>   crewjam: time 2026, data {"a@1":["rule=x y=z"]}, text "m"
#>   nsyslog-parser: time 2026, data {"a@1":["rule=x","y=z"]}, text "m"
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >records <<'LOG'
no clock	<13>1 - CS1 a 1 i - m
two addresses	<13>1 2026-12-01T10:00:00Z CS1 a 1 i [origin ip="192.0.2.1" ip="192.0.2.2"] m
backslash	<13>1 2026-12-01T10:00:00Z CS1 a 1 i [a@1 path="C:\log"] m
no parameters	<13>1 2026-12-01T10:00:00Z CS1 a 1 i [a@1] m
equals sign	<13>1 2026-12-01T10:00:00Z CS1 a 1 i [a@1 rule="x y=z"] m
LOG
go mod init probe 2>/dev/null
go mod edit -require=github.com/leodido/go-syslog/v4@v4.2.0 -require=github.com/crewjam/rfc5424@v0.1.0
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	crewjam "github.com/crewjam/rfc5424"
	leodido "github.com/leodido/go-syslog/v4/rfc5424"
)

func main() {
	records, err := os.ReadFile("records")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(records)) {
		name, record, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		first(name, []byte(record))
		second(name, []byte(record))
	}
}

func first(name string, record []byte) {
	parsed, err := leodido.NewParser().Parse(record)
	if err != nil {
		fmt.Printf("%s\t  leodido: refused: %v\n", name, err)
		return
	}
	m := parsed.(*leodido.SyslogMessage)
	data := map[string][]string{}
	if m.StructuredData != nil {
		for id, parameters := range *m.StructuredData {
			data[id] = []string{}
			for key, value := range parameters {
				data[id] = append(data[id], key+"="+value)
			}
		}
	}
	var at time.Time
	if m.Timestamp != nil {
		at = *m.Timestamp
	}
	tell(name, "leodido", at, data, *m.Message)
}

func second(name string, record []byte) {
	var m crewjam.Message
	if err := m.UnmarshalBinary(record); err != nil {
		said, _, _ := strings.Cut(err.Error(), " as ")
		fmt.Printf("%s\t  crewjam: refused: %s\n", name, said)
		return
	}
	data := map[string][]string{}
	for _, element := range m.StructuredData {
		data[element.ID] = []string{}
		for _, p := range element.Parameters {
			data[element.ID] = append(data[element.ID], p.Name+"="+p.Value)
		}
	}
	tell(name, "crewjam", m.Timestamp, data, string(m.Message))
}

func tell(name, parser string, at time.Time, data map[string][]string, text string) {
	when := "none"
	if !at.IsZero() {
		when = fmt.Sprint(at.Year())
	}
	parameters, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s\t  %s: time %s, data %s, text %q\n", name, parser, when, parameters, text)
}
GO
npm install --loglevel=error --no-audit --no-fund --ignore-scripts nsyslog-parser@0.10.1 >/dev/null
cat >third.cjs <<'JS'
const parse = require('nsyslog-parser');

for (const line of require('fs').readFileSync('records', 'utf8').trimEnd().split('\n')) {
  const [name, record] = line.split('\t');
  const { ts, structuredData, message } = parse(record);
  const data = Object.fromEntries(structuredData.map(({ $id, ...parameters }) => [$id, Object.entries(parameters).map((pair) => pair.join('='))]));
  const when = Math.abs(Date.now() - ts) < 60_000 ? 'now' : ts.getUTCFullYear();
  console.log(`${name}\t  nsyslog-parser: time ${when}, data ${JSON.stringify(data)}, text ${JSON.stringify(message)}`);
}
JS
{
	go run -mod=mod .
	node third.cjs
} >lines
cut -f1 records | while read -r name; do
	echo "$name"
	grep "^$name	" lines | cut -f2-
done >report
diff <(echo "$seen") report && echo "as written"

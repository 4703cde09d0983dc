#!/usr/bin/env bash
# Nine readers of ISO 8601 durations: a minus sign, a fraction or a comma goes in, and four of them give another duration without a word.
#
# Versions: github.com/sosodev/duration v1.4.0, github.com/channelmeter/iso8601duration v0.0.0-20150204201828-8da3af7a2a61,
# github.com/rickb777/date v1.12.5-0.20200422084442-6300e543c4d9; npm tinyduration 3.4.1, iso8601-duration 2.1.4, iso8601-js-period 0.2.1,
# pomeranian-durations 1.11.4; Debian's python3-isodate 0.6.1-1, python3-aniso8601 9.0.1-2.
# Guess before running: each gives the right duration or refuses; none is silently wrong.
# Seen: a decimal sign may be a comma or a point and stands in the last part (ISO 8601), and xs:duration of XML Schema (part 2, 3.2.6), as EEBUS
# writes it, has the minus sign in front and a fraction of seconds. channelmeter looks for whole numbers and takes no notice of the rest:
# half a second, half a day and an hour and a half by comma are nothing, and five minutes less are five minutes more. iso8601-duration
# drops the minus, too; asSeconds of pomeranian-durations, which does not ask its own isValid, both that and the part that has a comma, and
# it leaves days and weeks to others. rickb777 cuts seconds to tenths. The rest refuse what they do not know: sosodev the comma,
# aniso8601 the sign, iso8601-js-period sign and fractions.
# For a bench: a limit of an energy manager that ends at once, or a shift that goes the wrong way, is looked for in the reader of durations
# first; OCPP 2.0.1 itself has whole seconds.
#
#> PT0.5S: sosodev 0.5, channelmeter 0, rickb777 0.5, tinyduration 0.5, iso8601-duration 0.5, js-period refused, pomeranian 0.5, isodate 0.5, aniso8601 0.5
#> PT1,5H: sosodev refused, channelmeter 0, rickb777 5400, tinyduration 5400, iso8601-duration 5400, js-period refused, pomeranian 0, isodate 5400, aniso8601 5400
#> -PT5M: sosodev -300, channelmeter 300, rickb777 -300, tinyduration -300, iso8601-duration 300, js-period refused, pomeranian 300, isodate -300, aniso8601 refused
#> PT1H30.25S: sosodev 3630.25, channelmeter 3600, rickb777 3630.2, tinyduration 3630.25, iso8601-duration 3630.25, js-period refused, pomeranian 3630.25, isodate 3630.25, aniso8601 3630.25
#> P0.5D: sosodev 43200, channelmeter 0, rickb777 43200, tinyduration 43200, iso8601-duration refused, js-period refused, pomeranian refused, isodate 43200, aniso8601 43200
#> P1W: sosodev 604800, channelmeter 604800, rickb777 604800, tinyduration 604800, iso8601-duration 604800, js-period 604800, pomeranian refused, isodate 604800, aniso8601 604800
#> PT36H: sosodev 129600, channelmeter 129600, rickb777 129600, tinyduration 129600, iso8601-duration 129600, js-period 129600, pomeranian 129600, isodate 129600, aniso8601 129600
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

durations='["PT0.5S","PT1,5H","-PT5M","PT1H30.25S","P0.5D","P1W","PT36H"]'
go mod init probe 2>/dev/null
go mod edit -require=github.com/sosodev/duration@v1.4.0 \
	-require=github.com/channelmeter/iso8601duration@v0.0.0-20150204201828-8da3af7a2a61 \
	-require=github.com/rickb777/date@v1.12.5-0.20200422084442-6300e543c4d9
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	channelmeter "github.com/channelmeter/iso8601duration"
	"github.com/rickb777/date/period"
	"github.com/sosodev/duration"
)

func main() {
	var texts []string
	if err := json.Unmarshal([]byte(os.Args[1]), &texts); err != nil {
		panic(err)
	}
	for _, text := range texts {
		a, err := duration.Parse(text)
		tell(text, "sosodev", err, func() time.Duration { return a.ToTimeDuration() })
		b, err := channelmeter.FromString(text)
		tell(text, "channelmeter", err, func() time.Duration { return b.ToDuration() })
		c, err := period.Parse(text)
		tell(text, "rickb777", err, func() time.Duration { d, _ := c.Duration(); return d })
	}
}

func tell(text, reader string, err error, length func() time.Duration) {
	if err != nil {
		fmt.Printf("%s\t%s refused\n", text, reader)
		return
	}
	fmt.Printf("%s\t%s %v\n", text, reader, length().Seconds())
}
GO
npm install --loglevel=error --no-audit --no-fund --ignore-scripts tinyduration@3.4.1 iso8601-duration@2.1.4 iso8601-js-period@0.2.1 \
	pomeranian-durations@1.11.4 >/dev/null
cat >npm.mjs <<'JS'
import iso8601 from 'iso8601-duration';
import jsPeriod from 'iso8601-js-period';
import pomeranian from 'pomeranian-durations';
import tiny from 'tinyduration';

const units = { weeks: 604800, days: 86400, hours: 3600, minutes: 60, seconds: 1 };
const sum = (parts) => Object.entries(units).reduce((all, [unit, seconds]) => all + (parts[unit] ?? 0) * seconds, 0);
const readers = {
  tinyduration: (text) => {
    const parts = tiny.parse(text);
    return parts.negative ? -sum(parts) : sum(parts);
  },
  'iso8601-duration': (text) => iso8601.toSeconds(iso8601.parse(text)),
  'js-period': (text) => jsPeriod.Period.parseToTotalSeconds(text),
  pomeranian: (text) => pomeranian.asSeconds(text),
};
for (const text of JSON.parse(process.argv[2])) {
  for (const [name, read] of Object.entries(readers)) {
    let said;
    try {
      said = read(text);
    } catch {
      said = 'refused';
    }
    console.log(`${text}\t${name} ${said}`);
  }
}
JS
apt-get download -q=2 -o APT::Sandbox::User=root python3-isodate=0.6.1-1 python3-aniso8601=9.0.1-2 python3-six=1.16.0-4
for package in ./*.deb; do dpkg -x "$package" .; done
cat >lib.py <<'PY'
import json
import sys

import aniso8601
import isodate

for text in json.loads(sys.argv[1]):
    for name, parse in (("isodate", isodate.parse_duration), ("aniso8601", aniso8601.parse_duration)):
        try:
            said = f"{parse(text).total_seconds():g}"
        except ValueError:
            said = "refused"
        print(f"{text}\t{name} {said}")
PY
{
	go run -mod=mod . "$durations"
	node npm.mjs "$durations"
	PYTHONPATH=usr/lib/python3/dist-packages python3 lib.py "$durations"
} >lines
cut -f1 lines | awk '!shown[$0]++' | while read -r text; do
	echo "$text: $(grep -e "^$text	" lines | cut -f2 | paste -sd, | sed 's/,/, /g')"
done >report
diff <(echo "$seen") report && echo "as written"

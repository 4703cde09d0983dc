#!/usr/bin/env bash
# "Daily at 02:30" over the two changes of summer time: five libraries of RFC 5545 have four opinions, and three come an hour too early.
#
# Versions: npm rrule 2.8.1, rrule-temporal 2.2.8, ical.js 2.2.1; github.com/teambition/rrule-go v1.8.2; Debian's python3-dateutil 2.8.2-2 (with
# python3-six 1.16.0-4, and tzdata as it is). In Europe/Berlin, 2027; ical.js has the zone from the calendar. The process runs in UTC.
# Guess before running: on 28 March, which has no 02:30, it is 03:30 summer time (01:30 UTC), and 02:30 the day after; of the two 02:30 of 31
# October it is the first (00:30 UTC).
# Seen: RFC 5545 says so (3.3.5 on local times that do not exist or exist twice, which 3.3.10 takes over for recurrences), and none of the five
# does both. In March rrule, ical.js and dateutil come at 01:30 winter time, an hour early, rrule-temporal leaves the day out, and rrule-go is
# right; in October rrule, ical.js and rrule-go take the second 02:30, and the others are right.
# For a bench: a station whose tariff or plan is a calendar rule is tried in the night of both changes; OCPP 2.0.1's own Daily and
# Weekly begin at an instant (startSchedule), so that what is local in them is the CSMS's to move.
#
#> March, in UTC
#>   rrule: 27T01:30, 28T00:30, 29T00:30, 30T00:30
#>   rrule-temporal: 27T01:30, 29T00:30, 30T00:30, 31T00:30
#>   ical.js: 27T01:30, 28T00:30, 29T00:30, 30T00:30
#>   rrule-go: 27T01:30, 28T01:30, 29T00:30, 30T00:30
#>   dateutil: 27T01:30, 28T00:30, 29T00:30, 30T00:30
#> October, in UTC
#>   rrule: 30T00:30, 31T01:30, 01T01:30, 02T01:30
#>   rrule-temporal: 30T00:30, 31T00:30, 01T01:30, 02T01:30
#>   ical.js: 30T00:30, 31T01:30, 01T01:30, 02T01:30
#>   rrule-go: 30T00:30, 31T01:30, 01T01:30, 02T01:30
#>   dateutil: 30T00:30, 31T00:30, 01T01:30, 02T01:30
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC

npm install --loglevel=error --no-audit --no-fund --ignore-scripts rrule@2.8.1 rrule-temporal@2.2.8 ical.js@2.2.1 >/dev/null
cat >npm.mjs <<'JS'
import ICAL from 'ical.js';
import rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';

const zone = `BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE`;
const text = (date) => `DTSTART;TZID=Europe/Berlin:${date}T023000\nRRULE:FREQ=DAILY;COUNT=4`;
const libraries = {
  rrule: (date) => rrule.rrulestr(text(date)).all(),
  'rrule-temporal': (date) => new RRuleTemporal({ rruleString: text(date) }).all().map((at) => new Date(at.epochMilliseconds)),
  'ical.js': (date) => {
    const calendar = new ICAL.Component(ICAL.parse(`BEGIN:VCALENDAR\n${zone}\nBEGIN:VEVENT\nUID:1\n${text(date)}\nEND:VEVENT\nEND:VCALENDAR`));
    ICAL.TimezoneService.register(calendar.getFirstSubcomponent('vtimezone'));
    const all = new ICAL.Event(calendar.getFirstSubcomponent('vevent')).iterator();
    const found = [];
    for (let at = all.next(); at; at = all.next()) found.push(at.toJSDate());
    return found;
  },
};
for (const [change, date] of [['March', '20270327'], ['October', '20271030']]) {
  for (const [name, all] of Object.entries(libraries)) {
    console.log(`${change}\t${name}: ${all(date).map((at) => at.toISOString().slice(8, 16)).join(', ')}`);
  }
}
JS
go mod init probe 2>/dev/null
go mod edit -require=github.com/teambition/rrule-go@v1.8.2
cat >main.go <<'GO'
package main

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata"

	"github.com/teambition/rrule-go"
)

func main() {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	for _, first := range []time.Time{time.Date(2027, time.March, 27, 2, 30, 0, 0, berlin), time.Date(2027, time.October, 30, 2, 30, 0, 0, berlin)} {
		rule, err := rrule.NewRRule(rrule.ROption{Freq: rrule.DAILY, Dtstart: first, Count: 4})
		if err != nil {
			panic(err)
		}
		var found []string
		for _, at := range rule.All() {
			found = append(found, at.UTC().Format("02T15:04"))
		}
		fmt.Printf("%s\trrule-go: %s\n", first.Month(), strings.Join(found, ", "))
	}
}
GO
apt-get download -q=2 -o APT::Sandbox::User=root python3-dateutil=2.8.2-2 python3-six=1.16.0-4 tzdata
for package in ./*.deb; do dpkg -x "$package" .; done
cat >lib.py <<'PY'
import datetime

from dateutil import rrule, tz

berlin = tz.tzfile("usr/share/zoneinfo/Europe/Berlin")
for month, first in (("March", datetime.datetime(2027, 3, 27, 2, 30)), ("October", datetime.datetime(2027, 10, 30, 2, 30))):
    found = rrule.rrule(rrule.DAILY, dtstart=first.replace(tzinfo=berlin), count=4)
    print(f"{month}\tdateutil: " + ", ".join(at.astimezone(tz.UTC).strftime("%dT%H:%M") for at in found))
PY
{
	node npm.mjs
	go run -mod=mod .
	PYTHONPATH=usr/lib/python3/dist-packages python3 lib.py
} >lines
for change in March October; do
	echo "$change, in UTC"
	grep "^$change" lines | cut -f2 | sed 's/^/  /'
done >report
diff <(echo "$seen") report && echo "as written"

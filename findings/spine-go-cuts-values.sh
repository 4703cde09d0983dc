#!/usr/bin/env bash
# spine-go (EEBUS) cuts where it should round: a limit of 16.08 A goes out as 16.07 A; fractions of durations are lost, and offsets refused.
#
# Version: github.com/enbility/spine-go v0.7.0.
# Guess before running: a number with two decimals, an xs:duration and an xs:dateTime (XML Schema part 2, 3.2.6 and 3.2.7, which SPINE takes
# its times from) come back as they went in.
# Seen: a number becomes digits and a power of ten by multiplying and cutting, so that of all hundredths up to 320 that need both decimals
# every fifteenth is one too low; tenths are right. Of seconds one decimal is kept: PT0.05S is no time at all, and one minute and 50 ms are
# written PT1M. Durations count hours up to 3,276 and approximate from there on: P3277D is short of two hours. A time with an offset is
# refused, though the one with Z and the one without are taken.
# For a bench: a station that a house's energy manager limits by EEBUS, and that is limited by OCPP as well, may report a hundredth less
# than was asked for; compare limits with a tolerance of the last decimal, and send times in UTC.
#
#> 4.35 -> 434 * 10^-2
#> 16.08 -> 1607 * 10^-2
#> 230.12 -> 23012 * 10^-2
#> hundredths one too low: 1897 of 28800
#> tenths one too low: 0 of 2880
#> PT0.25S -> 200ms
#> PT0.05S -> 0s
#> PT36H -> 36h0m0s
#> P3277D -> 78646h41m42s
#> 1m0.05s -> PT1M
#> 2026-12-01T10:00:00Z -> 2026-12-01 10:00:00 +0000 UTC
#> 2026-12-01T10:00:00 -> 2026-12-01 10:00:00 +0000 UTC
#> 2026-12-01T11:00:00+01:00 -> unsupported datetime format
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

go mod init probe 2>/dev/null
go mod edit -require=github.com/enbility/spine-go@v0.7.0
cat >main.go <<'GO'
package main

import (
	"fmt"
	"time"

	"github.com/enbility/spine-go/model"
)

func main() {
	for _, v := range []float64{4.35, 16.08, 230.12} {
		n := model.NewScaledNumberType(v)
		fmt.Printf("%v -> %d * 10^%d\n", v, int64(*n.Number), *n.Scale)
	}
	fmt.Println("hundredths one too low:", tooLow(100))
	fmt.Println("tenths one too low:", tooLow(10))
	for _, text := range []string{"PT0.25S", "PT0.05S", "PT36H", "P3277D"} {
		d := model.DurationType(text)
		length, err := d.GetTimeDuration()
		tell(text, length, err)
	}
	length := time.Minute + 50*time.Millisecond
	fmt.Println(length, "->", *model.NewDurationType(length))
	for _, text := range []string{"2026-12-01T10:00:00Z", "2026-12-01T10:00:00", "2026-12-01T11:00:00+01:00"} {
		d := model.DateTimeType(text)
		at, err := d.GetTime()
		tell(text, at, err)
	}
}

// tooLow counts the numbers below 320 that need all the decimals of 1/parts, and come out as the one below.
func tooLow(parts int) string {
	low, all := 0, 0
	for i := range 320 * parts {
		if i%10 == 0 {
			continue
		}
		all++
		switch n := model.NewScaledNumberType(float64(i) / float64(parts)); int(*n.Number) {
		case i:
		case i - 1:
			low++
		default:
			panic(*n.Number)
		}
	}
	return fmt.Sprintf("%d of %d", low, all)
}

func tell(text string, value any, err error) {
	if err != nil {
		value = err
	}
	fmt.Println(text, "->", value)
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"

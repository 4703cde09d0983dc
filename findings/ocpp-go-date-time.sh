#!/usr/bin/env bash
# ocpp-go cuts the fractions of its own times, writes two forms of one time, and refuses a time that RFC 3339 allows.
#
# Version: github.com/lorenzodonini/ocpp-go v0.19.0 (dates read with github.com/relvacode/iso8601).
# Guess before running: a time is written with its milliseconds; "-00:00" is read like "Z"; lower-case t and z are refused.
# Seen: only the last part of the guess held. A message is encoded through a pointer, as the library does it, with whole
# seconds in UTC, cut and not rounded: a clock set by such a heartbeat is up to a second late, and two events of one second have
# the same time. The same value in a message passed by value keeps fraction and zone, since the method that cuts belongs
# to the pointer. "-00:00", RFC 3339's word for "UTC, place unknown", is refused, and the CALL with it (FormatViolation).
# For a bench: up to one second between the wire's clock and a station's own is the encoder's, and order comes from seqNo.
#
#> through a pointer: {"currentTime":"2026-11-29T19:00:00Z"}
#> by value: {"currentTime":"2026-11-29T20:00:00.999+01:00"}
#> read 2026-11-29T19:00:00.999Z: 2026-11-29T19:00:00.999Z
#> read 2026-11-29T20:00:00+01:00: 2026-11-29T19:00:00Z
#> read 2026-11-29T19:00:00+00:00: 2026-11-29T19:00:00Z
#> read 2026-11-29T19:00:00-00:00: iso8601: Specified zone is invalid
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

go mod init probe 2>/dev/null
go mod edit -require=github.com/lorenzodonini/ocpp-go@v0.19.0
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/availability"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/types"
)

func main() {
	moment := time.Date(2026, 11, 29, 20, 0, 0, 999e6, time.FixedZone("CET", 3600))
	response := availability.NewHeartbeatResponse(*types.NewDateTime(moment))
	pointer, _ := json.Marshal(response)
	value, _ := json.Marshal(*response)
	fmt.Printf("through a pointer: %s\nby value: %s\n", pointer, value)

	for _, text := range []string{"2026-11-29T19:00:00.999Z", "2026-11-29T20:00:00+01:00", "2026-11-29T19:00:00+00:00", "2026-11-29T19:00:00-00:00"} {
		var read types.DateTime
		if err := json.Unmarshal([]byte(`"`+text+`"`), &read); err != nil {
			fmt.Printf("read %s: %v\n", text, err)
			continue
		}
		fmt.Printf("read %s: %s\n", text, read.UTC().Format(time.RFC3339Nano))
	}
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"

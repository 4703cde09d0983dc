#!/usr/bin/env bash
# ocpp-go has another shape for the composite schedule than OCPP 2.0.1: neither side can read the other, and nobody is told.
#
# Versions: github.com/lorenzodonini/ocpp-go v0.19.0, npm ocpp-rpc 2.2.1 (its schemas as judge).
# Guess before running: a valid answer to GetCompositeSchedule is read, and written again, without a loss.
# Seen: the schedule's five required fields (evseId, duration, scheduleStart, chargingRateUnit, chargingSchedulePeriod) are
# unknown to its type, which has startDateTime and a nested chargingSchedule instead, and the answer has an evseId of its own.
# A CSMS built on it takes a valid answer without an error and finds an empty schedule in it; a charging station built on it
# can only send one that every strict CSMS refuses.
# For a bench: a station may well have computed its schedule and still send this; the finding is the shape, not the limit.
#
#> read: status Accepted, evseId 0, schedule {}, error <nil>
#> written: {"status":"Accepted","evseId":1,"schedule":{"startDateTime":"2026-11-29T19:00:00Z","chargingSchedule":{"id":0,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}}
#> the judge of the valid one: valid
#> the judge of the written one: data must NOT have additional properties
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >valid.json <<'JSON'
{"status":"Accepted","schedule":{"evseId":1,"duration":3600,"scheduleStart":"2026-11-29T19:00:00Z","chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}
JSON
go mod init probe 2>/dev/null
go mod edit -require=github.com/lorenzodonini/ocpp-go@v0.19.0
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/smartcharging"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/types"
)

func main() {
	valid, err := os.ReadFile("valid.json")
	if err != nil {
		panic(err)
	}
	var got smartcharging.GetCompositeScheduleResponse
	err = json.Unmarshal(valid, &got)
	if err == nil {
		err = types.Validate.Struct(got)
	}
	schedule, _ := json.Marshal(got.Schedule)
	fmt.Printf("read: status %s, evseId %d, schedule %s, error %v\n", got.Status, got.EvseID, schedule, err)

	answer := smartcharging.NewGetCompositeScheduleResponse(smartcharging.GetCompositeScheduleStatusAccepted, 1)
	answer.Schedule = &smartcharging.CompositeSchedule{
		StartDateTime:    types.NewDateTime(time.Date(2026, 11, 29, 19, 0, 0, 0, time.UTC)),
		ChargingSchedule: types.NewChargingSchedule(0, types.ChargingRateUnitAmperes, types.NewChargingSchedulePeriod(0, 16)),
	}
	if err := types.Validate.Struct(answer); err != nil {
		panic(err)
	}
	written, _ := json.Marshal(answer)
	fmt.Println("written:", string(written))
	if err := os.WriteFile("written.json", written, 0o600); err != nil {
		panic(err)
	}
}
GO
go run -mod=mod . >report

npm install --loglevel=error --no-audit --no-fund --ignore-scripts ocpp-rpc@2.2.1 >/dev/null
cat >judge.cjs <<'JS'
const judge = require('ocpp-rpc/lib/standard-validators').find((v) => v.subprotocol === 'ocpp2.0.1');
for (const name of ['valid', 'written']) {
  let verdict = 'valid';
  try {
    judge.validate('urn:GetCompositeSchedule.conf', JSON.parse(require('fs').readFileSync(name + '.json', 'utf8')));
  } catch (e) {
    verdict = e.message;
  }
  console.log(`the judge of the ${name} one: ${verdict}`);
}
JS
node judge.cjs >>report
diff <(echo "$seen") report && echo "as written"

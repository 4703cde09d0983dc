#!/usr/bin/env bash
# ocpp-go answers CALLERROR to everyday messages that the OCPP 2.0.1 schemas and tables allow.
#
# Version: github.com/lorenzodonini/ocpp-go v0.19.0, default validation, both its CSMS and its charging station.
# Guess before running: whatever the official schema takes, all of its enumerations, limits and negative numbers where it
# names no minimum, is parsed and passes.
# Seen: of some 2,300 generated valid messages these are the refusals that meet daily work. A meter that reports milliamperes
# (multiplier -3) loses all of its values. A running cost of 0, as at the start of every session, counts as missing. The
# lowest stack level, 0, cannot be a criterion for clearing. A custom report of a whole component (no variable) is refused.
# The upload that was cancelled for another one (N01.FR.20) cannot be told.
# For a bench: the CALLERROR is the peer's; a station that meets this CSMS in the field is not at fault.
#
#> MeterValues, multiplier -3: PropertyConstraintViolation
#> CostUpdated, totalCost 0: OccurrenceConstraintViolation
#> ClearChargingProfile, stackLevel 0: PropertyConstraintViolation
#> GetReport, component without variable: OccurrenceConstraintViolation
#> LogStatusNotification, AcceptedCanceled: GenericError
#> MeterValues, multiplier 3: taken
#> CostUpdated, totalCost 0.01: taken
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
	"errors"
	"fmt"

	"github.com/lorenzodonini/ocpp-go/ocpp"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/diagnostics"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/meter"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/provisioning"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/smartcharging"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/tariffcost"
	"github.com/lorenzodonini/ocpp-go/ocppj"
)

const sample = `{"evseId":1,"meterValue":[{"timestamp":"2026-11-29T19:00:00Z","sampledValue":[{"value":16020,"measurand":"Current.Import","unitOfMeasure":{"unit":"A","multiplier":%d}}]}]}`

func main() {
	var peer ocppj.Endpoint
	peer.SetDialect(ocpp.V2)
	for _, p := range []*ocpp.Profile{meter.Profile, tariffcost.Profile, smartcharging.Profile, provisioning.Profile, diagnostics.Profile} {
		peer.AddProfile(p)
	}
	for _, m := range []struct{ action, what, payload string }{
		{"MeterValues", "multiplier -3", fmt.Sprintf(sample, -3)},
		{"CostUpdated", "totalCost 0", `{"totalCost":0,"transactionId":"T1"}`},
		{"ClearChargingProfile", "stackLevel 0", `{"chargingProfileCriteria":{"stackLevel":0}}`},
		{"GetReport", "component without variable", `{"requestId":1,"componentVariable":[{"component":{"name":"EVSE"}}]}`},
		{"LogStatusNotification", "AcceptedCanceled", `{"status":"AcceptedCanceled","requestId":1}`},
		{"MeterValues", "multiplier 3", fmt.Sprintf(sample, 3)},
		{"CostUpdated", "totalCost 0.01", `{"totalCost":0.01,"transactionId":"T1"}`},
	} {
		frame, err := ocppj.ParseJsonMessage(fmt.Sprintf(`[2,"1",%q,%s]`, m.action, m.payload))
		if err != nil {
			panic(err)
		}
		answer := "taken"
		var refusal *ocpp.Error
		if _, err := peer.ParseMessage(frame, nil); errors.As(err, &refusal) {
			answer = string(refusal.Code)
		}
		fmt.Printf("%s, %s: %s\n", m.action, m.what, answer)
	}
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"

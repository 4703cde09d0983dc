#!/usr/bin/env bash
# ocpp-go has no place for some fields of OCPP 2.0.1, and what a peer wrote there is gone without an error.
#
# Version: github.com/lorenzodonini/ocpp-go v0.19.0.
# Guess before running: every field of the official schemas has a place in its types (customData aside), so that a valid
# message that is decoded and encoded again is the same message.
# Seen: what has no place vanishes. phaseToUse of a schedule's period is gone, so that the phase which a CSMS chose for a
# single-phase EV need not be the one used, though numberPhases beside it is kept. A groupIdToken loses its additionalInfo. The
# reason codes of GetVariables and SetVariables results (attributeStatusInfo), and of the answers to GetLog and GetReport
# (statusInfo), are never read, while those of GetBaseReport are.
# For a bench: that a CSMS took a message does not show that it took the reason; and a phase has to be measured, not believed.
#
#> AuthorizeResponse: additionalInfo lost
#> SetChargingProfileRequest: numberPhases kept
#> SetChargingProfileRequest: phaseToUse lost
#> GetVariablesResponse: attributeStatusInfo lost
#> GetLogResponse: statusInfo lost
#> GetBaseReportResponse: statusInfo kept
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
	"reflect"
	"strings"

	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/authorization"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/diagnostics"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/provisioning"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/smartcharging"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/types"
)

func main() {
	for _, m := range []struct {
		value  any
		fields []string
		raw    string
	}{
		{&authorization.AuthorizeResponse{}, []string{"additionalInfo"}, `{"idTokenInfo":{"status":"Accepted","groupIdToken":{"idToken":"G1","type":"Central","additionalInfo":[{"additionalIdToken":"A1","type":"fleet"}]}}}`},
		{&smartcharging.SetChargingProfileRequest{}, []string{"numberPhases", "phaseToUse"}, `{"evseId":1,"chargingProfile":{"id":1,"stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Relative","chargingSchedule":[{"id":1,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16,"numberPhases":1,"phaseToUse":2}]}]}}`},
		{&provisioning.GetVariablesResponse{}, []string{"attributeStatusInfo"}, `{"getVariableResult":[{"attributeStatus":"Rejected","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"},"attributeStatusInfo":{"reasonCode":"WriteOnly"}}]}`},
		{&diagnostics.GetLogResponse{}, []string{"statusInfo"}, `{"status":"Rejected","statusInfo":{"reasonCode":"NoLog"}}`},
		{&provisioning.GetBaseReportResponse{}, []string{"statusInfo"}, `{"status":"Rejected","statusInfo":{"reasonCode":"Busy"}}`},
	} {
		if err := json.Unmarshal([]byte(m.raw), m.value); err != nil {
			panic(err)
		}
		if err := types.Validate.Struct(m.value); err != nil {
			panic(err)
		}
		again, err := json.Marshal(m.value)
		if err != nil {
			panic(err)
		}
		for _, field := range m.fields {
			fate := "lost"
			if strings.Contains(string(again), `"`+field+`":`) {
				fate = "kept"
			}
			fmt.Printf("%s: %s %s\n", reflect.TypeOf(m.value).Elem().Name(), field, fate)
		}
	}
}
GO
diff <(echo "$seen") <(go run -mod=mod .) && echo "as written"

#!/usr/bin/env bash
# ocpp-go sends null where OCPP 2.0.1 wants nothing, and a strict peer refuses the whole message.
#
# Versions: github.com/lorenzodonini/ocpp-go v0.19.0, npm ocpp-rpc 2.2.1 (strict mode, its own copy of the schemas).
# Guess before running: what ocpp-go builds with its own constructors is valid; optional fields that were not set are absent.
# Seen: three of the messages carry null for an optional field that was never set, and one carries the number 0. None of the
# official schemas allows null there. So the shortest answer that a station can give to a Reset breaks the call at a strict
# CSMS, although the station accepted; and a request for all certificates is refused by a strict station. The requestId 0 of
# a LogStatusNotification is well formed, and tells of an upload that nobody asked for.
# For a bench: a null is not an absent field, and the raw frame has to be judged before a decoder makes both the same.
#
#> urn:Reset.conf {"status":"Accepted","statusInfo":null} TypeConstraintViolation: data/statusInfo must be object
#> urn:SetNetworkProfile.conf {"status":"Accepted","statusInfo":null} TypeConstraintViolation: data/statusInfo must be object
#> urn:GetInstalledCertificateIds.req {"certificateType":null} TypeConstraintViolation: data/certificateType must be array
#> urn:LogStatusNotification.req {"status":"Idle","requestId":0} valid
#> urn:GetBaseReport.conf {"status":"Accepted"} valid
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

	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/diagnostics"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/iso15118"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/provisioning"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/types"
)

func main() {
	for _, m := range []struct {
		schema string
		value  any
	}{
		{"urn:Reset.conf", provisioning.NewResetResponse(provisioning.ResetStatusAccepted)},
		{"urn:SetNetworkProfile.conf", provisioning.NewSetNetworkProfileResponse(provisioning.SetNetworkProfileStatusAccepted)},
		{"urn:GetInstalledCertificateIds.req", iso15118.NewGetInstalledCertificateIdsRequest()},
		{"urn:LogStatusNotification.req", &diagnostics.LogStatusNotificationRequest{Status: diagnostics.UploadLogStatusIdle}},
		{"urn:GetBaseReport.conf", provisioning.NewGetBaseReportResponse(types.GenericDeviceModelStatusAccepted)},
	} {
		raw, err := json.Marshal(m.value)
		if err != nil {
			panic(err)
		}
		fmt.Println(m.schema, string(raw))
	}
}
GO
go run -mod=mod . >messages

npm install --loglevel=error --no-audit --no-fund --ignore-scripts ocpp-rpc@2.2.1 >/dev/null
cat >judge.cjs <<'JS'
const judge = require('ocpp-rpc/lib/standard-validators').find((v) => v.subprotocol === 'ocpp2.0.1');
for (const line of require('fs').readFileSync('messages', 'utf8').trim().split('\n')) {
  const [schema, payload] = line.split(/ (.*)/);
  try {
    judge.validate(schema, JSON.parse(payload));
    console.log(line, 'valid');
  } catch (e) {
    console.log(line, e.rpcErrorCode + ': ' + e.message);
  }
}
JS
diff <(echo "$seen") <(node judge.cjs) && echo "as written"

#!/usr/bin/env bash
# The OCPP 2.0.1 schemas that CitrineOS ships are narrower than the official ones, and refuse a main meter and 8.1 ampere.
#
# Versions: npm @citrineos/base 1.8.2 (schemas), ajv 8.17.1 with ajv-formats 3.0.1, with the options that the package's own
# router falls back to; npm ocpp-rpc 2.2.1, whose schemas equal the official ones, as the other opinion.
# Guess before running: the package holds the official schemas; the same messages pass and fail.
# Seen: bounds, patterns and steps were added, most of them out of the text of part 2, and some against it. evseId of MeterValues
# starts at 1, though the description on that very line keeps 0 for the main power meter. Limits are multiples of 0.1,
# which binary numbers often are not: 8.1, 6.1 and 10.2 are refused, 16.1 passes. The type of a security event, a text
# that should come from the list, has become an enumeration.
# For a bench: "CSMS answered CALLERROR" on such a message is no fault of the station; try limits with a decimal, and evseId 0.
#
#> MeterValues, evseId 0: /evseId must be >= 1 | official: valid
#> SetChargingProfile, limit 8.1: limit must be multiple of 0.1 | official: valid
#> SetChargingProfile, limit 16.1: valid | official: valid
#> SecurityEventNotification, vendor's own: /type must be equal to one of the allowed values | official: valid
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --loglevel=error --no-audit --no-fund --ignore-scripts ajv@8.17.1 ajv-formats@3.0.1 ocpp-rpc@2.2.1 >/dev/null
tarball=$(npm pack --loglevel=error @citrineos/base@1.8.2) # the schemas alone: its own dependencies are not needed to read them
tar -xzf "$tarball" --wildcards 'package/dist/ocpp/model/2.0.1/schemas/*.json'
cat >judge.cjs <<'JS'
const Ajv = require('ajv').default;
const ajv = new Ajv({ removeAdditional: 'all', useDefaults: true, coerceTypes: 'array', strict: false });
require('ajv-formats').default(ajv);
const official = require('ocpp-rpc/lib/standard-validators').find((v) => v.subprotocol === 'ocpp2.0.1');

function citrineos(action, payload) {
  const schema = require(`./package/dist/ocpp/model/2.0.1/schemas/${action}Request.json`);
  const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
  if (validate(payload)) return 'valid';
  const [{ instancePath, message }] = validate.errors;
  return `${instancePath.replace(/^.*\/(?=limit$)/, '')} ${message}`;
}

function ocppRpc(action, payload) {
  try {
    official.validate(`urn:${action}.req`, payload);
    return 'valid';
  } catch (e) {
    return e.message;
  }
}

const at = '2026-11-29T19:00:00Z';
const profile = (limit) => ({ evseId: 1, chargingProfile: { id: 1, stackLevel: 0, chargingProfilePurpose: 'TxDefaultProfile', chargingProfileKind: 'Absolute',
  chargingSchedule: [{ id: 1, startSchedule: at, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit }] }] } });
for (const [action, what, payload] of [
  ['MeterValues', 'evseId 0', { evseId: 0, meterValue: [{ timestamp: at, sampledValue: [{ value: 1200 }] }] }],
  ['SetChargingProfile', 'limit 8.1', profile(8.1)],
  ['SetChargingProfile', 'limit 16.1', profile(16.1)],
  ['SecurityEventNotification', "vendor's own", { type: 'DoorOpened', timestamp: at }],
]) console.log(`${action}, ${what}: ${citrineos(action, structuredClone(payload))} | official: ${ocppRpc(action, payload)}`);
JS
diff <(echo "$seen") <(node judge.cjs) && echo "as written"

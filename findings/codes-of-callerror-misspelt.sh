#!/usr/bin/env bash
# Two of the twelve codes of CALLERROR were misspelt once, and libraries disagree since: one sends the old word, another refuses the new one.
#
# Versions: npm ocpp-rpc 2.2.1 (server, strict mode), npm typed-ocpp 1.6.2 with ajv 8.17.1, npm ws 8.19.0 as the station.
# Guess before running: what ocpp-rpc answers under ocpp2.0.1 stands in table 8 of part 4 (edition 3), and typed-ocpp takes a CALLERROR with
# any code of that table, under 2.0.1 and 2.1; of 2.1 it takes SEND and CALLRESULTERROR, as its README says.
# Seen: OCPP 1.6 has FormationViolation and OccurenceConstraintViolation, and keeps them; edition 3 of 2.0.1 has FormatViolation and
# OccurrenceConstraintViolation (earlier ones, it is said in pull request 490 of mobilityhouse/ocpp, still one r). ocpp-rpc answers a
# missing field with one r under 2.0.1, and with two under 1.6. typed-ocpp has 1.6's word for the first and the new one for the second
# in 2.0.1 and 2.1, so that it refuses both answers of ocpp-rpc. validate() refuses the two message types of 2.1 before it looks
# at them, validateCall() and validateCallError() take them.
# For a bench: a code that misses or doubles an r is a finding of its own, and no reason to throw the CALLERROR away; a peer that does not
# understand FormatViolation is no fault of the station.
#
#> ocpp-rpc, text too long: FormatViolation, to typed-ocpp invalid
#> ocpp-rpc, field missing: OccurenceConstraintViolation, to typed-ocpp invalid
#> ocpp-rpc, wrong type: TypeConstraintViolation, to typed-ocpp valid
#> typed-ocpp 2.0.1 refuses of table 8: FormatViolation
#> typed-ocpp 2.1 refuses of table 8: FormatViolation
#> SEND of 2.1: validate() false, validateCall() true
#> CALLRESULTERROR of 2.1: validate() false, validateCallError() true
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --loglevel=error --no-audit --no-fund --ignore-scripts ocpp-rpc@2.2.1 typed-ocpp@1.6.2 ws@8.19.0 ajv@8.17.1 >/dev/null
cat >meet.mjs <<'JS'
import { once } from 'node:events';
import { RPCServer } from 'ocpp-rpc';
import { OCPP20, OCPP21 } from 'typed-ocpp';
import { WebSocket } from 'ws';

const table8 = ['FormatViolation', 'GenericError', 'InternalError', 'MessageTypeNotSupported', 'NotImplemented', 'NotSupported',
  'OccurrenceConstraintViolation', 'PropertyConstraintViolation', 'ProtocolError', 'RpcFrameworkError', 'SecurityError', 'TypeConstraintViolation'];
const status = { timestamp: '2026-12-01T10:00:00Z', connectorStatus: 'Available', evseId: 1, connectorId: 1 };

const server = new RPCServer({ protocols: ['ocpp2.0.1'], strictMode: true });
server.on('client', (client) => ['StatusNotification', 'DataTransfer'].forEach((action) => client.handle(action, () => ({}))));
const http = await server.listen(0, '127.0.0.1');
const station = new WebSocket(`ws://127.0.0.1:${http.address().port}/CS1`, ['ocpp2.0.1']);
await once(station, 'open');
for (const [what, action, payload] of [
  ['text too long', 'DataTransfer', { vendorId: 'x'.repeat(256) }],
  ['field missing', 'StatusNotification', { ...status, evseId: undefined }],
  ['wrong type', 'StatusNotification', { ...status, evseId: '1' }],
]) {
  station.send(JSON.stringify([2, what, action, payload]));
  const answer = JSON.parse((await once(station, 'message'))[0]);
  console.log(`ocpp-rpc, ${what}: ${answer[2]}, to typed-ocpp ${OCPP20.validate(answer) ? 'valid' : 'invalid'}`);
}

for (const [name, edition] of [['2.0.1', OCPP20], ['2.1', OCPP21]]) {
  console.log(`typed-ocpp ${name} refuses of table 8: ${table8.filter((code) => !edition.validate([4, '1', code, '', {}])).join(' ')}`);
}
const send = [6, '1', 'NotifyPeriodicEventStream', { id: 1, pending: 0, basetime: '2026-12-01T10:00:00Z', data: [{ t: 0, v: '1' }] }];
console.log(`SEND of 2.1: validate() ${OCPP21.validate(send)}, validateCall() ${OCPP21.validateCall(send)}`);
const error = [5, '1', 'InternalError', '', {}];
console.log(`CALLRESULTERROR of 2.1: validate() ${OCPP21.validate(error)}, validateCallError() ${OCPP21.validateCallError(error)}`);
process.exit(0);
JS
diff <(echo "$seen") <(timeout 30 node meet.mjs) && echo "as written"

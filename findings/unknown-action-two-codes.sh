#!/usr/bin/env bash
# Unknown to one, unsupported by the other: two OCPP libraries give one code each for both cases, and not the same one.
#
# Versions: github.com/lorenzodonini/ocpp-go v0.19.0 (CSMS), npm ocpp-rpc 2.2.1 (server, strict mode).
# Guess before running: an action that OCPP 2.0.1 does not know (here one of 2.1) is answered NotImplemented, one that it knows
# and the application has no handler for is answered NotSupported, as part 4, table 8 tells them apart.
# Seen: ocpp-go says NotSupported to both, ocpp-rpc (which holds the schemas of 2.0.1 and so knows the difference) NotImplemented
# to both. Both calls were well formed.
# For a bench: the code alone does not tell whether a peer knows the action; a check of the exact code wants its own reason.
#
#> ocpp-go, NotifyPriorityCharging: NotSupported
#> ocpp-go, SecurityEventNotification: NotSupported
#> ocpp-rpc, NotifyPriorityCharging: NotImplemented
#> ocpp-rpc, SecurityEventNotification: NotImplemented
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
csms=
trap 'if [ -n "$csms" ]; then kill "$csms" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
cd "$work"

go mod init probe 2>/dev/null
go mod edit -require=github.com/lorenzodonini/ocpp-go@v0.19.0
cat >main.go <<'GO'
package main

import (
	"os"
	"strconv"

	ocpp2 "github.com/lorenzodonini/ocpp-go/ocpp2.0.1"
)

func main() {
	port, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	ocpp2.NewCSMS(nil, nil).Start(port, "/{ws}")
}
GO
go build -mod=mod -o csms .
npm install --loglevel=error --no-audit --no-fund --ignore-scripts ocpp-rpc@2.2.1 >/dev/null
cat >station.cjs <<'JS'
const { once } = require('events');
const { setTimeout: pause } = require('timers/promises');
const { RPCServer } = require('ocpp-rpc');
const WebSocket = require('ws');

async function connect(port, tries) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/CS1`, ['ocpp2.0.1']);
  try {
    await once(socket, 'open');
    return socket;
  } catch (e) {
    if (tries === 0) throw e;
    await pause(50); // until it listens
    return connect(port, tries - 1);
  }
}

async function ask(name, port) {
  const socket = await connect(port, 100);
  for (const [action, payload] of [['NotifyPriorityCharging', { transactionId: 'T1', activated: true }],
    ['SecurityEventNotification', { type: 'SettingSystemTime', timestamp: '2026-11-29T19:00:00Z' }]]) {
    socket.send(JSON.stringify([2, action, action, payload]));
    const [data] = await once(socket, 'message');
    console.log(`${name}, ${action}: ${JSON.parse(data)[2]}`);
  }
  socket.terminate();
}

(async () => {
  await ask('ocpp-go', Number(process.argv[2]));
  const server = new RPCServer({ protocols: ['ocpp2.0.1'], strictMode: true });
  await ask('ocpp-rpc', (await server.listen(0, '127.0.0.1')).address().port);
  process.exit(0);
})();
JS
port=$(node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
./csms "$port" &
csms=$!
diff <(echo "$seen") <(timeout 30 node station.cjs "$port") && echo "as written"

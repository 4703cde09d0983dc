#!/usr/bin/env bash
# A station that comes back before its old connection is noticed dead: one CSMS library locks it out, one keeps both alive.
#
# Versions: github.com/lorenzodonini/ocpp-go v0.19.0 (CSMS), npm ocpp-rpc 2.2.1 (server).
# Guess before running: both take the new connection of the same identity and close the old one.
# Seen: ocpp-go completes the new one's handshake (101) and then closes it with 1008, since there is one of that name, while
# the old one goes on; a station whose mains were cut stays out until the CSMS has given up the dead connection. ocpp-rpc
# serves both at once, without a word; what its CSMS sends goes to whichever of the two the application has kept.
# For a bench: a station counts as connected when a CALL was answered, not at 101; and a mock CSMS has to choose.
#
#> ocpp-go, new connection: opened, then closed with 1008
#> ocpp-go, old connection: answered
#> ocpp-rpc, new connection: opened, then answered
#> ocpp-rpc, old connection: answered
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
  } catch (e) {
    if (tries === 0) throw e;
    await pause(50); // until it listens
    return connect(port, tries - 1);
  }
  return socket;
}

// call tells how a Heartbeat ends; a CALLERROR is an answer too, as no handler was set.
function call(socket) {
  const end = Promise.race([once(socket, 'message').then(() => 'answered'), once(socket, 'close').then(([code]) => `closed with ${code}`)]);
  socket.send('[2,"1","Heartbeat",{}]');
  return end;
}

async function twice(name, port) {
  const old = await connect(port, 100);
  await call(old); // now the server knows it
  console.log(`${name}, new connection: opened, then ${await call(await connect(port, 0))}`);
  console.log(`${name}, old connection: ${await call(old)}`);
}

(async () => {
  await twice('ocpp-go', Number(process.argv[2]));
  const server = new RPCServer({ protocols: ['ocpp2.0.1'] });
  await twice('ocpp-rpc', (await server.listen(0, '127.0.0.1')).address().port);
  process.exit(0);
})();
JS
port=$(node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
./csms "$port" &
csms=$!
diff <(echo "$seen") <(timeout 30 node station.cjs "$port") && echo "as written"

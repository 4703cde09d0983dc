#!/usr/bin/env bash
# A station that offers ocpp2.1 and ocpp2.0.1 in two header lines is told by gorilla, x/net and ocpp-go that it offers nothing they know.
#
# Versions: github.com/gorilla/websocket v1.5.3, golang.org/x/net v0.45.0, github.com/coder/websocket v1.8.14, github.com/gobwas/ws v1.4.0,
# github.com/lorenzodonini/ocpp-go v0.19.0 (CSMS); npm ws 8.19.0, websocket 1.0.35, faye-websocket 0.11.4, ocpp-rpc 2.2.1. Each knows
# ocpp2.0.1 only.
# Guess before running: all choose ocpp2.0.1, as Sec-WebSocket-Protocol may stand in several lines of a request, which mean the same as one
# (RFC 6455, 11.3.4); gorilla, perhaps, reads the first.
# Seen: gorilla and x/net read the first line, agree without a subprotocol, and leave it to the station to go. ocpp-go, which is built on
# gorilla, agrees likewise and closes at once with 1002. The others choose right; in one line, all do.
# For a bench: a mock on gorilla joins the lines before it agrees (ours does); a station that comes with such an offer is not at fault
# where a CSMS in the field turns it away.
#
#> one line: gorilla ocpp2.0.1, x/net ocpp2.0.1, coder ocpp2.0.1, gobwas ocpp2.0.1, ocpp-go ocpp2.0.1
#> one line: ws ocpp2.0.1, websocket ocpp2.0.1, faye-websocket ocpp2.0.1, ocpp-rpc ocpp2.0.1
#> two lines: gorilla none, x/net none, coder ocpp2.0.1, gobwas ocpp2.0.1, ocpp-go none, closed with 1002
#> two lines: ws ocpp2.0.1, websocket ocpp2.0.1, faye-websocket ocpp2.0.1, ocpp-rpc ocpp2.0.1
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
servers=
trap 'if [ -n "$servers" ]; then kill "$servers" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
cd "$work"

go mod init probe 2>/dev/null
go mod edit -require=github.com/gorilla/websocket@v1.5.3 -require=golang.org/x/net@v0.45.0 -require=github.com/coder/websocket@v1.8.14 \
	-require=github.com/gobwas/ws@v1.4.0 -require=github.com/lorenzodonini/ocpp-go@v0.19.0
cat >main.go <<'GO'
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"

	"github.com/coder/websocket"
	gobwas "github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
	ocpp2 "github.com/lorenzodonini/ocpp-go/ocpp2.0.1"
	xnet "golang.org/x/net/websocket"
)

var known = []string{"ocpp2.0.1"}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	http.HandleFunc("/gorilla", func(w http.ResponseWriter, r *http.Request) {
		up := gorilla.Upgrader{Subprotocols: known}
		must(up.Upgrade(w, r, nil))
	})
	http.Handle("/x/net", xnet.Server{
		Handshake: func(c *xnet.Config, _ *http.Request) error {
			c.Protocol = slices.DeleteFunc(c.Protocol, func(name string) bool { return !slices.Contains(known, name) })
			return nil
		},
		Handler: func(*xnet.Conn) {},
	})
	http.HandleFunc("/coder", func(w http.ResponseWriter, r *http.Request) {
		must(websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: known}))
	})
	http.HandleFunc("/gobwas", func(w http.ResponseWriter, r *http.Request) {
		up := gobwas.HTTPUpgrader{Protocol: func(name string) bool { return slices.Contains(known, name) }}
		if _, _, _, err := up.Upgrade(r, w); err != nil {
			panic(err)
		}
	})
	go ocpp2.NewCSMS(nil, nil).Start(must(strconv.Atoi(os.Args[1])), "/{ws}")
	l := must(net.Listen("tcp", "127.0.0.1:0"))
	fmt.Println(l.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(l, nil))
}
GO
go build -mod=mod -o servers .
npm install --loglevel=error --no-audit --no-fund --ignore-scripts ws@8.19.0 websocket@1.0.35 faye-websocket@0.11.4 ocpp-rpc@2.2.1 >/dev/null
cat >station.cjs <<'JS'
const { once } = require('events');
const http = require('http');
const net = require('net');
const { setTimeout: pause } = require('timers/promises');
const { WebSocketServer } = require('ws');
const { server: Websocket } = require('websocket');
const Faye = require('faye-websocket');
const { RPCServer } = require('ocpp-rpc');

const known = 'ocpp2.0.1';
const offers = {
  'one line': ['Sec-WebSocket-Protocol: ocpp2.1, ocpp2.0.1'],
  'two lines': ['Sec-WebSocket-Protocol: ocpp2.1', 'Sec-WebSocket-Protocol: ocpp2.0.1'],
};

async function connect(port) {
  for (;;) {
    const socket = net.connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return socket;
    } catch (e) {
      await pause(50); // until it listens
    }
  }
}

// ask tells what is agreed, and how the server closes where nothing is and it does.
async function ask(name, port, offer) {
  const socket = await connect(port);
  socket.write([`GET /${name} HTTP/1.1`, 'Host: csms', 'Origin: http://csms', 'Upgrade: websocket', 'Connection: Upgrade',
    'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', ...offer, '', ''].join('\r\n'));
  let got = Buffer.alloc(0);
  for await (const part of socket) {
    got = Buffer.concat([got, part]);
    const end = got.indexOf('\r\n\r\n');
    if (end < 0) continue;
    const agreed = /^sec-websocket-protocol: (.*)$/im.exec(got.subarray(0, end).toString());
    if (agreed) return `${name} ${agreed[1]}`;
    const frame = got.subarray(end + 4);
    if (name !== 'ocpp-go') return `${name} none`;
    if (frame.length >= 4 && frame[0] === 0x88) return `${name} none, closed with ${frame.readUInt16BE(2)}`;
  }
  return `${name} gone`;
}

async function listen(attach) {
  const server = http.createServer().listen(0, '127.0.0.1');
  attach(server);
  await once(server, 'listening');
  return server.address().port;
}

(async () => {
  const [shared, csms] = process.argv.slice(2).map(Number);
  const go = [['gorilla', shared], ['x/net', shared], ['coder', shared], ['gobwas', shared], ['ocpp-go', csms]];
  const rpc = await new RPCServer({ protocols: [known] }).listen(0, '127.0.0.1');
  const node = [
    ['ws', await listen((server) => new WebSocketServer({ server, handleProtocols: (names) => names.has(known) && known }))],
    ['websocket', await listen((httpServer) => new Websocket({ httpServer }).on('request', (request) => {
      request.accept(request.requestedProtocols.find((name) => name === known), request.origin);
    }))],
    ['faye-websocket', await listen((server) => server.on('upgrade', (...request) => new Faye(...request, [known])))],
    ['ocpp-rpc', rpc.address().port],
  ];
  for (const [lines, offer] of Object.entries(offers)) {
    for (const group of [go, node]) {
      const ends = [];
      for (const [name, port] of group) ends.push(await ask(name, port, offer));
      console.log(`${lines}: ${ends.join(', ')}`);
    }
  }
  process.exit(0);
})();
JS
csms=$(node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
./servers "$csms" >port &
servers=$!
until [ -s port ]; do sleep 0.05; done
diff <(echo "$seen") <(timeout 30 node station.cjs "$(cat port)" "$csms") && echo "as written"

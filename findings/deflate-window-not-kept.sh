#!/usr/bin/env bash
# A station with little memory asks for a small window of compression: gorilla and gws agree, send with a larger one, and cannot be read.
#
# Versions: github.com/gorilla/websocket v1.5.3, github.com/lxzan/gws v1.8.9, github.com/coder/websocket v1.8.14, npm ws 8.19.0, each as the
# server, with compression; the client is Node 20's zlib, which is told the window.
# Guess before running: who cannot keep its window small declines the offer, as RFC 7692 wants it (7.1.2.1), and sends plain text; a message
# that repeats itself after 2,000 bytes is read from each of them.
# Seen: coder declines, ws agrees and keeps to 1,024 bytes. gorilla and gws agree without the parameter, which no server may, and refer to
# what lies 2,000 bytes back: "invalid distance too far back". With contexts kept, gws answers 10 with 12, where the same or a smaller number
# is allowed, and with client_max_window_bits, which was not offered (7.1.2.2). Short messages pass, so that it shows at the first long one.
# For a bench: whoever builds a CSMS on them agrees to an offer with server_max_window_bits only if another one stands beside it; a
# station that loses its connection at a long message may have offered this, and is right.
#
#> gorilla: permessage-deflate; server_no_context_takeover; client_no_context_takeover -> invalid distance too far back
#> gws: permessage-deflate; server_no_context_takeover; client_no_context_takeover -> invalid distance too far back
#> gws, contexts kept: permessage-deflate; server_max_window_bits=12; client_max_window_bits=12 -> invalid distance too far back
#> coder: no extension -> 4000 bytes, plain
#> ws: permessage-deflate; server_max_window_bits=10 -> 4000 bytes, compressed
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
csms=
trap 'if [ -n "$csms" ]; then kill "$csms" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
cd "$work"

go mod init probe 2>/dev/null
go mod edit -require=github.com/gorilla/websocket@v1.5.3 -require=github.com/lxzan/gws@v1.8.9 -require=github.com/coder/websocket@v1.8.14
cat >main.go <<'GO'
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var text = must(os.ReadFile("text"))

type greeter struct{ gws.BuiltinEventHandler }

func (greeter) OnOpen(c *gws.Conn) {
	if err := c.WriteMessage(gws.OpcodeText, text); err != nil {
		panic(err)
	}
}

func serve(path string, deflate gws.PermessageDeflate) {
	up := gws.NewUpgrader(greeter{}, &gws.ServerOption{PermessageDeflate: deflate})
	http.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { must(up.Upgrade(w, r)).ReadLoop() })
}

func main() {
	up := gorilla.Upgrader{EnableCompression: true}
	http.HandleFunc("/gorilla", func(w http.ResponseWriter, r *http.Request) {
		c := must(up.Upgrade(w, r, nil))
		if err := c.WriteMessage(gorilla.TextMessage, text); err != nil {
			panic(err)
		}
	})
	serve("/gws", gws.PermessageDeflate{Enabled: true})
	serve("/gws,%20contexts%20kept", gws.PermessageDeflate{Enabled: true, ServerContextTakeover: true, ClientContextTakeover: true})
	http.HandleFunc("/coder", func(w http.ResponseWriter, r *http.Request) {
		c := must(websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionContextTakeover}))
		if err := c.Write(r.Context(), websocket.MessageText, text); err != nil {
			panic(err)
		}
	})
	l := must(net.Listen("tcp", "127.0.0.1:0"))
	fmt.Println(l.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(l, nil))
}
GO
go build -mod=mod -o csms .
npm install --loglevel=error --no-audit --no-fund --ignore-scripts ws@8.19.0 >/dev/null
cat >station.cjs <<'JS'
const { createHash } = require('crypto');
const { once } = require('events');
const fs = require('fs');
const http = require('http');
const net = require('net');
const zlib = require('zlib');

// text is 2,000 digits without repetitions, twice.
let digits = '';
for (let i = 0; digits.length < 2000; i++) digits += createHash('sha256').update(String(i)).digest('hex');
fs.writeFileSync('text', digits.slice(0, 2000).repeat(2));
if (process.argv.length === 2) process.exit(0);

// read is what a window of 2^10 bytes makes of the first frame.
function read(frame) {
  const long = (frame[1] & 127) === 126;
  const start = long ? 4 : 2;
  const length = long ? frame.readUInt16BE(2) : frame[1];
  if (frame.length < start + length) return undefined;
  const body = frame.subarray(start, start + length);
  if (!(frame[0] & 0x40)) return `${body.length} bytes, plain`;
  const whole = Buffer.concat([body, Buffer.from([0, 0, 255, 255])]);
  try {
    const text = zlib.inflateRawSync(whole, { windowBits: 10, chunkSize: 1024, finishFlush: zlib.constants.Z_SYNC_FLUSH });
    return `${text.length} bytes, compressed`;
  } catch (e) {
    return e.message;
  }
}

async function ask(name, port) {
  const socket = net.connect(port, '127.0.0.1');
  socket.write([`GET /${encodeURI(name)} HTTP/1.1`, 'Host: csms', 'Upgrade: websocket', 'Connection: Upgrade',
    'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10', '', ''].join('\r\n'));
  let got = Buffer.alloc(0);
  for await (const part of socket) {
    got = Buffer.concat([got, part]);
    const end = got.indexOf('\r\n\r\n');
    const seen = end > 0 && got.length > end + 8 ? read(got.subarray(end + 4)) : undefined;
    if (seen === undefined) continue;
    const agreed = /^sec-websocket-extensions: (.*)$/im.exec(got.subarray(0, end).toString());
    console.log(`${name}: ${agreed ? agreed[1] : 'no extension'} -> ${seen}`);
    return;
  }
}

(async () => {
  for (const name of ['gorilla', 'gws', 'gws, contexts kept', 'coder']) await ask(name, Number(process.argv[2]));
  const { WebSocketServer } = require('ws');
  const server = http.createServer().listen(0, '127.0.0.1');
  new WebSocketServer({ server, perMessageDeflate: true }).on('connection', (socket) => socket.send(fs.readFileSync('text', 'utf8')));
  await once(server, 'listening');
  await ask('ws', server.address().port);
  process.exit(0);
})();
JS
node station.cjs
./csms >port &
csms=$!
until [ -s port ]; do sleep 0.05; done
diff <(echo "$seen") <(timeout 30 node station.cjs "$(cat port)") && echo "as written"

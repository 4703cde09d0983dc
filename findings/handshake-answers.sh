#!/usr/bin/env bash
# A CSMS behind a proxy agrees with "Connection: keep-alive, Upgrade", or after a 103, and half of the WebSocket clients do not come in.
#
# Versions: github.com/gorilla/websocket v1.5.3, github.com/coder/websocket v1.8.14, github.com/gobwas/ws v1.4.0, golang.org/x/net v0.45.0,
# github.com/lxzan/gws v1.8.9, npm ws 8.19.0, websocket 1.0.35, faye-websocket 0.11.4, each as the station; the server is Python.
# Guess before running: all read the first message after each of these answers; over 103, gorilla and x/net fall.
# Seen: a client looks for the token Upgrade among what Connection says (RFC 6455, 4.1, third check of the answer; a list that may stand in
# several lines, RFC 9110, 7.6.1 and 5.3). gobwas, x/net, websocket and faye-websocket want the word alone, gws one line. 1xx may come
# before the answer (RFC 9110, 15.2): four of five of Go take the first for the answer, also a 100; those of npm and coder, which leave
# it to the HTTP client, go on. A message in two frames with a ping between them (RFC 6455, 5.4) comes to the reader of x/net in two
# parts, as if it were two messages.
# For a bench: a mock agrees with the plain words and in one frame, or tries these with a purpose; a station that cannot reach its CSMS
# through a proxy may have such a client, and the fault is its own. ocpp-go dials with gorilla.
#
#> plain: gorilla, coder, gobwas, x/net, gws, ws, websocket, faye-websocket
#> keep-alive, Upgrade: gorilla, coder, gws, ws
#> keep-alive and Upgrade in two lines: gorilla, coder, ws
#> 100 before: coder, ws, websocket, faye-websocket
#> 103 before: coder, ws, websocket, faye-websocket
#> two frames, a ping between: gorilla, coder, gobwas, gws, ws, websocket, faye-websocket
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
csms=
trap 'if [ -n "$csms" ]; then kill "$csms" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
cd "$work"

cat >csms.py <<'PY'
import base64
import hashlib
import os
import socketserver

WAYS = {
    "plain": "",
    "keep-alive, Upgrade": "Connection: keep-alive, Upgrade",
    "keep-alive and Upgrade in two lines": "Connection: keep-alive\r\nConnection: Upgrade",
    "100 before": "HTTP/1.1 100 Continue",
    "103 before": "HTTP/1.1 103 Early Hints",
    "two frames, a ping between": "",
}


def frame(first, text):
    return bytes([first, len(text)]) + text


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        way = list(WAYS)[int(self.rfile.readline().split()[1].strip(b"/"))]
        key = b""
        while line := self.rfile.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"sec-websocket-key":
                key = value.strip()
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
        before = WAYS[way] + "\r\n\r\n" if WAYS[way].startswith("HTTP") else ""
        connection = WAYS[way] if WAYS[way].startswith("Connection") else "Connection: Upgrade"
        head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", connection, f"Sec-WebSocket-Accept: {accept}", "Sec-WebSocket-Protocol: ocpp2.0.1"]
        message = frame(0x81, b"hello")
        if way.startswith("two frames"):
            message = frame(0x01, b"hel") + frame(0x89, b"ping") + frame(0x80, b"lo")
        self.wfile.write(before.encode() + "\r\n".join(head).encode() + b"\r\n\r\n" + message)
        while self.rfile.read(1):
            pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Session)
with open("port.new", "w") as port:
    port.write(str(server.server_address[1]))
with open("ways", "w") as ways:
    ways.write("\n".join(WAYS) + "\n")
os.rename("port.new", "port")
server.serve_forever()
PY
python3 csms.py &
csms=$!
until [ -s port ]; do sleep 0.05; done

go mod init probe 2>/dev/null
go mod edit -require=github.com/gorilla/websocket@v1.5.3 -require=github.com/coder/websocket@v1.8.14 -require=github.com/gobwas/ws@v1.4.0 \
	-require=golang.org/x/net@v0.45.0 -require=github.com/lxzan/gws@v1.8.9
cat >main.go <<'GO'
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/coder/websocket"
	gobwas "github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
	xnet "golang.org/x/net/websocket"
)

const protocol = "ocpp2.0.1"

var patience = 10 * time.Second

// stations dial, and return the first message.
var stations = []struct {
	name  string
	first func(address string) (string, error)
}{
	{"gorilla", func(address string) (string, error) {
		dialer := gorilla.Dialer{Subprotocols: []string{protocol}, HandshakeTimeout: patience}
		c, _, err := dialer.Dial(address, nil)
		if err != nil {
			return "", err
		}
		defer c.Close()
		_, message, err := c.ReadMessage()
		return string(message), err
	}},
	{"coder", func(address string) (string, error) {
		ctx, stop := context.WithTimeout(context.Background(), patience)
		defer stop()
		c, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{Subprotocols: []string{protocol}})
		if err != nil {
			return "", err
		}
		defer c.CloseNow()
		_, message, err := c.Read(ctx)
		return string(message), err
	}},
	{"gobwas", func(address string) (string, error) {
		dialer := gobwas.Dialer{Protocols: []string{protocol}, Timeout: patience}
		c, early, _, err := dialer.Dial(context.Background(), address)
		if err != nil {
			return "", err
		}
		defer c.Close()
		if early == nil {
			early = bufio.NewReader(c)
		}
		message, err := wsutil.ReadServerText(struct {
			io.Reader
			io.Writer
		}{early, c})
		return string(message), err
	}},
	{"x/net", func(address string) (string, error) {
		c, err := xnet.Dial(address, protocol, "http://station")
		if err != nil {
			return "", err
		}
		defer c.Close()
		var message string
		err = xnet.Message.Receive(c, &message)
		return message, err
	}},
	{"gws", func(address string) (string, error) {
		station := &waiter{first: make(chan string, 1)}
		c, _, err := gws.NewClient(station, &gws.ClientOption{Addr: address, HandshakeTimeout: patience,
			RequestHeader: http.Header{"Sec-WebSocket-Protocol": {protocol}}})
		if err != nil {
			return "", err
		}
		defer c.NetConn().Close()
		go c.ReadLoop()
		select {
		case message := <-station.first:
			return message, nil
		case <-time.After(patience):
			return "", context.DeadlineExceeded
		}
	}},
}

type waiter struct {
	gws.BuiltinEventHandler
	first chan string
}

func (w *waiter) OnPing(*gws.Conn, []byte) {}

func (w *waiter) OnMessage(_ *gws.Conn, m *gws.Message) { w.first <- m.Data.String() }

func main() {
	ways, err := os.ReadFile("ways")
	if err != nil {
		panic(err)
	}
	for i := range strings.Count(string(ways), "\n") {
		var in []string
		for _, s := range stations {
			if message, err := s.first(fmt.Sprintf("ws://127.0.0.1:%s/%d", os.Args[1], i)); err == nil && message == "hello" {
				in = append(in, s.name)
			}
		}
		fmt.Println(strings.Join(in, ", "))
	}
}
GO
npm install --loglevel=error --no-audit --no-fund --ignore-scripts ws@8.19.0 websocket@1.0.35 faye-websocket@0.11.4 >/dev/null
cat >stations.cjs <<'JS'
const { readFileSync } = require('fs');
const WebSocket = require('ws');
const { client: Client } = require('websocket');
const Faye = require('faye-websocket');

// stations dial, and tell the first message, or how it ended before.
const stations = {
  ws: (address, tell) => {
    const socket = new WebSocket(address, ['ocpp2.0.1']);
    socket.on('message', (message) => tell(String(message))).on('error', tell);
  },
  websocket: (address, tell) => {
    const client = new Client();
    client.on('connectFailed', tell).on('connect', (connection) => connection.on('message', (message) => tell(message.utf8Data)).on('close', tell));
    client.connect(address, 'ocpp2.0.1');
  },
  'faye-websocket': (address, tell) => {
    const socket = new Faye.Client(address, ['ocpp2.0.1']);
    socket.on('message', (event) => tell(event.data));
    socket.on('close', tell);
  },
};

(async () => {
  const ways = readFileSync('ways', 'utf8').trimEnd().split('\n');
  for (let i = 0; i < ways.length; i++) {
    const came = [];
    for (const [name, dial] of Object.entries(stations)) {
      const first = await new Promise((tell) => dial(`ws://127.0.0.1:${process.argv[2]}/${i}`, tell));
      if (first === 'hello') came.push(name);
    }
    console.log(came.join(', '));
  }
  process.exit(0);
})();
JS
go run -mod=mod . "$(cat port)" >in-go
timeout 60 node stations.cjs "$(cat port)" >in-node
diff <(echo "$seen") <(paste ways in-go in-node | sed 's/\t/: /; s/\t/, /') && echo "as written"

#!/usr/bin/env bash
# One answer of a meter that comes too late, and goburrow/modbus reads no register any more: each answer is taken for the one before.
#
# Versions: github.com/goburrow/modbus v0.1.0, github.com/grid-x/modbus v0.0.0-20230713135356-d9fefd3ae5a5, github.com/simonvetter/modbus
# v1.6.4, npm modbus-serial 8.0.25, jsmodbus 5.0.0; the meter is Python and answers the first request when the second has come.
# Guess before running: a client discards an answer whose transaction identifier is that of no pending request (Modbus Messaging on TCP/IP
# Implementation Guide 1.0b, 4.4.1.3), so that the next register is read; and as answers are found by it, two requests that are under
# way at once (4.4.1.2) may be answered in any order.
# Seen: three of five do. goburrow tells of the late answer and leaves the right one in the buffer for the next request, and so on for as
# long as the connection is in use (its issue 64 says the same of a real network; only a minute without a request, after which it
# closes, ends it). jsmodbus takes answers in the order of its requests: the register after the late one is lost, too, with a word about
# function codes; and of two that are answered the other way round the overtaken one times out, though its answer is there.
# For a bench: a simulated meter that is late once shows it; a station whose meter values stop at one pause of the meter, and come
# back with a restart, may have such a client.
#
#> goburrow: 100 timeout, 101 another transaction, 102 another transaction, 103 another transaction
#> grid-x: 100 timeout, 101 read, 102 read, 103 read
#> simonvetter: 100 timeout, 101 read, 102 read, 103 read
#> modbus-serial: 100 timeout, 101 read, 102 read, 103 read
#> jsmodbus: 100 timeout, 101 request fc and response fc does not match., 102 read, 103 read
#> modbus-serial, answered the other way round: 100 read, 101 read
#> jsmodbus, answered the other way round: 100 timeout, 101 read
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
meters=()
trap 'kill "${meters[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"

cat >meter.py <<'PY'
import os
import socketserver
import sys


class Session(socketserver.StreamRequestHandler):
    """A register's value is its number. The first two requests are answered when both are there."""

    def setup(self):
        super().setup()
        self.answered = 0

    def handle(self):
        kept = []
        while len(request := self.rfile.read(12)) == 12:
            answer = request[:4] + b"\0\5" + request[6:8] + b"\2" + request[8:10]
            if self.answered == 0 and not kept:
                kept.append(answer)
                continue
            first = kept.pop() if kept else b""
            self.wfile.write(answer + first if self.server.turned else first + answer)
            self.answered += 1


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Session)
server.turned = sys.argv[1] == "turned"
with open("port.new", "w") as port:
    port.write(str(server.server_address[1]))
os.rename("port.new", sys.argv[1])
server.serve_forever()
PY
for kind in late turned; do
	python3 meter.py "$kind" &
	meters+=("$!")
	until [ -s "$kind" ]; do sleep 0.05; done
done

go mod init probe 2>/dev/null
go mod edit -require=github.com/goburrow/modbus@v0.1.0 -require=github.com/grid-x/modbus@v0.0.0-20230713135356-d9fefd3ae5a5 \
	-require=github.com/simonvetter/modbus@v1.6.4
cat >main.go <<'GO'
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/goburrow/modbus"
	gridx "github.com/grid-x/modbus"
	simonvetter "github.com/simonvetter/modbus"
)

const patience = 300 * time.Millisecond

func main() {
	address := "127.0.0.1:" + os.Args[1]

	g := modbus.NewTCPClientHandler(address)
	g.Timeout, g.SlaveId = patience, 1
	client := modbus.NewClient(g)
	tell("goburrow", func(n uint16) (uint16, error) { return first(client.ReadHoldingRegisters(n, 1)) })

	x := gridx.NewTCPClientHandler(address)
	x.Timeout, x.SlaveID = patience, 1
	fork := gridx.NewClient(x)
	tell("grid-x", func(n uint16) (uint16, error) { return first(fork.ReadHoldingRegisters(n, 1)) })

	s, err := simonvetter.NewClient(&simonvetter.ClientConfiguration{URL: "tcp://" + address, Timeout: patience, Logger: log.New(io.Discard, "", 0)})
	if err != nil {
		panic(err)
	}
	if err := s.Open(); err != nil {
		panic(err)
	}
	tell("simonvetter", func(n uint16) (uint16, error) { return s.ReadRegister(n, simonvetter.HOLDING_REGISTER) })
}

func first(registers []byte, err error) (uint16, error) {
	if err != nil {
		return 0, err
	}
	return binary.BigEndian.Uint16(registers), nil
}

func tell(name string, read func(uint16) (uint16, error)) {
	var ends []string
	for n := uint16(100); n < 104; n++ {
		value, err := read(n)
		end := "read"
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, simonvetter.ErrRequestTimedOut):
			end = "timeout"
		case err != nil && strings.Contains(err.Error(), "transaction id"):
			end = "another transaction"
		case err != nil:
			end = err.Error()
		case value != n:
			end = fmt.Sprint("as ", value)
		}
		ends = append(ends, fmt.Sprint(n, " ", end))
	}
	fmt.Printf("%s: %s\n", name, strings.Join(ends, ", "))
}
GO
npm install --loglevel=error --no-audit --no-fund --ignore-scripts --omit=optional modbus-serial@8.0.25 jsmodbus@5.0.0 >/dev/null
cat >read.cjs <<'JS'
const { once } = require('events');
const net = require('net');
const ModbusSerial = require('modbus-serial');
const jsmodbus = require('jsmodbus');

async function end(number, read) {
  try {
    const value = await read(number);
    return `${number} ${value === number ? 'read' : `as ${value}`}`;
  } catch (e) {
    const said = e.message ?? String(e);
    return `${number} ${/timed out/i.test(said) ? 'timeout' : said}`;
  }
}

async function serial(port) {
  const client = new ModbusSerial();
  await client.connectTCP('127.0.0.1', { port });
  client.setID(1);
  client.setTimeout(300);
  return async (number) => (await client.readHoldingRegisters(number, 1)).data[0];
}

async function js(port) {
  const socket = net.connect(port, '127.0.0.1');
  const client = new jsmodbus.client.TCP(socket, 1, 300);
  await once(socket, 'connect');
  return async (number) => (await client.readHoldingRegisters(number, 1)).response.body.values[0];
}

(async () => {
  const [late, turned] = process.argv.slice(2).map(Number);
  for (const [name, connect] of [['modbus-serial', serial], ['jsmodbus', js]]) {
    const read = await connect(late);
    const ends = [];
    for (const number of [100, 101, 102, 103]) ends.push(await end(number, read));
    console.log(`${name}: ${ends.join(', ')}`);
  }
  for (const [name, connect] of [['modbus-serial', serial], ['jsmodbus', js]]) {
    const read = await connect(turned);
    console.log(`${name}, answered the other way round: ${(await Promise.all([100, 101].map((number) => end(number, read)))).join(', ')}`);
  }
  process.exit(0);
})();
JS
{
	go run -mod=mod . "$(cat late)"
	timeout 30 node read.cjs "$(cat late)" "$(cat turned)"
} >report
diff <(echo "$seen") report && echo "as written"

#!/usr/bin/env bash
# For a server that is past 7 February 2036, five of seven NTP clients say 1903; and a server's "come less often" is taken for the time of day.
#
# Versions: npm sntp 3.0.2, @hapi/sntp 4.0.0, ntp-client 0.5.3, ntp-time 2.1.1; Debian's python3-ntplib 0.3.3-3, chrony 4.3-2+deb12u3 (chronyd
# -Q, which sets nothing); github.com/beevik/ntp v1.6.0. The server is Python: once its clock stands at 1 January 2040, once it answers RATE.
# Guess before running: beevik and chronyd know 2040, ntplib and those of npm say 1904; of the answer RATE, beevik, chronyd and sntp take no
# time.
# Seen: the seconds of NTP begin anew on 7 February 2036, which a client is to tell by the first bit (RFC 4330, 3) or by the era that lies
# next to its own clock (RFC 5905, 6). The clocks of the five are wrong by 136 years then, and sntp calls its result valid. Stratum 0 is a
# kiss of death (RFC 5905, 7.4), whose times mean nothing, and RATE asks for a longer poll: sntp says "death" and valid in one breath,
# and the others of npm and ntplib give the time, ntp-time with stratum 2. Over a station's life of ten years, 2036 is near.
# For a bench: an NTP server that stands beyond 2036, and one that answers RATE, are two tries that a station's own client should pass;
# a heartbeat's currentTime is what mends the first.
#
#> 2040
#>   sntp: 1903, valid true, stratum primary
#>   @hapi/sntp: 1903, stratum primary
#>   ntp-client: 1903
#>   ntp-time: 1903, stratum 1
#>   ntplib: 1903, stratum 1
#>   chronyd: 2040
#>   beevik: 2040
#> RATE
#>   sntp: 2026, valid true, stratum death
#>   @hapi/sntp: 2026, stratum death
#>   ntp-client: 2026
#>   ntp-time: 2026, stratum 2
#>   ntplib: 2026, stratum 0
#>   chronyd: no time
#>   beevik: kiss of death received
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"

cat >server.py <<'PY'
import datetime
import os
import socket
import struct
import sys
import time

name, year, stratum, reference = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4].encode()
ahead = (datetime.datetime(year, 1, 1) - datetime.datetime(1900, 1, 1)).total_seconds() - time.time()
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
with open(name + ".new", "w") as port:
    port.write(str(server.getsockname()[1]))
os.rename(name + ".new", name + ".port")
while True:
    asked, who = server.recvfrom(1024)
    version = asked[0] >> 3 & 7
    whole, part = divmod(time.time() + ahead, 1)
    stamp = struct.pack(">II", int(whole) % 2**32, int(part * 2**32))
    server.sendto(bytes([version << 3 | 4, stratum, 6, 0xEC]) + bytes(8) + reference + stamp + asked[40:48] + stamp + stamp, who)
PY
python3 server.py late 2040 1 'GPS ' &
pids+=($!)
python3 server.py rate 2026 0 RATE &
pids+=($!)

npm install --loglevel=error --no-audit --no-fund --ignore-scripts sntp@3.0.2 @hapi/sntp@4.0.0 ntp-client@0.5.3 ntp-time@2.1.1 >/dev/null
apt-get download -q=2 -o APT::Sandbox::User=root python3-ntplib=0.3.3-3 chrony=4.3-2+deb12u3
for package in ./*.deb; do dpkg -x "$package" .; done
go mod init probe 2>/dev/null
go mod edit -require=github.com/beevik/ntp@v1.6.0

cat >npm.cjs <<'JS'
const port = Number(process.argv[2]);
const year = (t) => new Date(t).getUTCFullYear();

async function main() {
  const plain = await require('sntp').time({ host: '127.0.0.1', port });
  console.log(`  sntp: ${year(plain.transmitTimestamp)}, valid ${plain.isValid}, stratum ${plain.stratum}`);
  const hapi = await require('@hapi/sntp').time({ host: '127.0.0.1', port });
  console.log(`  @hapi/sntp: ${year(hapi.transmitTimestamp)}, stratum ${hapi.stratum}`);
  await new Promise((done) => require('ntp-client').getNetworkTime('127.0.0.1', port, (error, time) => {
    console.log(`  ntp-client: ${error || year(time)}`);
    done();
  }));
  const { Client } = require('ntp-time');
  const other = await new Client('127.0.0.1', port, { timeout: 5000 }).syncTime();
  console.log(`  ntp-time: ${year(other.time)}, stratum ${other.stratum}`);
}
main();
JS
cat >lib.py <<'PY'
import datetime
import sys

import ntplib

answer = ntplib.NTPClient().request("127.0.0.1", port=int(sys.argv[1]), version=4)
when = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=answer.tx_time)
print(f"  ntplib: {when.year}, stratum {answer.stratum}")
PY
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/beevik/ntp"
)

func main() {
	answer, err := ntp.Query("127.0.0.1:" + os.Args[1])
	if err == nil {
		err = answer.Validate()
	}
	if err != nil {
		fmt.Println("  beevik:", err)
		return
	}
	fmt.Println("  beevik:", answer.Time.UTC().Year())
}
GO

for server in late:2040 rate:RATE; do
	until [ -s "${server%%:*}.port" ]; do sleep 0.05; done
	port=$(cat "${server%%:*}.port")
	echo "${server#*:}"
	node npm.cjs "$port"
	PYTHONPATH=usr/lib/python3/dist-packages python3 lib.py "$port"
	# "System clock wrong by N seconds": N is added to the time of the machine
	off=$(usr/sbin/chronyd -Q -t 8 -f /dev/null "server 127.0.0.1 port $port iburst" 2>&1 | sed -n 's/.*wrong by \(-\?[0-9]*\)\..*/\1/p' || true)
	echo "  chronyd: $([ -n "$off" ] && date -u -d "@$(($(date +%s) + off + 60))" +%Y || echo "no time")"
	go run -mod=mod . "$port"
done >report
diff <(echo "$seen") report && echo "as written"

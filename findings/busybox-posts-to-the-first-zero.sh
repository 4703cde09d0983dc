#!/usr/bin/env bash
# busybox wget --post-file sends a file up to its first zero byte, with a Content-Length that fits, and exits 0.
#
# Versions: Debian's busybox 1.35.0-4+deb12u1+b1; served by Python's http.server.
# Guess before running: the body of the POST is the file, as it is with GNU wget, whatever bytes it has.
# Seen: a text arrives whole. Of a file with a zero byte, what stands before it arrives, and of a log that gzip has packed, as
# stations pack them, nothing but its first three bytes. The server answers 201, wget exits 0, and nobody is told.
# For a bench: an upload that is short, and whole by its Content-Length, may be the client's; compare it with the file, or have
# the station upload text. busybox ftpput sends every byte.
#
#> text of 12 bytes: POST with Content-Length 12, 12 bytes, exit 0
#> the same with a zero in it: POST with Content-Length 5, 5 bytes, exit 0
#> packed by gzip: POST with Content-Length 3, 3 bytes, exit 0
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root busybox=1:1.35.0-4+deb12u1+b1
dpkg -x ./*.deb .

cat >server.py <<'PY'
import http.server
import os


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        with open("told", "w") as told:
            told.write(f"{self.command} with Content-Length {length}, {len(body)} bytes")
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
with open("port.new", "w") as port:
    port.write(str(server.server_port))
os.rename("port.new", "port")
server.serve_forever()
PY
python3 server.py &
server=$!
trap 'kill "$server"; rm -rf "$work"' EXIT
until [ -s port ]; do sleep 0.05; done

printf 'hello, world' >text
printf 'hello\0 world' >zero
gzip -n -c text >packed # 1f 8b 08 00: magic, method, no flags
for of in "text:text of 12 bytes" "zero:the same with a zero in it" "packed:packed by gzip"; do
	status=0
	timeout 10 bin/busybox wget -q -O answer --post-file "${of%%:*}" "http://127.0.0.1:$(cat port)/" || status=$?
	echo "${of#*:}: $(cat told), exit $status"
	rm -f told answer
done >report
diff <(echo "$seen") report && echo "as written"

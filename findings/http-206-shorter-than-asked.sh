#!/usr/bin/env bash
# A 206 may bring less than was asked for: curl, wget, busybox and tnftp then end with a firmware image that is too short, and exit 0.
#
# Versions: Debian's curl 7.88.1, wget 1.21.3-1+deb12u1, busybox 1.35.0-4+deb12u1+b1, tnftp 20210827-4+b1, lftp 4.9.2-2+b1, aria2 1.36.0-1
# (with libaria2-0, libc-ares2 1.18.1-3, libssh2-1 1.10.0-3+deb12u1); served by Python.
# Guess before running: on the resumption of a download, a client that gets bytes 5-6 of 10 asks for the rest or fails; one that is
# told 5-9 of an unknown length (*) takes them.
# Seen: RFC 9110 lets a server send a part of a range for reasons of its own, since the answer describes itself (15.3.7, and the client
# has to look at Content-Range), and lets it leave the whole length open (14.4). aria2 asks again until it has all. lftp tells of an error, and
# of an open length it keeps nothing and exits 0. The other four take the end of the part for the end of the file, though "/10" stands
# beside it.
# For a bench: a server of firmware that answers so shows whether a station resumes by Content-Range; a signature that fails after a
# resumed download may be this. Nothing of the kind befalls a download that starts at 0, where no range is asked for.
#
#> curl -C -: 5-6/10 7 bytes, exit 0 | 5-9/* 10 bytes, exit 0
#> wget -c: 5-6/10 7 bytes, exit 0 | 5-9/* 10 bytes, exit 0
#> busybox wget -c: 5-6/10 7 bytes, exit 0 | 5-9/* 10 bytes, exit 0
#> tnftp -R: 5-6/10 7 bytes, exit 0 | 5-9/* 10 bytes, exit 0
#> lftp get -c: 5-6/10 5 bytes, exit 1 | 5-9/* 5 bytes, exit 0
#> aria2c -c: 5-6/10 10 bytes, exit 0 | 5-9/* 10 bytes, exit 0
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root busybox=1:1.35.0-4+deb12u1+b1 tnftp=20210827-4+b1 lftp=4.9.2-2+b1 \
	wget=1.21.3-1+deb12u1 aria2=1.36.0-1 libaria2-0=1.36.0-1 libc-ares2=1.18.1-3 libssh2-1=1.10.0-3+deb12u1
for package in *.deb; do dpkg -x "$package" .; done
export HOME=$work LD_LIBRARY_PATH=$work/usr/lib/x86_64-linux-gnu

cat >server.py <<'PY'
import http.server
import os
import re
import sys

FILE = b"0123456789"
longest, length = int(sys.argv[1]), sys.argv[2]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(True)

    def do_HEAD(self):
        self.answer(False)

    def answer(self, with_body):
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first = int(asked[1]) if asked else 0
        last = min(int(asked[2] or 9), first + longest - 1, 9) if asked else 9
        body = FILE[first : last + 1]
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{last}/{length}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open("port.new", "w") as port:
    port.write(str(server.server_port))
os.rename("port.new", "port")
server.serve_forever()
PY

# serve LONGEST LENGTH: a server of ten bytes, that sends so many at a time of a range and says that length
serve() {
	if [ -n "$server" ]; then kill "$server"; fi
	rm -f port
	python3 server.py "$1" "$2" &
	server=$!
	until [ -s port ]; do sleep 0.05; done
	url=http://127.0.0.1:$(cat port)/firmware
}

# resume COMMAND...: what five bytes of the file have become after the command, and its exit status
resume() {
	local status=0
	printf 01234 >firmware
	timeout 20 "$@" >said 2>&1 </dev/null || status=$?
	printf '%s bytes, exit %s' "$(wc -c <firmware)" "$status"
}

client() {
	case $1 in
	"curl -C -") resume curl -fsS -C - -o firmware "$url" ;;
	"wget -c") resume usr/bin/wget -c -q -t 2 "$url" ;;
	"busybox wget -c") resume bin/busybox wget -c -q "$url" ;;
	"tnftp -R") resume usr/bin/tnftp -R -o firmware "$url" ;;
	"lftp get -c") resume usr/bin/lftp -c "set net:max-retries 2; get -c $url -o firmware" ;;
	"aria2c -c") resume usr/bin/aria2c --no-conf -q -c -m 2 "$url" ;;
	esac
}

clients=("curl -C -" "wget -c" "busybox wget -c" "tnftp -R" "lftp get -c" "aria2c -c")
serve 2 10
for name in "${clients[@]}"; do echo "$name: 5-6/10 $(client "$name")"; done >short
serve 10 '*'
for name in "${clients[@]}"; do echo "5-9/* $(client "$name")"; done >open
diff <(echo "$seen") <(paste -d '|' short open | sed 's/|/ | /') && echo "as written"

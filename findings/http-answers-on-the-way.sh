#!/usr/bin/env bash
# A firmware's address may move and be hinted at before it comes: busybox and tnftp do not follow a relative Location, nor wait past a 103.
#
# Versions: Debian's curl 7.88.1, wget 1.21.3-1+deb12u1, busybox 1.35.0-4+deb12u1+b1, lftp 4.9.2-2+b1, tnftp 20210827-4+b1, aria2 1.36.0-1
# (with libaria2-0, libc-ares2 1.18.1-3, libssh2-1 1.10.0-3+deb12u1); served by Python.
# Guess before running: all have the file in the end; busybox alone falls over 103 and 308.
# Seen: any number of 1xx may come before the answer, asked for or not (RFC 9110, 15.2), and Location is a reference that may be relative
# to the address that was asked for (10.2.2), with a scheme in any case of letters (RFC 3986, 3.1). busybox takes 308, and of the
# relative ones only what begins with a slash; its "bad address" names the file as if it were a host. tnftp takes no relative one. lftp
# waits past a 102, not past a 103. HTTP:// is no scheme to busybox, lftp and aria2.
# For a bench: a location that redirects relatively, or lies behind a server that hints, fails many stations, and is theirs to mend;
# its own firmware server sends neither unless that is what is tried, and redirects absolutely.
#
#> 102, 102, 200: curl, wget, lftp, aria2
#> 103, 200: curl, wget, aria2
#> 302 to HTTP://host/new: curl, wget, tnftp
#> 302 to //host/new: curl, wget, busybox, lftp, aria2
#> 302 to /new: curl, wget, busybox, lftp, aria2
#> 302 to new: curl, wget, lftp, aria2
#> 302 to ?new: curl, wget, lftp, aria2
#> 302 to http://host/new: curl, wget, busybox, lftp, tnftp, aria2
#> 308 to http://host/new: curl, wget, busybox, lftp, aria2
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
import sys

first, _, location = sys.argv[1].partition(" to ")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(b"firmware")

    def do_HEAD(self):
        self.answer(b"")

    def answer(self, body):
        moved = location and "new" not in self.path
        if moved:
            self.send_response(int(first))
            self.send_header("Location", location.replace("host", f"127.0.0.1:{self.server.server_port}"))
            body = b""
        else:
            for status in [] if location else first.split(", ")[:-1]:
                self.send_response_only(int(status))
                self.end_headers()
            self.send_response(200)
        self.send_header("Content-Length", "0" if moved else "8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # who gives up hangs up


server = Server(("127.0.0.1", 0), Handler)
with open("port.new", "w") as port:
    port.write(str(server.server_port))
os.rename("port.new", "port")
server.serve_forever()
PY

client() {
	case $1 in
	curl) curl -fsSL -o got "$2" ;;
	wget) usr/bin/wget -q -t 1 -O got "$2" ;;
	busybox) bin/busybox wget -q -O got "$2" ;;
	lftp) usr/bin/lftp -c "set net:max-retries 1; set net:timeout 5; get $2 -o got" ;;
	tnftp) usr/bin/tnftp -o got "$2" ;;
	aria2) usr/bin/aria2c --no-conf -q -m 1 -o got "$2" ;;
	esac
}
export -f client

for way in "102, 102, 200" "103, 200" "302 to HTTP://host/new" "302 to //host/new" "302 to /new" "302 to new" "302 to ?new" "302 to http://host/new" \
	"308 to http://host/new"; do
	rm -f port
	python3 server.py "$way" &
	server=$!
	until [ -s port ]; do sleep 0.05; done
	have=()
	for name in curl wget busybox lftp tnftp aria2; do
		rm -f got got.aria2
		if timeout 15 bash -c 'client "$@"' - "$name" "http://127.0.0.1:$(cat port)/old/file" >said 2>&1 </dev/null && [ "$(cat got)" = firmware ]; then
			have+=("$name")
		fi
	done
	kill "$server"
	printf '%s: %s' "$way" "${have[0]}"
	printf ', %s' "${have[@]:1}"
	echo
done >report
diff <(echo "$seen") report && echo "as written"

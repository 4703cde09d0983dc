#!/usr/bin/env bash
# A log's upload is answered 307, 303 or 401: lftp then sends a request without its bytes, busybox uploads twice, Go says nothing and stops.
#
# Versions: Debian's curl 7.88.1, wget 1.21.3-1+deb12u1, busybox 1.35.0-4+deb12u1+b1 (which has POST only), lftp 4.9.2-2+b1; Go 1.26's net/http
# with an open file as the body; Node 20's fetch with a Buffer. The server is Python, and answers 400 to a body that is shorter than told.
# Guess before running: 307 and 308 are followed and the bytes sent again, but by busybox, by Go, which hands the answer over without an error,
# and by Node; after 303 a GET follows. PUT stays PUT after 301 in curl, and becomes a GET in Go. After 401, all that have a password
# (but Node, which has none in its address) send the bytes again.
# Seen: see RFC 9110, 15.4: 307 and 308 keep method and body, 303 asks for a GET of something else, and 301 lets POST become GET, and nothing
# but POST. lftp follows none of them with an upload. To 401 it answers with the password and the same Content-Length, and closes its side
# without a byte. busybox keeps POST for all of them, and so uploads the log once more after 303. Go, and whoever does not
# look at the status, takes 307 for the end; after 301 it makes a GET of the PUT, and the 200 to that looks like success. Node
# has lost the Buffer at its second try, and throws.
# For a bench: an upload is judged by the bytes that arrived at the end of the way, not by what the station says of it; a server that
# redirects or asks for a password first is a try of its own.
#
#> 307
#>   curl -L -f -T: PUT 10, PUT 10, exit 0
#>   wget --method=PUT: PUT 10, PUT 10, exit 0
#>   busybox wget --post-file: POST 10, POST 10, exit 0
#>   lftp put: PUT 10, exit 1
#>   Go: PUT 10, no error, 307
#>   Node: PUT 10, error
#> 308
#>   curl -L -f -T: PUT 10, PUT 10, exit 0
#>   wget --method=PUT: PUT 10, PUT 10, exit 0
#>   busybox wget --post-file: POST 10, POST 10, exit 0
#>   lftp put: PUT 10, exit 1
#>   Go: PUT 10, no error, 308
#>   Node: PUT 10, error
#> 301
#>   curl -L -f -T: PUT 10, PUT 10, exit 0
#>   wget --method=PUT: PUT 10, PUT 10, exit 0
#>   busybox wget --post-file: POST 10, POST 10, exit 0
#>   lftp put: PUT 10, exit 1
#>   Go: PUT 10, GET, no error, 200
#>   Node: PUT 10, error
#> 303
#>   curl -L -f -T: PUT 10, GET, exit 0
#>   wget --method=PUT: PUT 10, GET, exit 0
#>   busybox wget --post-file: POST 10, POST 10, exit 0
#>   lftp put: PUT 10, exit 1
#>   Go: PUT 10, GET, no error, 200
#>   Node: PUT 10, GET, no error, 200
#> 401
#>   curl -L -f -T: PUT 10, exit 0
#>   wget --method=PUT: PUT 10, PUT 10, exit 0
#>   busybox wget --post-file: POST 10, exit 0
#>   lftp put: PUT 10, PUT 0, exit 1
#>   Go: PUT 10, no error, 201
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root busybox=1:1.35.0-4+deb12u1+b1 lftp=4.9.2-2+b1 wget=1.21.3-1+deb12u1
for package in ./*.deb; do dpkg -x "$package" .; done

cat >server.py <<'PY'
import http.server
import os


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        told = int(self.headers.get("Content-Length", 0))
        came = len(self.rfile.read(told))
        with open("told", "a") as log:
            log.write(f"{self.command}{' ' + str(came) if told else ''}, ")
        if came < told:
            self.send_response(400)
        elif self.path == "/401" and "Authorization" not in self.headers:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="logs"')
        elif self.path in ("/301", "/303", "/307", "/308"):
            self.send_response(int(self.path[1:]))
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/new")
        else:
            self.send_response(201 if told else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open("port.new", "w") as port:
    port.write(str(server.server_port))
os.rename("port.new", "port")
server.serve_forever()
PY
python3 server.py &
server=$!
trap 'kill "$server"; rm -rf "$work"' EXIT
go mod init probe 2>/dev/null
cat >main.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	log, err := os.Open("log")
	if err != nil {
		panic(err)
	}
	request, err := http.NewRequest(http.MethodPut, os.Args[1], log)
	if err != nil {
		panic(err)
	}
	request.ContentLength = 10
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println("error")
		return
	}
	fmt.Println("no error,", answer.StatusCode)
}
GO
go build -o byGo .
cat >fetch.mjs <<'JS'
import { readFileSync } from 'node:fs';

try {
  const answer = await fetch(process.argv[2], { method: 'PUT', body: readFileSync('log') });
  console.log(`no error, ${answer.status}`);
} catch {
  console.log('error');
}
JS
until [ -s port ]; do sleep 0.05; done

printf 'hello, log' >log
upload() { # a client's name, what it is called with
	local name=$1 said status=0
	shift
	: >told
	said=$(timeout 10 "$@" 2>/dev/null) || status=$?
	echo "  $name: $(cat told)${said:-exit $status}"
}
at=127.0.0.1:$(cat port)
for way in 307 308 301 303 401; do
	echo "$way"
	secret=
	if [ "$way" = 401 ]; then secret=cs1:secret@; fi
	upload "curl -L -f -T" curl -s -L -f -T log "http://$secret$at/$way"
	upload "wget --method=PUT" usr/bin/wget --no-config -q -t 1 -O answer --method=PUT --body-file=log "http://$secret$at/$way"
	upload "busybox wget --post-file" bin/busybox wget -q -O answer --post-file log "http://$secret$at/$way"
	upload "lftp put" usr/bin/lftp --norc -c "set net:max-retries 1; put log -o http://$secret$at/$way"
	upload "Go" ./byGo "http://$secret$at/$way"
	if [ -z "$secret" ]; then upload "Node" node fetch.mjs "http://$at/$way"; fi
done >report
diff <(echo "$seen") report && echo "as written"

#!/usr/bin/env bash
# lftp's "put -c" over HTTP sends the rest of the file with a Range, not a Content-Range, so that a right server replaces the file by its end.
#
# Versions: Debian's lftp 4.9.2-2+b1; served by Python's http.server.
# Guess before running: it sends the rest with "Content-Range: bytes 5-9/10" (RFC 9110, 14.5), or the whole file again; a server
# that cannot go on with an upload says so with 4xx.
# Seen: it asks for the length with HEAD and sends the rest with "Range: bytes=5-9/10", which has no meaning in a PUT (14.2: to be
# ignored) and the syntax of neither. A server that does as it is told keeps five bytes where there were to be ten, answers 201, and
# lftp exits 0.
# For a bench: do not take Range for an offset in a PUT, and keep the length of every upload: a log that is too short, and begins
# in its middle, is what such a client leaves. Over FTP and SFTP, put -c is right.
#
#> HEAD
#> PUT with 5 bytes "world", Content-Range None, Range bytes=5-9/10
#> exit 0
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root lftp=4.9.2-2+b1
dpkg -x ./*.deb .

cat >server.py <<'PY'
import http.server
import os


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, length):
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def tell(self, text):
        with open("told", "a") as told:
            told.write(text + "\n")

    def do_HEAD(self):
        self.tell("HEAD")
        self.answer(200, 5)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        h = self.headers
        self.tell(f'PUT with {len(body)} bytes "{body}", Content-Range {h["Content-Range"]}, Range {h["Range"]}')
        self.answer(201, 0)

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

printf 'helloworld' >log
status=0
HOME=$work usr/bin/lftp -c "set net:max-retries 1; set net:timeout 10; open http://127.0.0.1:$(cat port); put -c log -o log" || status=$?
uniq told >report # it asks twice
echo "exit $status" >>report
diff <(echo "$seen") report && echo "as written"

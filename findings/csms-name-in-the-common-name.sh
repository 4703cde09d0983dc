#!/usr/bin/env bash
# OCPP wants the CSMS's name in the CN and no dnsName beside it: Go refuses that, and with an address in the SAN, so do curl, wget and lftp.
#
# Versions: Debian's openssl 3.0 (seen with 3.0.19), curl 7.88.1 (with OpenSSL), gnutls-bin 3.7.9-2+deb12u7 (libgnutls 3.7.9), wget
# 1.21.3-1+deb12u1 and lftp 4.9.2-2+b1 (both with GnuTLS); Go 1.26's crypto/tls, Node 20's tls, Python 3.11's ssl. Each is given the root and
# connects to localhost.
# Guess before running: with a CN alone all connect but Go; with an IP address as the only subjectAltName, all but Go and Node.
# Seen: A00.FR.510 puts the FQDN into the CN, and the note of A00.FR.511 advises against a dnsName; by RFC 2818, 3.1, which it refers to, the CN
# is the name wherever no dNSName stands in subjectAltName, whatever else does. OpenSSL, Python and Node keep to that. With the address of a
# private APN in the SAN, curl and those of GnuTLS do not look at the CN any more; with a URI in it, those of GnuTLS do not (RFC 6125, 6.4.4,
# is on their side in this).
# For a bench: a CSMS that is reached by name and by address gets a dnsName as well, or stations fall off by what they are built on; a
# station that refuses CN alone, and says InvalidCsmsCertificate, does not do what A00.FR.510 expects.
#
#> name in CN and dnsName: openssl, curl, gnutls-cli, wget, lftp, Go, Node, Python
#> name in CN: openssl, curl, gnutls-cli, wget, lftp, Node, Python
#> name in CN, e-mail in SAN: openssl, curl, gnutls-cli, wget, lftp, Node, Python
#> name in CN, URI in SAN: openssl, curl, Node, Python
#> name in CN, address in SAN: openssl, Node, Python
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root gnutls-bin=3.7.9-2+deb12u7 libgnutls30=3.7.9-2+deb12u7 libgnutls-dane0=3.7.9-2+deb12u7 \
	libopts25=1:5.18.16-5 wget=1.21.3-1+deb12u1 lftp=4.9.2-2+b1
for package in ./*.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$work/usr/lib/x86_64-linux-gnu

openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -subj "/O=Example/CN=Root" -days 30 -addext keyUsage=critical,keyCertSign -out ca.pem
openssl ecparam -name prime256v1 -genkey -noout -out server.key

cat >server.py <<'PY'
import os
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, *connection):
        pass


server = Server(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1] + ".pem", "server.key")
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
with open(sys.argv[1] + ".new", "w") as port:
    port.write(str(server.server_port))
os.rename(sys.argv[1] + ".new", sys.argv[1] + ".port")
server.serve_forever()
PY
go mod init probe 2>/dev/null
cat >main.go <<'GO'
package main

import (
	"crypto/tls"
	"crypto/x509"
	"os"
)

func main() {
	root, err := os.ReadFile("ca.pem")
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(root)
	if _, err := tls.Dial("tcp", os.Args[1]+":"+os.Args[2], &tls.Config{RootCAs: roots}); err != nil {
		os.Exit(1)
	}
}
GO
go build -o byGo .
cat >client.py <<'PY'
import socket
import ssl
import sys

context = ssl.create_default_context(cafile="ca.pem")
context.wrap_socket(socket.create_connection((sys.argv[1], int(sys.argv[2]))), server_hostname=sys.argv[1])
PY
cat >client.cjs <<'JS'
const [host, port] = process.argv.slice(2);
const options = { host, port: Number(port), ca: require('fs').readFileSync('ca.pem') };
require('tls').connect(options, () => process.exit(0)).on('error', () => process.exit(1));
JS

try_it() { # a client's name, what it is called with
	local name=$1
	shift
	if timeout 10 "$@" >/dev/null 2>&1 </dev/null; then echo "$name"; fi
}
clients() { # a host, a port
	try_it openssl openssl s_client -connect "$1:$2" -CAfile ca.pem -verify_return_error -verify_hostname "$1"
	try_it curl env -u LD_LIBRARY_PATH curl -s --cacert ca.pem "https://$1:$2/"
	try_it gnutls-cli usr/bin/gnutls-cli --x509cafile ca.pem -p "$2" "$1"
	try_it wget usr/bin/wget --no-config -q -O answer --ca-certificate=ca.pem "https://$1:$2/"
	try_it lftp usr/bin/lftp --norc -c "set ssl:ca-file ca.pem; set net:max-retries 1; cat https://$1:$2/"
	try_it Go ./byGo "$1" "$2"
	try_it Node node client.cjs "$1" "$2"
	try_it Python python3 client.py "$1" "$2"
}
connect() { # what it is called, the certificate's subjectAltName
	openssl req -new -key server.key -subj "/O=Example/CN=localhost" -out server.csr
	echo "${2:+subjectAltName=$2}" >extensions
	serial=$((${serial:-6} + 1))
	openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -set_serial "$serial" -days 20 -extfile extensions -out "$serial.pem" 2>/dev/null
	python3 server.py "$serial" &
	pids+=($!)
	until [ -s "$serial.port" ]; do sleep 0.05; done
	echo "$1: $(clients localhost "$(cat "$serial.port")" | paste -sd, | sed 's/,/, /g')"
}
{
	connect "name in CN and dnsName" DNS:localhost
	connect "name in CN" ""
	connect "name in CN, e-mail in SAN" email:grid@example.com
	connect "name in CN, URI in SAN" URI:urn:example:csms
	connect "name in CN, address in SAN" IP:192.0.2.7
} >report
diff <(echo "$seen") report && echo "as written"

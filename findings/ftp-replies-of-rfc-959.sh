#!/usr/bin/env bash
# FTP servers may answer 120 before 220, 202 to PASS, 250 after a transfer, and 229 with any delimiter: hardly a client takes all four.
#
# Versions: Debian's curl 7.88.1, busybox 1.35.0-4+deb12u1+b1 (ftpput), lftp 4.9.2-2+b1, tnftp 20210827-4+b1, ncftp 2:3.2.6-1+b1,
# Python 3.11's ftplib; the server is Python's, and says what its argument names.
# Guess before running: all of them upload the file and exit 0 each time; busybox, perhaps, stumbles over 120.
# Seen: the replies are in the tables of RFC 959, 5.4 (120 -> 220; PASS 230, 202; STOR 226, 250), the delimiter in RFC 2428, 3. Over 120
# four of six fall, three of them by a shift: they take every later reply for that of the command before, and tell of a passive mode
# that the server refused, not of its greeting. busybox takes none of the four, and after 250 exits 1 although the file has arrived whole.
# For a bench: a log that was uploaded counts by its bytes, whatever the station says of it; and a "passive mode" fault of a client can
# be the greeting. Its own server says 220, 230, 226 and uses "|".
#
#> 120 then 220: curl 8, busybox 1, lftp whole, tnftp 1, ncftpput 3, ftplib 1
#> 202 to PASS: curl whole, busybox 1, lftp whole, tnftp whole, ncftpput whole, ftplib whole
#> 250 after the file: curl whole, busybox whole but 1, lftp whole, tnftp whole, ncftpput whole, ftplib whole
#> 229 with !: curl whole, busybox 1, lftp whole, tnftp whole, ncftpput whole, ftplib whole
#> 220, 230, 226, 229 with |: curl whole, busybox whole, lftp whole, tnftp whole, ncftpput whole, ftplib whole
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root busybox=1:1.35.0-4+deb12u1+b1 lftp=4.9.2-2+b1 tnftp=20210827-4+b1 ncftp=2:3.2.6-1+b1
for package in *.deb; do dpkg -x "$package" .; done
export HOME=$work

cat >server.py <<'PY'
import os
import socketserver
import socket
import sys

unusual = sys.argv[1]


class Session(socketserver.StreamRequestHandler):
    def say(self, reply):
        self.wfile.write(reply.encode() + b"\r\n")

    def handle(self):
        if unusual == "120 then 220":
            self.say("120 Ready in a minute.")
        self.say("220 Ready.")
        for line in self.rfile:
            verb = line.decode().split()[0].upper()
            if verb == "USER":
                self.say("331 Password.")
            elif verb == "PASS":
                self.say("202 Not needed here." if unusual == "202 to PASS" else "230 Logged in.")
            elif verb == "PWD":
                self.say('257 "/"')
            elif verb in ("CWD", "TYPE"):
                self.say("250 Done." if verb == "CWD" else "200 Done.")
            elif verb in ("EPSV", "PASV"):
                passive = socket.create_server(("127.0.0.1", 0))
                passive.settimeout(5)
                port = passive.getsockname()[1]
                bar = "!" if unusual == "229 with !" else "|"
                self.say(f"229 Extended ({bar * 3}{port}{bar})" if verb == "EPSV" else f"227 Passive (127,0,0,1,{port >> 8},{port & 255})")
            elif verb == "STOR":
                self.say("150 Send.")
                with passive.accept()[0] as data, open("stored", "wb") as stored:
                    while block := data.recv(4096):
                        stored.write(block)
                self.say("250 Done." if unusual == "250 after the file" else "226 Done.")
            elif verb == "QUIT":
                self.say("221 Bye.")
                return
            else:
                self.say("502 Not here.")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # clients that give up hang up, too


server = Server(("127.0.0.1", 0), Session)
with open("port.new", "w") as port:
    port.write(str(server.server_address[1]))
os.rename("port.new", "port")
server.serve_forever()
PY
cat >put.py <<'PY'
import ftplib
import sys

with ftplib.FTP(timeout=5) as ftp, open("log", "rb") as log:
    ftp.connect("127.0.0.1", int(sys.argv[1]))
    ftp.login("user", "word")
    ftp.storbinary("STOR log", log)
PY
printf 'hello, world' >log

client() {
	case $1 in
	curl) timeout 10 curl -sS -m 8 -T log "ftp://user:word@127.0.0.1:$2/log" ;;
	busybox) timeout 10 bin/busybox ftpput -u user -p word -P "$2" 127.0.0.1 log ;;
	lftp) timeout 10 usr/bin/lftp -c "set net:max-retries 1; set net:timeout 5; open -u user,word ftp://127.0.0.1:$2; put log" ;;
	tnftp) timeout 10 usr/bin/tnftp -u "ftp://user:word@127.0.0.1:$2/log" log ;;
	ncftpput) timeout 10 usr/bin/ncftpput -t 5 -r 0 -u user -p word -P "$2" 127.0.0.1 . log ;;
	ftplib) timeout 10 python3 put.py "$2" ;;
	esac
}

for unusual in "120 then 220" "202 to PASS" "250 after the file" "229 with !" "220, 230, 226, 229 with |"; do
	rm -f port
	python3 server.py "$unusual" &
	server=$!
	until [ -s port ]; do sleep 0.05; done
	ends=()
	for name in curl busybox lftp tnftp ncftpput ftplib; do
		rm -f stored
		status=0
		client "$name" "$(cat port)" >said 2>&1 </dev/null || status=$?
		end=$status
		if cmp -s log stored; then
			end=whole
			[ "$status" = 0 ] || end="whole but $status"
		fi
		ends+=("$name $end")
	done
	kill "$server"
	printf '%s: %s' "$unusual" "${ends[0]}"
	printf ', %s' "${ends[@]:1}"
	echo
done >report
diff <(echo "$seen") report && echo "as written"

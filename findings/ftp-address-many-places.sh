#!/usr/bin/env bash
# One ftp:// address, many places: %20 and ;type=i end up in the name of a log, "//" is the root, the home or an empty CWD.
#
# Versions: Debian's curl 7.88.1, lftp 4.9.2-2+b1, tnftp 20210827-4+b1, wget 1.21.3-1+deb12u1, busybox 1.35.0-4+deb12u1+b1; the server is
# Python's, and says that the user is at home in /home.
# Guess before running: all take %2F at the beginning for the root and decode name and password, in uploads and downloads, busybox alone not
# the path; for wget "//" is the root. A user without a password has an empty one.
# Seen: by RFC 1738, 3.2.2, each part between slashes is decoded and is a CWD of its own, from where the login has led; %2F at the beginning leads
# to the root, an empty part is a CWD without a name, and ;type= is no part of the name. curl does so, but for "//", which is its root.
# tnftp decodes the name of a file that it fetches, and not of one that it sends, and has the type in the name of the latter. lftp puts the
# login's place before "//", and takes the type for a part of the name. busybox asks for the text as it stands. For a user whose
# password is not in the address, lftp and wget send the one that they have for anonymous, lftp@ and -wget@.
# For a bench: the place of a log is read from what the server was told, and the remoteLocation of a case has no blanks, no double slash
# and no type; one with them is a try of its own.
#
#> cs1:p%40ss@host/%2Flogs/a%20b.log
#>   curl -T: PASS p@ss, CWD /, CWD logs, STOR a b.log
#>   lftp put: PASS p@ss, STOR /logs/a b.log
#>   tnftp -u: PASS p@ss, CWD /logs, STOR a%20b.log
#>   curl: PASS p@ss, CWD /, CWD logs, RETR a b.log
#>   lftp get: PASS p@ss, RETR /logs/a b.log
#>   tnftp: PASS p@ss, CWD /logs, RETR a b.log
#>   wget: PASS p@ss, CWD /logs, RETR a b.log
#>   busybox wget: PASS p@ss, RETR %2Flogs/a%20b.log
#> cs1:p%40ss@host//logs/x.log
#>   curl -T: PASS p@ss, CWD /, CWD logs, STOR x.log
#>   lftp put: PASS p@ss, STOR /home//logs/x.log
#>   tnftp -u: PASS p@ss, CWD , CWD logs, STOR x.log
#>   curl: PASS p@ss, CWD /, CWD logs, RETR x.log
#>   lftp get: PASS p@ss, RETR /home//logs/x.log
#>   tnftp: PASS p@ss, CWD , CWD logs, RETR x.log
#>   wget: PASS p@ss, CWD /logs, RETR x.log
#>   busybox wget: PASS p@ss, RETR /logs/x.log
#> cs1:p%40ss@host/logs/x.log;type=i
#>   curl -T: PASS p@ss, CWD logs, STOR x.log
#>   lftp put: PASS p@ss, STOR /home/logs/x.log;type=i
#>   tnftp -u: PASS p@ss, CWD logs, STOR x.log;type=i
#>   curl: PASS p@ss, CWD logs, RETR x.log
#>   lftp get: PASS p@ss, RETR /home/logs/x.log;type=i
#>   tnftp: PASS p@ss, CWD logs, RETR x.log
#>   wget: PASS p@ss, CWD /home/logs, RETR x.log
#>   busybox wget: PASS p@ss, RETR logs/x.log;type=i
#> cs1@host/logs/x.log
#>   curl -T: PASS , CWD logs, STOR x.log
#>   lftp put: PASS lftp@, STOR /home/logs/x.log
#>   tnftp -u: PASS , CWD logs, STOR x.log
#>   curl: PASS , CWD logs, RETR x.log
#>   lftp get: PASS lftp@, RETR /home/logs/x.log
#>   tnftp: PASS , CWD logs, RETR x.log
#>   wget: PASS -wget@, CWD /home/logs, RETR x.log
#>   busybox wget: PASS , RETR logs/x.log
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root lftp=4.9.2-2+b1 tnftp=20210827-4+b1 wget=1.21.3-1+deb12u1 busybox=1:1.35.0-4+deb12u1+b1
for package in ./*.deb; do dpkg -x "$package" .; done

cat >server.py <<'PY'
import os
import socket
import socketserver

SHOWN = ("PASS", "CWD", "STOR", "RETR")


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def passive(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(1)
        return self.listener.getsockname()[1]

    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            line = line.decode().rstrip("\r\n")
            verb = line.split(" ")[0].upper()
            if verb in SHOWN:
                with open("told", "a") as told:
                    told.write(f"{line}, ")
            if verb == "USER":
                self.say("331 password")
            elif verb == "PASS":
                self.say("230 in")
            elif verb == "PWD":
                self.say('257 "/home"')
            elif verb in ("CWD", "TYPE"):
                self.say("250 ok")
            elif verb == "EPSV":
                self.say(f"229 ok (|||{self.passive()}|)")
            elif verb == "PASV":
                port = self.passive()
                self.say(f"227 ok (127,0,0,1,{port >> 8},{port & 255})")
            elif verb in ("STOR", "RETR"):
                self.say("150 go")
                data, _ = self.listener.accept()
                if verb == "RETR":
                    data.sendall(b"0123456789")
                else:
                    while data.recv(4096):
                        pass
                data.close()
                self.listener.close()
                self.say("226 done")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("502 unknown")


server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
with open("port.new", "w") as port:
    port.write(str(server.server_address[1]))
os.rename("port.new", "port")
server.serve_forever()
PY
python3 server.py &
server=$!
trap 'kill "$server"; rm -rf "$work"' EXIT
until [ -s port ]; do sleep 0.05; done

printf 'hello, log' >log
try_it() { # a client's name, what it is called with
	local name=$1
	shift
	: >told
	timeout 10 "$@" >/dev/null 2>&1 </dev/null || true
	echo "  $name: $(sed 's/, $//' told)"
}
for rest in cs1:p%40ss@HOST/%2Flogs/a%20b.log cs1:p%40ss@HOST//logs/x.log "cs1:p%40ss@HOST/logs/x.log;type=i" cs1@HOST/logs/x.log; do
	echo "${rest/cs1:p%40ss@HOST/cs1:p%40ss@host}"
	address=ftp://${rest/HOST/127.0.0.1:$(cat port)}
	try_it "curl -T" curl -s -T log "$address"
	try_it "lftp put" usr/bin/lftp --norc -c "set ftp:ssl-allow no; set net:max-retries 1; put log -o \"$address\""
	try_it "tnftp -u" usr/bin/tnftp -u "$address" log
	try_it "curl" curl -s -o got "$address"
	try_it "lftp get" usr/bin/lftp --norc -c "set ftp:ssl-allow no; set net:max-retries 1; set xfer:clobber on; get \"$address\" -o got"
	try_it "tnftp" usr/bin/tnftp -o got "$address"
	try_it "wget" usr/bin/wget --no-config -q -t 1 -O got "$address"
	try_it "busybox wget" bin/busybox wget -q -O got "$address"
done | sed 's/HOST/host/' >report
diff <(echo "$seen") report && echo "as written"

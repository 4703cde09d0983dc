package clients

import (
	"os"
	"os/exec"
	"path/filepath"
)

// acts are the commands by which a client moves files, for a shell; an empty one is an act that the client does not know.
// What they move and where to is in the environment:
//
//	HOST PORT URL     the server; URL has the scheme that the client wants
//	FILE REST HALF    what goes up; its second half; the length of its first
//	REMOTE            the path on the server
//	OUT               where a download goes
//	CA                the certificate authority of the server, in PEM
type acts struct {
	up, down string
	again    string // uploads on from HALF
	more     string // downloads on from HALF, into OUT
}

// client is a program, over one protocol.
type client struct {
	program   string // the one that has to be there
	name      string
	protocol  string // and the way of using it
	scheme    string // of URL
	text      bool   // uploads text, because it cannot upload more
	noEmptyUp bool   // an empty file does not surely come through
	env       []string
	acts
}

const (
	tnftp    = "printf 'user anonymous x\\nbinary\\n%s\\nbye\\n' \"$DO\" | tnftp -n $FLAGS $HOST $PORT"
	lftp     = `lftp -c "set net:max-retries 1; set net:timeout 20; set ssl:ca-file $CA; set sftp:auto-confirm yes; set xfer:clobber yes; $SET; open $URL; $DO"`
	lftpUp   = `DO="put $FILE -o $REMOTE"; `
	lftpMore = `DO="get -c $REMOTE -o $OUT"; `
	lftpDown = `DO="get $REMOTE -o $OUT"; `
	lftpOn   = `DO="put -c $FILE -o $REMOTE"; `
	known    = "-oStrictHostKeyChecking=no -oUserKnownHostsFile=/dev/null -oLogLevel=ERROR"
	sftp     = `printf '%s\n' "$DO" | sftp -q -b - -P $PORT ` + known + ` station@$HOST`
	dropbear = `printf '%s\n' "$DO" | sftp -q -b - -S $DBCLIENT -P $PORT station@$HOST`
)

// curl's acts are the same over all protocols, but for what it is told besides.
func curl(more string) acts {
	base := "curl -sS -f --cacert $CA " + more
	return acts{
		up: base + " -T $FILE $URL$REMOTE", down: base + " -o $OUT $URL$REMOTE",
		again: base + " -C - -T $FILE $URL$REMOTE", more: base + " -C - -o $OUT $URL$REMOTE",
	}
}

// curlWeb uploads on from a place that it has to be told, for HTTP has no question for it.
func curlWeb() acts {
	a := curl("")
	a.again = "curl -sS -f --cacert $CA -C $HALF -T $FILE $URL$REMOTE"
	return a
}

func lftpActs(set string) acts {
	with := "SET='" + set + "'; "
	return acts{up: with + lftpUp + lftp, down: with + lftpDown + lftp, again: with + lftpOn + lftp, more: with + lftpMore + lftp}
}

// lftpWeb goes on with an upload by a Range, which a PUT does not have (RFC 9110, 14.2), so that the file becomes its end.
func lftpWeb() acts {
	a := lftpActs("")
	a.again = ""
	return a
}

func tnftpActs(flags string) acts {
	with := "FLAGS=" + flags + "; "
	return acts{
		up: with + `DO="put $FILE $REMOTE"; ` + tnftp, down: with + `DO="get $REMOTE $OUT"; ` + tnftp,
		again: with + `DO="append $REST $REMOTE"; ` + tnftp, more: with + `DO="reget $REMOTE $OUT"; ` + tnftp,
	}
}

func wget(up string) acts {
	return acts{up: up, down: "wget -q --ca-certificate=$CA -O $OUT $URL$REMOTE", more: "wget -q -c --ca-certificate=$CA -O $OUT $URL$REMOTE"}
}

func sftpActs(with string) acts {
	return acts{
		up: `DO="put $FILE $REMOTE"; ` + with, down: `DO="get $REMOTE $OUT"; ` + with,
		again: `DO="reput $FILE $REMOTE"; ` + with, more: `DO="reget $REMOTE $OUT"; ` + with,
	}
}

func program(command string) acts {
	return acts{up: "ACT=up " + command, down: "ACT=down " + command, again: "ACT=again " + command, more: "ACT=more " + command}
}

// busybox has two programs for FTP.
var busyboxFTP = acts{
	up: "busybox ftpput -P $PORT $HOST $REMOTE $FILE", down: "busybox ftpget -P $PORT $HOST $OUT $REMOTE",
	more: "busybox ftpget -c -P $PORT $HOST $OUT $REMOTE",
}

const (
	wgetUp    = "wget -q --ca-certificate=$CA --method=PUT --body-file=$FILE -O /dev/null $URL$REMOTE"
	busyboxUp = "busybox wget -q --post-file=$FILE -O /dev/null $URL$REMOTE"
)

// busyboxWeb cannot go on with an upload.
var busyboxWeb = acts{up: busyboxUp, down: "busybox wget -q -O $OUT $URL$REMOTE", more: "busybox wget -q -c -O $OUT $URL$REMOTE"}

// all are the clients over every protocol that they speak.
var all = []client{
	{program: "curl", name: "curl", protocol: "HTTP", scheme: "http", acts: curlWeb()},
	{program: "curl", name: "curl", protocol: "HTTPS", scheme: "https", acts: curlWeb()},
	{program: "curl", name: "curl", protocol: "FTP", scheme: "ftp", acts: curl("")},
	{program: "curl", name: "curl", protocol: "FTP active", scheme: "ftp", acts: curl("-P -")},
	{program: "curl", name: "curl", protocol: "FTPS explicit", scheme: "ftp", acts: curl("--ssl-reqd")},
	{program: "curl", name: "curl", protocol: "FTPS implicit", scheme: "ftps", acts: curl("")},
	{program: "curl", name: "curl", protocol: "SFTP", scheme: "sftp", acts: curl("-k -u station:any")},

	{program: "wget", name: "wget", protocol: "HTTP", scheme: "http", acts: wget(wgetUp)},
	{program: "wget", name: "wget", protocol: "HTTPS", scheme: "https", acts: wget(wgetUp)},
	{program: "wget", name: "wget", protocol: "FTP", scheme: "ftp", acts: wget("")},
	{program: "wget", name: "wget", protocol: "FTPS explicit", scheme: "ftps", acts: wget("")},

	{program: "busybox", name: "busybox", protocol: "HTTP", scheme: "http", text: true, acts: busyboxWeb},
	{program: "busybox", name: "busybox", protocol: "HTTPS", scheme: "https", text: true, acts: busyboxWeb},
	{program: "busybox", name: "busybox", protocol: "FTP", scheme: "ftp", acts: busyboxFTP},

	{program: "lftp", name: "lftp", protocol: "HTTP", scheme: "http", acts: lftpWeb()},
	{program: "lftp", name: "lftp", protocol: "HTTPS", scheme: "https", acts: lftpWeb()},
	{program: "lftp", name: "lftp", protocol: "FTP", scheme: "ftp", acts: lftpActs("")},
	{program: "lftp", name: "lftp", protocol: "FTP active", scheme: "ftp", acts: lftpActs("set ftp:passive-mode no")},
	{program: "lftp", name: "lftp", protocol: "FTPS explicit", scheme: "ftp", acts: lftpActs("set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ftp:ssl-allow-anonymous yes")},
	{program: "lftp", name: "lftp", protocol: "FTPS explicit, active", scheme: "ftp", acts: lftpActs("set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ftp:ssl-allow-anonymous yes; set ftp:passive-mode no")},
	{program: "lftp", name: "lftp", protocol: "FTPS implicit", scheme: "ftps", acts: lftpActs("")},
	{program: "lftp", name: "lftp", protocol: "SFTP", scheme: "sftp", acts: lftpActs("set sftp:connect-program \"ssh -a -x " + known + "\"; user station any")},

	{program: "tnftp", name: "tnftp", protocol: "HTTP", scheme: "http", acts: acts{down: "tnftp -V -o $OUT $URL$REMOTE"}},
	{program: "tnftp", name: "tnftp", protocol: "FTP", acts: tnftpActs("-V")},
	{program: "tnftp", name: "tnftp", protocol: "FTP active", acts: tnftpActs("-VA")},

	{program: "sftp", name: "OpenSSH sftp", protocol: "SFTP", acts: sftpActs(sftp)},
	{program: "scp", name: "OpenSSH scp", protocol: "SFTP", acts: acts{
		up: "scp -q -P $PORT " + known + " $FILE station@$HOST:$REMOTE", down: "scp -q -P $PORT " + known + " station@$HOST:$REMOTE $OUT",
	}},
	{program: "dbclient", name: "dropbear", protocol: "SFTP", acts: sftpActs(dropbear)},

	{program: "python3", name: "ftplib", protocol: "FTP", env: []string{"SECURE=no", "MODE=passive"}, acts: program("python3 programs/ftplib_client.py")},
	{program: "python3", name: "ftplib", protocol: "FTP active", env: []string{"SECURE=no", "MODE=active"}, acts: program("python3 programs/ftplib_client.py")},
	{program: "python3", name: "ftplib", protocol: "FTPS explicit", env: []string{"SECURE=explicit", "MODE=passive"}, acts: program("python3 programs/ftplib_client.py")},
	{program: "python3", name: "ftplib", protocol: "FTPS explicit, active", env: []string{"SECURE=explicit", "MODE=active"}, acts: program("python3 programs/ftplib_client.py")},

	{program: "basic-ftp", name: "basic-ftp", protocol: "FTP", env: []string{"SECURE=no"}, acts: program("node programs/basic-ftp.js")},
	// Over TLS 1.3 it begins an upload when it knows the cipher, which is before its part of the handshake has gone out: an empty one may
	// end the connection within the handshake, and then it depends on the machine whether anybody can take it.
	{program: "basic-ftp", name: "basic-ftp", protocol: "FTPS explicit", noEmptyUp: true, env: []string{"SECURE=explicit"}, acts: program("node programs/basic-ftp.js")},
	{program: "basic-ftp", name: "basic-ftp", protocol: "FTPS implicit", noEmptyUp: true, env: []string{"SECURE=implicit"}, acts: program("node programs/basic-ftp.js")},

	{program: "ssh2-sftp-client", name: "ssh2-sftp-client", protocol: "SFTP", acts: program("node programs/ssh2-sftp-client.js")},
}

// found tells whether a client is installed.
func (c client) found() error {
	if _, err := exec.LookPath("node"); c.name == c.program && err == nil {
		if _, err := os.Stat(filepath.Join("programs", "node_modules", c.program, "package.json")); err == nil {
			return nil
		}
	}
	_, err := exec.LookPath(c.program)
	return err
}

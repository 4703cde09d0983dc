// Package clients has file clients of other makers move files to and from the servers of csmsmock/files: curl, wget, busybox,
// lftp, tnftp, sftp and scp of OpenSSH, both over dropbear's client, Python's ftplib, and npm's basic-ftp and ssh2-sftp-client.
// Its test makes the table of who moves what over which protocol, and holds it against table.txt.
package clients

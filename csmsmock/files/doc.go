// Package files is the CSMS's file side: servers to which a station uploads logs and from which it downloads firmware. They
// do what they are told and tell what they saw: they can hold, throttle, refuse, cut, fill up, deny, spoil, shorten and answer
// slowly; they write nothing outside their memory, read nothing from the disk, and let nothing that a station sends fill either.
//
// They speak HTTP, HTTPS, FTP, FTPS and SFTP. Each protocol is one method that serves a listener of the caller, over the same
// locations, limits and transfers, so that it runs over TCP and in a testing/synctest bubble alike.
//
// # What is told
//
// Every transfer is one Transfer, told when it is over and before the client hears that it is: who, when, over which protocol
// and how, how many bytes, with which hash, and how it ended. A download is over when its last byte was handed to the network
// (over SFTP: when the client has closed the file); that the client has read it, only the client knows. An upload over FTP
// without TLS ends as its client does when that is killed: what tells both apart is the control connection, which such a client
// loses at the same time.
//
// # What is kept
//
// Of an upload the server keeps its length and the state of its hash, so that it can be appended to, and be begun anew over the
// old file, whatever its length. The bytes of the eight newest files are kept besides, while a file has no more than 1 MiB: only
// such a file can be changed inside, cut in the middle, or gone on with at a place that is not its end. No upload can be
// downloaded. All that ends with Forget, or with the server.
//
// # What comes from where
//
// HTTP is net/http's, FTP is github.com/fclairamb/ftpserverlib's, SFTP is github.com/pkg/sftp's over golang.org/x/crypto/ssh. The
// FTP library opens its data connections itself, over TCP, and asks nobody; what it asks is which port to announce, and what to
// accept from. So it is told of passive data connections only, which it accepts from a listener of ours: that accepts or dials
// as Data says, in memory too. Commands that it would answer otherwise than stations need are answered in front of it. It still
// opens one TCP port for each data connection, which it cannot do without; on Linux nothing listens there (ftp_linux.go).
package files

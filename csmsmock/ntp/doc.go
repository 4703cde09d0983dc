// Package ntp is the CSMS's time side: an NTP server that a station is told to take its time from. It shows the time that it is
// told to show, rightly or with one named fault, and tells who asked it when. It judges nothing, sets no clock, and keeps no
// state about its clients.
//
// An answer is what every client of notes/file-and-time-clients.md takes (R13), never longer than its request, and goes to
// nobody but who asked: the server is of no use to whoever wants to flood another. It serves a net.PacketConn of the caller, so
// that it runs over UDP and in a testing/synctest bubble alike.
package ntp

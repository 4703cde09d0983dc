// Package ntp is the CSMS's time side: an NTP server that a station is told to take its time from. It shows the time that it is
// told to show, rightly or with one named fault, and tells who asked it when. It judges nothing, sets no clock, and keeps no
// state about its clients.
//
// An answer is what every client takes that was tried (testdata/clients.txt; systemd-timesyncd wants less than 6 s of root dispersion,
// and beevik/ntp a clock that was set within the last day): leap indicator 0, stratum 1, the version and the poll exponent of the
// request, mode 4, no root delay, a millisecond of root dispersion, a reference time of seconds ago, the request's transmit time as
// originate, and receive and transmit times that go on with each answer. It is never longer than its request, and goes to nobody but
// who asked, so that the server is of little use to whoever wants to flood another; the bench's network is its place all the same.
//
// It serves a net.PacketConn of the caller, so that it runs over UDP and in a testing/synctest bubble alike.
package ntp

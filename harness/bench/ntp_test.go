package bench

import (
	"net"
	"testing"
)

// TestTheStationIsToldOfTheNTPServer in the shortest form, for some stations take no port.
func TestTheStationIsToldOfTheNTPServer(t *testing.T) {
	for listening, want := range map[string]string{
		"192.0.2.1:123": "192.0.2.1", "192.0.2.1:1123": "192.0.2.1:1123", "0.0.0.0:123": "127.0.0.1", "[2001:db8::1]:123": "2001:db8::1",
		"[2001:db8::1]:1123": "[2001:db8::1]:1123",
	} {
		at, err := net.ResolveUDPAddr("udp", listening)
		if err != nil {
			t.Fatal(err)
		}
		got := (&NTPFile{Listen: listening}).advertised(at)
		if got != want || !namesServer(got) {
			t.Errorf("%s: expected %s, which names a server, got %s", listening, want, got)
		}
		if got := (&NTPFile{Listen: listening, URL: "ntp://time.example.com"}).advertised(at); got != "ntp://time.example.com" {
			t.Errorf("expected what the bench file says, got %s", got)
		}
	}
	if c, err := (*NTPFile)(nil).listen(); c != nil || err != nil {
		t.Errorf("expected no server where the bench has none, got %v, %v", c, err)
	}
	taken, err := (&NTPFile{Listen: "127.0.0.1:0"}).listen()
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if c, err := (&NTPFile{Listen: taken.LocalAddr().String()}).listen(); err == nil {
		t.Errorf("expected an address that is taken to be refused, got %v", c.LocalAddr())
	}
}

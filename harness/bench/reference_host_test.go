package bench

import (
	"net"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
)

// TestAReferenceStationReachesTheCSMSByANameInEveryProfile: TC_A_19_CS takes it from security profile 1 to 2 at the same host, where TC_A_05_CS
// shows a wildcard certificate.
func TestAReferenceStationReachesTheCSMSByANameInEveryProfile(t *testing.T) {
	first, second := listening(t), listening(t)
	for profile, scheme := range map[int]string{1: "ws://", 2: "wss://", 3: "wss://"} {
		f, err := Read(examples.BenchName, examples.Bench())
		if err != nil {
			t.Fatal(err)
		}
		f.Security.Profile = profile
		secure := f.secures(first.Addr(), second)
		for _, url := range secure.URLs {
			if !strings.HasPrefix(url, scheme+referenceHost+":") {
				t.Errorf("security profile %d: expected an endpoint %s%s:…, got %s", profile, scheme, referenceHost, url)
			}
		}
		if err := newEndpoints(nil, nil, nil, secure).CanShow(octt.Wildcard); err != nil {
			t.Errorf("security profile %d: expected a wildcard certificate, got %v", profile, err)
		}
		if want := "--resolve " + referenceHost + "=127.0.0.1"; strings.Join(f.resolves(first.Addr()), " ") != want {
			t.Errorf("security profile %d: expected %s, got %v", profile, want, f.resolves(first.Addr()))
		}
	}
}

// TestWhoReachesTheCSMSByAnAddressIsToldWhatToDo about the certificate that cannot be made for it.
func TestWhoReachesTheCSMSByAnAddressIsToldWhatToDo(t *testing.T) {
	e := newEndpoints(nil, nil, nil, Security{Profile: 2, URLs: [2]string{"wss://192.0.2.1:9000/ocpp"}})
	err := e.CanShow(octt.Wildcard)
	const host, do = `for the host "192.0.2.1"`, "write such a name into url: of the bench file"
	if err == nil || !strings.Contains(err.Error(), host) || !strings.Contains(err.Error(), do) {
		t.Errorf("expected an error with %q and %q, got %v", host, do, err)
	}
	for _, which := range []octt.ServerCertificate{octt.Expired, octt.NotYetValid, octt.UnknownRoot, octt.OtherHost} {
		if err := e.CanShow(which); err != nil {
			t.Errorf("expected a certificate that is invalid by %q, got %v", which, err)
		}
	}
}

func listening(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

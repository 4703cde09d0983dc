package main

import (
	"crypto/tls"
	"encoding/base64"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// absent is a bench whose station is not there, and waits for it as long as boot says.
func absent(t *testing.T, boot string) string {
	t.Helper()
	return write(t, filepath.Join(t.TempDir(), "absent.yaml"),
		"name: "+oneName()+"\nlisten: 127.0.0.1:0\nstation: {id: ABSENT, password: 0123456789abcdef}\ntimeouts: {boot: "+boot+"}\n")
}

// listens is the endpoint that a run waits at.
func listens(r *running) string {
	r.Helper()
	line := r.await("which connects to ws://")
	return strings.TrimSpace(line[strings.Index(line, "ws://"):])
}

// dial is one attempt of a station to connect.
func dial(t *testing.T, url, password string, subprotocols ...string) {
	t.Helper()
	d := websocket.Dialer{Subprotocols: subprotocols}
	header := http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte("ABSENT:"+password))}}
	if ws, _, err := d.DialContext(t.Context(), url, header); err == nil {
		t.Cleanup(func() { ws.Close() })
	}
}

func TestARunSaysAtOnceWhyTheStationIsNotThere(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "run", "--bench", absent(t, "30s"), "--cases", "TC_B_06_CS", "--out", filepath.Join(t.TempDir(), "run"))
	url := listens(r)
	const whole = "0123456789abcdef"
	for _, c := range []struct {
		attempt func()
		says    []string
	}{
		{func() { dial(t, url+"/ABSENT", "fedcba9876543210", "ocpp2.0.1") }, []string{"The station ABSENT is not connected", "wrong password", "write the station's own as station.password"}},
		{func() { dial(t, url+"/ABSENT", whole, "ocpp1.6") }, []string{"it offers the subprotocols ocpp1.6, and none of them is ocpp2.0.1", "set the station to OCPP 2.0.1"}},
		{func() { dial(t, url+"/OTHER", whole, "ocpp2.0.1") }, []string{`a station "OTHER" tried to connect; this bench expects "ABSENT"`, "write its own as station.id"}},
		{func() { dial(t, strings.Replace(url, "/ocpp", "/other", 1)+"/ABSENT", whole, "ocpp2.0.1") }, []string{"tried to connect at the path", "or write its own path as path"}},
		{func() {
			if c, err := tls.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(url, "ws://"), "/ocpp"), &tls.Config{InsecureSkipVerify: true}); err == nil {
				t.Error("expected no TLS")
				c.Close()
			}
		}, []string{"a TLS ClientHello came, and this endpoint has no TLS", "with ws:// and not wss://"}},
	} {
		c.attempt()
		line := r.await(c.says[0])
		for _, words := range c.says {
			if !strings.Contains(line, words) {
				t.Errorf("expected %q in %q", words, line)
			}
		}
	}
}

// TestARunSaysWhatATLSHandshakeCameTo has a station that takes no certificate, and one without TLS.
func TestARunSaysWhatATLSHandshakeCameTo(t *testing.T) {
	t.Parallel()
	file := write(t, filepath.Join(t.TempDir(), "absent.yaml"), "name: "+oneName()+"\nlisten: 127.0.0.1:0\nsecurity: {profile: 2}\n"+
		"station: {id: ABSENT, password: 0123456789abcdef, start: {command: [sh, -c, 'sleep 60', '{roots}']}}\ntimeouts: {boot: 30s}\n")
	r := start(t, nil, "run", "--bench", file, "--cases", "TC_B_06_CS", "--out", filepath.Join(t.TempDir(), "run"))
	line := r.await("which connects to wss://")
	at := strings.TrimSuffix(strings.TrimSpace(line[strings.Index(line, "wss://")+len("wss://"):]), "/ocpp")
	if c, err := tls.Dial("tcp", at, nil); err == nil {
		t.Error("expected a certificate of a root that this machine does not have")
		c.Close()
	}
	line = r.await("refused with an alert")
	if !strings.Contains(line, "install the CSMS root certificate of the bench in the station") {
		t.Errorf("expected what to do about a station that ends the handshake, got %q", line)
	}
	dial(t, "ws://"+at+"/ocpp/ABSENT", "0123456789abcdef", "ocpp2.0.1")
	line = r.await("no TLS")
	if !strings.Contains(line, "configure the station with wss://"+at+"/ocpp, that is with wss://, and with security profile 2") {
		t.Errorf("expected what to do about a station without TLS, got %q", line)
	}
}

func TestARunSaysAgainAndAgainThatNobodyIsThere(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "run", "--bench", absent(t, "22s"), "--cases", "TC_B_06_CS", "--out", filepath.Join(t.TempDir(), "run"))
	r.ends(codeTrouble)
	said := r.said()
	for _, words := range []string{"is not connected after 10s: nothing has tried to connect; configure the station with the endpoint ws://127.0.0.1:", "is not connected after 20s: nothing has tried",
		"is reached from this machine alone, so for a station elsewhere write another address as listen"} {
		if !strings.Contains(said, words) {
			t.Errorf("expected %q in:\n%s", words, said)
		}
	}
}

func TestARunOnAStationThatConnectsSaysNothingOfAbsence(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "run", "--cases", "TC_B_06_CS", "--out", filepath.Join(t.TempDir(), "run"))
	r.ends(codePassed)
	if strings.Contains(r.said(), "is not connected") {
		t.Errorf("expected no absence, got:\n%s", r.said())
	}
}

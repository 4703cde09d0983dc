package reports

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// shownExpired is a record of a handshake in which the station refused a certificate.
func shownExpired(at time.Time) *evidence.Secured {
	return &evidence.Secured{
		Began: at.Add(-20 * time.Millisecond), At: at, Endpoint: "csms", Setup: "expired", Outcome: "refused with an alert", Sent: true, Version: "TLS 1.3", Suite: "TLS_AES_128_GCM_SHA256",
		Alerts: []string{"station: 45 certificate expired"},
		Server: &evidence.Certificate{Common: "csms.bench.test", Names: []string{"csms.bench.test"}, Issuer: "CN=Issuer,O=" + hostile,
			NotBefore: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2026, 1, 30, 0, 0, 0, 0, time.UTC)},
	}
}

// TestAHandshakeIsDrawnAtItsPlaceInThePlay: between the end of the connection before and the one that came of the next attempt, with
// what the record says of it.
func TestAHandshakeIsDrawnAtItsPlaceInThePlay(t *testing.T) {
	var out bytes.Buffer
	s := newTheatre(t, &out)
	s.add(evidence.Record{Run: &evidence.RunStarted{Bench: "rack"}})
	s.begin("TC_A_05_CS", "TLS", "")
	s.add(evidence.Record{Conn: &evidence.Connection{At: s.now, What: "disconnected"}})
	s.wait(1000)
	s.add(evidence.Record{Secured: shownExpired(s.now)})
	s.wait(1000)
	left := &evidence.Secured{At: s.now, Setup: "good", Outcome: "left without a word", Asked: true}
	s.add(evidence.Record{Secured: left})
	s.wait(1000)
	good := shownExpired(s.now)
	good.Setup, good.Outcome, good.Alerts = "good", "accepted", nil
	good.Client, good.ClientFaults = []evidence.Certificate{{Common: "SIM-1", Serial: "1f"}}, []string{"its CN is not the serial number"}
	s.add(evidence.Record{Secured: good})
	s.add(evidence.Record{Conn: &evidence.Connection{At: s.now, What: "connected"}})
	s.end(evidence.Pass, "")
	source := sourceOf(t, out.Bytes())
	view := first(caseViews(source.Outcomes[0], false))
	if err := source.open(&view); err != nil {
		t.Fatal(err)
	}
	var names []string
	of := map[string]event{}
	for _, e := range view.Play.Events {
		if e.Kind == "conn" {
			names, of[e.Name] = append(names, e.Name), e
		}
	}
	if got, want := strings.Join(names, ", "), "Connection disconnected, TLS handshake: refused with an alert, TLS handshake: left without a word, TLS handshake: accepted, Connection connected"; got != want {
		t.Fatalf("expected %s, got %s", want, got)
	}
	for outcome, want := range map[string][]string{
		"refused with an alert": {"csms · is shown a certificate (expired): csms.bench.test by CN=Issuer", "valid from 2025-01-01 to 2026-01-30", "station: 45 certificate expired", "TLS 1.3 TLS_AES_128_GCM_SHA256"},
		"left without a word":   {"was not shown the certificate (good) · shows none of its own"},
		"accepted":              {"is shown a certificate (good)", "shows its own: CN SIM-1, serial number 1f"},
	} {
		for _, part := range want {
			if e := of["TLS handshake: "+outcome]; !strings.Contains(e.Gist, part) {
				t.Errorf("%s: expected %q in %q", outcome, part, e.Gist)
			}
		}
	}
	if e := of["TLS handshake: accepted"]; strings.Join(e.Trouble, "") != "its CN is not the serial number" {
		t.Errorf("expected what is wrong with the certificate of the station as trouble, got %q", e.Trouble)
	}
	if page := made(t, HTML, source); !strings.Contains(page, "TLS handshake: refused with an alert") || strings.Contains(page, "<img src=x") {
		t.Error("expected the handshake in the report, and its text as text")
	}
}

// TestAdvancedSecurityPassesWhenAllOfItsCasesDo: what does not apply is no matter, and Core's cases are Core's.
func TestAdvancedSecurityPassesWhenAllOfItsCasesDo(t *testing.T) {
	for last, want := range map[evidence.Verdict]string{
		evidence.Pass: "Pass", evidence.Warning: "Pass", evidence.NotApplicable: "Pass", evidence.Fail: "Fail",
		evidence.NotRun: "Incomplete", evidence.Inconclusive: "Incomplete", evidence.Error: "Incomplete",
	} {
		var out bytes.Buffer
		s := newTheatre(t, &out)
		s.add(evidence.Record{Run: &evidence.RunStarted{Bench: "rack"}})
		played := []struct {
			id, profile string
			verdict     evidence.Verdict
		}{{"TC_A_07_CS", "Advanced Security", evidence.Pass}, {"TC_A_11_CS", "Advanced Security", last}, {"TC_A_05_CS", "Core", evidence.Fail}}
		for _, p := range played {
			planned := &evidence.Planned{ID: p.id, Block: "A", Profiles: []string{p.profile}}
			if p.verdict == evidence.NotApplicable {
				planned.Verdict = p.verdict
			}
			s.add(evidence.Record{Planned: planned})
		}
		for _, p := range played {
			if p.verdict != evidence.NotApplicable {
				s.begin(p.id, p.id, "")
				s.end(p.verdict, "")
			}
		}
		s.id, s.play = "", 0
		s.add(evidence.Record{Finished: &evidence.RunEnded{Verdict: last}})
		page := text(made(t, Abstract, sourceOf(t, out.Bytes())))
		if !strings.Contains(page, "Advanced Security "+want) || !strings.Contains(page, "Core Fail") {
			t.Errorf("TC_A_11_CS %s: expected Advanced Security %s and Core Fail in the abstract, got\n%s", last, want, page)
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>|\s+`)

// text is what a page shows, in one line.
func text(page string) string {
	_, body, _ := strings.Cut(page, "<body")
	return strings.Join(strings.Fields(tags.ReplaceAllString(body, " ")), " ")
}

package bench

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/certbench/certbench/csmsmock"
	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// Absence says why the station is not connected, as far as its attempts tell.
type Absence struct {
	For      time.Duration // since when somebody waits
	Attempts int           // since the bench listens
	Found    string        // what came of the last attempt
	Do       string        // what to do about it
}

// String is the absence in a sentence.
func (a Absence) String() string {
	text := a.Found
	if a.Attempts > 1 {
		text = fmt.Sprintf("%d attempts, the last: %s", a.Attempts, text)
	}
	return text + "; " + a.Do
}

// Watch tells why the station is not connected, until it is or ctx ends: at once where an attempt fails in another way than
// the one before, and again whenever so much time has passed.
func (r *Running) Watch(ctx context.Context, again time.Duration, tell func(Absence)) {
	began := time.Now()
	every := time.NewTicker(again)
	defer every.Stop()
	told := ""
	for {
		attempts, last, there, news := r.identity.absence()
		if there {
			return
		}
		absence := r.absence(last)
		absence.For, absence.Attempts = time.Since(began).Round(time.Second), attempts
		if absence.Found != told && last != nil && absence.Attempts > 0 {
			told = absence.Found
			tell(absence)
		}
		select {
		case <-news:
		case <-every.C:
			absence.For = time.Since(began).Round(time.Second)
			tell(absence)
		case <-ctx.Done():
			return
		}
	}
}

// There tells whether the station is connected now.
func (r *Running) There() bool {
	_, _, there, _ := r.identity.absence()
	return there && r.alive.Err() == nil
}

// Absence says why the station is not connected now.
func (r *Running) Absence() Absence {
	attempts, last, _, _ := r.identity.absence()
	a := r.absence(last)
	if ended := context.Cause(r.alive); ended != nil { // before its connection is seen to end, or after
		a = Absence{Found: ended.Error(), Do: "look at the log of the station"}
	}
	a.Attempts = attempts
	return a
}

// absence says what the last attempt to connect tells, and what to do.
func (r *Running) absence(last *evidence.Connection) Absence {
	if last == nil {
		return Absence{Found: "nothing has tried to connect", Do: r.nobody()}
	}
	at := fmt.Sprintf("on %s", cmp.Or(last.Path, "its endpoint"))
	if last.User != "" {
		at += fmt.Sprintf(" as user %q", last.User)
	}
	a := Absence{Found: fmt.Sprintf("an attempt %s was turned down: %s", at, last.Text)}
	if last.What == string(octt.Disconnected) {
		a.Found = strings.TrimSpace(fmt.Sprintf("it was connected, and the connection ended: %s %s", code(last.Code), last.Text))
		a.Do = "look at the log of the station, and at the network between"
		return a
	}
	a.Do = r.remedy(last.Text)
	if last.Path == "" && last.User == "" {
		a.Found = last.Text
	}
	return a
}

// remedy says what to do about an attempt that was turned down for a reason.
func (r *Running) remedy(why string) string {
	for _, known := range []struct{ part, do string }{
		{"wrong password", "give the station the password of the bench file (its variable SecurityCtrlr.BasicAuthPassword), or write the station's own as station.password"},
		{"no HTTP Basic credentials", fmt.Sprintf("set the station to security profile %d with the password of the bench file", r.Player.SecurityProfile())},
		{"the user is not the", fmt.Sprintf("have the station present its identity %q as user (part 2, A00.FR.204)", r.identity.id)},
		{"it offers the subprotocols", "set the station to OCPP 2.0.1: it speaks another version (part 4, section 3.1)"},
		{"it offers no subprotocol", "have the station offer ocpp2.0.1 in Sec-WebSocket-Protocol (part 4, section 3.1)"},
		{csmsmock.OverTLS, fmt.Sprintf("configure the station with %s, that is with ws:// and not wss://, and with security profile 1", r.URL)},
		{string(pki.NoTLS), fmt.Sprintf("configure the station with %s, that is with wss://, and with security profile %d", r.URL, r.Player.SecurityProfile())},
		{string(pki.Refused), untrusting}, {string(pki.Left), untrusting},
		{string(pki.TurnedAway), "correct in the station what the sentence names"},
		{csmsmock.NoRequest, fmt.Sprintf("look what connects to %s: it speaks no WebSocket", r.URL)},
		{strayIdentity, fmt.Sprintf("give the station the identity %q, or write its own as station.id", r.identity.id)},
		{strayPath, fmt.Sprintf("configure the station with the endpoint %s, to which it appends its identity, or write its own path as path", r.URL)},
		{"refused for now", "wait: the bench lets the station in when its case is over"},
	} {
		if strings.Contains(why, known.part) {
			return known.do
		}
	}
	return fmt.Sprintf("configure the station with the endpoint %s, the identity %s and the password of the bench file", r.URL, r.identity.id)
}

// untrusting is what to do about a station that ends the handshake.
const untrusting = "install the CSMS root certificate of the bench in the station, and look whether its clock is right, and whether its URL has the name that the bench is reached by"

// nobody says what to do about a station that has not tried at all.
func (r *Running) nobody() string {
	do := fmt.Sprintf("configure the station with the endpoint %s, the identity %s and the password of the bench file, and look whether it has supply and network", r.URL, r.identity.id)
	if at, err := url.Parse(r.URL); err == nil && r.station == nil {
		if ip := net.ParseIP(at.Hostname()); ip != nil && ip.IsLoopback() {
			do += fmt.Sprintf("; %s is reached from this machine alone, so for a station elsewhere write another address as listen", at.Host)
		}
	}
	return do
}

// code is the code of a close frame; empty without one.
func code(c int) string {
	if c == 0 {
		return ""
	}
	return fmt.Sprintf("closed with %d", c)
}

package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// drawSecured draws a connection with TLS as far as it is the handshake's: which certificate the station was shown, by what it is
// known to have taken or refused it, and what it has shown itself. What is wrong with its own is trouble; that it refuses is
// none by itself.
func drawSecured(s *evidence.Secured) event {
	more := []string{s.Endpoint, shownTo(s)}
	more = append(more, s.Alerts...)
	if s.Why != "" {
		more = append(more, s.Why)
	}
	if len(s.Client) > 0 {
		more = append(more, fmt.Sprintf("shows its own: CN %s, serial number %s", s.Client[0].Common, s.Client[0].Serial))
	} else if s.Asked {
		more = append(more, "shows none of its own")
	}
	more = append(more, strings.TrimSpace(s.Version+" "+s.Suite))
	more = slices.DeleteFunc(more, func(part string) bool { return part == "" })
	return event{Kind: "conn", Class: "conn", Name: "TLS handshake: " + s.Outcome, Gist: strings.Join(more, " · "), Trouble: slices.Clone(s.ClientFaults)}
}

// shownTo says which certificate the station has seen, and what the bench had it for.
func shownTo(s *evidence.Secured) string {
	switch {
	case s.Resumed:
		return "was shown no certificate: the session is an earlier one"
	case !s.Sent || s.Server == nil:
		return fmt.Sprintf("was not shown the certificate (%s)", s.Setup)
	}
	c := s.Server
	return fmt.Sprintf("is shown a certificate (%s): %s by %s, valid from %s to %s", s.Setup, cmp.Or(strings.Join(c.Names, ", "), c.Common), c.Issuer,
		c.NotBefore.UTC().Format(time.DateOnly), c.NotAfter.UTC().Format(time.DateOnly))
}

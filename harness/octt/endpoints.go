package octt

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
)

// Endpoints are the two endpoints of the CSMS between which a station moves (errata 2025-09, section 6.2.17). Each serves one
// security profile at a time. Implementations are safe for concurrent use.
type Endpoints interface {
	// Names are those that events have; of a bench with one endpoint the second is empty.
	Names() [2]string
	// URL is what a station is told for an endpoint in a security profile; ok is false where the bench has none.
	URL(endpoint string, securityProfile int) (url string, ok bool)
	// Serve changes what connections to an endpoint meet from now on; those that are open go on.
	Serve(endpoint string, s Serving) error
	// CanShow says why no endpoint can show a certificate, nil where it can.
	CanShow(which ServerCertificate) error
	// LetIn has a station let in whatever client certificate it shows, because the case judges it, or no more so.
	LetIn(any bool) error
	// SecurityProfile is the one that the station has when no case has it in another.
	SecurityProfile() int
	// Settle says that the station has another security profile than at first, and cannot go back.
	Settle(securityProfile int)
	// SettleRoot says that the station knows the bench by another root than at first, and cannot go back: that is the old one now.
	SettleRoot(Root)
	// Restore has both endpoints serve as at first.
	Restore() error
}

// Serving is what an endpoint is to a connection.
type Serving struct {
	SecurityProfile int               // 1 is without TLS, 2 with it, and 3 asks for a client certificate too
	Shows           ServerCertificate // with TLS
	OldTLS          KeyExchange       // answers with TLS 1.1, and this key exchange
	Root            Root              // that the certificate leads to
	Closed          bool              // no attempt is accepted
}

// ServerCertificate is what an endpoint shows in its handshakes: the <Configured server certificate>, or one that is invalid in one way.
type ServerCertificate string

// The certificates; the invalid ones in the words of erratum 6.2.3 (2025-02).
const (
	Valid       ServerCertificate = ""
	Expired     ServerCertificate = "expired"
	NotYetValid ServerCertificate = "not yet valid"
	UnknownRoot ServerCertificate = "unknown root"
	OtherHost   ServerCertificate = "other host"
	Wildcard    ServerCertificate = "wildcard"
)

// KeyExchange is how a handshake of a version below TLS 1.3 agrees on its keys.
type KeyExchange string

// The key exchanges of A00.FR.319.
const (
	ECDHE KeyExchange = "ECDHE"
	RSA   KeyExchange = "RSA"
)

// Serve changes, as the given row, what the next connections to an endpoint meet. text is the row's.
func (s *Scenario) Serve(row int, endpoint, text string, how Serving) {
	s.serve(row, text, how, endpoint)
}

// ServeEverywhere is Serve at every endpoint, for what the row says of the CSMS and not of one endpoint: a station begins anew with the first
// profile of NetworkConfigurationPriority, and goes on to the next after NetworkProfileConnectionAttempts (part 2, B10.FR.03, B10.FR.04),
// wherever it was before.
func (s *Scenario) ServeEverywhere(row int, text string, how Serving) {
	s.serve(row, text, how, s.everywhere()...)
}

// everywhere are the endpoints that the bench has.
func (s *Scenario) everywhere() []string {
	names := s.endpoints.Names()
	return slices.DeleteFunc(names[:], func(name string) bool { return name == "" })
}

func (s *Scenario) serve(row int, text string, how Serving, endpoints ...string) {
	r := s.open(number(row), evidence.ActorCSMS, text, "")
	for _, endpoint := range endpoints {
		if err := s.endpoints.Serve(endpoint, how); err != nil {
			if why := lacks(err); why != "" {
				s.notGiven(why)
				r.end(evidence.NotRun, sentenceOf(why))
				s.stop()
			}
			s.bug(err.Error())
		}
		if how.Root != OldRoot {
			if s.keeping.shown == nil {
				s.keeping.shown = map[string]Root{}
			}
			s.keeping.shown[endpoint] = how.Root
		}
	}
	r.end(evidence.Pass, "")
}

// CanShow tells whether the endpoints can show a certificate; where they cannot, what the row would show of it is not shown, and that
// is a warning.
func (s *Scenario) CanShow(row int, which ServerCertificate) bool {
	why := s.endpoints.CanShow(which)
	if why != nil {
		s.check(evidence.Check{Row: number(row), Verdict: evidence.Warning, Source: "harness/octt", Expected: "such a certificate", Actual: why.Error(),
			Requirement: fmt.Sprintf("The Charging Station is shown a certificate that is invalid: %s.", which)})
	}
	return why == nil
}

// Lacking ends the case, NOT RUN, for an error of Endpoints or Certificates that is for want of something that the bench was not given,
// such as a key to sign with. It does nothing for another error.
func (s *Scenario) Lacking(err error) {
	if why := lacks(err); why != "" {
		s.notGiven(why)
		s.stop()
	}
}

func (s *Scenario) notGiven(why string) {
	s.check(evidence.Check{Requirement: "The bench has what the case needs for its certificates.", Actual: why, Verdict: evidence.NotRun})
}

// lacks says what an error is for want of; empty where it is none of that kind.
func lacks(err error) string {
	var lack interface{ Lacks() string }
	if !errors.As(err, &lack) {
		return ""
	}
	return fmt.Sprintf("the bench file does not name %s: %v", lack.Lacks(), err)
}

// StaysIn notes that the station is in another security profile from now on, which no message takes it out of (part 2, B09.FR.04), and
// needs what the case has installed for that.
func (s *Scenario) StaysIn(securityProfile int) {
	s.endpoints.Settle(securityProfile)
	s.keeping.installed = nil
	s.Note("The Charging Station is in security profile %d from now on, and so is the bench. It cannot be taken back: part 2, B09.FR.04.", securityProfile)
}

// endServing has the endpoints serve as at first after a play, but for the root that one of them shows: a station may know the bench
// by that root alone, until its certificates are put back.
func (s *Scenario) endServing() error {
	if err := s.endpoints.Restore(); err != nil {
		return err
	}
	for endpoint, root := range s.keeping.shown {
		if err := s.endpoints.Serve(endpoint, Serving{SecurityProfile: s.endpoints.SecurityProfile(), Root: root}); err != nil {
			return err
		}
	}
	return nil
}

// showOldRoot ends that too.
func (s *Scenario) showOldRoot() error {
	if len(s.keeping.shown) == 0 {
		return nil
	}
	s.keeping.shown = nil
	return s.endpoints.Restore()
}

// ShowsOtherRoot has the endpoints show the root that they do not show, and tells whether there is one: a station whose play has put
// one root in the place of another knows one of the two. It is for the bench's Rest, where a station does not connect.
func (s *Scenario) ShowsOtherRoot() (bool, error) {
	switch {
	case len(s.keeping.shown) > 0:
		return true, s.showOldRoot()
	case s.keeping.moves == OldRoot:
		return false, nil
	}
	s.keeping.shown = map[string]Root{}
	for _, endpoint := range s.everywhere() {
		s.keeping.shown[endpoint] = s.keeping.moves
	}
	return true, s.endServing()
}

// SecurityProfile is the one of the present connection, or of the last.
func (s *Scenario) SecurityProfile() int {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	h := s.w.link.hello
	switch {
	case h == nil || h.Secured == nil:
		return 1
	case h.Secured.Asked:
		return 3
	}
	return 2
}

// ActiveEndpoint is the endpoint of the present connection, or of the last; OtherEndpoint is the one of the two that it is not.
func (s *Scenario) ActiveEndpoint() string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return cmp.Or(s.w.link.endpoint, s.endpoints.Names()[0])
}

// OtherEndpoint is the endpoint that the station does not use.
func (s *Scenario) OtherEndpoint() string {
	names := s.endpoints.Names()
	if s.ActiveEndpoint() == names[0] {
		return names[1]
	}
	return names[0]
}

// URL is what a station is told of an endpoint for a security profile. Without one the scenario cannot go on.
func (s *Scenario) URL(endpoint string, securityProfile int) string {
	url, ok := s.endpoints.URL(endpoint, securityProfile)
	if !ok {
		s.check(evidence.Check{Verdict: evidence.NotRun, Source: "harness/octt",
			Requirement: fmt.Sprintf("The bench has an endpoint for security profile %d beside the one in use.", securityProfile)})
		s.stop()
	}
	return url
}

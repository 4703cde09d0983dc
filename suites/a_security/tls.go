package a_security

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// overTLS are the security profiles of "security profile 2 OR 3".
var overTLS = []int{2, 3}

// TC_A_04_CS has the station connect over TLS. Steps 2 and 4 are the handshake, which the mock makes; what the station has offered
// in it is judged at the row that names it.
var TC_A_04_CS = octt.Register(octt.Case{
	ID:       "TC_A_04_CS",
	Security: overTLS,
	Before:   octt.States(states.Booting),
	Main: func(s *octt.Scenario) {
		attempt := s.NextAttempt(1, s.Timeouts.Boot)
		strong(s, 2, attempt)
		connects(s, attempt, 6)
		states.Rebooted(s, 7, states.ResetRemotely())
		states.AllConnectors(s, 9, states.AllAvailable)
	},
})

// TC_A_07_CS has it show its own certificate. "The OCTT can still setup the WebSocket connection" with one that does not conform: it
// is let in with any, and judged. That a certificate is transmitted "in PEM" is not so in any handshake (RFC 5246, section 7.4.2: it
// is DER), and cannot be judged there; the PEM of CertificateSigned is TC_A_11_CS's. "The unique serial number of the Charging
// Station" is the one that its BootNotificationRequest tells, where it tells one.
var TC_A_07_CS = octt.Register(octt.Case{
	ID:             "TC_A_07_CS",
	Security:       withCertificate,
	AnyCredentials: true,
	Before:         octt.States(states.Booting),
	Main: func(s *octt.Scenario) {
		attempt := s.NextAttempt(1, s.Timeouts.Boot)
		strong(s, 4, attempt)
		connects(s, attempt, 6)
		boot := states.Rebooted(s, 7, states.ResetRemotely())
		identifies(s, 4, attempt.Secured, boot.Text("chargingStation.serialNumber"))
		states.AllConnectors(s, 9, states.AllAvailable)
	},
})

// strong judges what the station has offered in its ClientHello.
func strong(s *octt.Scenario, row int, attempt octt.Attempt) {
	got := attempt.Secured
	if !s.Check(row, "The Charging Station sets up a TLS connection.", got != nil && got.Offer != nil, true, "A00.FR.312", "A00.FR.415") {
		s.Stop()
	}
	s.Check(row, "The Charging Station uses TLS version 1.2 or above.", got.Version, octt.OneOf("TLS 1.2", "TLS 1.3"), "A00.FR.313", "A00.FR.416")
	s.Check(row, "The Charging Station supports both cipher suites of TLS_ECDHE_ECDSA, or both of TLS_RSA.", got.Offer.Suites,
		octt.Satisfying("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 and TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, or TLS_RSA_WITH_AES_128_GCM_SHA256 and TLS_RSA_WITH_AES_256_GCM_SHA384",
			func(any) bool { return pair("ECDHE_ECDSA", got.Offer.Suites) || pair("RSA", got.Offer.Suites) }), "A00.FR.319", "A00.FR.422")
	s.Remark(row, "The Charging Station offers no TLS compression.", len(got.Offer.Compression), 0, "A00.FR.321", "A00.FR.424")
}

func pair(exchange string, suites []string) bool {
	return slices.Contains(suites, "TLS_"+exchange+"_WITH_AES_128_GCM_SHA256") && slices.Contains(suites, "TLS_"+exchange+"_WITH_AES_256_GCM_SHA384")
}

// connects plays the row in which the connection is upgraded, and proves by the request that the certificate was accepted.
func connects(s *octt.Scenario, attempt octt.Attempt, row int) {
	s.Accepted(row, attempt)
	if attempt.Secured != nil {
		s.Check(row, "The connection was made in a full handshake, with the certificate.", attempt.Secured.Full, true, "A00.FR.309", "A00.FR.412")
	}
}

// identifies judges the station's own certificate.
func identifies(s *octt.Scenario, row int, got *octt.TLS, serial string) {
	if !s.Check(row, "The Charging Station sends its certificate.", len(got.Client) > 0, true, "A00.FR.401", "A00.FR.402") {
		s.Stop()
	}
	own := got.Client[0]
	least, ids := 2048, "A00.FR.502"
	if own.Key != "RSA" && own.Key != "DSA" {
		least, ids = 224, "A00.FR.503"
	}
	s.Check(row, fmt.Sprintf("The key of the certificate, %s, has at least %d bits.", own.Key, least), own.KeyBits,
		octt.Satisfying(fmt.Sprintf("%d or more", least), func(any) bool { return own.KeyBits >= least || own.Key == "Ed25519" }), ids)
	s.Check(row, "The certificate includes a serial number.", strings.Trim(own.Serial, "0") != "", true, "A00.FR.508")
	if serial == "" {
		s.Check(row, "The commonName of the certificate is the serial number of the Charging Station, which no message tells.", own.Common != "", true, "A00.FR.511")
		return
	}
	s.Check(row, "The commonName of the certificate is the serial number of the Charging Station.", own.Common, serial, "A00.FR.511")
}

// invalidServers are the certificates of erratum 6.2.3 (2025-02), in its order.
var invalidServers = []octt.ServerCertificate{octt.Expired, octt.NotYetValid, octt.UnknownRoot, octt.OtherHost, octt.Wildcard}

// TC_A_05_CS shows a certificate that is good, then one that is not, then the good one again, for each way of being invalid. Erratum
// 6.2.2 has the good one between, so that the station's back-off never grows for long.
//
// The number of an alert is not its reason, and an end of a connection by itself nothing at all: a station that refuses is one that
// sends no request on any connection whose handshake had the certificate, and tells of it afterwards. A bench that is reached by an
// address has no wildcard certificate: a wildcard is one of names (RFC 6125, section 6.4.3). "Two times the measured
// reconnection time" is waited for from the first of these connections on.
var TC_A_05_CS = octt.Register(octt.Case{
	ID:       "TC_A_05_CS",
	Security: overTLS,
	Before: octt.Prepare(states.OnlyActiveProfile(), octt.Config(
		octt.Is("OCPPCommCtrlr.NetworkProfileConnectionAttempts", "3"),
		octt.IsIfImplemented("SecurityCtrlr.AllowCSMSTLSWildcards", "false"))),
	Main: func(s *octt.Scenario) {
		closed := s.DropConnection(1)
		attempt := s.NextAttempt(2, s.Timeouts.Message)
		s.Accepted(3, attempt)
		usual := attempt.At.Sub(closed)
		for _, wrong := range invalidServers {
			if s.CanShow(7, wrong) {
				states.Settle(s)
				refuses(s, wrong, usual)
			}
		}
	},
})

// refuses plays steps 4 to 11 with one certificate. usual is the reconnection time of step 3.
func refuses(s *octt.Scenario, wrong octt.ServerCertificate, usual time.Duration) {
	profile := s.SecurityProfile()
	s.ServeEverywhere(0, "has a server certificate that is invalid: "+string(wrong), octt.Serving{SecurityProfile: profile, Shows: wrong})
	s.DropConnection(4)
	first := s.NextAttempt(5, usual+s.Timeouts.Deviation)
	window := 2*usual + s.Timeouts.Deviation
	s.Wait(6, window, "two times the measured reconnection time")
	attempts := append([]octt.Attempt{first}, s.Attempts()...)
	s.ServeEverywhere(0, "has the valid server certificate again", octt.Serving{SecurityProfile: profile})
	judgeRefusal(s, 7, wrong, attempts)
	// Each attempt that failed has doubled the back-off (part 4, section 5.3): the last was no longer than the window, or the second;
	// and one may still be under way.
	const patience = 4
	for {
		attempt := s.NextAttempt(8, patience*window)
		if attempt.Accepted || attempt.Secured == nil || attempt.Secured.Setup == "good" {
			connects(s, attempt, 9)
			break
		}
		judgeRefusal(s, 7, wrong, []octt.Attempt{attempt})
	}
	tells(s, 10, "InvalidCsmsCertificate", "A00.FR.310", "A00.FR.413")
}

// judgeRefusal judges the connections with an invalid certificate.
func judgeRefusal(s *octt.Scenario, row int, wrong octt.ServerCertificate, attempts []octt.Attempt) {
	shown := 0
	for _, a := range attempts {
		if a.Shown() {
			shown++
		}
		if !s.Check(row, fmt.Sprintf("The Charging Station sends no request on a connection with a certificate that is invalid: %s.", wrong), a.Goes(), false, "A00.FR.309", "A00.FR.311", "A00.FR.412", "A00.FR.414") {
			s.Stop()
		}
	}
	if shown == 0 {
		s.Unproven(row, "The Charging Station is shown the invalid certificate.", "none of its attempts came as far as that")
	}
}

// tells plays the rows of a security event.
func tells(s *octt.Scenario, row int, event string, ids ...string) {
	_, call := octt.Receive[ocpp201.SecurityEventNotificationRequest](s, row, octt.Must("type", event).Clause(ids...),
		octt.Skipping("other security events may come at any time (part 2, A04)", octt.Must("type", octt.Satisfying("another type", func(got any) bool { return fmt.Sprint(got) != event }))))
	call.Accept(row + 1)
}

// TC_A_06_CS answers the station with TLS 1.1. That it boots is not among the preparations, and told by steps 10 to 15: it is power
// cycled. TLS 1.1 is shown twice, with each of the key exchanges that A00.FR.319 has, because stacks are known that refuse one of
// them by the version and the other by the suite; the table's steps 1 to 3 are played for each.
var TC_A_06_CS = octt.Register(octt.Case{
	ID:       "TC_A_06_CS",
	Security: overTLS,
	Before:   octt.Config(octt.Is("OCPPCommCtrlr.NetworkProfileConnectionAttempts", "1")),
	Main: func(s *octt.Scenario) {
		profile := s.SecurityProfile()
		old := func(exchange octt.KeyExchange) {
			s.ServeEverywhere(0, "speaks TLS 1.1 with "+string(exchange), octt.Serving{SecurityProfile: profile, OldTLS: exchange})
		}
		old(octt.ECDHE)
		s.WatchAttempts()
		s.Act(0, rigs.PowerCycle())
		endsOldTLS(s, s.NextAttempt(1, s.Timeouts.Boot))
		old(octt.RSA)
		endsOldTLS(s, s.NextAttempt(1, s.Timeouts.Boot))
		s.ServeEverywhere(0, "speaks TLS 1.2 and 1.3 again", octt.Serving{SecurityProfile: profile})
		attempt := s.NextAttempt(4, s.Timeouts.Boot)
		for attempt.Secured != nil && attempt.Secured.Setup != "good" { // one that was under way
			endsOldTLS(s, attempt)
			attempt = s.NextAttempt(4, s.Timeouts.Boot)
		}
		connects(s, attempt, 9)
		states.Rebooted(s, 10, states.PoweredUp())
		states.AllConnectors(s, 12, states.AllAvailable)
		start := octt.OneOf("StartupOfTheDevice", "ResetOrReboot")
		s.Respond(15, s.ReceiveEither(14, octt.As[ocpp201.SecurityEventNotificationRequest](octt.Must("type", start)).Where(not(ofOldTLS))))
		if told := s.TryEither(16, "the Charging Station might not be able to detect that the handshake failed because of the version",
			octt.As[ocpp201.SecurityEventNotificationRequest](octt.By("A00.FR.316", "A00.FR.419")).Where(tooLow)); told != nil {
			s.Respond(17, told)
		}
	},
})

// tooLow is the event of step 16, which may come before that of step 14.
func tooLow(m *octt.Message) bool { return m.Text("type") == "InvalidTLSVersion" }

// ofOldTLS is that, or the event of its suite (A00.FR.323), which is one that the station has not offered. The table knows neither order nor count.
func ofOldTLS(m *octt.Message) bool { return tooLow(m) || m.Text("type") == "InvalidTLSCipherSuite" }

func not(is func(*octt.Message) bool) func(*octt.Message) bool {
	return func(m *octt.Message) bool { return !is(m) }
}

// stays is a station that neither went on nor ended the connection, for as long as a handshake may take.
const stays = "neither asked nor left"

// endsOldTLS plays the rows in which the station is answered with TLS 1.1, and ends the handshake.
func endsOldTLS(s *octt.Scenario, a octt.Attempt) {
	went := a.Accepted || a.Hello != nil || a.Secured == nil || strings.HasPrefix(a.Secured.Outcome, "went on") || a.Secured.Outcome == stays
	if !s.Check(3, "The Charging Station ends the handshake, and does not go on with TLS 1.1.", went, false, "A00.FR.314", "A00.FR.316", "A00.FR.416", "A00.FR.417", "A00.FR.419") {
		s.Stop()
	}
}

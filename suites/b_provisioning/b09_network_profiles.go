package b_provisioning

import (
	"fmt"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_43_CS sets a network connection profile for a slot that no station has.
var TC_B_43_CS = octt.Register(octt.Case{
	ID: "TC_B_43_CS",
	Main: func(s *octt.Scenario) {
		profile := s.SecurityProfile()
		states.SetNetworkProfile(s, 1, 999, s.URL(s.ActiveEndpoint(), profile), profile,
			octt.Must("status", ocpp201.SetNetworkProfileStatusRejected).Clause("B09.FR.02", "B09.FR.05"))
	},
})

// TC_B_45_CS moves the station to the other endpoint. By erratum 6.2.18 the ResetRequest is sent always.
var TC_B_45_CS = octt.Register(octt.Case{
	ID:     "TC_B_45_CS",
	Before: states.Migration(),
	Main: func(s *octt.Scenario) {
		move := sets(s)
		states.Resets(s, 5)
		attempt := s.NextAttempt(7, s.Timeouts.Boot)
		s.Check(7, "The Charging Station connects to the slot that was configured at step 1.", attempt.Endpoint, move.To, "B10.FR.04", "B10.FR.06")
		s.Reach(7, states.BootedAfterReset)
	},
})

// sets plays steps 1 to 4, which the cases on migration share. A station may boot by itself then (note to step 6), and the ResetRequest is
// sent all the same by erratum 6.2.18: it is sent when the station is there.
func sets(s *octt.Scenario) states.Move {
	move := states.MoveOn(s)
	move.SetProfile(s, 1, s.SecurityProfile(), octt.Must("status", ocpp201.SetNetworkProfileStatusAccepted).Clause("B09.FR.01"))
	s.ConnectsByItself("which it may when it has another NetworkConfigurationPriority (part 6, note to step 6 of TC_B_45_CS)", func() {
		move.SetPriority(s, 3, states.Taken("B10.FR.01"))
	})
	return move
}

// TC_B_46_CS does not let the station in at the endpoint that it is moved to: it comes back to the second slot. "Will NOT respond" is
// read as in step 8 of TC_B_49_CS, that the attempt is not accepted: one that is never answered ends by the station's own timeout,
// of which the table says nothing.
var TC_B_46_CS = octt.Register(octt.Case{
	ID:     "TC_B_46_CS",
	Before: octt.Prepare(states.Migration(), octt.Config(octt.Is("OCPPCommCtrlr.NetworkProfileConnectionAttempts", "2"))),
	Main: func(s *octt.Scenario) {
		move := sets(s)
		closes(s, move.To)
		states.Resets(s, 5)
		limit := s.Timeouts.Boot
		for n := range 2 {
			attempt := s.NextAttempt(7, limit)
			if !s.Check(7, fmt.Sprintf("Attempt %d after the reset is for the first slot of NetworkConfigurationPriority.", n+1), attempt.Endpoint, move.To, "B10.FR.03", "B10.FR.04") {
				s.Stop()
			}
			s.Refused(7, attempt)
			limit = s.Configured.LongOperationTimeout
		}
		attempt := s.NextAttempt(8, limit)
		if !s.Check(8, "After two attempts the Charging Station turns to the second slot of NetworkConfigurationPriority.", attempt.Endpoint, move.From, "B10.FR.03") {
			s.Stop()
		}
		s.Accepted(8, attempt)
		s.Reach(9, states.BootedAfterReset)
	},
})

// overTLS are the security profiles in which the CSMS shows a certificate.
var overTLS = []int{2, 3}

// newRoot is the memory state CertificateInstalled of the cases on another CSMS.
func newRoot() []octt.Preparation {
	return octt.Prepare(states.Strict(), octt.States(states.CertificateInstalled(states.CSMSRoot)))
}

// TC_B_47_CS moves the station to a CSMS that shows a certificate of the old root, where only the new one counts: the old one is for the
// CSMS of the last connection (part 2, M05.FR.15). Back there it connects by it. That it tries the new one there first, as M05.FR.14
// has it when nobody moves, is not held against it.
var TC_B_47_CS = octt.Register(octt.Case{
	ID:       "TC_B_47_CS",
	Security: overTLS,
	Before:   octt.Prepare(states.Migration(), octt.Config(octt.Is("OCPPCommCtrlr.NetworkProfileConnectionAttempts", "1")), newRoot()),
	Main: func(s *octt.Scenario) {
		if !states.IsStrict(s) {
			s.Unproven(0, "SecurityCtrlr.AdditionalRootCertificateCheck is true.", s.Variable("SecurityCtrlr.AdditionalRootCertificateCheck"))
		}
		move := sets(s)
		states.Resets(s, 5)
		s.Serve(7, move.To, "shows a certificate of the old CSMSRootCertificate", octt.Serving{SecurityProfile: s.SecurityProfile()})
		attempt := s.NextAttempt(8, s.Timeouts.Boot)
		if !s.Check(8, "The Charging Station tries to connect to the slot that was configured at step 1.", attempt.Endpoint, move.To, "B10.FR.04") {
			s.Stop()
		}
		states.Mistrusts(s, 8, attempt, "of the root that was replaced", "M05.FR.15")
		states.ConnectsInTheEnd(s, 9, move.From, "The Charging Station is back at the slot of its last connection, and uses the old CSMSRootCertificate there.", "B10.FR.07", "M05.FR.16")
		s.Reach(10, states.BootedAfterReset)
		states.ListCertificates(s, 11, []ocpp201.InstallCertificateUse{states.CSMSRoot}, octt.Must("status", ocpp201.GetInstalledCertificateStatusAccepted),
			states.Lists(states.CSMSRoot, s.Certified(s.Certificates().CSMSRoot(octt.OldRoot)), "<HashData from configured old CSMS Root certificate>").Clause("M05.FR.16"))
	},
})

// TC_B_50_CS moves the station to a CSMS that it knows by a root which it has just been given. The table looks at no answer but the
// one to the ResetRequest; those of steps 2 and 4 are what the others of use case B10 have them be, and the rest is nothing without.
var TC_B_50_CS = octt.Register(octt.Case{
	ID:       "TC_B_50_CS",
	Security: overTLS,
	Before:   octt.Prepare(states.Migration(), newRoot()),
	Main: func(s *octt.Scenario) {
		move := sets(s)
		root := states.NextRoot(s)
		s.Serve(0, move.To, "shows a certificate of the new CSMSRootCertificate at the endpoint "+move.To, octt.Serving{SecurityProfile: s.SecurityProfile(), Root: root})
		states.Resets(s, 5)
		attempt := s.NextAttempt(7, s.Timeouts.Boot)
		if !s.Check(7, "The Charging Station connects to the slot that was configured at step 1.", attempt.Endpoint, move.To, "B10.FR.04", "B10.FR.06") {
			s.Stop()
		}
		states.ConnectsAtOnce(s, 8, attempt, root, "M05.FR.13")
		s.Reach(9, states.BootedAfterReset)
	},
})

// closes has an endpoint accept no attempt.
func closes(s *octt.Scenario, endpoint string) {
	s.Serve(0, endpoint, "accepts no attempt at the endpoint "+endpoint, octt.Serving{SecurityProfile: s.SecurityProfile(), Closed: true})
}

// TC_B_49_CS lets the station in at neither endpoint: it goes on with the profile of the last connection (B10.FR.07).
var TC_B_49_CS = octt.Register(octt.Case{
	ID: "TC_B_49_CS",
	Before: octt.Prepare(states.Migration(), octt.Config(
		octt.Is("OCPPCommCtrlr.NetworkProfileConnectionAttempts", "1"),
		octt.Is("OCPPCommCtrlr.RetryBackOffRepeatTimes", "0"),
		octt.Is("OCPPCommCtrlr.RetryBackOffRandomRange", "0"),
		octt.Is("OCPPCommCtrlr.RetryBackOffWaitMinimum", func(c *octt.Configured) string { return wholeSeconds(c.RetryBackOffWaitMinimum) }),
	)),
	Main: func(s *octt.Scenario) {
		move := sets(s)
		last := s.ActiveEndpoint() // the other one already on a station that has not waited for the reset
		closes(s, move.To)
		closes(s, move.From)
		states.Resets(s, 5)
		attempt := s.NextAttempt(7, s.Timeouts.Boot)
		if !s.Check(7, "The Charging Station tries to connect to the slot that was configured at step 1.", attempt.Endpoint, move.To, "B10.FR.04") {
			s.Stop()
		}
		s.Refused(8, attempt)
		attempt = s.NextAttempt(9, s.Configured.LongOperationTimeout)
		if !s.Check(9, "After one attempt the Charging Station switches back to the previous slot.", attempt.Endpoint, move.From, "B10.FR.03") {
			s.Stop()
		}
		s.Refused(10, attempt)
		s.Serve(0, last, "accepts attempts at the endpoint "+last+" again", octt.Serving{SecurityProfile: s.SecurityProfile()})
		again := s.NextAttempt(11, s.Configured.LongOperationTimeout)
		s.AtLeast(11, "The Charging Station waits for RetryBackOffWaitMinimum.", again.At.Sub(attempt.At), s.Configured.RetryBackOffWaitMinimum, "B10.FR.07")
		if !s.Check(11, "The Charging Station reconnects to the slot of its last connection.", again.Endpoint, last, "B10.FR.07") {
			s.Stop()
		}
		s.Accepted(12, again)
		s.Reach(13, states.BootedAfterReset)
	},
})

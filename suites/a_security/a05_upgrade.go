package a_security

import (
	"fmt"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_A_19_CS raises the security profile by one. By erratum 6.2.6 the profile is for <Configured ocppCsmsUrl>, the endpoint in use, and
// not for the other one; by erratum 6.2.18 the ResetRequest is sent always. Memory state CertificateInstalled names no certificateType:
// it is the CSMSRootCertificate that step 7 needs.
//
// Steps 15 to 18, of erratum 6.2.7, are for the upgrade from security profile 1 only.
var TC_A_19_CS = octt.Register(octt.Case{
	ID:       "TC_A_19_CS",
	Security: []int{1, 2},
	Raises:   true,
	Before: octt.Prepare(states.MovingOn(), octt.Do(func(s *octt.Scenario) {
		if s.SecurityProfile() == 1 {
			s.Prepare(octt.States(states.OldRootInstalled))
		} else {
			s.Prepare(octt.States(states.RenewChargingStationCertificate))
		}
	})),
	Main: func(s *octt.Scenario) {
		from := s.SecurityProfile()
		to := from + 1
		move := states.MoveOn(s)
		move.To = move.From
		move.SetProfile(s, 1, to, octt.Must("status", ocpp201.SetNetworkProfileStatusAccepted).Clause("B09.FR.01"))
		move.SetPriority(s, 3, states.Taken("A05.FR.04"))
		states.Resets(s, 5)
		speaks(s, 7, move.From, to)
		attempt := s.NextAttempt(8, s.Timeouts.Boot)
		if !s.Check(8, fmt.Sprintf("The Charging Station connects in security profile %d.", to), attempt.Became(), octt.AttemptAccepted, "A05.FR.05") {
			s.Stop()
		}
		s.Accepted(9, attempt)
		s.StaysIn(to)
		s.Reach(10, states.BootedAfterReset)
		readsValue(s, 11, "SecurityCtrlr", "SecurityProfile", fmt.Sprint(to))
		readsValue(s, 13, "OCPPCommCtrlr", "NetworkConfigurationPriority",
			octt.Satisfying("a list without the slot of the lower security profile", func(value any) bool { return !move.Keeps(fmt.Sprint(value)) }))
		s.If(15, octt.Given(from == 1, "the upgrade is from security profile 1 to 2"), func() { staysUp(s, move.From) })
	},
})

// speaks has an endpoint serve one security profile.
func speaks(s *octt.Scenario, row int, endpoint string, securityProfile int) {
	s.Serve(row, endpoint, fmt.Sprintf("restarts the WebSocket server in security profile %d", securityProfile), octt.Serving{SecurityProfile: securityProfile})
}

// readsValue plays the rows of a GetVariablesRequest.
func readsValue(s *octt.Scenario, row int, component, variable string, want any) {
	octt.Send(s, row, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{{
		Component: ocpp201.Component{Name: component}, Variable: ocpp201.Variable{Name: variable},
	}}}).Receive(row+1, octt.Must("getVariableResult[0].attributeValue", want).Clause("A05.FR.06"))
}

// staysUp plays the rows in which an upgraded station finds the CSMS without TLS again, for a while. What it sends there to begin a
// handshake is no attempt in security profile 1, which begins with a request in the clear.
func staysUp(s *octt.Scenario, endpoint string) {
	speaks(s, 15, endpoint, 1)
	s.DropConnection(15)
	s.Wait(15, s.Configured.LongOperationTimeout, "<Configured long operation timeout>")
	for _, attempt := range append(s.Attempts(), octt.Attempt{}) {
		if !s.Check(16, "The Charging Station does not reconnect in security profile 1.", attempt.Goes() && attempt.Secured == nil, false, "A05.FR.06") {
			s.Stop()
		}
	}
	speaks(s, 17, endpoint, 2)
	// Each attempt that failed may have doubled the back-off (part 4, section 5.3): it is no longer than all before it together.
	attempt := s.NextAttempt(18, 2*s.Configured.LongOperationTimeout)
	if !s.Check(18, "The Charging Station reconnects in security profile 2.", attempt.Became(), octt.AttemptAccepted, "A05.FR.06") {
		s.Stop()
	}
	s.Accepted(18, attempt)
}

// TC_A_20_CS upgrades a station that has no CSMS root certificate. That it has none is a prerequisite, and asked for. By erratum
// 6.2.9 it may reject the network connection profile already; by erratum 6.2.8 that of the connection is alone in the priority.
var TC_A_20_CS = octt.Register(octt.Case{
	ID:       "TC_A_20_CS",
	Security: []int{1},
	Before:   octt.Prepare(hasNoRoot(), states.Migration(), states.OnlyActiveProfile()),
	Main: func(s *octt.Scenario) {
		move := states.MoveOn(s)
		move.SetProfile(s, 1, 2, octt.Must("status", octt.OneOf(ocpp201.SetNetworkProfileStatusAccepted, ocpp201.SetNetworkProfileStatusRejected)))
		move.SetPriority(s, 3, isRejected("A05.FR.02"))
	},
})

// hasNoRoot proves the prerequisite.
func hasNoRoot() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		octt.Send(s, 0, ocpp201.GetInstalledCertificateIdsRequest{
			CertificateType: []ocpp201.GetCertificateIDUse{ocpp201.GetCertificateIDUseCSMSRootCertificate},
		}).Receive(0, octt.Must("status", ocpp201.GetInstalledCertificateStatusNotFound))
	})
}

func isRejected(ids ...string) octt.Requirement {
	return octt.Must("setVariableResult[0].attributeStatus", ocpp201.SetVariableStatusRejected).Clause(ids...)
}

// TC_A_21_CS upgrades a station that has no certificate of its own to security profile 3 (erratum 6.2.10). No message tells whether
// it has one: that is for who sets the station up, as question AQ-3 has it. Of one that the run has given it, such as TC_A_23_CS, the run knows.
var TC_A_21_CS = octt.Register(octt.Case{
	ID:          "TC_A_21_CS",
	Security:    []int{2, 1},
	Uncertified: true,
	Before:      states.Migration(),
	Main: func(s *octt.Scenario) {
		move := states.MoveOn(s)
		move.SetProfile(s, 1, 3, octt.Must("status", ocpp201.SetNetworkProfileStatusAccepted).Clause("B09.FR.01"))
		move.SetPriority(s, 3, isRejected("A05.FR.03"))
	},
})

// TC_A_22_CS offers a station with TLS one without (erratum 6.2.11).
var TC_A_22_CS = octt.Register(octt.Case{
	ID:       "TC_A_22_CS",
	Security: overTLS,
	Before:   states.Migration(),
	Main: func(s *octt.Scenario) {
		states.MoveOn(s).SetProfile(s, 1, 1, octt.Must("status", ocpp201.SetNetworkProfileStatusRejected).Clause("B09.FR.04"))
	},
})

package a_security

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

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
// it has one: that is for who sets the station up, as question AQ-3 has it.
var TC_A_21_CS = octt.Register(octt.Case{
	ID:       "TC_A_21_CS",
	Security: []int{2, 1},
	Before:   states.Migration(),
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

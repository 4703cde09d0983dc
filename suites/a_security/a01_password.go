package a_security

import (
	"crypto/rand"
	"encoding/base64"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// withPassword are the security profiles in which a station shows a password.
var withPassword = []int{1, 2}

// TC_A_09_CS gives the station a new password. It connects anew with it: at once, or, where it answers RebootRequired, with its
// reboot. No row asks for that reboot; where the station needs it, it is reset as by erratum 6.2.18 where a network profile waits
// for one. Rows 5 to 8 are for that answer only.
var TC_A_09_CS = octt.Register(octt.Case{
	ID:       "TC_A_09_CS",
	Security: withPassword,
	Before:   octt.PutBackPassword(),
	Main: func(s *octt.Scenario) {
		password := rand.Text() // 26 characters of A to Z and 2 to 7
		s.WatchAttempts()
		answer := setPassword(s, password, octt.OneOf(ocpp201.SetVariableStatusAccepted, ocpp201.SetVariableStatusRebootRequired), "A01.FR.01")
		reboots := answer == ocpp201.SetVariableStatusRebootRequired
		if reboots {
			states.Resets(s, 0)
		}
		attempt := s.NextAttempt(3, s.Timeouts.Boot)
		want := "Basic " + base64.StdEncoding.EncodeToString([]byte(s.Configured.ChargingStationID+":"+password))
		shown := attempt.Hello != nil && attempt.Hello.Authorization == want
		s.Check(3, "The Charging Station connects with the new BasicAuthPassword.", shown, true, "A01.FR.01")
		s.Accepted(4, attempt)
		s.If(5, octt.Given(reboots, "the status in step 2 is RebootRequired"), func() {
			states.Rebooted(s, 5, states.ResetRemotely())
			states.AllConnectors(s, 7, states.AllAvailable)
		})
	},
})

// setPassword plays steps 1 and 2, and returns the answer.
func setPassword(s *octt.Scenario, password string, want any, ids ...string) ocpp201.SetVariableStatus {
	answer := octt.Send(s, 1, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
		Component: ocpp201.Component{Name: "SecurityCtrlr"}, Variable: ocpp201.Variable{Name: "BasicAuthPassword"}, AttributeValue: password,
	}}}).Receive(2, octt.Must("setVariableResult[0].attributeStatus", want).Clause(ids...))
	return answer.SetVariableResult[0].AttributeStatus
}

// TC_A_10_CS gives it a password that is too short. Nothing makes the station connect anew before step 5, where it boots: rows 3 and 4
// are judged by the connection that comes of that.
var TC_A_10_CS = octt.Register(octt.Case{
	ID:       "TC_A_10_CS",
	Security: withPassword,
	Before:   octt.PutBackPassword(),
	Main: func(s *octt.Scenario) {
		status := setPassword(s, rand.Text()[:shortest-1], ocpp201.SetVariableStatusRejected, "A01.FR.01")
		s.Reach(5, states.Booted)
		if keepsPassword(s, 3) && status == ocpp201.SetVariableStatusRejected {
			s.KeptPassword()
		}
	},
	Post: func(s *octt.Scenario) { keepsPassword(s, 0) },
})

func keepsPassword(s *octt.Scenario, row int) bool {
	h := s.Handshake()
	keeps := h != nil && h.Password == s.Configured.BasicAuthPassword
	s.Check(row, "The Charging Station connects with the old BasicAuthPassword, the configured one.", keeps, true, "A01.FR.01")
	return keeps
}

package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// DisplayMessageSet is the memory state SetDisplayMessage of erratum 6.2.111, with the message that the case makes.
func DisplayMessageSet(made func(*octt.Scenario) ocpp201.MessageInfo) octt.State {
	return octt.State{Name: "SetDisplayMessage", Family: "SetDisplayMessage", Enter: func(s *octt.Scenario) {
		SetDisplayMessage(s, 1, made(s))
	}}
}

// SetDisplayMessage plays the rows of a SetDisplayMessageRequest that is to be accepted; the message is cleared after the case.
func SetDisplayMessage(s *octt.Scenario, row int, m ocpp201.MessageInfo, ids ...string) {
	s.DisplayMessage = m
	s.SetsMessage(m.ID)
	octt.Send(s, row, ocpp201.SetDisplayMessageRequest{Message: m}).Receive(row+1,
		octt.Must("status", ocpp201.DisplayMessageStatusAccepted).Clause(ids...))
}

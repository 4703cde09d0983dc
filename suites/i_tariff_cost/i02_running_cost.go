package i_tariff_cost

import (
	"fmt"
	"math"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// times is the n of the notes of tables 240 and 242.
const times = 2

// TC_I_01_CS tells the driver what he has to pay so far by CostUpdatedRequests.
var TC_I_01_CS = octt.Register(octt.Case{
	ID:     "TC_I_01_CS",
	Before: connected(),
	Main: func(s *octt.Scenario) {
		begins(s)
		for n := range times {
			tariff(s)
			cost := later(s, n)
			octt.Send(s, 8, ocpp201.CostUpdatedRequest{TotalCost: cost, TransactionID: s.TransactionID}).Receive(9, octt.By("I02.FR.02"))
			s.TryDisplays(0, amount(cost), whatFor, "I02.FR.03")
		}
	},
})

// TC_I_07_CS does so in the answers to TransactionEventRequests. Rows 8 and 9 of table 242 have the CSMS send a TransactionEventRequest
// and the station answer it, which no CSMS can: they are read as the next event of the station, 9, and the answer with the cost, 8.
var TC_I_07_CS = octt.Register(octt.Case{
	ID:     "TC_I_07_CS",
	Before: connected(),
	Main: func(s *octt.Scenario) {
		begins(s)
		for n := range times {
			tariff(s)
			cost := later(s, n)
			answered(s, 9, 8, ocpp201.TransactionEventResponse{TotalCost: &cost})
			s.TryDisplays(0, amount(cost), whatFor, "I02.FR.04")
		}
	},
})

// connected prepares an EV that is connected. Rows 6 and 7 need a TransactionEventRequest at a relevant interval: that of the sampled
// meter values is the one that every station has (J02).
func connected() []octt.Preparation {
	return shows(
		octt.Config(octt.Is("SampledDataCtrlr.TxUpdatedInterval", func(c *octt.Configured) string { return fmt.Sprint(int(c.TxUpdatedInterval / time.Second)) })),
		octt.States(states.EVConnectedPreSession))
}

// later is <Configured Cost2>, and one more each time that it is told, in whole cents.
func later(s *octt.Scenario, n int) float64 {
	return math.Round(100*(s.Configured.Cost2+float64(n))) / 100
}

// begins plays rows 1 to 5.
func begins(s *octt.Scenario) {
	c := content(s, s.Configured.Cost)
	s.Personally(c.Format, c.Content)
	states.AuthorizeLocally(s)
	s.Personally(c.Format, "")
	s.Reach(5, states.EnergyTransferStarted)
}

// tariff plays rows 6 and 7.
func tariff(s *octt.Scenario) {
	answered(s, 6, 7, ocpp201.TransactionEventResponse{UpdatedPersonalMessage: new(content(s, s.Configured.Cost))})
	s.TryDisplays(0, rigs.Sight{What: fmt.Sprintf("the message %q", s.Configured.Cost), Text: s.Configured.Cost}, whatFor, "I06.FR.03")
}

// answered plays the next TransactionEventRequest and its answer. Every one that follows has the same answer: whoever looks at the display
// may take longer than an interval.
func answered(s *octt.Scenario, row, answer int, with ocpp201.TransactionEventResponse) {
	action := ocpp201.TransactionEventRequest{}.Action()
	s.PassOver(nil, "it came before the CSMS had that answer", func(m *octt.Message) bool { return m.Action == action })
	s.Answering(action, with)
	_, call := octt.Receive[ocpp201.TransactionEventRequest](s, row, octt.Periodic(), octt.Within(s.Configured.TxUpdatedInterval+s.Timeouts.Message))
	call.Reply(answer, with)
}

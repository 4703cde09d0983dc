package i_tariff_cost

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_I_02_CS tells the driver what he has to pay when his transaction has ended, whenever TxStopPoint has it end. His manual action is
// that of the state StopAuthorized, which is local for that.
var TC_I_02_CS = octt.Register(octt.Case{
	ID:     "TC_I_02_CS",
	Modes:  octt.Both,
	Before: shows(octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		total := later(s, 10) // <Generated Cost>
		s.Costs(total)
		open := true
		for i, state := range []octt.Reachable{states.StopAuthorized.Local, states.EVConnectedPostSession, states.EVDisconnected, states.ParkingBayUnoccupied} {
			s.Reach(i+1, state)
			if open && len(s.OpenTransactions()) == 0 {
				open = false
				ended(s, total, state)
			}
		}
		s.Check(0, "The transaction has ended.", open, false, "I03.FR.01")
	},
})

// ended looks at the display, except where the driver has left with the transaction (part 2, I03.FR.05).
func ended(s *octt.Scenario, total float64, in octt.Reachable) {
	if st, is := in.(octt.State); is && st.Family == states.ParkingBayUnoccupied.Family {
		s.Note("The transaction has ended when the EV left the parking bay: nobody is there to read the total cost (part 2, I03.FR.05).")
		return
	}
	s.TryDisplays(0, amount(total), whatFor, "I03.FR.03")
}

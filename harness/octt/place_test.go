package octt

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func twoEVSEs(l *lab) {
	l.bench.PICS = &pics.Declaration{Connectors: []pics.Connector{{EVSE: 1, ID: 1}, {EVSE: 2, ID: 1}, {EVSE: 2, ID: 2}}}
}

func TestEachDriverKeepsWhatIsHis(t *testing.T) {
	inLab(t, twoEVSEs, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			first, second := s.Token, s.Configured.ValidToken2
			s.TransactionID = "T1"
			s.Mark("Authorized")
			s.At(s.Elsewhere(), second, func() {
				s.Check(1, "The other driver has a place of his own.", s.Configured.Place(), rigs.Place{EVSE: 2, Connector: 1})
				s.Check(1, "The other driver has a token of his own.", s.Token, second)
				s.Check(1, "Nothing is reached there.", s.Is("Authorized"), false)
				s.Check(1, "No transaction is known there.", s.TransactionID, "")
				s.TransactionID = "T2"
				s.Mark("EnergyTransferStarted")
			})
			s.Check(2, "The place is the first driver's again.", s.Configured.Place(), rigs.Place{EVSE: 1, Connector: 1})
			s.Check(2, "So is the token.", s.Token, first)
			s.Check(2, "So is the transaction.", s.TransactionID, "T1")
			s.Check(2, "So is what was reached.", []bool{s.Is("Authorized"), s.Is("EnergyTransferStarted")}, []bool{true, false})
			s.At(s.Elsewhere(), second, func() {
				s.Check(3, "What was reached there is kept.", s.Is("EnergyTransferStarted"), true)
				s.Check(3, "So is the transaction.", s.TransactionID, "T2")
			})
		})
	})
}

func TestARowLeavesAnotherDriversMessagesForHim(t *testing.T) {
	inLab(t, twoEVSEs, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			l.send("TransactionEvent", eventOf("T1", "Started", "CablePluggedIn", 0, 0))
			Receive[ocpp201.TransactionEventRequest](s, 1)
			s.TransactionID = "T1"
			s.At(s.Elsewhere(), s.Token, func() {
				l.send("TransactionEvent", eventOf("T1", "Updated", "ChargingStateChanged", 1, 1))
				l.send("TransactionEvent", eventOf("T2", "Started", "CablePluggedIn", 0, 0))
				e, _ := Receive[ocpp201.TransactionEventRequest](s, 2)
				s.Check(2, "The message is of the transaction that begins there.", e.TransactionInfo.TransactionID, "T2")
				s.TransactionID = "T2"
			})
			l.send("TransactionEvent", eventOf("T2", "Updated", "ChargingStateChanged", 1, 1))
			e, _ := Receive[ocpp201.TransactionEventRequest](s, 3)
			s.Check(3, "The first driver's message has waited for him.", e.TransactionInfo.TransactionID, "T1")
			s.At(s.Elsewhere(), s.Token, func() { Receive[ocpp201.TransactionEventRequest](s, 4) })
		})
	})
}

func TestASecondEVSEIsAskedForOnlyWhereThereIsOne(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Error, "needs a second EVSE", func(s *Scenario) { s.Elsewhere() })
		l.bench.PICS.Features = map[pics.Feature]pics.Value{pics.HFS_8: {Kind: pics.Number, Number: 2}}
		l.expect(evidence.Inconclusive, "although HFS-8 is 2", func(s *Scenario) { s.Elsewhere() })
	})
}

func TestTheOtherPlacesAreWhereARigStands(t *testing.T) {
	at := func(evse, connector int) rigs.Place { return rigs.Place{EVSE: evse, Connector: connector} }
	trio := []rigs.Place{at(1, 1), at(1, 2), at(2, 1), at(2, 2), at(3, 1)}
	for _, c := range []struct {
		name   string
		home   rigs.Place
		stands []rigs.Place // nil for everywhere
		want   []rigs.Place
	}{
		{"everywhere", at(1, 2), nil, []rigs.Place{at(1, 2), at(2, 1), at(3, 1)}},
		{"at another connector of an EVSE", at(1, 1), []rigs.Place{at(2, 2), at(3, 1)}, []rigs.Place{at(1, 1), at(2, 2), at(3, 1)}},
		{"at the last EVSE only", at(1, 1), []rigs.Place{at(3, 1)}, []rigs.Place{at(1, 1), at(3, 1), at(2, 1)}},
		{"before the configured EVSE", at(3, 1), []rigs.Place{at(1, 2)}, []rigs.Place{at(3, 1), at(1, 2), at(2, 1)}},
	} {
		var stands func(rigs.Place) bool
		if c.stands != nil {
			stands = func(p rigs.Place) bool { return slices.Contains(c.stands, p) }
		}
		if got := PlacesOf(trio, c.home, stands); !slices.Equal(got, c.want) {
			t.Errorf("a rig that stands %s: expected %v, got %v", c.name, c.want, got)
		}
	}
}

func TestAPlayIsWhereTheCaseNeedsIt(t *testing.T) {
	socket := func(c pics.Connector) bool { return c.CableType == "Detachable Cable" }
	for _, c := range []struct {
		sockets, stands []int // EVSEs
		want            int
	}{
		{[]int{1, 2}, nil, 1}, {[]int{2, 3}, nil, 2}, {[]int{2, 3}, []int{1, 3}, 3}, {[]int{2, 3}, []int{1}, 2}, {nil, nil, 0},
	} {
		change := func(l *lab) {
			l.bench.PICS = &pics.Declaration{}
			for evse := 1; evse <= 3; evse++ {
				row := pics.Connector{EVSE: evse, ID: 1}
				if slices.Contains(c.sockets, evse) {
					row.CableType = "Detachable Cable"
				}
				l.bench.PICS.Connectors = append(l.bench.PICS.Connectors, row)
			}
			if c.stands != nil {
				l.bench.Stands = func(at rigs.Place) bool { return slices.Contains(c.stands, at.EVSE) }
			}
		}
		inLab(t, change, func(l *lab) {
			l.expect(evidence.Pass, "", func(s *Scenario) {
				there := s.Choose(socket)
				s.Check(1, "There is one where the product has one.", there, c.want > 0)
				s.Check(1, "The case is played at that.", s.Configured.EVSEID, max(c.want, 1))
				s.Check(1, "The other places are those of the others.", s.Places()[0].EVSE, max(c.want, 1))
			})
		})
	}
}

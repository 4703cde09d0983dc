package states

import (
	"fmt"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ChargingEverywhere is "State is EnergyTransferStarted for all EVSE", one EVSE too. TC_C_49_CS names an idToken each for
// two of them, other cases name none: they are started with the same two, because a second presentation of
// the first would end the first authorization at a station with one reader (E07.FR.01). Every further EVSE is started by
// the CSMS with an idToken of its own: the bench has two cards.
func ChargingEverywhere() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		for _, d := range Drivers(s) {
			s.At(d.At, d.Token, func() {
				if !d.card {
					s.Reach(0, Authorized.Remote)
				}
				s.Reach(0, EnergyTransferStarted)
			})
		}
	})
}

// Driver is whoever comes to one EVSE. Without a card the CSMS starts for him.
type Driver struct {
	At    rigs.Place
	Token rigs.Token
	card  bool
}

// Drivers is one for every EVSE of the PICS, the configured one first, each with an idToken of his own, which the CSMS accepts whoever
// asks about it: a station may do so for a reservation (part 2, H01, remark).
func Drivers(s *octt.Scenario) []Driver {
	var out []Driver
	cards := []rigs.Token{s.Configured.ValidToken, s.Configured.ValidToken2}
	for i, at := range s.Places() {
		if i < len(cards) {
			out = append(out, Driver{at, cards[i], true})
			continue
		}
		token := further(cards[0].Type, at.EVSE)
		s.Deem(token, ocpp201.AuthorizationStatusAccepted)
		out = append(out, Driver{at, token, false})
	}
	return out
}

// further is an idToken without a card, of a type. What the type is made of is kept (part 2, IdTokenEnumType): a station may refuse a
// UID that is none.
func further(kind string, evse int) rigs.Token {
	format := "CERTBENCH-EVSE-%d"
	switch ocpp201.IDTokenEnum(kind) {
	case ocpp201.IDTokenEnumISO14443:
		format = "04CB0E5E%06X" // 7 bytes
	case ocpp201.IDTokenEnumISO15693:
		format = "E0CB0E5E%08X" // 8 bytes
	case ocpp201.IDTokenEnumKeyCode:
		format = "92%06d"
	case ocpp201.IDTokenEnumMacAddress:
		format = "02CB0E%06X"
	}
	return rigs.Token{ID: fmt.Sprintf(format, evse), Type: kind}
}

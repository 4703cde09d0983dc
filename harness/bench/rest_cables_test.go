package bench

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// heldCable is a case that ends while the station keeps the cable of a driver whose idToken was refused.
var heldCable = octt.Case{
	ID: "TC_X_01_CS",
	Before: octt.Prepare(
		octt.Config(
			octt.Is("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true"),
			octt.Is("TxCtrlr.StopTxOnInvalidId", "true")),
		states.BackingOff()),
	Main: func(s *octt.Scenario) {
		s.Deem(s.Token, ocpp201.AuthorizationStatusInvalid)
		s.Reach(1, states.StartOfflineTransaction)
		queue := states.Delivers(s, 1)
		queue.Until(func(m states.Delivered) bool { return m.TriggerReason == ocpp201.TriggerReasonDeauthorized })
		states.Deauthorization(s, 3)
		states.ForgetStatus(s, ocpp201.ConnectorStatusOccupied, "the case is about the cable")
	},
}

func TestACableThatIsHeldForARefusedDriverIsTakenOut(t *testing.T) {
	onMemory(t, detachable, func(t *testing.T, m *Memory, said *notes) {
		end := m.Player.Play(t.Context(), heldCable, evidence.CaseStarted{ID: heldCable.ID}, "")
		if end.Verdict != evidence.Pass {
			t.Errorf("expected PASS, got %s: %s", end.Verdict, end.Reason)
		}
		if said.has("It is reset") {
			t.Errorf("expected the station to come to rest without a reset, got %q", said.said)
		}
	})
}

func detachable(p *MemoryParts) {
	p.PICS.Connectors[0].CableType = "Detachable Cable"
}

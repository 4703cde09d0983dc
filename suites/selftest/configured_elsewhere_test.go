package selftest

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station/defects"
)

// TestACaseIsPlayedAtTheConnectorThatItNeeds has the bench configured for an EVSE with a fixed cable, of a type that no message names, beside
// one with a socket: the cases about a lock, and about a type of connector, are played at that one, and fail there for its faults.
func TestACaseIsPlayedAtTheConnectorThatItNeeds(t *testing.T) {
	unlike := func(p *bench.MemoryParts) {
		rows := slices.Clone(p.PICS.Connectors[:2])
		rows[0].Type, rows[0].CableType = "cMCS", "Fixed Cable"
		rows[1].Type, rows[1].CableType = "sType2", "Detachable Cable"
		p.PICS.Connectors = rows
	}
	for id, fault := range map[string]defects.Defect{
		"TC_F_05_CS": defects.UnlockInTransactionUnlocks, "TC_F_06_CS": defects.UnlockNotSupported,
		"TC_F_07_CS": defects.UnlockWithoutCableFails, "TC_F_10_CS": defects.UnknownConnectorUnlocks,
		"TC_H_15_CS": defects.ReservationIDMissing, "TC_H_16_CS": defects.ReserveTypeAcceptedAnyway,
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			passes(t, id, setup{product: "full", change: unlike})
			if p, _ := playWhole(t, id, setup{product: "full", change: unlike, defects: []defects.Defect{fault}}); p.Verdict != evidence.Fail {
				t.Errorf("%s: expected FAIL, got %s: %s", fault, p.Verdict, p.Reason)
			}
		})
	}
}

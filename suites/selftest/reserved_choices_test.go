package selftest

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
)

// TestEachConnectorOfAnEVSEThatIsPickedMayBeReported has a station with two connectors at each EVSE pick one for a reservation that names
// none, and report both as Reserved, one after the other.
func TestEachConnectorOfAnEVSEThatIsPickedMayBeReported(t *testing.T) {
	picks := both(twoEVSEs, can(func(c *station.Capabilities) { c.PicksReservedEVSE, c.SingleReader = true, false }))
	for _, id := range []string{"TC_H_08_CS", "TC_H_15_CS", "TC_H_24_CS"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			if p, _ := playWhole(t, id, setup{change: picks}); p.Verdict != evidence.Pass {
				place, words := firstWorst(p)
				t.Errorf("expected PASS, got %s at %s: %s", p.Verdict, place, words)
			}
		})
	}
}

// TestAnEVSEMayBeTakenBeforeItsConnectorsAre has a station tell that an EVSE is Occupied as soon as the driver is authorized for whom it was
// reserved, while its connectors are Available until his EV comes (H03.FR.10), in both forms of the event; Reserved it is no more.
func TestAnEVSEMayBeTakenBeforeItsConnectorsAre(t *testing.T) {
	for _, apart := range []bool{true, false} {
		taken := can(func(c *station.Capabilities) {
			c.StatusByNotifyEvent, c.StatusOfEVSEApart, c.StatusOfEVSE, c.EVSETakenByAuthorization = true, apart, !apart, true
		})
		for _, id := range []string{"TC_H_01_CS", "TC_H_08_CS", "TC_H_15_CS", "TC_H_19_CS", "TC_H_23_CS", "TC_H_24_CS"} {
			p, _ := playWhole(t, id, setup{product: "full", change: both(evses(1), taken)})
			if place, words := firstWorst(p); p.Verdict != evidence.Pass && p.Verdict != evidence.Warning || strings.Contains(words, "component EVSE is reported") {
				t.Errorf("%s, apart %t: expected no word about the EVSE, got %s at %s: %s", id, apart, p.Verdict, place, words)
			}
		}
	}
	stays := can(func(c *station.Capabilities) { c.StatusByNotifyEvent, c.StatusOfEVSEApart = true, true })
	p, _ := playWhole(t, "TC_H_01_CS", setup{product: "full", change: stays, defects: []defects.Defect{defects.ReservedUntilPlug}})
	if p.Verdict != evidence.Fail {
		t.Errorf("expected an EVSE that stays Reserved to fail, got %s: %s", p.Verdict, p.Reason)
	}
}

package selftest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
)

// types makes EVSE 1 of a product have a connector of each type, and EVSE 2 one of the last.
func types(all ...string) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) {
		row := p.PICS.Connectors[0]
		p.PICS.Connectors = nil
		for i, is := range all {
			row.ID, row.Type = i+1, is
			p.PICS.Connectors = append(p.PICS.Connectors, row)
		}
		row.EVSE, row.ID = 2, 1
		p.PICS.Connectors = append(p.PICS.Connectors, row)
	}
}

// besides has the station report the connectors that nobody has a reservation for as Unavailable, or as Reserved.
func besides(unavailable bool) func(*bench.MemoryParts) {
	return can(func(c *station.Capabilities) { c.UnavailableBesideReserved = unavailable })
}

// TestConnectorsOfAnotherTypeMayBeUnavailableOrReserved plays what the note of TC_H_15_CS and H01.FR.24 say differently.
func TestConnectorsOfAnotherTypeMayBeUnavailableOrReserved(t *testing.T) {
	for _, unavailable := range []bool{true, false} {
		for _, mode := range []octt.Start{octt.Local, octt.Remote} {
			t.Run(fmt.Sprintf("unavailable %t/%s", unavailable, mode), func(t *testing.T) {
				t.Parallel()
				change := both(types("sType2", "sType3"), besides(unavailable))
				passes(t, "TC_H_15_CS", setup{product: "full", mode: mode, change: change})
				p := play(t, "TC_H_15_CS", setup{product: "full", mode: mode, change: change, defects: []defects.Defect{defects.ReservedReportedUnavailable}})
				if place, sentence := firstWorst(p); p.Verdict != evidence.Fail || !strings.Contains(sentence, "EVSE 1 connector 1") {
					t.Errorf("expected FAIL where the connector of the type is Unavailable, too; got %s at %s: %s", p.Verdict, place, sentence)
				}
			})
		}
	}
}

// TestOnlyATypeThatAMessageMayCarryIsReserved plays the cases where the configured connector has a type of its maker's own.
func TestOnlyATypeThatAMessageMayCarryIsReserved(t *testing.T) {
	for _, id := range []string{"TC_H_15_CS", "TC_H_16_CS"} {
		passes(t, id, setup{product: "full", change: types("Marechal", "sType2")})
		p := play(t, id, setup{product: "full", change: types("Marechal")})
		if place, sentence := firstWorst(p); p.Verdict != evidence.Inconclusive || !strings.Contains(sentence, "connectorType") {
			t.Errorf("%s: expected INCONCLUSIVE where no type can be reserved, got %s at %s: %s", id, p.Verdict, place, sentence)
		}
	}
}

// TestAllEVSEsMayBeReservedWhereTheTypeIsElsewhere plays the cases where only EVSE 2 has a type that can be reserved: the one that charges
// nowhere, and the one whose driver then goes there.
func TestAllEVSEsMayBeReservedWhereTheTypeIsElsewhere(t *testing.T) {
	elsewhere := func(p *bench.MemoryParts) {
		types("Marechal", "sType2")(p)
		p.PICS.Connectors = slices.Delete(p.PICS.Connectors, 1, 2)
	}
	for _, id := range []string{"TC_H_15_CS", "TC_H_16_CS"} {
		passes(t, id, setup{product: "full", change: elsewhere})
	}
}

// TestATypeMayBeRejectedWhereNoUnspecifiedEVSEIsReserved: a reservation of a type names no EVSE (H01.FR.06, FR.18, FR.19), and part 5 lists
// the cases for R-1 alone. Whatever else such a station answers is judged as ever.
func TestATypeMayBeRejectedWhereNoUnspecifiedEVSEIsReserved(t *testing.T) {
	without := answering(pics.R_2, false)
	rejects := both(without, can(func(c *station.Capabilities) { c.ReservesUnspecified = false }))
	accepts := both(without, can(func(c *station.Capabilities) { c.ReservesUnspecified = true }))
	for id, wrong := range map[string]defects.Defect{"TC_H_15_CS": defects.ReserveUnspecifiedOccupied, "TC_H_16_CS": defects.ReserveUnspecifiedTaken} {
		p := play(t, id, setup{product: "full", change: rejects})
		if place, sentence := firstWorst(p); p.Verdict != evidence.Inconclusive || !strings.Contains(sentence, "R-1 without R-2") {
			t.Errorf("%s: expected INCONCLUSIVE, got %s at %s: %s", id, p.Verdict, place, sentence)
		}
		if p := play(t, id, setup{product: "full", change: rejects, defects: []defects.Defect{wrong}}); p.Verdict != evidence.Fail {
			t.Errorf("%s: expected FAIL with the defect %s, got %s: %s", id, wrong, p.Verdict, p.Reason)
		}
		hasPassed(t, play(t, id, setup{product: "full", change: accepts}), "")
	}
	if p := play(t, "TC_H_15_CS", setup{product: "full", defects: []defects.Defect{defects.ReserveTypeRejected}}); p.Verdict != evidence.Fail {
		t.Errorf("expected FAIL where a product with R-2 rejects a type, got %s: %s", p.Verdict, p.Reason)
	}
}

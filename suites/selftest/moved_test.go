package selftest

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station"
)

// movers move the station to the other endpoint of the CSMS, some of them and back.
var movers = []string{"TC_B_45_CS", "TC_B_46_CS", "TC_B_47_CS", "TC_B_49_CS", "TC_B_50_CS"}

// TestAMovedStationIsHomeWhenTheNextCaseBegins plays, after each case that moves the station, those that have it boot and meet a CSMS that has
// something special. By its next boot it would come home in the middle of them.
func TestAMovedStationIsHomeWhenTheNextCaseBegins(t *testing.T) {
	for _, moves := range movers {
		t.Run(moves, func(t *testing.T) {
			t.Parallel()
			var ids []string
			for _, id := range []string{"TC_A_04_CS", "TC_A_05_CS", "TC_A_06_CS", "TC_M_30_CS", "TC_M_31_CS"} {
				ids = append(ids, moves, id)
			}
			for _, p := range playsInTurn(t, ids, setup{product: "full", profile: 2}) {
				hasPassed(t, &p, "")
				if at := lastEndpoint(&p); at != "csms" {
					t.Errorf("%s leaves the station at the endpoint %q, want csms, where it was first", p.Begin.ID, at)
				}
			}
		})
	}
}

// lastEndpoint is where the station has connected last in a play, the way back to rest included.
func lastEndpoint(p *evidence.Play) (endpoint string) {
	for _, rec := range p.Conns {
		if rec.Conn.What == "connected" {
			endpoint = rec.Conn.Endpoint
		}
	}
	return endpoint
}

// TestAStationMeetsTheSameCSMSWhereverItBoots: one that was at another endpoint than that of the first entry of NetworkConfigurationPriority
// comes to that with its next boot. Here it does not go home when the bench has it boot after the case that has moved it.
func TestAStationMeetsTheSameCSMSWhereverItBoots(t *testing.T) {
	for _, id := range []string{"TC_A_06_CS", "TC_M_30_CS"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			boots := 0
			const asked = 3 // the first is its start, the second the move
			stubborn := onStation(func(c *station.Config) {
				patch := c.Patch
				c.Patch = func(fw *station.Firmware) {
					patch(fw)
					order := fw.Wire.Decide.Order
					fw.Wire.Decide.Order = func(last int) []int {
						if boots++; boots == asked {
							return []int{last}
						}
						return order(last)
					}
				}
			})
			plays := playsInTurn(t, []string{"TC_B_45_CS", id}, setup{product: "full", profile: 2, change: stubborn})
			for i := range plays {
				hasPassed(t, &plays[i], "")
			}
			if at := lastEndpoint(&plays[0]); at != "second" {
				t.Errorf("the station is at the endpoint %q before %s, want second", at, id)
			}
			came := func(rec evidence.Record) bool { return rec.Secured.Endpoint == "csms" }
			if !slices.ContainsFunc(plays[1].Secured, came) {
				t.Errorf("the station did not come to the endpoint csms in %s", id)
			}
		})
	}
}

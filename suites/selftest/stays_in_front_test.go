package selftest

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
)

// TestWhatIsAlwaysInFrontStays plays the cases in which such a message is shown on stations that show it in different ways, and on one that has
// it take turns.
func TestWhatIsAlwaysInFrontStays(t *testing.T) {
	d, err := pics.Read("only AlwaysFront", less("UI-1.2", "UI-1.3"))
	if err != nil {
		t.Fatal(err)
	}
	onlyFront := declaring(d) // so that TC_O_01_CS and TC_O_06_CS have no other priority
	for name, show := range map[string]func(*bench.MemoryParts){
		"at once":      func(*bench.MemoryParts) {},
		"slowly":       can(func(c *station.Capabilities) { c.DisplayTakes = 2 * time.Second }),
		"moving":       can(func(c *station.Capabilities) { c.DisplayScrolls = true }),
		"page by page": can(func(c *station.Capabilities) { c.DisplayPage = 13 }),
		"together":     can(func(c *station.Capabilities) { c.ShowsTogether = true }),
	} {
		for _, id := range []string{"TC_O_24_CS", "TC_O_32_CS", "TC_O_01_CS", "TC_O_06_CS"} {
			change := show
			if id == "TC_O_01_CS" || id == "TC_O_06_CS" {
				change = both(onlyFront, show)
			}
			if p := play(t, id, setup{product: "full", change: change}); p.Verdict != evidence.Pass {
				place, sentence := firstWorst(p)
				t.Errorf("%s, %s: expected PASS, got %s at %s: %s", id, name, p.Verdict, place, sentence)
			}
			if name != "at once" {
				continue
			}
			p := play(t, id, setup{product: "full", change: change, defects: []defects.Defect{defects.AlwaysFrontCycled}})
			if _, sentence := firstWorst(p); p.Verdict != evidence.Fail || !strings.Contains(sentence, "nothing in turns with it") {
				t.Errorf("%s: expected FAIL for what takes turns, got %s: %s", id, p.Verdict, sentence)
			}
		}
	}
}

package selftest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/display"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/suites"
)

// TestAPageThatIsTheShorterTextProvesNothing: where the first page of the longer text is the shorter one, nobody can tell whether that is
// shown as well. On pages of other lengths it can be told, and they are a choice like others.
func TestAPageThatIsTheShorterTextProvesNothing(t *testing.T) {
	for _, id := range []string{"TC_O_12_CS", "TC_O_22_CS", "TC_O_24_CS", "TC_O_30_CS", "TC_O_32_CS"} {
		c, _ := octt.Lookup(id)
		for room, passes := range map[int]bool{8: true, 13: true, len("certbench was here"): false, len("certbench was here 2"): true} {
			p := play(t, id, setup{mode: suites.Starts(c)[0], change: can(func(c *station.Capabilities) { c.DisplayPage = room })})
			switch {
			case passes && p.Verdict != evidence.Pass:
				t.Errorf("%s on pages of %d signs: expected PASS, got %s: %s", id, room, p.Verdict, p.Reason)
			case !passes && (p.Verdict != evidence.Inconclusive || !strings.Contains(p.Reason, "does not tell whether all of the text is shown")):
				t.Errorf("%s on pages of %d signs: expected INCONCLUSIVE for want of room, got %s: %s", id, room, p.Verdict, p.Reason)
			}
		}
	}
}

// TestADisplayThatIsSwitchedOffIsSwitchedOnForACase plays all cases of Advanced User Interface on a station that comes with messages, tariff
// and cost switched off, and has a message of its operator. It is as it was after each.
func TestADisplayThatIsSwitchedOffIsSwitchedOnForACase(t *testing.T) {
	off := both(can(func(c *station.Capabilities) { c.MessageSwitch = true }), onStation(func(c *station.Config) {
		for _, name := range []string{"DisplayMessageCtrlr.Enabled", "TariffCostCtrlr.Enabled[Tariff]", "TariffCostCtrlr.Enabled[Cost]"} {
			c.Settings[name] = "false"
		}
	}))
	for _, c := range casesOf([]pics.Profile{pics.AdvancedUserInterface}) {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			store, had := station.Memory(), messages()[1:]
			saves(t, store, display.Record, had)
			if !passes(t, c.ID, setup{mode: suites.Starts(c)[0], change: both(remembering(store), off)}) {
				return
			}
			var has []ocpp201.MessageInfo
			loads(t, store, display.Record, &has)
			kept, err := store.Load(model.Record)
			if changed := strings.ToLower(string(kept)); err != nil || strings.Contains(changed, "displaymessagectrlr") || strings.Contains(changed, "tariffcostctrlr") {
				t.Errorf("expected the switches as they were, got the settings %s, %v", kept, err)
			}
			if got, want := fmt.Sprint(contents(has)), fmt.Sprint(contents(had)); got != want {
				t.Errorf("expected the messages %s, got %s", want, got)
			}
		})
	}
}

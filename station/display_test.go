package station_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/station"
)

// TestADisplayMayShowItsMessagesTogether has two messages stand beneath each other, the newest first, and beneath them what the station says.
func TestADisplayMayShowItsMessagesTogether(t *testing.T) {
	bubble(t, func(c *station.Config) { showingAll(c); c.Capabilities.ShowsTogether = true }, func(r *rig) {
		r.display(1, "NormalCycle", "the first message of all", "")
		r.display(2, "NormalCycle", "the second", "")
		shown := strings.Split(r.panel.Read().Display, "\n")
		want := []string{"THE SECOND", "THE FIRST MESSAGE OF", " ALL"}
		if len(shown) < 4 || !slices.Equal(shown[:3], want) {
			t.Errorf("expected %q and the station's own words, got %q", want, shown)
		}
	})
}

// TestADriverReadsTheFallbackOfWhatTheCSMSDoesNotTell: the tariff where the answer to his idToken has none (I04.FR.01), and the total cost
// where the station is offline when he stops (I05.FR.02).
func TestADriverReadsTheFallbackOfWhatTheCSMSDoesNotTell(t *testing.T) {
	bubble(t, showing, func(r *rig) {
		reads := func(when, text string, want bool) {
			if shown := r.panel.Read().Display; strings.Contains(shown, text) != want {
				t.Errorf("%s: expected %q on the display: %t, got %q", when, text, want, shown)
			}
		}
		const tariff, total = "Ask your provider for the tariff", "The total cost will stand on your bill"
		reads("before", tariff, false)
		r.in()
		r.show("CARD")
		r.pass(time.Second)
		reads("while he charges", tariff, true)
		reads("while he charges", total, false)
		r.offline()
		r.show("CARD")
		r.pass(time.Second)
		reads("when he has stopped", total, true)
	})
}

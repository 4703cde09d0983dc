package station_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
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

// TestADisplayMayShowAMessagePageByPage between words where they fit, without a sign on two pages.
func TestADisplayMayShowAMessagePageByPage(t *testing.T) {
	bubble(t, func(c *station.Config) { showingAll(c); c.Capabilities.DisplayPage = 9 }, func(r *rig) {
		r.display(1, "AlwaysFront", "the firstmessage of all", "")
		shown := strings.Join(r.seen, "\n")
		for _, page := range []string{"display: the\n", "display: firstmess\n", "display: age of\n", "display: all\n"} {
			if !strings.Contains(shown, page) {
				t.Errorf("expected the page %q, got\n%s", page, shown)
			}
		}
	})
}

// TestMessagesMayBeToldInParts of one each, backwards, and with an end that has none.
func TestMessagesMayBeToldInParts(t *testing.T) {
	bubble(t, func(c *station.Config) { showingAll(c); c.Capabilities.MessagesInParts = true }, func(r *rig) {
		for id := 1; id <= 2; id++ {
			r.display(id, "NormalCycle", "message", "")
		}
		r.askMessages("")
		var told []string
		for _, part := range r.sent("NotifyDisplayMessages") {
			var q ocpp201.NotifyDisplayMessagesRequest
			if err := json.Unmarshal(part.frame.Payload, &q); err != nil {
				t.Fatal(err)
			}
			word := "end"
			if q.TBC != nil && *q.TBC && len(q.MessageInfo) == 1 {
				word = fmt.Sprint(q.MessageInfo[0].ID)
			}
			told = append(told, word)
		}
		if want := []string{"2", "1", "end"}; !slices.Equal(told, want) {
			t.Errorf("expected the parts %q, got %q", want, told)
		}
	})
}

// TestAStationWhoseMessagesAreSwitchedOffTakesAndShowsNone.
func TestAStationWhoseMessagesAreSwitchedOffTakesAndShowsNone(t *testing.T) {
	bubble(t, func(c *station.Config) { showingAll(c); c.Capabilities.MessageSwitch = true }, func(r *rig) {
		const message = `{"message":{"id":2,"priority":"AlwaysFront","message":{"format":"UTF8","content":"too late"}}}`
		r.display(1, "AlwaysFront", "in time", "")
		r.setVariable("DisplayMessageCtrlr.Enabled", "false")
		r.expect("SetDisplayMessage", message, "status", "Rejected")
		if shown := r.panel.Read().Display; strings.Contains(shown, "in time") || strings.Contains(shown, "too late") {
			t.Errorf("expected no message to be shown, got %q", shown)
		}
		r.setVariable("DisplayMessageCtrlr.Enabled", "true")
		if shown := r.panel.Read().Display; shown != "in time" {
			t.Errorf("expected the message that was set before, got %q", shown)
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

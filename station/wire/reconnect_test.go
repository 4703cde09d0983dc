package wire

import (
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestTheRandomPartIsNeverMoreThanItsRange(t *testing.T) {
	var b backOff
	for range 20 {
		asked := time.Duration(0)
		wait := b.next(BackOff{Minimum: 10 * time.Second, Random: 5 * time.Second, Repeat: 3}, func(max time.Duration) time.Duration { asked = max; return max / 2 })
		if asked > 5*time.Second || wait > 80*time.Second+5*time.Second/2 {
			t.Errorf("expected at most 5 s of random and 82.5 s in all, got %s and %s", asked, wait)
		}
	}
}

func TestTheIdentityIsEscapedInTheURL(t *testing.T) {
	want := "ws://csms.example.com/ocpp/RDAM%20123" // part 4, section 3.1.1, example 2
	profile := Profile{Data: ocpp201.NetworkConnectionProfile{OCPPCSMSURL: "ws://csms.example.com/ocpp"}}
	if got := profile.url("RDAM 123"); got != want {
		t.Errorf("expected %s, got %s", want, got)
	}
}

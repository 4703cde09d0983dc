package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestOnePausePassesBetweenTwoThings(t *testing.T) {
	const pause = 500 * time.Millisecond
	takes := func(s *Scenario) {
		_, call := Receive[ocpp201.AuthorizeRequest](s, 1)
		call.Accept(2)
	}
	for name, c := range map[string]struct {
		tells   time.Duration // when the station tells of the first act; 0 for never
		between func(*Scenario)
		apart   time.Duration // the second act from the first
	}{
		"the station tells nothing":                                   {0, func(*Scenario) {}, pause},
		"it tells at once":                                            {100 * time.Millisecond, takes, 100*time.Millisecond + pause/20 + pause},
		"it tells late":                                               {3 * time.Second, takes, 3*time.Second + pause},
		"it has nothing more to tell":                                 {0, (*Scenario).Settles, pause},
		"it has told what it had to tell":                             {100 * time.Millisecond, func(s *Scenario) { takes(s); s.Settles() }, 100*time.Millisecond + pause/20 + pause},
		"it has told what no row takes":                               {100 * time.Millisecond, (*Scenario).Settles, 100*time.Millisecond + pause/20 + pause},
		"the document names a time":                                   {0, func(s *Scenario) { s.Wait(1, 3*time.Second, "a test") }, pause + 3*time.Second},
		"the bench asks something, which leaves the station as it is": {0, func(s *Scenario) { s.Wait(1, 3*time.Second, "a test"); _ = s.fence() }, pause + 3*time.Second},
		"the bench asks for something to be done": {0, func(s *Scenario) {
			s.Wait(1, 3*time.Second, "a test")
			_, _ = s.write(enabled, "true")
		}, pause + 3*time.Second + pause},
		"nobody hears a station that is away": {0, func(s *Scenario) { s.CloseConnection(1) }, 2 * pause},
	} {
		t.Run(name, func(t *testing.T) {
			change := func(l *lab) { l.bench.Rigs.Tokens, l.bench.Timeouts.Act = rig{}, pause }
			inLab(t, change, func(l *lab) {
				l.play(func(s *Scenario) {
					if c.tells > 0 {
						l.csms.later(c.tells, "Authorize", authorize)
					}
					present(s)
					c.between(s)
					present(s)
					s.Check(3, "Something is proved.", 1, 1)
				})
				var began []time.Time
				for _, r := range l.rec.all() {
					if r.Act != nil {
						began = append(began, r.Act.Began)
					}
				}
				if len(began) != 2 || began[1].Sub(began[0]) != c.apart {
					t.Errorf("expected two acts %s apart, got them at %v\n%s", c.apart, began, l.rec)
				}
			})
		})
	}
}

package bench

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// asFull makes the bench's station the product with an Authorization Cache.
func asFull(t *testing.T) func(*MemoryParts) {
	declared, err := pics.Read(examples.FullName, examples.Full())
	if err != nil {
		t.Fatal(err)
	}
	return func(p *MemoryParts) { p.PICS = declared }
}

// preAuthorizing is the configuration in which a cached idToken is not asked about.
var preAuthorizing = octt.Config(octt.Is("AuthCacheCtrlr.Enabled", "true"), octt.Is("AuthCtrlr.LocalPreAuthorize", "true"))

// asked presents an idToken of which the station must know nothing.
func asked(s *octt.Scenario) {
	s.Prepare(preAuthorizing)
	s.Act(0, rigs.PresentToken(s.Token, place))
	octt.Receive[ocpp201.AuthorizeRequest](s, 1)
}

func TestNoIDTokenStaysInTheAuthorizationCache(t *testing.T) {
	for name, leave := range map[string]func(*octt.Scenario){
		"of a case that has used the cache": asked,
		"of a case that has switched it off": func(s *octt.Scenario) {
			asked(s)
			s.Prepare(octt.Config(octt.Is("AuthCacheCtrlr.Enabled", "false")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			onMemory(t, asFull(t), func(t *testing.T, m *Memory, said *notes) {
				for _, main := range []func(*octt.Scenario){leave, asked} {
					if end := play(t, m, main); end.Verdict != evidence.Pass {
						t.Fatalf("expected every case to find an empty cache, got %s: %s; notes %q", end.Verdict, end.Reason, said.said)
					}
				}
			})
		})
	}
}

func TestAStationThatWillNotClearItsCacheComesToRestAllTheSame(t *testing.T) {
	full := asFull(t)
	onMemory(t, func(p *MemoryParts) {
		full(p)
		set, err := defects.Parse(string(defects.ClearCacheRejected))
		if err != nil {
			t.Fatal(err)
		}
		p.Defects = set
	}, func(t *testing.T, m *Memory, said *notes) {
		if end := play(t, m, nothing); end.Verdict != evidence.Pass || m.Player.Latched() != nil {
			t.Errorf("expected a PASS on a bench that goes on, got %s: %s, latched %v", end.Verdict, end.Reason, m.Player.Latched())
		}
		if !said.has("may still hold idTokens") {
			t.Errorf("expected a note about the cache, got %q", said.said)
		}
	})
}

// tally counts the CALLs of the bench by action.
type tally map[string]int

func (c tally) Append(r evidence.Record) (int64, error) {
	if r.Frame != nil && r.Frame.Type == "CALL" {
		c[r.Frame.Action]++
	}
	return 1, nil
}

func TestAStationWithoutACacheIsNotAskedAboutIt(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*MemoryParts)
		want   bool
	}{"without": {func(*MemoryParts) {}, false}, "with": {asFull(t), true}} {
		t.Run(name, func(t *testing.T) {
			seen := tally{}
			onMemory(t, func(p *MemoryParts) { c.change(p); p.Recorder = seen }, func(t *testing.T, m *Memory, _ *notes) { play(t, m, nothing) })
			if got := seen["ClearCache"] > 0; got != c.want {
				t.Errorf("expected ClearCache to be sent: %v, got %v; calls: %v", c.want, got, seen)
			}
		})
	}
}

package playertest_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/suites"
	"github.com/certbench/certbench/suites/playertest"
)

// memory is a bench in memory, which records where it is told.
func memory(t *testing.T, recorder octt.Recorder) *bench.Memory {
	t.Helper()
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	parts := bench.MemoryParts{PICS: declared, Schemas: set, Recorder: recorder, Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts()}
	parts.Configured.BasicAuthPassword = "self-test-password-1"
	m, err := bench.NewMemory(t.Context(), parts)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return m
}

// latching is the case, during which the bench breaks when there is a cause.
func latching(c octt.Case, p *octt.Player, latch <-chan error) octt.Case {
	main := c.Main
	c.Main = func(s *octt.Scenario) {
		main(s)
		select {
		case cause := <-latch:
			p.Latch(cause)
		default:
		}
	}
	return c
}

// near plays on a bench of this machine.
type near struct {
	*octt.Player
	latch <-chan error
}

func TestABenchOfThisMachineKeepsTheContract(t *testing.T) {
	t.Parallel()
	playertest.Passes(t, func(t *testing.T, latch <-chan error, heard func(evidence.Record), _ ...octt.Case) suites.Player {
		var log bytes.Buffer
		recorder := evidence.New(&log, nil)
		recorder.OnRecord(heard)
		if _, err := recorder.Append(evidence.Record{Run: &evidence.RunStarted{}}); err != nil {
			t.Fatal(err)
		}
		m := memory(t, recorder.Side("bench"))
		t.Cleanup(func() {
			if err := m.Close(); err != nil {
				t.Error(err)
			}
		})
		return &near{m.Player, latch}
	})
}

func (n *near) Play(ctx context.Context, c octt.Case, about evidence.CaseStarted, mode octt.Mode) evidence.CaseEnded {
	return n.Player.Play(ctx, latching(c, n.Player, n.latch), about, mode)
}

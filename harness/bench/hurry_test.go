package bench

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
)

// closer is a rig that takes a while to close.
type closer struct {
	name   string
	takes  time.Duration
	fails  error
	closed atomic.Bool
}

func (c *closer) Name() string                { return c.name }
func (c *closer) Rest(context.Context) error  { return nil }
func (c *closer) Check(context.Context) error { return nil }
func (c *closer) Close() error {
	time.Sleep(c.takes)
	c.closed.Store(true)
	return c.fails
}

// Who asks a second time waits for no rig that hangs: the others are closed all the same, and it is said which one has not.
func TestARigThatHangsIsLeftInAHurry(t *testing.T) {
	for name, c := range map[string]struct {
		hurry time.Duration // after which the run is asked to end again; 0 for never
		most  time.Duration
		says  []string
	}{
		"not in a hurry":          {0, 31 * time.Second, []string{"rig stuck: the contact is stuck"}},
		"in a hurry":              {2 * time.Second, 2*time.Second + hurryLimit, []string{"rig stuck: the contact is stuck", "rig server: it did not answer within 4s"}},
		"in a hurry since before": {-1, hurryLimit, []string{"rig stuck: the contact is stuck", "rig server: it did not answer within 4s"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				all := []*closer{{name: "first", takes: time.Millisecond}, {name: "server", takes: 30 * time.Second}, {name: "stuck", fails: errors.New("the contact is stuck")},
					{name: "slow", takes: time.Second}}
				b := &Bench{hurried: make(chan struct{}), latch: rigs.NewLatch(rigs.Set{})}
				for _, rig := range all {
					b.rigList = append(b.rigList, rig)
				}
				b.latch = rigs.NewLatch(rigs.Set{}, b.rigList...)
				if c.hurry > 0 {
					time.AfterFunc(c.hurry, b.Dismiss)
				} else if c.hurry < 0 {
					b.Dismiss()
				}
				began := time.Now()
				err := b.closeRigs()
				if took := time.Since(began); took > c.most+time.Millisecond {
					t.Errorf("expected it to end within %s, it took %s", c.most, took)
				}
				if err == nil || len(strings.Split(err.Error(), "\n")) != len(c.says) {
					t.Fatalf("expected %q, got %v", c.says, err)
				}
				for _, words := range c.says {
					if !strings.Contains(err.Error(), words) {
						t.Errorf("expected %q, got %v", words, err)
					}
				}
				for _, rig := range all {
					if !rig.closed.Load() && (rig.name != "server" || c.hurry == 0) {
						t.Errorf("expected %s to be closed", rig.name)
					}
				}
				time.Sleep(time.Minute) // for the one that was left to itself
			})
		})
	}
}

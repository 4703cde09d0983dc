package manual

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/rigs"
)

// DefaultLimit is how long a person has for one act, walking included.
const DefaultLimit = 5 * time.Minute

// Config is where the person sits.
type Config struct {
	In    io.Reader     // one line per answer; read from the first prompt on, until it ends
	Out   io.Writer     // prompts; each is one Write
	Limit time.Duration // time for one act; 0 means DefaultLimit
	Desk  *Desk         // where others may answer as well; nil for nowhere
	Steer Steer
	Shows map[rigs.Kind]Shown // what helps with a kind of act, beside its sentence
}

// Shown is what a bench file has to say of a kind of act.
type Shown struct {
	Note    string `yaml:"note"`    // such as where the reader is
	Picture string `yaml:"picture"` // a file, for who is asked on a page
}

// Rig has a person do the acts, one at a time. What the person says is its read-back.
type Rig struct {
	rigs.Called
	lock  *rigs.Interlock
	lines *lines
	out   io.Writer
	limit time.Duration
	desk  *Desk
	steer Steer
	shows map[rigs.Kind]Shown
	late  bool // the last prompt was given up, so that a line typed since is an answer to it
	held  bool // the prompt that is asked waits without a limit
	vain  bool // nobody brought the bench to rest when asked to
	fresh bool // the bench has not been brought to rest yet and may be in any state

	dismiss   sync.Once
	dismissed chan struct{} // closed when nobody is waited for any more
}

// New makes the rig of one person. Nothing is asked before the first act or Rest.
func New(c Config) *Rig {
	if c.Limit == 0 {
		c.Limit = DefaultLimit
	}
	return &Rig{lock: rigs.NewInterlock(), lines: newLines(c.In), out: c.Out, limit: c.Limit, desk: c.Desk, steer: c.Steer, shows: c.Shows, fresh: true, dismissed: make(chan struct{})}
}

// Name names the rig as a bench file does.
func (r *Rig) Name() string { return r.Or("manual") }

// Rest asks for everything that is not at rest, in one sentence, and asks nothing when all is. The first Rest asks for
// the whole bench, for nobody knows what it was left in.
func (r *Rig) Rest(ctx context.Context) error {
	return r.lock.Rest(ctx, func(h rigs.Held) error {
		h.Unknown = h.Unknown || r.fresh
		return r.rest(ctx, h)
	})
}

// Check complains when the input has ended and there is no desk, so that nobody can be asked.
func (r *Rig) Check(ctx context.Context) error {
	return r.lock.Open(ctx, func() error {
		if r.desk == nil && r.lines.over() {
			return fmt.Errorf("%w: %s", rigs.ErrNoAnswer, r.lines.why())
		}
		return nil
	})
}

// Dismiss has nobody waited for any more: a prompt that is open ends unanswered, and later ones are only said. It is for a run
// that is asked to end, again, and may be called at any time and more than once.
func (r *Rig) Dismiss() { r.dismiss.Do(func() { close(r.dismissed) }) }

// Close asks the person to bring to rest what the rig moved; one who was just asked for that in vain is only told. In and Out
// stay the caller's.
func (r *Rig) Close() error {
	return r.lock.Close(func(h rigs.Held) error {
		if r.vain {
			return r.rest(enough, h)
		}
		return r.rest(context.Background(), h)
	}, func() error { return nil })
}

func (r *Rig) rest(ctx context.Context, h rigs.Held) error {
	if h.Nothing() {
		return nil
	}
	err := r.ask(ctx, question{sentence: "Bring the bench to rest: " + restSentence(h) + ".", where: "the bench", help: restHelp, rest: true})
	r.fresh = r.fresh && err != nil
	r.vain = err != nil
	return err
}

// enough is a context in which nobody is waited for who has been asked in vain.
var enough = func() context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(fmt.Errorf("%w, as before", rigs.ErrNoAnswer))
	return ctx
}()

func restSentence(h rigs.Held) string {
	if h.Unknown {
		return "no EV connected anywhere, no fault set, mains on, network connected, every parking bay free"
	}
	var parts []string
	for _, at := range h.Connected {
		parts = append(parts, "disconnect the EV and EVSE at "+at.String())
	}
	if len(h.Defects) > 0 {
		parts = append(parts, "clear every fault")
	}
	if h.Dark {
		parts = append(parts, "switch the mains on")
	}
	if h.Cut {
		parts = append(parts, "bring the Charging Station back online")
	}
	for _, at := range h.Bays {
		parts = append(parts, "drive the EV out of the parking bay at "+at.String())
	}
	return strings.Join(parts, ", ")
}

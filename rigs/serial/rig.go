package serial

import (
	"context"
	"fmt"
	"time"

	"github.com/certbench/certbench/rigs"
)

// Port is a serial line that is held. Send returns when all has left, or with an error when it has not by then.
type Port interface {
	Send(data []byte, by time.Time) error
	Check() error
	Close() error
}

// Rig sends tokens, one at a time. It cannot look at what came of them.
type Rig struct {
	rigs.Called
	config Config
	port   Port
	lock   *rigs.Interlock
}

// New opens the port and holds it until Close.
func New(c Config) (*Rig, error) {
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("the serial rig: %w", err)
	}
	c = c.withDefaults()
	port, err := open(c.Port, c.Baud, c.Mode)
	if err != nil {
		return nil, err
	}
	return &Rig{config: c, port: port, lock: rigs.NewInterlock()}, nil
}

// Name names the rig as a bench file does.
func (r *Rig) Name() string { return r.Or("serial") }

// Present sends the card or the code of a token. Whatever the place: a line leads to one reader.
func (r *Rig) Present(ctx context.Context, token rigs.Token, at rigs.Place) (rigs.ReadBack, error) {
	var back rigs.ReadBack
	err := r.lock.Do(ctx, rigs.Presenting, at, func() error {
		text, err := r.config.text(token)
		if err != nil {
			return fmt.Errorf("%w: %v", rigs.ErrNoRig, err)
		}
		by := time.Now().Add(r.config.Timeout)
		if deadline, ok := ctx.Deadline(); ok && deadline.Before(by) {
			by = deadline
		}
		if err := r.port.Send([]byte(text), by); err != nil {
			return err
		}
		back = rigs.ReadBack{Rig: r.Name(), At: time.Now()}
		return nil
	})
	return back, err
}

// Rest has nothing to do: what is sent is over.
func (r *Rig) Rest(ctx context.Context) error {
	return r.lock.Rest(context.WithoutCancel(ctx), func(rigs.Held) error { return nil })
}

// Check looks whether the line is still there.
func (r *Rig) Check(ctx context.Context) error { return r.lock.Open(ctx, r.port.Check) }

// Close lets go of the line.
func (r *Rig) Close() error { return r.lock.Close(func(rigs.Held) error { return nil }, r.port.Close) }

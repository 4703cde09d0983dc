package selftest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/memnet"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/manual"
	rigpanel "github.com/certbench/certbench/rigs/panel"
	"github.com/certbench/certbench/station"
)

// What a person takes to do what they are asked for, and to say that it is done.
const (
	toDo  = 8 * time.Second
	toSay = 2 * time.Second
)

// person is a manual rig with somebody at it, who has the panel in their hands.
type person struct {
	*manual.Rig
	panel  *rigpanel.Rig
	hands  rigs.Set
	in     *memnet.Conn // where the rig reads
	answer *memnet.Conn // where the person types

	mu   sync.Mutex
	todo func() error // what the next prompt is about
}

// byPerson has a person do the acts of cables and cards; all else is done at the panel as before.
func byPerson(p *bench.MemoryParts) {
	who := &person{}
	who.in, who.answer = memnet.Pipe(0)
	who.Rig = manual.New(manual.Config{In: who.in, Out: prompts{who}})
	onStation(func(c *station.Config) {
		who.panel = rigpanel.New(c.Panel)
		who.hands.Bind(who.panel)
	})(p)
	p.Beside = append(p.Beside, who)
	p.Bind = func(bound *rigs.Set) { bound.Cable, bound.Ends, bound.Tokens = who, who, who }
}

// prompts is where the person reads.
type prompts struct{ who *person }

// Write has the person do what a prompt asks for, and press Enter, or skip what cannot be done.
func (p prompts) Write(text []byte) (int, error) {
	if !strings.Contains(string(text), ">> ") {
		return len(text), nil
	}
	p.who.mu.Lock()
	do := p.who.todo
	p.who.mu.Unlock()
	time.AfterFunc(toDo, func() {
		answer := "\n"
		if do() != nil {
			answer = "s\n"
		}
		time.AfterFunc(toSay, func() { _, _ = p.who.answer.Write([]byte(answer)) }) // when the bench is closed nobody reads it
	})
	return len(text), nil
}

func (p *person) next(do func() error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.todo = do
}

// asked notes that the next prompt is about the act that the bench is at.
func (p *person) asked(ctx context.Context) {
	act, _ := rigs.Current(ctx)
	p.next(func() error { _, err := act.Do(context.WithoutCancel(ctx), p.hands); return err })
}

func (p *person) Rest(ctx context.Context) error {
	p.next(func() error { return p.panel.Rest(context.WithoutCancel(ctx)) })
	return p.Rig.Rest(ctx)
}

func (p *person) Close() error {
	p.next(func() error { return p.panel.Rest(context.Background()) })
	return errors.Join(p.Rig.Close(), p.answer.Close(), p.in.Close())
}

func (p *person) Connect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	p.asked(ctx)
	return p.Rig.Connect(ctx, at)
}

func (p *person) ConnectIdle(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	p.asked(ctx)
	return p.Rig.ConnectIdle(ctx, at)
}

func (p *person) Disconnect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	p.asked(ctx)
	return p.Rig.Disconnect(ctx, at)
}

func (p *person) Plug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	p.asked(ctx)
	return p.Rig.Plug(ctx, at, end)
}

func (p *person) Unplug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	p.asked(ctx)
	return p.Rig.Unplug(ctx, at, end)
}

func (p *person) Present(ctx context.Context, token rigs.Token, at rigs.Place) (rigs.ReadBack, error) {
	p.asked(ctx)
	return p.Rig.Present(ctx, token, at)
}

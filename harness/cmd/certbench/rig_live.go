package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/live/technician"
	"github.com/certbench/certbench/rigs"
)

const rigLiveHelp = "`address` of a page with a button for every act, such as 8080 for this machine alone or 0.0.0.0:8080 for all, with a token"

// showRigs serves the page of the rigs of a bench until somebody asks for the end.
func showRigs(ctx context.Context, c *cobra.Command, k *doorstep, d *director, f files) error {
	page := technician.New(technician.Config{
		Bench: d.bench.Name, Door: k.door, Acts: d.acts(), Look: d.look, Walker: d.walker(ctx, c, f),
		Do: func(_ context.Context, words []string) (string, error) {
			o, err := parsedOrder(words)
			if err != nil {
				return "", err
			}
			act, err := o.act(d, o.words)
			if err != nil {
				return "", err
			}
			back, err := act.Do(ctx, d.open.Acts) // the end of the command ends it, and not that of a request
			return readBack(act, back), err
		},
	})
	at := k.serve(page.Handler())
	if _, err := fmt.Fprintln(c.ErrOrStderr(), at.shows()+"\nCtrl-C ends it, and the rigs go to their safe state."); err != nil {
		return errors.Join(err, at.close())
	}
	<-ctx.Done()
	page.Close()
	return at.close()
}

// legs are the kinds of acts that the doctor walks through, in its order.
var legs = []rigs.Kind{rigs.KindCable, rigs.KindEnds, rigs.KindTokens, rigs.KindBay, rigs.KindFaults, rigs.KindLink, rigs.KindMains}

// walker walks through the acts as the doctor does, on the same rigs, which are lent to it.
func (d *director) walker(ctx context.Context, c *cobra.Command, f files) *technician.Walker {
	w := &technician.Walker{Walk: func(station bool, tell func(technician.Step)) error {
		return d.open.Lend(ctx, func() error {
			o := &doctorOptions{files: f, wires: true, absent: !station, wait: d.bench.Timeouts.Boot, asked: bench.Person{In: d.in, Out: c.ErrOrStderr()}}
			declared, err := f.readPICS()
			if err != nil {
				return err
			}
			o.benchChecks(c, declared, d.bench, &sheet{told: func(x examined) {
				tell(technician.Step{What: x.What, Verdict: x.Verdict, Found: x.Found, Do: x.Do})
			}})
			return nil
		})
	}}
	bound := d.bench.Bound()
	for _, kind := range legs {
		l := technician.Leg{Name: string(kind)}
		if bound[kind] == bench.None {
			l.Lacks = fmt.Sprintf("the bench binds no rig to %s", kind)
		}
		w.Legs = append(w.Legs, l)
	}
	return w
}

// acts lists what can be ordered, in the order of the help.
func (d *director) acts() (all []technician.Act) {
	bound := d.bench.Bound()
	for _, o := range orders {
		if o.act == nil {
			continue // a look, which the page has by itself
		}
		for _, words := range chosen(strings.Fields(o.pattern)) {
			a := technician.Act{Words: words, Does: o.does}
			if last := words[len(words)-1]; last == strings.ToUpper(last) && len(last) > 1 {
				a.Asks = last
			}
			if act, err := o.act(d, words); err == nil && bound[act.Kind] == bench.None {
				a.Lacks = fmt.Sprintf("the bench binds no rig to %s", act.Kind)
			}
			all = append(all, a)
		}
	}
	return all
}

// chosen is a pattern with each of the choices that there are for its last word.
func chosen(pattern []string) [][]string {
	last := len(pattern) - 1
	var choices []string
	switch pattern[last] {
	case "STATE":
		choices = strings.Split(pilotStates, "")
	case "DEFECT":
		for _, defect := range rigs.Defects() {
			choices = append(choices, string(defect))
		}
	default:
		return [][]string{pattern}
	}
	var all [][]string
	for _, choice := range choices {
		all = append(all, append(append([]string(nil), pattern[:last]...), choice))
	}
	return all
}

// look asks every rig.
func (d *director) look(ctx context.Context) (all []technician.Lamp) {
	for _, rig := range d.open.Each {
		l := technician.Lamp{Rig: rig.Name()}
		err := rig.Check(ctx)
		if s, can := rig.(rigs.Seer); can && err == nil {
			l.Sees, err = s.See(ctx, d.at)
		}
		if err != nil {
			l.Wrong = err.Error()
		}
		all = append(all, l)
	}
	return all
}

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
func showRigs(ctx context.Context, c *cobra.Command, k *doorstep, d *director) error {
	page := technician.New(technician.Config{
		Bench: d.bench.Name, Door: k.door, Acts: d.acts(), Look: d.look,
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
			return back.Observed, err
		},
	})
	at := k.serve(page.Handler())
	if _, err := fmt.Fprintln(c.ErrOrStderr(), at.shows()+"\nCtrl-C ends it, and the rigs go to their safe state."); err != nil {
		return errors.Join(err, at.close())
	}
	<-ctx.Done()
	return at.close()
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

// seer is a rig that can say what it sees without moving anything.
type seer interface {
	See(ctx context.Context, at rigs.Place) (string, error)
}

// look asks every rig.
func (d *director) look(ctx context.Context) (all []technician.Lamp) {
	for _, rig := range d.open.Each {
		l := technician.Lamp{Rig: rig.Name()}
		err := rig.Check(ctx)
		if s, can := rig.(seer); can && err == nil {
			l.Sees, err = s.See(ctx, d.at)
		}
		if err != nil {
			l.Wrong = err.Error()
		}
		all = append(all, l)
	}
	return all
}

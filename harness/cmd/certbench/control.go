package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/manual"
	"github.com/certbench/certbench/suites"
)

// control is what people may do to a run that is played, from its page and from the terminal: pause it, end it, have a case played
// again, keep a note, and answer prompts. What they do is recorded with their names.
type control struct {
	steer    *suites.Steer
	recorder *evidence.Recorder
	session  *session
	stop     context.CancelFunc // as Ctrl-C does
	ctx      context.Context
	alone    bool // there is no page

	mu      sync.Mutex
	desks   map[string]*manual.Desk // by the name of the bench
	plays   map[string]*underWay    // by the name of the bench
	last    map[string]underWay     // the last play of each case
	changed func()

	noting sync.Mutex // held while somebody's word is recorded
	ended  bool       // the end of the run is recorded next
}

// end lets nobody say any more: what stood after the end of the run would have the evidence taken for altered.
func (k *control) end() {
	k.noting.Lock()
	defer k.noting.Unlock()
	k.ended = true
}

// underWay is a play, by its records.
type underWay struct {
	bench, id, name, mode string
	play, acts            int
	so                    evidence.Verdict
	over                  bool
}

// newControl makes the control of a run that has not begun. The context of the command ends when somebody stops the run.
func newControl(c *cobra.Command, s *session, recorder *evidence.Recorder) *control {
	ctx, stop := context.WithCancel(c.Context())
	c.SetContext(ctx)
	k := &control{steer: &suites.Steer{}, recorder: recorder, session: s, stop: stop, ctx: ctx, desks: map[string]*manual.Desk{},
		plays: map[string]*underWay{}, last: map[string]underWay{}, changed: func() {}}
	recorder.OnRecord(k.follow)
	return k
}

// changes has f called when a prompt comes or goes.
func (k *control) changes(f func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changed = f
}

// follow keeps in mind which play a bench is at.
func (k *control) follow(rec evidence.Record) {
	if rec.Begin == nil && rec.Check == nil && rec.Act == nil && rec.End == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if rec.Begin != nil {
		k.plays[rec.Bench] = &underWay{bench: rec.Bench, id: rec.Begin.ID, name: rec.Begin.Name, mode: rec.Begin.Mode, play: rec.Play}
	}
	p := k.plays[rec.Bench]
	if p == nil || p.play != rec.Play {
		return
	}
	switch {
	case rec.Check != nil:
		p.so = evidence.Worse(p.so, rec.Check.Verdict)
	case rec.Act != nil:
		p.acts++
	case rec.End != nil:
		p.over, p.so = true, rec.End.Verdict
	}
	k.last[p.id] = *p
}

// bench is the name by which the records of a bench are marked: none in a run on one.
func (k *control) bench(name string) string {
	if len(k.session.benches) == 1 {
		return ""
	}
	return name
}

// person adds to who is at the terminal the desk of a bench, and what they may do beside answering. Without a page there is no desk,
// and a pause is at the prompt.
func (k *control) person(bench string) (*manual.Desk, manual.Steer) {
	const by = "the person at the terminal"
	steer := manual.Steer{
		Pause:   func() error { return k.Pause(by) },
		Comment: func(text string) error { return k.Note(by, k.playing(bench), text) },
		Back: func(id string) error {
			if err := k.steer.AgainAfter(id, by); err != nil {
				return err
			}
			return k.note(id, by, "An act before was not done as it was said; the case ends and is played again.")
		},
	}
	if k.alone {
		steer.Here, steer.About = true, func(string) manual.About { return k.about(bench) }
		steer.Pause = func() error { return k.note("", by, "A prompt waits without a limit: the run is paused at it.") }
		return nil, steer
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	desk := manual.NewDesk(func(string) manual.About { return k.about(bench) }, func() {
		k.mu.Lock()
		changed := k.changed
		k.mu.Unlock()
		changed()
	})
	k.desks[bench] = desk
	return desk, steer
}

// about is what a prompt at a bench belongs to now.
func (k *control) about(bench string) (a manual.About) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p := k.plays[k.bench(bench)]
	if p == nil || p.over {
		return manual.About{}
	}
	a = manual.About{Case: p.id, Name: p.name, So: string(p.so), Acts: len(suites.Needs(p.id, octt.Mode(p.mode), k.session.declared))}
	if p.acts < a.Acts { // what comes after them brings the bench to rest
		a.Act = p.acts + 1
	}
	return a
}

func (k *control) playing(bench string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if p := k.plays[k.bench(bench)]; p != nil && !p.over {
		return p.id
	}
	return ""
}

// Prompts lists what people are asked for, of all benches.
func (k *control) Prompts() (all []live.Prompt) {
	k.mu.Lock()
	desks := map[string]*manual.Desk{}
	for bench, desk := range k.desks {
		desks[bench] = desk
	}
	k.mu.Unlock()
	for _, file := range k.session.benches {
		desk := desks[file.Name]
		if desk == nil {
			continue
		}
		for _, p := range desk.Open() {
			one := live.Prompt{ID: p.ID, Case: p.About.Case, CaseName: p.About.Name, Act: p.About.Act, Acts: p.About.Acts, So: evidence.Verdict(p.About.So), Stands: p.About.Stands(),
				Sentence: p.Sentence, Where: p.Where, Help: p.Help, Note: p.Note, Yes: p.Yes, No: p.No, Part: p.Part, Asked: p.Asked, Until: p.Until, Bench: k.bench(file.Name)}
			if p.Picture != "" {
				one.Picture = "/picture/" + p.ID
			}
			all = append(all, one)
		}
	}
	return all
}

// Picture is the file of the picture of a prompt that is open.
func (k *control) Picture(id string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, desk := range k.desks {
		for _, p := range desk.Open() {
			if p.ID == id {
				return p.Picture
			}
		}
	}
	return ""
}

// Answer takes the answer of somebody to a prompt, and records who has given it.
func (k *control) Answer(id, by string, result live.Result, reason string) error {
	a := manual.Answer{By: by}
	switch result {
	case live.NotPossible:
		a.Err = fmt.Errorf("%w: %s says: %s", rigs.ErrSkipped, by, reason)
	case live.NotOffered:
		a.Err = rigs.ErrNotOffered
	case live.OnlyPart:
		a.Err = rigs.ErrOnlyPart
	case live.Failed:
		a.Err = fmt.Errorf("%w, says %s", rigs.ErrUndone, by)
		if reason != "" {
			a.Err = fmt.Errorf("%w: %s", a.Err, reason)
		}
	}
	k.mu.Lock()
	desks := map[string]*manual.Desk{}
	for bench, desk := range k.desks {
		desks[bench] = desk
	}
	k.mu.Unlock()
	for bench, desk := range desks {
		for _, p := range desk.Open() {
			if p.ID != id {
				continue
			}
			if result == live.NotOffered && p.No == "" || result == live.OnlyPart && p.Part == "" {
				return fmt.Errorf("%q is no answer to: %s", result, p.Sentence)
			}
			if err := desk.Answer(id, a); err != nil {
				return err
			}
			text := fmt.Sprintf("%q is answered on the page: %s.", p.Sentence, result)
			if reason != "" {
				text = fmt.Sprintf("%q is answered on the page: %s, %s", p.Sentence, result, reason)
			}
			return k.noteAt(k.playing(bench), k.bench(bench), by, text)
		}
	}
	return manual.ErrAnswered
}

// Paused tells whether nothing more begins.
func (k *control) Paused() bool { return k.steer.Paused() }

// Stopping tells whether the run was asked to end.
func (k *control) Stopping() bool { return k.ctx.Err() != nil }

// Pause has nothing more begin.
func (k *control) Pause(by string) error {
	k.steer.Pause()
	return k.note("", by, "The run is paused: nothing more begins.")
}

// GoOn ends a pause.
func (k *control) GoOn(by string) error {
	k.steer.GoOn()
	return k.note("", by, "The run goes on.")
}

// Stop ends the run as Ctrl-C does.
func (k *control) Stop(by string) error {
	err := k.note("", by, "The run is stopped.")
	k.stop()
	return err
}

// Again has a case played once more.
func (k *control) Again(by, id string) error {
	if err := k.steer.Again(id, by); err != nil {
		return err
	}
	return k.note(id, by, "The case is to be played again.")
}

// Note marks a case, or the run.
func (k *control) Note(by, id, text string) error { return k.note(id, by, text) }

// note records what somebody says or does, with the last play of the case that it is about.
func (k *control) note(id, by, text string) error { return k.noteAt(id, "", by, text) }

func (k *control) noteAt(id, bench, by, text string) error {
	rec := evidence.Record{Kind: evidence.KindNote, Bench: bench, Note: &evidence.Note{Text: by + ": " + text, By: by}}
	if id != "" {
		k.mu.Lock()
		p, played := k.last[id]
		k.mu.Unlock()
		if !played {
			return fmt.Errorf("%s has not been played, so that nothing can be noted on it", id)
		}
		rec.Bench, rec.Case, rec.Play = p.bench, id, p.play
	}
	k.noting.Lock()
	defer k.noting.Unlock()
	if k.ended {
		return live.ErrTooLate
	}
	if _, err := k.recorder.Append(rec); err != nil {
		if errors.Is(err, evidence.ErrClosed) {
			return live.ErrTooLate
		}
		return err
	}
	return nil
}

package manual

import (
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"time"
)

// Desk is where the prompts of the persons of a bench lie as well as on the terminal: whoever answers first has answered. It may be
// used concurrently.
type Desk struct {
	about   func(rig string) About
	changed func()

	mu   sync.Mutex
	open []*posted
}

// About is what a prompt belongs to.
type About struct {
	Case, Name string // of the case that is played; empty between cases
	Act, Acts  int    // the how manieth act of how many; 0 where that is not known
	So         string // the verdict of the case so far
	Over       bool   // its rows have been played; only the way back to rest may still change the verdict
}

// Stands puts into words what So is.
func (a About) Stands() string {
	if a.Over {
		return "whose rows have come to"
	}
	return "so far"
}

// Prompt is a question that waits for its answer.
type Prompt struct {
	ID, Rig               string
	About                 About
	Sentence, Where, Help string
	Note, Picture         string // of the bench file; empty for none
	Yes                   string // what the zero Answer says, such as "shown"; empty for done
	No                    string // an answer as well, which ErrNotOffered gives: "not offered" or "not shown"; empty for none
	Part                  string // another, which ErrOnlyPart gives: "only a part"; empty for none
	Asked, Until          time.Time
}

// Answer is one to a prompt. The zero Answer is: done.
type Answer struct {
	By  string // who has given it
	Err error  // ErrSkipped, ErrNotOffered, ErrOnlyPart or ErrUndone of package rigs, with the person's reason; nil for done
}

// posted is a prompt with the way back to the rig.
type posted struct {
	Prompt
	answered chan Answer // has room for one
}

// ErrAnswered says that a prompt was answered by another, or is not open any more.
var ErrAnswered = errors.New("that was answered already, or is not asked any more")

// NewDesk makes a desk. about tells what a prompt belongs to, and changed is called, outside of every lock, when a prompt comes or
// goes; both may be nil.
func NewDesk(about func(rig string) About, changed func()) *Desk {
	if about == nil {
		about = func(string) About { return About{} }
	}
	if changed == nil {
		changed = func() {}
	}
	return &Desk{about: about, changed: changed}
}

// Open lists the prompts that wait, the oldest first.
func (d *Desk) Open() (all []Prompt) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.open {
		all = append(all, p.Prompt)
	}
	return all
}

// Answer answers a prompt. The error is ErrAnswered where somebody else has.
func (d *Desk) Answer(id string, a Answer) error {
	d.mu.Lock()
	i := slices.IndexFunc(d.open, func(p *posted) bool { return p.ID == id })
	if i < 0 {
		d.mu.Unlock()
		return ErrAnswered
	}
	p := d.open[i]
	d.open = slices.Delete(d.open, i, i+1)
	p.answered <- a
	d.mu.Unlock()
	d.changed()
	return nil
}

// post lays a prompt on the desk.
func (d *Desk) post(rig string, about About, q question, limit time.Duration) *posted {
	now := time.Now()
	p := &posted{Prompt{ID: rand.Text(), Rig: rig, About: about, Sentence: q.sentence, Where: q.where, Help: q.help, Note: q.shown.Note, Picture: q.shown.Picture, Yes: q.yes, No: q.no, Part: q.part, Asked: now, Until: now.Add(limit)},
		make(chan Answer, 1)}
	d.mu.Lock()
	d.open = append(d.open, p)
	d.mu.Unlock()
	d.changed()
	return p
}

// take takes a prompt back. Where somebody has answered in that very moment, that counts, and ok is true.
func (d *Desk) take(p *posted) (a Answer, ok bool) {
	d.mu.Lock()
	before := len(d.open)
	d.open = slices.DeleteFunc(d.open, func(other *posted) bool { return other == p })
	gone := len(d.open) < before
	d.mu.Unlock()
	if gone {
		d.changed()
	}
	select {
	case a := <-p.answered:
		return a, true
	default:
		return Answer{}, false
	}
}

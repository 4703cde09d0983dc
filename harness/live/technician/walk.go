package technician

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Step is what the walk has found, or waits for.
type Step struct {
	What    string
	Verdict evidence.Verdict // as the doctor gives it; empty of what is waited for
	Found   string
	Do      string // what to do about it, empty for nothing
}

// Leg is a part of the walk, before it is walked.
type Leg struct {
	Name  string // the kind of its acts, with which What of its steps begins
	Lacks string // why it is left out; empty where it is walked
}

// Walker walks through the acts of a bench as certbench doctor does.
type Walker struct {
	Legs []Leg
	// Walk tells each step as it is taken, and returns when nothing moves any more. station tells whether a station is to be waited for, that tells
	// what it sees. No act is done meanwhile.
	Walk func(station bool, tell func(Step)) error
}

// walk is the last walk.
type walk struct {
	Began time.Time
	By    string
	Steps []Step
	Goes  bool   // it goes on
	Wrong string // why it could not be walked to its end
}

// Waits is what the walk waits for now; nil for nothing.
func (w *walk) Waits() *Step {
	if n := len(w.Steps); w.Goes && n > 0 && w.Steps[n-1].Verdict == "" {
		return &w.Steps[n-1]
	}
	return nil
}

// Taken are the steps that have found something.
func (w *walk) Taken() []Step {
	return slices.DeleteFunc(slices.Clone(w.Steps), func(s Step) bool { return s.Verdict == "" })
}

// ahead are the legs that no step tells of yet.
func (w *walk) ahead(legs []Leg) (all []Leg) {
	for _, l := range legs {
		if w == nil || l.Lacks != "" || w.Goes && !slices.ContainsFunc(w.Steps, func(s Step) bool { return s.Verdict != "" && strings.HasPrefix(s.What, l.Name) }) {
			all = append(all, l)
		}
	}
	return all
}

const mostSteps = 500

// walkOn starts the walk that somebody asks for by a form, unless something is under way.
func (p *Page) walkOn(w http.ResponseWriter, r *http.Request) {
	by, ok := p.Door.Taken(w, r)
	if !ok {
		return
	}
	if p.Walker == nil {
		http.Error(w, "There is no walk on this page.", http.StatusConflict)
		return
	}
	if !p.acting.TryLock() {
		http.Error(w, "Another act is under way.", http.StatusConflict)
		return
	}
	station := r.PostForm.Get("station") == "yes"
	now := &walk{Began: time.Now(), By: by, Goes: true}
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		p.acting.Unlock()
		http.Error(w, "The page ends.", http.StatusConflict)
		return
	}
	p.walked = now
	p.walks.Add(1)
	p.mu.Unlock()
	go func() {
		defer p.walks.Done()
		defer p.acting.Unlock()
		err := p.Walker.Walk(station, func(s Step) { p.step(now, s) })
		p.mu.Lock()
		defer p.mu.Unlock()
		if now.Goes, p.looked = false, (time.Time{}); err != nil {
			now.Wrong = err.Error()
		}
		d := done{At: time.Now(), Act: "walk", By: by, Saw: fmt.Sprintf("%d things looked at", len(now.Taken())), Wrong: now.Wrong}
		p.log = append([]done{d}, p.log[:min(len(p.log), mostLog-1)]...)
	}()
	p.replied(w, r)
}

func (p *Page) step(of *walk, s Step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if of.Waits() != nil {
		of.Steps = of.Steps[:len(of.Steps)-1]
	}
	if len(of.Steps) < mostSteps {
		of.Steps = append(of.Steps, s)
	}
}

// Close waits until nobody walks. Whoever has given Walk ends it.
func (p *Page) Close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.walks.Wait()
}

package live

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/certbench/certbench/harness/live/door"
)

// deskView is what one visitor may answer and steer.
type deskView struct {
	Name                       string
	Form, OtherForm, ThirdForm door.Form
	Prompts                    []promptView
	Steered                    bool // there is something to steer
	Paused, Stopping           bool
}

type promptView struct {
	Prompt
	Form door.Form
}

func (p *Page) viewFor(v *door.Visitor) deskView {
	view := deskView{Name: v.Name(), Form: v.Form(), OtherForm: v.Form(), ThirdForm: v.Form()}
	if p.Desk != nil {
		for _, prompt := range p.Desk.Prompts() {
			view.Prompts = append(view.Prompts, promptView{prompt, v.Form()})
		}
	}
	if p.Steering != nil {
		p.mu.Lock()
		over := p.state.Finished != nil
		p.mu.Unlock()
		view.Steered, view.Paused, view.Stopping = !over, p.Steering.Paused(), p.Steering.Stopping()
	}
	return view
}

// deskFor draws what a visitor may do, and tells by which change.
func (p *Page) deskFor(v *door.Visitor) (html string, asked int64) {
	p.mu.Lock()
	asked = p.asked
	if p.state.Finished != nil {
		asked = -1 - asked
	}
	p.mu.Unlock()
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, "desk", p.viewFor(v)); err != nil {
		panic("live: " + err.Error()) // the template is part of the program
	}
	return b.String(), asked
}

const (
	longestReason = 300
	longestNote   = 500
)

// answer takes the answer to a prompt.
func (p *Page) answer(w http.ResponseWriter, r *http.Request) {
	by, ok := p.Door.Taken(w, r)
	if !ok {
		return
	}
	if p.Desk == nil {
		p.replied(w, r, errors.New("nobody is asked for anything here"))
		return
	}
	result, reason := Result(r.PostForm.Get("result")), door.Plain(r.PostForm.Get("reason"), longestReason)
	switch {
	case result != Done && result != NotPossible && result != NotOffered && result != OnlyPart && result != Failed:
		http.Error(w, fmt.Sprintf("%q is no answer.", result), http.StatusBadRequest)
		return
	case result == NotPossible && reason == "":
		http.Error(w, "Write why it is not possible.", http.StatusBadRequest)
		return
	}
	p.replied(w, r, p.Desk.Answer(r.PostForm.Get("prompt"), by, result, reason))
}

// steer pauses the run, has it go on, or stops it.
func (p *Page) steer(w http.ResponseWriter, r *http.Request) {
	p.steered(w, r, func(by string) error {
		switch do := r.PostForm.Get("do"); do {
		case "pause":
			return p.Steering.Pause(by)
		case "go":
			return p.Steering.GoOn(by)
		case "stop":
			return p.Steering.Stop(by)
		default:
			return fmt.Errorf("%q is nothing that can be done to a run", do)
		}
	})
}

func (p *Page) again(w http.ResponseWriter, r *http.Request) {
	p.steered(w, r, func(by string) error { return p.Steering.Again(by, r.PostForm.Get("case")) })
}

func (p *Page) note(w http.ResponseWriter, r *http.Request) {
	p.steered(w, r, func(by string) error {
		text := door.Plain(r.PostForm.Get("text"), longestNote)
		if text == "" {
			return errors.New("the note is empty; write what you saw")
		}
		return p.Steering.Note(by, strings.TrimSpace(r.PostForm.Get("case")), text)
	})
}

func (p *Page) steered(w http.ResponseWriter, r *http.Request, do func(by string) error) {
	by, ok := p.Door.Taken(w, r)
	if !ok {
		return
	}
	if p.Steering == nil {
		p.replied(w, r, errors.New("there is no run that could be steered here"))
		return
	}
	p.replied(w, r, do(by))
}

// replied answers a form: with the page as it is now, or the script with a word.
func (p *Page) replied(w http.ResponseWriter, r *http.Request, err error) {
	p.Changed()
	switch {
	case err != nil:
		http.Error(w, strings.ToUpper(err.Error()[:1])+err.Error()[1:]+".", http.StatusConflict)
	case r.Header.Get("X-Certbench") == "script":
		w.WriteHeader(http.StatusNoContent)
	default:
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}

// picture serves the picture of a prompt, which the bench file names.
func (p *Page) picture(w http.ResponseWriter, r *http.Request) {
	if p.Desk != nil {
		if file := p.Desk.Picture(r.PathValue("prompt")); file != "" {
			http.ServeFile(w, r, file)
			return
		}
	}
	http.NotFound(w, r)
}

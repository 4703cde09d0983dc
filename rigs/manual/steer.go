package manual

import (
	"fmt"

	"github.com/certbench/certbench/rigs"
)

// Steer is what the person at the terminal may do to a run beside answering. The zero Steer is nothing.
type Steer struct {
	Pause   func() error            // after the case that is played
	Comment func(text string) error // into the evidence
	Back    func(id string) error   // has a case played again that the person has got wrong
	// Here tells that a pause is at the prompt itself, which then waits without a limit, because nowhere else can the run be told to
	// go on. Pause is told of it.
	Here  bool
	About func(rig string) About // what a prompt belongs to, where there is no desk to tell it; may be nil
}

// pauses tells when a pause begins.
func (s Steer) pauses() string {
	if s.Here {
		return "pause here, without a limit"
	}
	return "pause after this case"
}

// moreHelp explains the keys of Steer.
func (r *Rig) moreHelp() string {
	if r.steer.Pause == nil {
		return ""
	}
	return "   f and why: it was tried and failed, and the case proves nothing. r: shows the prompt again. b: an answer before was wrong; the case ends and is played again.\n" +
		"   p: " + r.steer.pauses() + ". c and a text: a comment for the evidence.\n"
}

// steered does what a key of Steer stands for.
func (r *Rig) steered(word, rest string, q question, about About) (answered, known bool, err error) {
	switch {
	case word == "f" || word == "failed":
		return true, true, because(rigs.ErrUndone, rest)
	case rest == "" && (word == "r" || word == "repeat"):
		return false, true, r.show(q, about)
	case rest == "" && (word == "p" || word == "pause"):
		if r.steer.Here {
			r.held = true
			return false, true, r.told(r.steer.Pause(), "paused: this prompt waits without a limit; answer it to go on")
		}
		return false, true, r.told(r.steer.Pause(), "the run pauses after this case")
	case (word == "c" || word == "comment") && rest != "":
		return false, true, r.told(r.steer.Comment(rest), "it is kept")
	case rest == "" && (word == "b" || word == "back"):
		if about.Case == "" {
			return false, true, r.say("   (there is nothing to go back to between the cases)\n")
		}
		if err := r.steer.Back(about.Case); err != nil {
			return false, true, r.told(err, "")
		}
		return true, true, fmt.Errorf("%w: an act before was not done as it was said, and the case is played again", rigs.ErrUndone)
	}
	return false, false, nil
}

// told says what came of it.
func (r *Rig) told(err error, done string) error {
	if err != nil {
		done = err.Error()
	}
	return r.say("   (%s)\n", done)
}

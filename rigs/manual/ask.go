package manual

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// question is one prompt. One with a no may also be answered with n: the display does not offer it, or does not show it; one with a part with o: the
// display shows only that.
type question struct {
	sentence, where, help string
	rest                  bool   // it brings the bench to rest, after the rows of a case
	yes                   string // what Enter says; empty for done
	no                    string // what n says; empty where it is no answer
	part                  string // what o says; empty where it is no answer
	shown                 Shown
}

// of is what the prompt belongs to. Whoever brings the bench to rest does none of the acts of the case, which is over.
func (q question) of(a About) About {
	if q.rest {
		a.Act, a.Acts, a.Over = 0, 0, true
	}
	return a
}

// keys tells what may be answered.
func (r *Rig) keys(q question) string {
	keys := "Enter: " + cmp.Or(q.yes, "done") + ", "
	if q.no != "" {
		keys += "n: " + q.no + ", "
	}
	if q.part != "" {
		keys += "o: " + q.part + ", "
	}
	keys += "s: skip, "
	if r.steer.Pause != nil {
		keys += "f: failed, r: repeat, b: back, p: " + r.steer.pauses() + ", c TEXT: comment, "
	}
	return keys + "?: help"
}

// ask shows one prompt, at the terminal and on the desk, and waits for its first answer: nil for done, ErrSkipped, ErrNotOffered, ErrOnlyPart,
// ErrUndone, ErrNoAnswer, or the end of ctx.
func (r *Rig) ask(ctx context.Context, q question) error {
	lines := r.lines.read()
	if r.late && r.lines.drop() {
		if err := r.say("   (an answer that came too late was not counted)\n"); err != nil {
			return err
		}
	}
	r.late = true // until this prompt is answered
	about := About{}
	var lying *posted // nil, whose channel is never ready, without a desk
	var answered <-chan Answer
	if r.desk != nil {
		about = q.of(r.desk.about(r.Name()))
		lying = r.desk.post(r.Name(), about, q, r.limit)
		answered = lying.answered
	} else if r.steer.About != nil {
		about = q.of(r.steer.About(r.Name()))
	}
	by, err := r.first(ctx, q, about, lines, answered)
	if lying != nil {
		if a, also := r.desk.take(lying); also { // on the desk it counts as answered
			err, by = a.Err, a.By
		}
	}
	if by != "" {
		word := "done"
		if err != nil {
			word = err.Error()
		}
		if q.no == notShown && errors.Is(err, rigs.ErrNotOffered) {
			word = q.no
		}
		r.late = false
		return errors.Join(r.say("   (%s: %s)\n", by, word), err)
	}
	return err
}

// first waits for the first answer. by is who has given it on the desk.
func (r *Rig) first(ctx context.Context, q question, about About, lines <-chan string, answered <-chan Answer) (by string, err error) {
	if err := r.show(q, about); err != nil {
		return "", err
	}
	r.held = false
	limit := time.NewTimer(r.limit)
	defer limit.Stop()
	for {
		select {
		case <-ctx.Done():
			return "", context.Cause(ctx)
		case <-r.dismissed:
			return "", fmt.Errorf("%w, for nobody is waited for any more, to: %s", rigs.ErrNoAnswer, q.sentence)
		case <-limit.C:
			return "", fmt.Errorf("%w within %s to: %s", rigs.ErrNoAnswer, r.limit, q.sentence)
		case a := <-answered:
			return a.By, a.Err
		case line, ok := <-lines:
			if !ok && answered != nil {
				lines = nil // whoever is at the desk may answer
				continue
			}
			if !ok {
				return "", fmt.Errorf("%w: %s", rigs.ErrNoAnswer, r.lines.why())
			}
			done, err := r.understand(line, q, about)
			if done || err != nil {
				r.late = !done
				return "", err
			}
			if r.held {
				limit.Stop()
			}
		}
	}
}

// show writes the prompt, after what it belongs to.
func (r *Rig) show(q question, about About) error {
	var head strings.Builder
	if about.Case != "" {
		fmt.Fprintf(&head, "   %s %s", about.Case, about.Name)
		if about.Act > 0 {
			fmt.Fprintf(&head, ", act %d", about.Act)
		}
		if about.Act > 0 && about.Acts >= about.Act {
			fmt.Fprintf(&head, " of %d", about.Acts)
		}
		if about.So != "" {
			fmt.Fprintf(&head, ", %s %s", about.Stands(), about.So)
		}
		head.WriteString("\n")
	}
	note := ""
	if q.shown.Note != "" {
		note = "   " + q.shown.Note + "\n"
	}
	return r.say("\n%s>> %s\n   At %s. %s (within %s)\n%s", head.String(), q.sentence, q.where, r.keys(q), r.limit, note)
}

// understand judges one line. Help and what is not understood leave the prompt unanswered.
func (r *Rig) understand(line string, q question, about About) (answered bool, err error) {
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch word = strings.ToLower(word); {
	case rest == "" && slices.Contains([]string{"", "y", "yes", "d", "done"}, word):
		return true, nil
	case word == "s" || word == "skip":
		return true, because(rigs.ErrSkipped, rest)
	case q.no != "" && rest == "" && (word == "n" || word == "no"):
		return true, rigs.ErrNotOffered
	case q.part != "" && rest == "" && (word == "o" || word == "only"):
		return true, rigs.ErrOnlyPart
	case rest == "" && (word == "?" || word == "h" || word == "help"):
		return false, r.say("   %s\n   Press Enter when it is done; type s and Enter when it cannot be done, and the case is not run.\n%s", q.help, r.moreHelp())
	}
	if r.steer.Pause != nil {
		if answered, known, err := r.steered(word, rest, q, about); known {
			return answered, err
		}
	}
	return false, r.say("   %.40q is not understood. %s\n", line, r.keys(q))
}

// because is an error with the reason that a person gave.
func because(err error, reason string) error {
	if reason == "" {
		return err
	}
	return fmt.Errorf("%w: %s", err, reason)
}

func (r *Rig) say(format string, args ...any) error {
	if _, err := fmt.Fprintf(r.out, format, args...); err != nil {
		return fmt.Errorf("the person cannot be asked: %w", err)
	}
	return nil
}

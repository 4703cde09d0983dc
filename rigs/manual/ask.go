package manual

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// question is one prompt. A choice may also be answered with n: the station does not offer it.
type question struct {
	sentence, where, help string
	choice                bool
}

// keys tells what may be answered.
func (q question) keys() string {
	if q.choice {
		return "Enter: done, n: not offered, s: skip, ?: help"
	}
	return "Enter: done, s: skip, ?: help"
}

// ask shows one prompt and waits for its answer: nil for done, ErrSkipped, ErrNotOffered, ErrNoAnswer, or the end of ctx.
func (r *Rig) ask(ctx context.Context, q question) error {
	lines := r.lines.read()
	if r.late && r.lines.drop() {
		if err := r.say("   (an answer that came too late was not counted)\n"); err != nil {
			return err
		}
	}
	r.late = true // until this prompt is answered
	if err := r.say("\n>> %s\n   At %s. %s (within %s)\n", q.sentence, q.where, q.keys(), r.limit); err != nil {
		return err
	}
	limit := time.NewTimer(r.limit)
	defer limit.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-r.dismissed:
			return fmt.Errorf("%w, for nobody is waited for any more, to: %s", rigs.ErrNoAnswer, q.sentence)
		case <-limit.C:
			return fmt.Errorf("%w within %s to: %s", rigs.ErrNoAnswer, r.limit, q.sentence)
		case line, ok := <-lines:
			if !ok {
				return fmt.Errorf("%w: %s", rigs.ErrNoAnswer, r.lines.why())
			}
			answered, err := r.understand(line, q)
			if answered || err != nil {
				r.late = !answered
				return err
			}
		}
	}
}

// understand judges one line. Help and what is not understood leave the prompt unanswered.
func (r *Rig) understand(line string, q question) (answered bool, err error) {
	switch word := strings.ToLower(line); {
	case slices.Contains([]string{"", "y", "yes", "d", "done"}, word):
		return true, nil
	case word == "s" || word == "skip":
		return true, rigs.ErrSkipped
	case q.choice && (word == "n" || word == "no"):
		return true, rigs.ErrNotOffered
	case word == "?" || word == "h" || word == "help":
		return false, r.say("   %s\n   Press Enter when it is done; type s and Enter when it cannot be done, and the case is not run.\n", q.help)
	}
	return false, r.say("   %.40q is not understood. %s\n", line, q.keys())
}

func (r *Rig) say(format string, args ...any) error {
	if _, err := fmt.Fprintf(r.out, format, args...); err != nil {
		return fmt.Errorf("the person cannot be asked: %w", err)
	}
	return nil
}

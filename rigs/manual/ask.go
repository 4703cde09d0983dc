package manual

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// ask shows one prompt and waits for its answer: nil for done, ErrSkipped, ErrNoAnswer, or the end of ctx.
func (r *Rig) ask(ctx context.Context, sentence, where, help string) error {
	lines := r.lines.read()
	if r.late && r.lines.drop() {
		if err := r.say("   (an answer that came too late was not counted)\n"); err != nil {
			return err
		}
	}
	r.late = true // until this prompt is answered
	if err := r.say("\n>> %s\n   At %s. Enter: done, s: skip, ?: help (within %s)\n", sentence, where, r.limit); err != nil {
		return err
	}
	limit := time.NewTimer(r.limit)
	defer limit.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-limit.C:
			return fmt.Errorf("%w within %s to: %s", rigs.ErrNoAnswer, r.limit, sentence)
		case line, ok := <-lines:
			if !ok {
				return fmt.Errorf("%w: %s", rigs.ErrNoAnswer, r.lines.why())
			}
			answered, err := r.understand(line, help)
			if answered || err != nil {
				r.late = !answered
				return err
			}
		}
	}
}

// understand judges one line. Help and what is not understood leave the prompt unanswered.
func (r *Rig) understand(line, help string) (answered bool, err error) {
	switch strings.ToLower(line) {
	case "", "y", "yes", "d", "done":
		return true, nil
	case "s", "skip":
		return true, rigs.ErrSkipped
	case "?", "h", "help":
		return false, r.say("   %s\n   Press Enter when it is done; type s and Enter when it cannot be done, and the case is not run.\n", help)
	}
	return false, r.say("   %.40q is not understood. Enter: done, s: skip, ?: help\n", line)
}

func (r *Rig) say(format string, args ...any) error {
	if _, err := fmt.Fprintf(r.out, format, args...); err != nil {
		return fmt.Errorf("the person cannot be asked: %w", err)
	}
	return nil
}

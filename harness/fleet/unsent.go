package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// unsent is a note beside the folder of a run whose evidence the engine does not have as a whole: whoever kills the agent does not take
// the evidence with it, and the next process sends the rest.
type unsent struct {
	Run    string   `json:"run"`
	Bench  string   `json:"bench"`
	Folder string   `json:"folder"`
	Files  []string `json:"files"`
}

// noteEnd is how the names of the notes end.
const noteEnd = ".unsent"

// sentWithin is how long an agent that ends tries to send what is recorded.
const sentWithin = 10 * time.Second

// send sends a run's evidence beside everything else, until ended is closed and all of it is sent.
func (s *agent) send(ctx context.Context, sender *Sender, note unsent, ended <-chan struct{}) error {
	text, err := json.Marshal(note)
	if err != nil {
		return err
	}
	path := filepath.Join(s.Dir, note.Folder+noteEnd)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("that evidence is to be sent cannot be noted: %w", err)
	}
	s.sendNoted(ctx, sender, path, ended)
	return nil
}

func (s *agent) sendNoted(ctx context.Context, sender *Sender, path string, ended <-chan struct{}) {
	s.sending.Go(func() {
		sending, stop := context.WithCancelCause(context.WithoutCancel(ctx))
		defer stop(nil)
		defer context.AfterFunc(ctx, func() {
			<-ended
			time.AfterFunc(sentWithin, func() { stop(context.Cause(ctx)) })
		})()
		err := sender.Run(sending, ended)
		if never := new(unsendable); errors.As(err, &never) {
			s.Tell("The evidence of %s is not sent as a whole, and never will be: %v", sender.dir, err)
		} else if err != nil {
			s.Tell("The evidence of %s is not sent as a whole: %v; it is sent when the agent is started again", sender.dir, err)
			return
		}
		if err := os.Remove(path); err != nil {
			s.Tell("The evidence of %s is sent, and its note stays: %v", sender.dir, err)
		}
	})
}

// sendRest sends what an agent before this one could not.
func (s *agent) sendRest(ctx context.Context) error {
	notes, err := filepath.Glob(filepath.Join(s.Dir, "*"+noteEnd))
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	close(ended)
	for _, path := range notes {
		var note unsent
		text, err := os.ReadFile(path)
		if err == nil {
			err = json.Unmarshal(text, &note)
		}
		if err == nil && (note.Folder == "" || note.Folder != filepath.Base(note.Folder)) {
			err = errors.New("it names no folder beside it")
		}
		if err != nil {
			s.Tell("%s says of no run what is to be sent: %v; its evidence stays here", path, err)
			continue
		}
		if note.Bench == s.Bench.Name {
			s.sendNoted(ctx, s.fleet.Send(note.Run, note.Bench, filepath.Join(s.Dir, note.Folder), note.Files...), path, ended)
		}
	}
	return nil
}

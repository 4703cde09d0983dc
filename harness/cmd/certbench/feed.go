package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// What a line of --progress json tells.
const (
	eventRun     = "run"     // a run begins: its folder, and how many plays there are
	eventBegan   = "began"   // a play begins
	eventEnded   = "ended"   // a play has ended, with its verdict
	eventFinding = "finding" // something was found outside of the cases
	eventWaiting = "waiting" // what a bench waits for; without text, nothing any more
	eventPrompt  = "prompt"  // a person is asked, and standard input is read for the answer
	eventMessage = "message" // anything else that a person would be told
	eventError   = "error"   // why a command does not do what it was called for
	eventReason  = "reason"  // why a run ends with its exit code, what weighs most first
	eventExit    = "exit"    // the last line, with the exit code
)

// line is one object of --progress json: see schemas/certbench.
type line struct {
	Schema  string           `json:"schema,omitempty"` // certbench.Progress, in the line that begins a run
	Event   string           `json:"event"`
	At      time.Time        `json:"at"`
	Run     string           `json:"run,omitempty"`
	Folder  string           `json:"folder,omitempty"`
	Bench   string           `json:"bench,omitempty"` // which of several
	Play    int              `json:"play,omitempty"`
	Case    string           `json:"case,omitempty"`
	Mode    string           `json:"mode,omitempty"`
	Number  int              `json:"number,omitempty"` // which play begins, or how many have ended
	Of      int              `json:"of,omitempty"`     // how many there are
	Verdict evidence.Verdict `json:"verdict,omitempty"`
	Seconds *float64         `json:"seconds,omitempty"` // that the play took
	Left    *float64         `json:"left,omitempty"`    // seconds that the rest of the run is expected to take; absent where nothing is known
	Counts  reports.Counts   `json:"counts,omitempty"`  // of the plays that have ended
	Exit    *int             `json:"exit,omitempty"`
	Text    string           `json:"text,omitempty"`
}

// feed is standard error for programs: one JSON object a line, and nothing else. What is written to it as text becomes lines of
// eventMessage. It may be used concurrently.
type feed struct {
	mu   sync.Mutex
	out  io.Writer
	rest []byte // of a line of text that is not ended yet
	left bool   // to another process, which writes the last line
	now  func() time.Time
}

func newFeed(out io.Writer) *feed { return &feed{out: out, now: time.Now} }

// linesOf is standard error of a command where it is for programs, nil where it is for people.
func feedOf(c *cobra.Command) *feed {
	l, _ := c.ErrOrStderr().(*feed)
	return l
}

// wantsFeed tells whether a command line asks for them. It is needed before the command line is read, for what is wrong with it is told in
// them too.
func wantsFeed(args []string) bool {
	if !slices.Contains(args, runCommandName) {
		return false
	}
	for i, a := range args {
		if a == "--progress="+string(asJSON) || a == "--progress" && i+1 < len(args) && args[i+1] == string(asJSON) {
			return true
		}
	}
	return false
}

// Write takes text for people.
func (l *feed) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, text...)
	for {
		one, rest, whole := bytes.Cut(l.rest, []byte("\n"))
		if !whole {
			return len(text), nil
		}
		l.rest = rest
		if err := l.message(eventMessage, string(one)); err != nil {
			return 0, err
		}
	}
}

// message writes a line of text, without what a person's terminal needs around it; an empty one is none.
func (l *feed) message(event, text string) error {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "certbench: "))
	if text == "" {
		return nil
	}
	return l.put(line{Event: event, Text: text})
}

// tell writes a line.
func (l *feed) tell(one line) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.put(one)
}

func (l *feed) put(one line) error {
	if one.At.IsZero() {
		one.At = l.now()
	}
	one.At = one.At.UTC()
	one.Text = reports.Visible(one.Text)
	text, err := json.Marshal(one)
	if err != nil {
		return err
	}
	_, err = l.out.Write(append(text, '\n'))
	return err
}

// ends writes the last line.
func (l *feed) ends(code int, text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	// Nobody reads any more where it cannot be written, and the exit code says it all the same.
	_ = l.message(eventMessage, string(l.rest))
	if text != "" {
		_ = l.message(eventError, text)
	}
	if !l.left || text != "" {
		_ = l.put(line{Event: eventExit, Exit: &code})
	}
}

// prompts is where a manual rig asks: each of its prompts is a line.
type prompts struct{ *feed }

// Write takes one prompt.
func (p prompts) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(text), p.message(eventPrompt, string(text))
}

// complaints is standard error where no command is at hand.
func complaints() io.Writer {
	if wantsFeed(os.Args[1:]) {
		return newFeed(os.Stderr)
	}
	return os.Stderr
}

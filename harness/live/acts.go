package live

import (
	"errors"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Prompt is a question to whoever stands at the station.
type Prompt struct {
	ID       string // names it for an answer
	Bench    string
	Case     string // empty between cases
	CaseName string
	Act      int // the how manieth of the case it is, 0 where that is not known
	Acts     int // how many the case has, 0 where that is not known
	So       evidence.Verdict
	Stands   string // what So is, such as "so far"; empty for that
	Sentence string
	Where    string
	Help     string
	Note     string // of the bench file, empty for none
	Picture  string // address of a picture of the bench file, empty for none
	Yes      string // what Done says, such as "shown"; empty for just that
	No       string // an answer as well, which NotOffered gives: "not offered" or "not shown"; empty for none
	Part     string // another, which OnlyPart gives: "only a part"; empty for none
	Asked    time.Time
	Until    time.Time
}

// Result is what became of an act that somebody was asked for.
type Result string

// The results that a page may tell.
const (
	Done        Result = "done"
	NotPossible Result = "not-possible"
	NotOffered  Result = "not-offered"
	OnlyPart    Result = "only-part"
	Failed      Result = "failed"
)

// Desk is where prompts lie until somebody answers, here or elsewhere. It may be used concurrently.
type Desk interface {
	Prompts() []Prompt
	// Answer takes the answer of somebody. The error is a sentence for them, such as that another has answered.
	Answer(id, by string, result Result, reason string) error
	// Picture is the file of a prompt's picture; empty for none.
	Picture(id string) string
}

// Steering is what can be done to a run from its page. Each act is recorded with who did it. The error is a sentence for
// them. It may be used concurrently.
type Steering interface {
	Paused() bool   // nothing more begins
	Stopping() bool // the run was asked to end
	Pause(by string) error
	GoOn(by string) error
	Stop(by string) error
	Again(by, id string) error      // has a case of the plan played once more
	Note(by, id, text string) error // marks a case, or where id is empty the run
}

// ErrTooLate says that there is nothing to answer or to steer any more.
var ErrTooLate = errors.New("it is too late for that")

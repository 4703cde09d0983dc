package evidence

import "strings"

// Verdict is the judgement on a check, a row, a case or a run.
type Verdict string

// The verdicts, from the mildest to the worst.
const (
	NotApplicable Verdict = "NOT APPLICABLE" // the PICS rules it out
	NotRun        Verdict = "NOT RUN"        // asked not to, or no rig for it
	Pass          Verdict = "PASS"
	Warning       Verdict = "WARNING"
	Inconclusive  Verdict = "INCONCLUSIVE" // a preparation failed, or a person did not answer
	Fail          Verdict = "FAIL"         // the station's fault
	Error         Verdict = "ERROR"        // ours: rig, bench, or a bug in a case
)

var ranks = map[Verdict]int{
	"": 0, NotApplicable: 1, NotRun: 2, Pass: 3, Warning: 4, Inconclusive: 5, Fail: 6, Error: 7,
}

// Verdicts lists all verdicts from the mildest to the worst.
func Verdicts() []Verdict {
	return []Verdict{NotApplicable, NotRun, Pass, Warning, Inconclusive, Fail, Error}
}

// Worse returns the worse of two verdicts. The empty verdict, "nothing judged yet", is milder than all; a word that is
// no verdict counts as Error, because guessing in the station's favour could hide a failure.
func Worse(a, b Verdict) Verdict {
	a, b = known(a), known(b)
	if ranks[a] >= ranks[b] {
		return a
	}
	return b
}

// Together combines the verdicts of a case's plays, such as its local and its remote one. It is Worse but for one thing:
// a play that was not run leaves a case unproved that otherwise passed, so that it is NOT RUN.
func Together(a, b Verdict) Verdict {
	worst := Worse(a, b)
	if (worst == Pass || worst == Warning) && (a == NotRun || b == NotRun) {
		return NotRun
	}
	return worst
}

// Again combines the verdict of a play with that of the same play when somebody had it played once more: the worst counts, so that
// nobody plays until it passes. A play that proved nothing, because a preparation failed or the bench did, is as if it had not
// been, and one that was not run changes nothing.
func Again(before, after Verdict) Verdict {
	if after == NotRun && before != "" {
		return known(before)
	}
	if before = known(before); before == Inconclusive || before == Error {
		return known(after)
	}
	return Together(before, after)
}

// Unselected begins the reason of a case, or a mode of one, that --cases did not select: NOT RUN because nobody asked for it.
const Unselected = "not selected by --cases "

// LeftToShard begins the reason of a case, or a mode of one, that another shard of the plan plays: NOT RUN because this run was not
// asked for it.
const LeftToShard = "left to shard "

// Unasked tells of a reason that a run was not asked to play something: it says nothing of the station or of the bench.
func Unasked(reason string) bool {
	return strings.HasPrefix(reason, Unselected) || strings.HasPrefix(reason, LeftToShard)
}

// ToLookAt tells of a verdict that a reader must see: all but what was held, and what was not asked for.
func (v Verdict) ToLookAt() bool { return v != Pass && v != NotApplicable && v != NotRun }

func known(v Verdict) Verdict {
	if _, ok := ranks[v]; !ok {
		return Error
	}
	return v
}

// Interrupted begins the reason of a play that the end of the run has cut short: INCONCLUSIVE, or NOT RUN where nothing of it had begun.
const Interrupted = "The run was interrupted"

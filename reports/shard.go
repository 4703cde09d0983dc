package reports

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// Shard is the headline of a run that has played all of its part of a plan, in which nothing failed: the other shards have the rest.
// It is never the verdict of a case.
const Shard evidence.Verdict = "SHARD"

// leftToShards counts the cases of which nothing is missing but what other shards play; 0 in a run of a whole plan, and in one made
// of several, where nobody else plays them any more.
func (s *Source) leftToShards() int {
	n := 0
	for _, o := range s.Outcomes {
		if s.othersPlay(o) {
			n++
		}
	}
	return n
}

// othersPlay tells of a case of which nothing is missing but what other shards play.
func (s *Source) othersPlay(o evidence.Outcome) bool {
	return s.Run.Started.Shard != nil && o.Verdict == evidence.NotRun && leftToShards(o)
}

func leftToShards(o evidence.Outcome) bool {
	if len(o.Plays) == 0 || o.Planned.Verdict == evidence.NotRun {
		return strings.HasPrefix(o.Reason, evidence.LeftToShard)
	}
	for _, p := range o.Plays {
		if p.Verdict == evidence.NotRun && !strings.HasPrefix(p.Reason, evidence.LeftToShard) {
			return false
		}
	}
	return true
}

// reasonOfShard says in a sentence what the cases of a shard came to.
func (s *Source) reasonOfShard(c Counts, left int) string {
	of := s.Run.Started.Shard
	own := Counts{}
	for v, n := range c {
		own[v] = n
	}
	own[evidence.NotRun] -= left
	reason := reasonOf(own)
	if own.Applicable() == 0 {
		reason = "Nothing is to be played in it."
	}
	text := fmt.Sprintf("Shard %d of %d. %s", of.Part, of.Of, reason)
	switch {
	case left == 1:
		text += " 1 case is left to the other shards, in some or all of its modes."
	case left > 1:
		text += fmt.Sprintf(" %d cases are left to the other shards, in some or all of their modes.", left)
	}
	return text
}

// missingShards tells of parts of the plan that nobody has brought: their cases were to be played.
func missingShards(s *Source) []Reason {
	if s.joined == nil || len(s.joined.Missing) == 0 {
		return nil
	}
	return []Reason{{ExitTrouble, fmt.Sprintf("No run of shard %s was given.", strings.Join(s.joined.Missing, ", "))}}
}

package suites

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// portion is plays that stay together, because a case among them must have passed before another.
type portion struct {
	plays []string // by PlayName
	took  time.Duration
	shard int // counted from 1
}

// Shard leaves of a plan one of several parts, which take about the same time: what the others play is NOT RUN in it, with the shard
// that it is left to. The parts are the same for the same plan and durations, and each play is in exactly one of them. Plays that wait
// for each other stay together; the modes of a case do not have to. A play of which nothing is known is taken to be as long as
// the middle of the others. part is counted from 1.
func Shard(plan []Item, part, of int, d Durations) ([]Item, evidence.Shard) {
	at := map[string]int{}
	hash := sha256.New()
	for _, p := range share(portions(plan, d), of) {
		for _, play := range p.plays {
			at[play] = p.shard
			fmt.Fprintf(hash, "%d/%d %s\n", p.shard, of, play)
		}
	}
	out := slices.Clone(plan)
	for i := range out {
		out[i].leaveToOthers(part, of, at)
	}
	return out, evidence.Shard{Part: part, Of: of, Parting: hex.EncodeToString(hash.Sum(nil))}
}

// leaveToOthers leaves out of an item what other shards play.
func (i *Item) leaveToOthers(part, of int, at map[string]int) {
	if i.Verdict != "" {
		return
	}
	var others []string
	mine := false
	left := slices.Clone(i.Left)
	for _, mode := range i.Modes() {
		shard := at[PlayName(i.Entry.ID, mode)]
		if shard == part {
			mine = true
			continue
		}
		name := evidence.Shard{Part: shard, Of: of}.String()
		left = append(left, LeftOut{mode, evidence.NotRun, evidence.LeftToShard + name})
		if !slices.Contains(others, name) {
			others = append(others, name)
		}
	}
	i.Left = left
	if !mine {
		i.Left, i.Verdict, i.Reason = nil, evidence.NotRun, evidence.LeftToShard+strings.Join(others, " and ")
	}
}

// portions are the plays of a plan in its order, those together that have to be.
func portions(plan []Item, d Durations) []portion {
	together := map[string]string{} // a case to the one that its portion is named for
	var root func(id string) string
	root = func(id string) string {
		if to, is := together[id]; is && to != id {
			return root(to)
		}
		return id
	}
	played := map[string]bool{}
	for _, item := range plan {
		played[item.Entry.ID] = item.Verdict == ""
	}
	linked := map[string]bool{}
	for _, item := range plan {
		for _, before := range item.Case.After {
			if id := item.Entry.ID; played[id] && played[before] {
				together[root(id)] = root(before)
				linked[id], linked[before] = true, true
			}
		}
	}
	waiting := newSchedule(context.Background(), plan, nil, 1).waiting
	middle := cmp.Or(d.middle(waiting), time.Second) // where nothing is known, all are as long
	var all []portion
	of := map[string]int{} // of linked cases, by the root
	for _, h := range waiting {
		if _, out := h.Item.left(h.mode); out {
			continue
		}
		name := PlayName(h.Entry.ID, h.mode)
		took, known := d[name]
		if !known {
			took = middle
		}
		i, begun := of[root(h.Entry.ID)]
		if !linked[h.Entry.ID] || !begun {
			i = len(all)
			all = append(all, portion{})
			of[root(h.Entry.ID)] = i
		}
		all[i].plays = append(all[i].plays, name)
		all[i].took += took
	}
	return all
}

// share gives each portion to the shard that has the least so far, the longest first: no shard is then longer than the mean and the
// longest portion.
func share(all []portion, of int) []portion {
	byLength := make([]*portion, len(all))
	for i := range all {
		byLength[i] = &all[i]
	}
	slices.SortStableFunc(byLength, func(a, b *portion) int { return cmp.Compare(b.took, a.took) })
	filled := make([]time.Duration, of)
	for _, p := range byLength {
		least := 0
		for i := range filled {
			if filled[i] < filled[least] {
				least = i
			}
		}
		p.shard = least + 1
		filled[least] += p.took
	}
	return all
}

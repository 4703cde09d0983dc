package suites

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
)

// playsOf are what a plan has played, by PlayName.
func playsOf(plan []Item) map[string]bool {
	all := map[string]bool{}
	for _, item := range plan {
		if item.Verdict != "" {
			continue
		}
		for _, mode := range item.Modes() {
			all[PlayName(item.Entry.ID, mode)] = true
		}
	}
	return all
}

func TestEachPlayIsInExactlyOneShard(t *testing.T) {
	for _, expr := range []string{"", "E", "TC_B_02_CS || TC_B_13_CS", "TC_E_06_CS/remote"} {
		whole := plan(t, expr)
		want := playsOf(whole)
		for _, of := range []int{1, 2, 3, 7, 400} {
			seen := map[string]int{}
			parting := ""
			for part := 1; part <= of; part++ {
				mine, shard := Shard(whole, part, of, examples.Durations())
				if part > 1 && shard.Parting != parting {
					t.Fatalf("shard %s of %q is parted by %s, another by %s", shard, expr, shard.Parting, parting)
				}
				parting = shard.Parting
				for play := range playsOf(mine) {
					seen[play]++
				}
			}
			for play := range want {
				if seen[play] != 1 {
					t.Errorf("%d shards of %q: %s is in %d of them", of, expr, play, seen[play])
				}
			}
			if len(seen) != len(want) {
				t.Errorf("%d shards of %q have %d plays, the whole has %d", of, expr, len(seen), len(want))
			}
		}
	}
}

func TestWhatAShardLeavesSaysToWhich(t *testing.T) {
	whole := plan(t, "")
	in := map[string]string{}
	for part := 1; part <= 3; part++ {
		mine, shard := Shard(whole, part, 3, examples.Durations())
		for play := range playsOf(mine) {
			in[play] = shard.String()
		}
	}
	for part := 1; part <= 3; part++ {
		mine, _ := Shard(whole, part, 3, examples.Durations())
		for i, item := range mine {
			if whole[i].Verdict != "" {
				if item.Verdict != whole[i].Verdict || item.Reason != whole[i].Reason {
					t.Errorf("%s is %s (%s) in a shard, and %s (%s) in the whole", item.Entry.ID, item.Verdict, item.Reason, whole[i].Verdict, whole[i].Reason)
				}
				continue
			}
			for _, mode := range whole[i].Modes() {
				of := in[PlayName(item.Entry.ID, mode)]
				left, out := item.left(mode)
				reason := left.Reason
				if item.Verdict != "" {
					out, reason = true, item.Reason
				}
				if mine := of == fmt.Sprintf("%d/3", part); mine == out || out && (!strings.HasPrefix(reason, evidence.LeftToShard) || !strings.Contains(reason, of)) {
					t.Errorf("shard %d/3: %s in mode %q, which is in %s, is left out: %v (%s)", part, item.Entry.ID, mode, of, out, reason)
				}
			}
		}
	}
}

func TestNoShardIsLongerThanTheMeanAndTheLongestPlay(t *testing.T) {
	whole := plan(t, "")
	for of := 2; of <= 20; of++ {
		all := share(portions(whole, examples.Durations()), of)
		filled := make([]time.Duration, of+1)
		var sum, longest time.Duration
		for _, p := range all {
			filled[p.shard] += p.took
			sum, longest = sum+p.took, max(longest, p.took)
		}
		for part := 1; part <= of; part++ {
			if most := sum/time.Duration(of) + longest; filled[part] > most {
				t.Errorf("shard %d/%d takes %s; the mean and the longest are %s", part, of, filled[part], most)
			}
		}
	}
}

func TestCasesThatWaitForEachOtherStayInOneShard(t *testing.T) {
	item := func(id string, after ...string) Item {
		return Item{Entry: catalogue.Entry{ID: id}, Case: octt.Case{ID: id, After: after, Modes: octt.Both}}
	}
	plan := []Item{item("A"), item("B", "A"), item("C"), item("D", "B", "C"), item("E"), item("F", "not played"), item("G", "H"), {Entry: catalogue.Entry{ID: "H"}, Verdict: evidence.NotApplicable}}
	for part := 1; part <= 5; part++ {
		mine, _ := Shard(plan, part, 5, Durations{"E/local": time.Hour})
		got := playsOf(mine)
		for _, id := range []string{"B", "C", "D"} {
			for _, mode := range []string{"/local", "/remote"} {
				if got[id+mode] != got["A/local"] {
					t.Errorf("shard %d/5 plays %v; want A, B, C and D with both modes in one", part, got)
				}
			}
		}
	}
}

func TestAnotherDurationIsAnotherParting(t *testing.T) {
	whole := plan(t, "")
	_, one := Shard(whole, 1, 3, examples.Durations())
	_, same := Shard(whole, 2, 3, examples.Durations())
	_, other := Shard(whole, 1, 3, Durations{"TC_B_01_CS": time.Hour})
	if one.Parting != same.Parting || one.Parting == other.Parting {
		t.Errorf("partings %s, %s for the same durations and %s for others", one.Parting, same.Parting, other.Parting)
	}
}

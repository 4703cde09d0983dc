package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/suites"
)

const shardText = `
With --shard 2/3 a run plays the second of three parts of the plan, which take about the same time, and leaves the others to runs on
other machines; certbench report DIR DIR DIR --out DIR makes one report of them. The parts are the same for the same PICS, --cases
and --durations, so give each shard the same ones: without --durations they go by how long the plays take on the reference
station, whatever lies beside the run folder. Cases that must have passed before others stay with them. A run whose part is
empty says so, and passes.
`

// shardFlag is which part of a plan is meant; the zero value is all of it.
type shardFlag struct{ part, of int }

// String, Set and Type make it a flag.
func (f *shardFlag) String() string {
	if f.of == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", f.part, f.of)
}

// mostShards is more than any laboratory has benches.
const mostShards = 1000

// Set takes a word from the command line.
func (f *shardFlag) Set(word string) error {
	part, of, _ := strings.Cut(word, "/")
	i, err := strconv.Atoi(part)
	n, err2 := strconv.Atoi(of)
	if err != nil || err2 != nil || n < 1 || n > mostShards || i < 1 || i > n || word != fmt.Sprintf("%d/%d", i, n) {
		return fmt.Errorf("write which part of how many, from 1/1 to %d/%d, such as 2/3", mostShards, mostShards)
	}
	f.part, f.of = i, n
	return nil
}

// Type is shown in the help.
func (f *shardFlag) Type() string { return "i/n" }

func addShardFlag(c *cobra.Command, f *shardFlag) {
	c.Flags().Var(f, "shard", "the i-th of n parts of the plan, which take about the same time; the others are left to other runs")
}

// take leaves of a plan the part that is meant. from is the folder of --durations; empty for how long plays take on the reference
// station: what lies beside the run folder differs from machine to machine, and would part the plan otherwise on each.
func (f *shardFlag) take(plan []suites.Item, from string, declared *pics.Declaration) ([]suites.Item, *evidence.Shard, error) {
	if f.of == 0 {
		return plan, nil, nil
	}
	durations := suites.Durations(examples.Durations())
	if from != "" {
		read, err := readEarlier(from, declared)
		if err != nil {
			return nil, nil, fmt.Errorf("--shard cannot go by --durations %s: %w; name a run folder of this product, the same for each shard, or leave --durations away", from, err)
		}
		durations = read
	}
	mine, shard := suites.Shard(plan, f.part, f.of, durations)
	return mine, &shard, nil
}

// sharedOut says in a line what a shard plays, and of how much; empty for a whole plan.
func sharedOut(shard *evidence.Shard, mine, whole []suites.Item) string {
	if shard == nil {
		return ""
	}
	_, plays := suites.Durations{}.Known(mine)
	_, all := suites.Durations{}.Known(whole)
	if plays == 0 {
		return fmt.Sprintf("Shard %d of %d: nothing is left for it to play, for the plan has %s.", shard.Part, shard.Of, plural(all, "play"))
	}
	return fmt.Sprintf("Shard %d of %d: %d of %s; the others are left to the other shards.", shard.Part, shard.Of, plays, plural(all, "play"))
}

// nothingToPlay tells of the plan of a shard that is empty.
func nothingToPlay(plan []suites.Item) bool {
	return !slices.ContainsFunc(plan, func(i suites.Item) bool { return i.Verdict == "" })
}

// withoutBench records a run in which nothing is to be played: no bench is touched for it.
func (s *session) withoutBench(c *cobra.Command, recorder *evidence.Recorder) error {
	_, err := suites.Play(c.Context(), suites.Session{Plan: s.plan, Recorder: recorder})
	return err
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

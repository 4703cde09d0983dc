package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

const durationsHelp = "`folder` of an earlier run, by whose durations the longest plays are handed out first (default: the newest beside the run folder)"

// turns is in which order plays are handed out, and why.
type turns struct {
	durations suites.Durations // nil for the order of the plan
	from      string           // where they are known from
	words     string
}

// earlier is the part of run.json that tells how long plays took.
type earlier struct {
	Run   struct{ Product string }
	Cases []struct {
		ID    string
		Plays []struct {
			Mode    octt.Mode
			Verdict evidence.Verdict
			Seconds float64
		}
	}
}

// readEarlier reads how long the plays of an earlier run of a product took, of one that was played several times the longest.
func readEarlier(dir string, declared *pics.Declaration) (suites.Durations, error) {
	data, err := readSummary(filepath.Join(dir, reports.SummaryName))
	if err != nil {
		return nil, err
	}
	var run earlier
	if err := json.Unmarshal(data, &run); err != nil {
		return nil, fmt.Errorf("%s is no summary of a run: %w", reports.SummaryName, err)
	}
	if product := declared.Product.Designation; run.Run.Product != product {
		return nil, fmt.Errorf("it is a run of %q, and not of %q", run.Run.Product, product)
	}
	out := suites.Durations{}
	for _, c := range run.Cases {
		for _, p := range c.Plays {
			if p.Seconds <= 0 || p.Seconds > longestPlay.Seconds() || p.Verdict == evidence.NotRun || p.Verdict == evidence.NotApplicable {
				continue
			}
			name := suites.PlayName(c.ID, p.Mode)
			out[name] = max(out[name], time.Duration(p.Seconds*float64(time.Second)))
		}
	}
	if len(out) == 0 {
		return nil, errors.New("nothing was played in it")
	}
	return out, nil
}

const (
	// longestPlay is longer than any play: what says that it took longer was not written by a run.
	longestPlay = 30 * 24 * time.Hour
	// largestSummary is more than a run of a hundred thousand plays has.
	largestSummary = 256 << 20
)

// readSummary reads a file that may be anything: folders are looked through that nobody has named.
func readSummary(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file", name)
	} else if err == nil && info.Size() > largestSummary {
		return nil, fmt.Errorf("%s has %d MB, which is more than a summary has", name, info.Size()>>20)
	}
	return os.ReadFile(name)
}

// besides lists the run folders beside one, the newest first.
func besides(dir string) []string {
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return nil // then there is none
	}
	written := map[string]time.Time{}
	var out []string
	for _, entry := range entries {
		other := filepath.Join(filepath.Dir(dir), entry.Name())
		if summary, err := os.Stat(filepath.Join(other, reports.SummaryName)); err == nil && filepath.Clean(dir) != other {
			written[other] = summary.ModTime()
			out = append(out, other)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(written[b].Compare(written[a]), strings.Compare(b, a)) })
	return out
}

// builtInDurations are those of the reference station on the bench that is built in.
const builtInDurations = "what is built in"

// namedFolders is of how many folders that were passed over a run says why.
const namedFolders = 3

// newTurns finds how long the plays of a plan took before: in the folder that was named, else in the newest of those beside the
// run folder that tells; for the built-in bench also in what is built in, of the plays of which the folder tells nothing. What cannot be
// read is said, and stops nothing: an order changes how long a run takes, and no verdict.
func newTurns(from, dir string, builtIn bool, declared *pics.Declaration, plan []suites.Item) turns {
	folders := []string{from}
	if from == "" {
		folders = besides(dir)
	}
	var over []string
	for _, folder := range folders {
		durations, err := readEarlier(folder, declared)
		if err == nil {
			t := longest(durations, plan, folder, over)
			if known, plays := durations.Known(plan); builtIn && known < plays {
				t.durations = completed(durations)
				t.words += " What is built in tells of the others."
			}
			return t
		}
		over = append(over, fmt.Sprintf("%s tells nothing: %v", folder, err))
	}
	if builtIn {
		return longest(examples.Durations(), plan, builtInDurations, over)
	}
	return turns{words: "The cases are handed out in the order of the plan" + passedOver(over) + "."}
}

func longest(durations suites.Durations, plan []suites.Item, from string, over []string) turns {
	known, plays := durations.Known(plan)
	return turns{durations, from, fmt.Sprintf("The longest plays are handed out first, by %s, which tells of %d of %d%s.", from, known, plays, passedOver(over))}
}

func passedOver(over []string) string {
	if len(over) == 0 {
		return ""
	}
	text := strings.Join(over[:min(len(over), namedFolders)], "; ")
	if n := len(over) - namedFolders; n > 0 {
		text += fmt.Sprintf("; and %d more", n)
	}
	return " (" + text + ")"
}

// durationsBefore are how long plays took before: by the order that the run has, or an earlier run of a bench that has none.
func (s *session) durationsBefore(o *runOptions) suites.Durations {
	if s.turns.durations != nil {
		return s.turns.durations
	}
	return newTurns(o.durations, s.dir, false, s.declared, s.plan).durations
}

// completed are durations with those of the reference station where they tell nothing.
func completed(known suites.Durations) suites.Durations {
	all := suites.Durations(examples.Durations())
	maps.Copy(all, known)
	return all
}

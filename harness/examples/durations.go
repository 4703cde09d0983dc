package examples

import (
	_ "embed"
	"fmt"
	"strings"
	"time"
)

//go:embed default/durations.tsv
var durations string

// Durations are how long the plays of the default bench took when somebody last wrote it down, by their names as in --cases. They
// order a run; one that is not there, or has changed, does no harm.
func Durations() map[string]time.Duration {
	out, err := ReadDurations(durations)
	if err != nil {
		panic("examples: default/durations.tsv: " + err.Error())
	}
	return out
}

// ReadDurations reads how long plays took: a line for each, its name as in --cases, a tab, and the time as Go writes it (1m2.5s).
func ReadDurations(text string) (map[string]time.Duration, error) {
	out := map[string]time.Duration{}
	for line := range strings.Lines(text) {
		name, word, _ := strings.Cut(strings.TrimSpace(line), "\t")
		took, err := time.ParseDuration(word)
		if err != nil {
			return nil, fmt.Errorf("%q is no play and its duration", line)
		}
		out[name] = took
	}
	return out, nil
}

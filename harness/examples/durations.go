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
	out := map[string]time.Duration{}
	for line := range strings.Lines(durations) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), "\t")
		took, err := time.ParseDuration(text)
		if err != nil {
			panic(fmt.Sprintf("examples: default/durations.tsv: %q is no play and its duration", line))
		}
		out[name] = took
	}
	return out
}

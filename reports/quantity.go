package reports

import (
	"fmt"
	"time"
)

// inMilliseconds tells whether a number of seconds reads better in milliseconds.
func inMilliseconds(seconds float64) bool { return seconds < 0.1 }

// timeWord writes a number of seconds with three places that count, and its unit.
func timeWord(v float64) string {
	if inMilliseconds(v) {
		if v *= 1000; v < 10 {
			return fmt.Sprintf("%.2f ms", v)
		}
		return fmt.Sprintf("%.1f ms", v)
	}
	return fmt.Sprintf("%.3f s", v)
}

func limitWord(v *float64) string {
	if v == nil {
		return "not declared"
	}
	return fmt.Sprintf("%g s", *v)
}

// readable writes a duration as a person would.
func readable(d time.Duration) string {
	if tenths := d.Round(100 * time.Millisecond); tenths < time.Minute {
		return fmt.Sprintf("%.1f s", tenths.Seconds())
	}
	d = d.Round(time.Second)
	if d < time.Hour {
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

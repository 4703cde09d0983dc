package reports

import (
	"fmt"
	"io"
	"strings"
)

// WriteText writes the changes for a terminal or a log.
func (c Changes) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, doubt := range c.Doubts {
		fmt.Fprintln(&b, doubt)
	}
	if !c.Before.alike(c.After) || c.After.Judged < c.After.Applicable {
		fmt.Fprintf(&b, "run: %s → %s\n", c.Before, c.After)
	}
	for _, x := range c.Identity {
		fmt.Fprintf(&b, "%s: %s → %s\n", x.What, orNone(x.Before), orNone(x.After))
	}
	for _, x := range c.Points {
		fmt.Fprintf(&b, "%s: %s → %s\n", x.What, orNone(x.Before), orNone(x.After))
	}
	for _, x := range c.PICS {
		fmt.Fprintf(&b, "PICS, %s: %s → %s\n", strings.TrimSpace(x.Item+" "+x.Name), orNone(x.Before), orNone(x.After))
	}
	for _, x := range c.Configuration {
		fmt.Fprintf(&b, "%s: %s → %s\n", x.What, orNone(x.Before), orNone(x.After))
	}
	if c.Unselected > 0 {
		fmt.Fprintf(&b, "not compared: %s that --cases selected in one of the runs only\n", plural(c.Unselected, "case"))
	}
	c.writeCases(&b)
	for _, x := range c.Indicators {
		fmt.Fprintf(&b, "%s: %s → %s\n    %s\n", x.Name, shortStatistics(x.Before), shortStatistics(x.After), x.Words())
	}
	_, err := io.WriteString(w, Visible(b.String()))
	return err
}

func (c Changes) writeCases(b *strings.Builder) {
	if len(c.Cases) == 0 {
		fmt.Fprintf(b, "%s\n", c.same())
	}
	for _, x := range c.Cases {
		line := fmt.Sprintf("%-9s %s  %s → %s  %s", x.Trend, x.ID, orNone(string(x.Before)), orNone(string(x.After)), x.Name)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		for _, f := range x.New {
			fmt.Fprintf(b, "          + %s\n", f)
		}
		for _, f := range x.Gone {
			fmt.Fprintf(b, "          - %s\n", f)
		}
	}
	for _, x := range c.Found {
		sign := "+"
		if x.Gone {
			sign = "-"
		}
		fmt.Fprintf(b, "%-9s %s, %s\n          %s %s\n", x.Trend, lower(x.Kind.Title()), x.Subject, sign, x.Sentence)
	}
}

// alike tells whether two runs have come as far as each other.
func (c Coverage) alike(other Coverage) bool {
	return c.Verdict == other.Verdict && c.Judged == other.Judged && c.Applicable == other.Applicable
}

// same says that the runs agree, and how little that may mean.
func (c Changes) same() string {
	same := "Every case came out the same."
	if c.Unselected > 0 {
		same = "Every case of both runs came out the same."
	}
	if left := c.After.Applicable - c.After.Judged; left > 0 {
		return fmt.Sprintf("%s Still to be judged: %s.", same, plural(left, "applicable case"))
	}
	return same
}

func shortStatistics(m *Measured) string {
	if m == nil {
		return "not measurable"
	}
	return fmt.Sprintf("average %s, 95 %% %s, max %s of %d", timeWord(m.Average), timeWord(m.P95), timeWord(m.Max), m.Count)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

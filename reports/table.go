package reports

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// Width of the columns of a case's table as text.
const (
	numberWidth = 5
	actorWidth  = 18
	textWidth   = 78
)

// WriteTable writes the case's own table as text: one line per row with its verdict, the validations below it, and the
// rows of reusable states indented. Nothing in it differs from one good run to the next, so that it can be kept beside
// the official table.
func WriteTable(w io.Writer, p *evidence.Play) error {
	var text strings.Builder
	writeTable(&text, p)
	_, err := io.WriteString(w, Visible(text.String()))
	return err
}

func writeTable(out io.Writer, p *evidence.Play) {
	title := p.Begin.ID + "  " + p.Begin.Name
	if p.Begin.Mode != "" {
		title += " (" + p.Begin.Mode + ")"
	}
	fmt.Fprintf(out, "%s\n%s\n", title, strings.Repeat("=", len(title)))
	stage := evidence.Stage("")
	for _, row := range p.Table() {
		if row.Stage != stage {
			stage = row.Stage
			fmt.Fprintf(out, "\n%s\n", stageTitle(stage))
		}
		writeRow(out, row)
	}
	fmt.Fprintf(out, "\nVerdict: %s\n", p.Verdict)
	if p.Reason != "" && p.Verdict != evidence.Pass {
		fmt.Fprintf(out, "%s\n", p.Reason)
	}
}

func writeRow(out io.Writer, row evidence.TableRow) {
	indent := strings.Repeat("  ", row.Depth())
	text := row.Text
	if row.Reached != "" {
		text = "Reusable State " + row.Reached
	}
	if text != "" {
		fmt.Fprintf(out, "%s%-*s %-*s %-*s %s\n", indent, numberWidth, row.Number, actorWidth, row.Actor,
			max(0, textWidth-len(indent)), text, row.Verdict)
	}
	unexplained := failed(row.Verdict) && !slices.ContainsFunc(row.Checks, func(c evidence.CheckAt) bool { return failed(c.Verdict) })
	if row.Reason != "" && (row.Verdict == evidence.NotApplicable || unexplained && row.Reached == "") {
		fmt.Fprintf(out, "%s%*s%s\n", indent, numberWidth+1, "", row.Reason)
	}
	for _, c := range row.Checks {
		fmt.Fprintf(out, "%s%*s- %-*s %s\n", indent, numberWidth+1, "", actorWidth+textWidth-1-len(indent), c.Requirement, c.Verdict)
		if told := comparison(c.Check); c.Verdict != evidence.Pass && told != "" {
			fmt.Fprintf(out, "%s%*s  %s\n", indent, numberWidth+1, "", told)
		}
	}
}

// comparison says what was expected and what came, as far as the check tells it.
func comparison(c evidence.Check) string {
	switch {
	case c.Expected == "" && c.Actual == "":
		return ""
	case c.Actual == "":
		return "expected " + c.Expected
	case c.Expected == strconv.Quote(evidence.None):
		return "not so for " + strings.Trim(c.Actual, `"`)
	case c.Expected == "":
		return "got " + c.Actual
	}
	return "expected " + c.Expected + ", got " + c.Actual
}

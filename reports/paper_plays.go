package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports/paper"
)

// writePlays writes the table of each play, those that did not pass before the others, until there are that many pages.
func writePlays(p *paper.Pages, s *Source, most int) error {
	left := 0
	p.Break()
	p.Part("Cases as They Were Played")
	p.Text("First the plays that did not pass, then the others, each in the order of the plan.")
	for _, first := range []bool{true, false} {
		for _, o := range s.Outcomes {
			for _, play := range o.Plays {
				if failed(play.Verdict) != first {
					continue
				}
				if p.Count() >= most {
					left++
					continue
				}
				whole, err := s.Whole(play)
				if err != nil {
					return err
				}
				writePlayOnPaper(p, s, o.Planned, whole)
			}
		}
	}
	if left > 0 {
		p.Part("Left Out")
		p.Text(fmt.Sprintf("%s, for which this would be too many pages. report.html shows them.", plural(left, "further play")))
	}
	return nil
}

// writePlayOnPaper writes a play: what it is about, and its table.
func writePlayOnPaper(p *paper.Pages, s *Source, planned evidence.Planned, play *evidence.Play) {
	title := play.Begin.ID + "  " + play.Begin.Name
	if play.Begin.Mode != "" {
		title += " (" + play.Begin.Mode + ")"
	}
	p.Under(title)
	reason := ""
	if play.Verdict != evidence.Pass {
		reason = onPaperText(play.Reason)
	}
	facts := factTable(1, 5.5, fact{"Verdict", lines(string(play.Verdict), reason)},
		fact{"Use cases", strings.Join(play.Begin.UseCases, ", ")}, fact{"Requirements", strings.Join(play.Begin.Requirements, " ")},
		fact{"Errata", strings.Join(play.Begin.Errata, ", ")}, fact{"Profiles", strings.Join(planned.Profiles, ", ")}, fact{"Bench", play.Bench},
		fact{"Played", fmt.Sprintf("%s, took %s, %s", play.Began.UTC().Format("2006-01-02 15:04:05 UTC"), readable(play.Took()), plural(play.Judged, "check"))},
		fact{"Play it again", reproduce(s.Run.Started, play.Bench, selected(play.Begin.ID, play.Begin.Mode))})
	facts.Rows[0].Cells[1].Tone = toneOf(play.Verdict)
	p.Table(facts)
	t := paper.Table{Columns: paper.Shared(paper.Columns("No.", "Who", "Row", "Requirements", "Verdict"), 0.8, 1.9, 5.6, 2.65, 1.75)}
	stage := ""
	for _, r := range play.Table() {
		if title := stageTitle(r.Stage); title != stage {
			stage = title
			t.Rows = append(t.Rows, paper.Row{Cells: paper.Cells("", "", title, "", ""), Group: true})
		}
		for _, v := range rowViews(r, play) {
			t.Rows = append(t.Rows, rowsOnPaper(r, v)...)
		}
	}
	if more := len(t.Rows) - mostRows; more > 0 {
		t.Rows = t.Rows[:mostRows]
		p.Table(t)
		p.Text(fmt.Sprintf("%s of this play are left out here. report.html shows them.", plural(more, "further row")))
		return
	}
	p.Table(t)
}

// rowsOnPaper are a row of the official table and, below it, the requirements that were not met.
func rowsOnPaper(r evidence.TableRow, v rowView) []paper.Row {
	text := strings.Repeat("  ", min(r.Depth(), 4)) + v.Text
	if v.Message != "" {
		text += " (" + v.Message + ")"
	}
	var proved []string
	for _, h := range v.Held {
		proved = append(proved, h.Requirements...)
	}
	if n := len(v.Held); n > 0 {
		text += " · " + plural(n, "requirement") + " met"
	}
	for _, c := range r.Checks {
		if len(v.Held)+len(v.Failed) == 0 {
			proved = append(proved, c.Check.Requirements...)
		}
	}
	rows := []paper.Row{{Cells: []paper.Cell{{Text: v.Number}, {Text: whose(r)}, {Text: lines(text, onPaperText(v.Reason))}, {Text: each(proved)}, verdictCell(v.Verdict)}}}
	for _, c := range v.Failed {
		rows = append(rows, paper.Row{Cells: []paper.Cell{{}, {Text: c.Where}, {Text: checkOnPaper(c)}, {Text: each(c.Requirements)}, verdictCell(c.Verdict)}})
	}
	return rows
}

// whose row it is.
func whose(r evidence.TableRow) string {
	if r.Reached != "" {
		return "Reusable state"
	}
	return string(r.Actor)
}

// each lists ids, each once.
func each(ids []string) string {
	var once []string
	for _, id := range ids {
		if !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return strings.Join(once, " ")
}

// checkOnPaper is a requirement that was not met, with what was expected and what came.
func checkOnPaper(c checkView) string {
	var words []string
	add := func(name, value string) {
		if value != "" {
			words = append(words, name+": "+onPaperText(value))
		}
	}
	words = append(words, c.Requirement)
	add("Field", c.Path)
	add("Expected", c.Expected)
	add("Came", c.Actual)
	if c.Frame > 0 {
		add("Evidence", fmt.Sprintf("record %d, %s", c.Frame, c.Message))
	}
	return strings.Join(words, "\n")
}

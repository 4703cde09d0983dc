package reports

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports/paper"
)

// mostPages is how many pages report.pdf has when it takes no further play: beyond that nobody turns them, and they are in memory until the
// last is written. mostRows is how much it shows of one play. report.html has all.
const (
	mostPages = 1000
	mostRows  = 2000
)

// longestText is how much of one value stands on paper, in characters.
const longestText = 4000

// ReportPDF writes report.pdf: the report on paper. The plays are read and written one after the other.
func ReportPDF(w io.Writer, s *Source) error { return writeReportPDF(w, s, mostPages) }

func writeReportPDF(w io.Writer, s *Source, most int) error {
	p := paper.New(s.head("Conformance report"))
	st := s.Stands()
	p.Title("OCPP 2.0.1 Conformance Report", s.product()+". What a run of certbench came to, case by case. The message sequences and raw frames are in report.html and in the evidence.")
	p.Callout(toneOf(st.Headline), string(st.Headline), st.Reason)
	for _, doubt := range s.Doubts() {
		p.Callout(paper.Bad, "DOUBT", doubt)
	}
	p.Part("What Was Tested")
	for _, f := range s.identity() {
		p.Under(f.Title)
		p.Table(factTable(1, 3, f.Rows...))
	}
	writeStanding(p, s, st)
	writeToLookAt(p, s)
	for _, m := range newMarks(s.Marks, s.Outcomes, false) {
		writeMarks(p, m)
	}
	for _, found := range FoundParts(s.Run.Found) {
		p.Part(found.Title)
		p.Text(found.Intro)
		p.Table(foundTable(found))
	}
	writePart(p, s.performancePart())
	writePlan(p, s)
	if err := writePlays(p, s, most); err != nil {
		return fmt.Errorf("cannot make the report on paper: %w", err)
	}
	if _, err := p.WriteTo(w); err != nil {
		return fmt.Errorf("cannot make the report on paper: %w", err)
	}
	return nil
}

// writePart writes a part that the abstract has too.
func writePart(p *paper.Pages, part abstractPart) {
	if part.Apart {
		p.Break()
	}
	if part.Under {
		p.Under(part.Title)
	} else {
		p.Part(part.Title)
	}
	for _, text := range part.Intro {
		p.Text(text)
	}
	for _, t := range part.Tables {
		p.Table(t.Table)
		for _, note := range t.Notes {
			p.Small(note)
		}
	}
}

// writeStanding writes how profiles and functional blocks stand.
func writeStanding(p *paper.Pages, s *Source, st Standing) {
	results := s.resultPart(st)
	results.Title = "Where It Stands"
	writePart(p, results)
	p.Table(countTable("Certification Profile", st.Profiles))
	p.Table(countTable("Functional Block", st.Blocks))
}

func countTable(title string, groups []Group) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Head: title, Share: 5}, {Head: "Applicable", Share: 1, Right: true}}}
	for _, v := range acrossTheBar {
		t.Columns = append(t.Columns, paper.Column{Head: string(v), Share: 1, Right: true})
	}
	for _, g := range groups {
		name := g.Name
		if g.Key != g.Name && g.Key != "" {
			name = g.Key + "  " + g.Name
		}
		cells := append(paper.Cells(name), number(g.Counts.Applicable()))
		for _, v := range acrossTheBar {
			cells = append(cells, number(g.Counts[v]))
		}
		t.Rows = append(t.Rows, paper.Row{Cells: cells})
	}
	return t
}

// number is a count; none is there to see and not in the way.
func number(n int) paper.Cell {
	if n == 0 {
		return paper.Cell{Text: "0", Tone: paper.Muted}
	}
	return paper.Cell{Text: fmt.Sprint(n)}
}

// writeToLookAt writes what did not pass, by its reasons.
func writeToLookAt(p *paper.Pages, s *Source) {
	t := paper.Table{Columns: paper.Shared(paper.Columns("Verdict", "Plays", "Reason"), 1.3, 2.6, 5)}
	for _, a := range ToLookAt(s.Outcomes) {
		var titles []string
		for _, one := range a.Plays {
			titles = append(titles, one.Title())
		}
		t.Rows = append(t.Rows, paper.Row{Cells: []paper.Cell{verdictCell(a.Verdict), {Text: strings.Join(titles, "\n")}, {Text: lines(a.Advice(), onPaperText(a.Reason))}}})
	}
	for _, u := range NotRun(s.Outcomes) {
		t.Rows = append(t.Rows, paper.Row{Cells: []paper.Cell{verdictCell(evidence.NotRun), {Text: plural(u.Count, "case")}, {Text: u.Reason}}})
	}
	if len(t.Rows) > 0 {
		p.Part("To Look At")
		p.Table(t)
	}
}

// writeMarks writes the plays that stand out against something beside them.
func writeMarks(p *paper.Pages, m marksView) {
	p.Part(m.Title)
	if m.Intro != "" {
		p.Text(m.Intro)
	}
	t := paper.Table{Columns: paper.Columns(append([]string{"Verdict", "Case"}, m.Heads...)...)}
	for _, row := range m.Rows {
		cells := []paper.Cell{verdictCell(row.Verdict), {Text: row.Title()}}
		for _, text := range row.Cells {
			cells = append(cells, paper.Cell{Text: onPaperText(text)})
		}
		t.Rows = append(t.Rows, paper.Row{Cells: cells})
	}
	p.Table(t)
}

func verdictCell(v evidence.Verdict) paper.Cell { return paper.Cell{Text: string(v), Tone: toneOf(v)} }

// onPaperText is a text as far as paper has it.
func onPaperText(text string) string {
	letters := []rune(text)
	if len(letters) <= longestText {
		return text
	}
	return fmt.Sprintf("%s… (%d of %d characters; report.html has all)", string(letters[:longestText]), longestText, len(letters))
}

// writePlan writes every case of the plan with its verdict, by functional block.
func writePlan(p *paper.Pages, s *Source) {
	if len(s.Outcomes) == 0 {
		return
	}
	p.Part("Plan and Verdicts")
	blocks := map[string]*paper.Table{}
	var order []string
	for _, o := range s.Outcomes {
		key := o.Planned.Block
		if blocks[key] == nil {
			blocks[key] = &paper.Table{Columns: paper.Shared(paper.Columns("Case", "Name", "Verdict", "Reason"), 1.7, 3.4, 1.7, 4)}
			order = append(order, key)
		}
		blocks[key].Rows = append(blocks[key].Rows, planRow(o))
	}
	slices.Sort(order)
	for _, key := range order {
		p.Under(cmp.Or(strings.TrimSpace(key+"  "+blockNames[key]), "Without a block"))
		p.Table(*blocks[key])
	}
}

// planRow is a case with what became of it, in each mode where there are several.
func planRow(o evidence.Outcome) paper.Row {
	reason := o.Reason
	if o.Verdict == evidence.Pass {
		reason = ""
	}
	name := o.Planned.Name
	if len(o.Plays) > 1 {
		var modes []string
		for _, play := range o.Plays {
			modes = append(modes, strings.TrimSpace(play.Begin.Mode+" ")+": "+string(play.Verdict))
		}
		name = lines(name, strings.Join(modes, ", "))
	}
	return paper.Row{Cells: []paper.Cell{{Text: o.Planned.ID}, {Text: name}, verdictCell(o.Verdict), {Text: onPaperText(reason)}}}
}

package reports

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/kpi"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports/paper"
)

// notMeasurable stands in the place of a time that could not be measured, as on the certificate.
const notMeasurable = "not measurable"

// performancePart has what the vendor declares as the most that the product needs, then what was measured.
func (s *Source) performancePart() abstractPart {
	limits := paper.Table{Columns: paper.Shared(paper.Columns("Name", "Max Value", "Unit", "Description"), 3, 1.2, 1.1, 5)}
	limits.Columns[1].Right = true
	measured := measuredTable()
	var notes []string
	for _, i := range s.Indicators {
		limit := "not declared"
		if i.Limit != nil {
			limit = fmt.Sprintf("%g", *i.Limit)
		}
		limits.Add(i.Name, limit, i.Unit, i.Definition)
		if i.Statistics == nil {
			measured.Add(i.Name, notMeasurable, notMeasurable, notMeasurable, kpi.Unit)
			notes = append(notes, i.Name+": "+i.NotMeasurable)
			continue
		}
		measured.Add(i.Name, inSeconds(i.Min), inSeconds(i.Max), inSeconds(i.Average), i.Unit)
		notes = append(notes, fmt.Sprintf("%s: %s, stamped by the %s.", i.Name, plural(i.Count, "sample"), i.Clock()))
	}
	part := abstractPart{Title: "Performance Measurement Result", Intro: []string{"First what the vendor declares as the most that this product needs, then what was measured in this run."},
		Tables: []abstractTable{{Table: limits}, {Table: measured, Notes: notes}}}
	if words := s.sideBySide(); words != "" {
		part.Intro = append(part.Intro, words)
	}
	if c := s.certificate(); c != nil {
		part.Tables = append(part.Tables, abstractTable{Table: certified(c), Notes: []string{"These are the times of the certificate " + c.Number + ", as the PICS declares them."}})
	}
	part.Tables = append(part.Tables, abstractTable{Table: s.communication()})
	return part
}

func measuredTable() paper.Table {
	t := paper.Table{Columns: paper.Shared(paper.Columns("Name", "Min Value", "Max Value", "Average Value", "Unit"), 4.2, 1.4, 1.4, 1.6, 1)}
	for i := 1; i <= 3; i++ {
		t.Columns[i].Right = true
	}
	return t
}

// certified are the times that the laboratory measured.
func certified(c *pics.Certificate) paper.Table {
	t := measuredTable()
	t.Columns[0].Head = "Name (declared as measured by the laboratory)"
	for _, k := range pics.KPIs() {
		m := c.Measured[k]
		if !m.Measurable {
			t.Add(k.Title(), notMeasurable, notMeasurable, notMeasurable, kpi.Unit)
			continue
		}
		t.Add(k.Title(), inSeconds(m.Min.Seconds()), inSeconds(m.Max.Seconds()), inSeconds(m.Average.Seconds()), kpi.Unit)
	}
	return t
}

// inSeconds writes seconds with two places, as the certificate does, and with more where two would be hardly anything.
func inSeconds(v float64) string {
	switch {
	case v >= 0.1:
		return fmt.Sprintf("%.2f", v)
	case v >= 0.01:
		return fmt.Sprintf("%.3f", v)
	}
	return fmt.Sprintf("%.5f", v)
}

// communication is what the bench file says, and what the PICS does: the evidence shows neither.
func (s *Source) communication() paper.Table {
	used := strings.Join(s.Run.Started.Communication, ", ")
	if used == "" {
		used = notStated + ": the bench file names none"
	}
	facts := []fact{{"Communication technology used during performance measurement", used}}
	if s.PICS != nil && s.PICS.KPILink != "" {
		facts = append(facts, fact{"Communication technology that the PICS declares", s.PICS.KPILink})
	}
	return factTable(1, 1.4, facts...)
}

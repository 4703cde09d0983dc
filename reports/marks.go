package reports

import "github.com/certbench/certbench/harness/evidence"

// Marks are a part of the report on plays that stand out against something beside them: failures that were known before, regressions
// against an earlier run, rows that came out differently when a case was repeated.
type Marks struct {
	ID    string // of the part on the page, such as "known"
	Title string
	Intro string   // a sentence; empty for none
	Heads []string // of the columns behind verdict and case
	Rows  []Marked
}

// Marked is one line of such a part.
type Marked struct {
	Verdict evidence.Verdict // empty for a line without one
	ID      string           // of the case
	Mode    string
	Play    int      // number of the play that the line leads to; 0 for none
	Cells   []string // one for each of Heads
}

// marksView is a part as the page shows it.
type marksView struct {
	Marks
	Rows []markedView
}

type markedView struct {
	Marked
	Titled
}

// newMarks gives each line the link to its play. A part without a line is left out.
func newMarks(all []Marks, outcomes []evidence.Outcome, apart bool) []marksView {
	if len(all) == 0 {
		return nil
	}
	titles := map[int]Titled{}
	for _, o := range outcomes {
		for v := range caseViews(o, apart) {
			if v.played != nil {
				titles[v.played.Number] = Titled{v.ID, v.Name, v.Mode, v.link()}
			}
		}
	}
	var views []marksView
	for _, m := range all {
		if len(m.Rows) == 0 {
			continue
		}
		v := marksView{Marks: m}
		for _, row := range m.Rows {
			title, played := titles[row.Play]
			if !played {
				title = Titled{ID: row.ID, Mode: row.Mode}
			}
			v.Rows = append(v.Rows, markedView{row, title})
		}
		views = append(views, v)
	}
	return views
}

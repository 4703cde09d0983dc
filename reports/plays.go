package reports

import (
	"fmt"
	"html/template"
	"io"
)

// PlaysName is the folder of a run whose plays stand on pages of their own.
const PlaysName = "plays"

// onOnePage is how much evidence of plays the report holds on one page: of more a browser makes nothing that a reader can use.
// Beyond it the report is the list of the plays, and each of them a page in the folder plays.
const onOnePage = 64 << 20

// playPage is the page of a play, from the report.
func playPage(number int) string { return fmt.Sprintf("%s/%d.html", PlaysName, number) }

// playHead is what a play's own page shows around it.
type playHead struct {
	Title, Product, Policy string
	Case                   caseView
	Style                  template.CSS
	Script                 template.JS
}

// makeReport makes report.html, and the pages of the plays where they would be too much for one.
func (s *Source) makeReport(to keeper, onOnePage int64) error {
	if s.bytes() <= onOnePage {
		return to(reportName, func(w io.Writer) error { return HTML(w, s) })
	}
	product := s.product()
	return to(reportName, func(w io.Writer) error {
		return writePage(w, s, func(c *caseView) error {
			return to(c.Page, func(w io.Writer) error { return writePlay(w, product, *c) })
		})
	})
}

// bytes is how much evidence belongs to plays.
func (s *Source) bytes() (size int64) {
	for i := range s.Run.Plays {
		size += s.Run.Plays[i].Bytes()
	}
	return size
}

// apart tells whether each play has a page of its own in a run folder.
func (s *Source) apart() bool { return s.bytes() > onOnePage }

// writePlay writes the page of one play.
func writePlay(w io.Writer, product string, c caseView) error {
	head := playHead{Title: c.ID + " of " + product, Product: product, Case: c, Script: template.JS(reportScript), Style: reportStyle, Policy: policy}
	return visibly(w, func(out io.Writer) error { return templates.ExecuteTemplate(out, "play.gohtml", head) })
}

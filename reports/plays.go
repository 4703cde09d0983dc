package reports

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
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

// writeReport writes report.html of a run folder, and the pages of the plays where they would be too much for one.
func writeReport(dir string, s *Source, onOnePage int64) error {
	path, plays := filepath.Join(dir, "report.html"), filepath.Join(dir, PlaysName)
	if s.bytes() <= onOnePage {
		if err := replace(path, func(w io.Writer) error { return HTML(w, s) }); err != nil {
			return err
		}
		return os.RemoveAll(plays)
	}
	next := plays + ".new"
	if err := errors.Join(os.RemoveAll(next), os.MkdirAll(next, 0o755)); err != nil {
		return err
	}
	product := s.product()
	err := replace(path, func(w io.Writer) error {
		return writePage(w, s, func(c *caseView) error {
			return writeFile(filepath.Join(next, filepath.Base(c.Page)), func(w io.Writer) error { return writePlay(w, product, *c) })
		})
	})
	if err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(plays), os.Rename(next, plays))
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
	out := newVisibleWriter(w)
	head := playHead{Title: c.ID + " of " + product, Product: product, Case: c, Script: template.JS(reportScript), Style: reportStyle, Policy: policy}
	return errors.Join(templates.ExecuteTemplate(out, "play.gohtml", head), out.flush())
}

package reports

import (
	"bytes"
	"fmt"
	"html/template"
	"io"

	"github.com/certbench/certbench/reports/paper"
)

var abstractStyle = style("style.css", "abstract.css")

// abstract is the abstract of a test report, with the parts, tables, columns and order of a certificate's: abstract.html and
// abstract.pdf are both written from it, and hold nothing else.
type abstract struct {
	Title    string
	Product  string
	Intro    string
	Standing Standing
	Doubts   []string
	Parts    []abstractPart
}

// abstractPart is a part of the abstract with its tables.
type abstractPart struct {
	Title  string
	Under  bool // is part of the part before
	Apart  bool // begins a page of paper
	Intro  []string
	Tables []abstractTable
}

// abstractTable is a table, and what has to be said of it below.
type abstractTable struct {
	paper.Table
	Notes []string
}

// abstractPage is the abstract with what only a browser needs.
type abstractPage struct {
	*abstract
	Policy string // the content security policy
	Style  template.CSS
}

// Abstract writes abstract.html: the tables of the abstract of a certificate's test report, filled from the PICS and
// from what this run showed, so that the two can be laid side by side.
func Abstract(w io.Writer, s *Source) error {
	page := abstractPage{abstract: newAbstract(s), Style: abstractStyle, Policy: "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
	var buf bytes.Buffer
	if err := templates.ExecuteTemplate(&buf, "abstract.gohtml", page); err != nil {
		return fmt.Errorf("cannot make the abstract: %w", err)
	}
	_, err := io.WriteString(w, Visible(buf.String()))
	return err
}

// AbstractPDF writes abstract.pdf, which says the same on pages of paper.
func AbstractPDF(w io.Writer, s *Source) error {
	a := newAbstract(s)
	p := paper.New(s.head("Abstract of the test report"))
	p.Title("Abstract of the Test Report", a.Product+". "+a.Intro)
	p.Callout(toneOf(a.Standing.Headline), string(a.Standing.Headline), a.Standing.Reason)
	for _, doubt := range a.Doubts {
		p.Callout(paper.Bad, "DOUBT", doubt)
	}
	for _, part := range a.Parts {
		writePart(p, part)
	}
	if _, err := p.WriteTo(w); err != nil {
		return fmt.Errorf("cannot make the abstract: %w", err)
	}
	return nil
}

// head is what stands on each page of paper.
func (s *Source) head(title string) paper.Head {
	return paper.Head{Title: title, Product: s.product(), Run: s.Run.Started.ID, Made: s.Run.StartedAt}
}

// newAbstract makes the abstract in the order of the certificate.
func newAbstract(s *Source) *abstract {
	a := &abstract{Product: s.product(), Standing: s.Stands(), Doubts: s.Doubts(),
		Intro: "Laid out like the abstract of an OCPP 2.0.1 certificate, so that both can be compared. This is no certificate: certificates are issued by the Open Charge Alliance after tests in a laboratory. Only what this run has shown is called tested; what stands beside it as declared is the vendor's word, or an earlier laboratory's."}
	a.Title = "Abstract of the test report: " + a.Product
	a.add(abstractPart{Title: "Test Report", Tables: []abstractTable{{Table: s.testFacts()}}})
	a.add(s.resultPart(a.Standing))
	for _, found := range FoundParts(s.Run.Found) {
		a.add(foundPart(found))
	}
	if s.PICS != nil {
		a.Parts = append(a.Parts, s.declaredParts()...)
	} else {
		a.add(abstractPart{Title: "Features", Intro: []string{"This run folder holds no PICS: what the product is declared to have is not known."}})
	}
	a.add(s.performancePart())
	a.Parts = append(a.Parts, s.approvalParts()...)
	a.add(abstractPart{Title: "Tool and Evidence", Tables: []abstractTable{{Table: s.toolFacts()}}})
	return a
}

func (a *abstract) add(p abstractPart) { a.Parts = append(a.Parts, p) }

// factTable is a table of names and values without heads.
func factTable(names, values float64, facts ...fact) paper.Table {
	t := paper.Table{Columns: []paper.Column{{Share: names}, {Share: values}}}
	for _, f := range facts {
		if f.Value != "" {
			t.Add(f.Name, f.Value)
		}
	}
	return t
}

// cellClass is the class of a cell in the style sheet.
func cellClass(t paper.Table, column int, c paper.Cell) string {
	if t.Columns[column].Right && c.Text != notMeasurable {
		return "num"
	}
	return string(c.Tone)
}

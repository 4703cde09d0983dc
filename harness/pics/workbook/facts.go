package workbook

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/certbench/certbench/harness/pics"
)

// A fact is something that a cell says beside its label.
type fact struct {
	item   string
	labels []string // as label has them; the first is the one that is written
	text   func(d *pics.Declaration, paper *pics.Certificate) *string
	day    bool // it is a date
}

func product(of func(p *pics.Product) *string) func(*pics.Declaration, *pics.Certificate) *string {
	return func(d *pics.Declaration, _ *pics.Certificate) *string { return of(&d.Product) }
}

func paper(of func(c *pics.Certificate) *string) func(*pics.Declaration, *pics.Certificate) *string {
	return func(_ *pics.Declaration, c *pics.Certificate) *string { return of(c) }
}

// facts are in the order of the certificate.
var facts = []fact{
	{"the vendor", []string{"vendor name", "vendor", "manufacturer", "manufacturer name"}, product(func(p *pics.Product) *string { return &p.Vendor }), false},
	{designation, []string{"product designation", "product name"}, product(func(p *pics.Product) *string { return &p.Designation }), false},
	{"the model", []string{"product model", "model", "model name"}, product(func(p *pics.Product) *string { return &p.Model }), false},
	{"the type", []string{"device under test", "product type"}, product(func(p *pics.Product) *string { return &p.Type }), false},
	{"the firmware", []string{"firmware version", "firmware"}, product(func(p *pics.Product) *string { return &p.Firmware }), false},
	{"the config ID", []string{"config id", "configuration id"}, product(func(p *pics.Product) *string { return &p.ConfigID }), false},
	{"the firmware's hash", []string{"firmware image hash", "firmware hash"}, product(func(p *pics.Product) *string { return &p.FirmwareHash }), false},
	{"the certificate's number", []string{"certificate number"}, paper(func(c *pics.Certificate) *string { return &c.Number }), false},
	{"the certificate's holder", []string{"certificate holder"}, paper(func(c *pics.Certificate) *string { return &c.Holder }), false},
	{"the certificate's date", []string{"certification date"}, paper(func(c *pics.Certificate) *string { return &c.Date }), true},
	{"the specification", []string{"reference specification"}, paper(func(c *pics.Certificate) *string { return &c.Specification }), false},
	{"the laboratory", []string{"test laboratory"}, paper(func(c *pics.Certificate) *string { return &c.Laboratory.Company }), false},
	{"the laboratory's location", []string{"laboratory location"}, paper(func(c *pics.Certificate) *string { return &c.Laboratory.Location }), false},
	{"the laboratory's report", []string{"test report reference"}, paper(func(c *pics.Certificate) *string { return &c.Laboratory.Report }), false},
	{"the day of the test", []string{"conformance test performed on", "performed on"}, paper(func(c *pics.Certificate) *string { return &c.Laboratory.Performed }), true},
	{"the PICS document", []string{"document evidence"}, paper(func(c *pics.Certificate) *string { return &c.Laboratory.Document }), false},
	{"the OCTT's version", []string{"octt version"}, paper(func(c *pics.Certificate) *string { return &c.Laboratory.OCTTRelease }), false},
	{"the OCTT's instance", []string{"octt instance id"}, paper(func(c *pics.Certificate) *string { return &c.Laboratory.OCTTInstance }), false},
	{"the link of the measurements", []string{linkLabel}, func(d *pics.Declaration, _ *pics.Certificate) *string { return &d.KPILink }, false},
}

const (
	linkLabel     = "communication technology used during performance measurement"
	subtypesLabel = "product subtypes"
)

// facts takes what the cells of a row say beside their labels, or after them, and tells whether there was any.
func (r *reader) facts(g *grid, row int) (any bool) {
	for c := 0; c < len(g.rows[row]); c++ {
		x := g.at(row, c)
		if x.text == "" || x.inside {
			continue
		}
		column := g.right(row, c)
		title, value, place := label(x.text), g.at(row, column), g.place(row, column)
		if before, after, found := strings.Cut(x.text, ":"); found && strings.TrimSpace(after) != "" && isFact(label(before)) {
			title, value, place, column = label(before), cell{text: strings.TrimSpace(after), hidden: x.hidden}, g.place(row, c), c
		}
		if !isFact(title) || value.text == "" && !value.unsolved {
			continue
		}
		any, c = true, column
		if title == subtypesLabel {
			r.subtypes(place, value)
			continue
		}
		for _, f := range facts {
			if slices.Contains(f.labels, title) {
				r.fact(f, place, value)
			}
		}
	}
	return any
}

func isFact(title string) bool {
	return title == subtypesLabel || slices.ContainsFunc(facts, func(f fact) bool { return slices.Contains(f.labels, title) })
}

func (r *reader) fact(f fact, place string, value cell) {
	text := unquoted(value.text, innocent)
	if f.day {
		day, is := dayOf(value)
		if !is {
			r.leave(f.item, place, value.text, fmt.Sprintf("%q is no date; write it as 2026-02-24", shortened(value.text)))
			return
		}
		text = day
	}
	switch {
	case value.hidden:
		r.leave(f.item, place, value.text, "is not shown in the sheet")
	case value.unsolved:
		r.leave(f.item, place, value.text, unsolvedFormula)
	case f.item == designation && r.withModel(place, text):
	default:
		r.take(f.item, place, value.text, text, func() { *f.text(r.d, &r.paper) = text })
	}
}

const designation = "the designation"

// withModel takes the model out of a designation that has it behind in parentheses, as the certificate prints it, where another cell
// has the designation alone.
func (r *reader) withModel(place, text string) bool {
	first := r.from[designation]
	model, is := strings.CutPrefix(text, first.words+" (")
	if first.words == "" || !is || !strings.HasSuffix(model, ")") {
		return false
	}
	model = strings.TrimSuffix(model, ")")
	r.take("the model", place, text, model, func() { r.d.Product.Model = model })
	return true
}

// subtypes are those of erratum 5.2; none is an answer too.
func (r *reader) subtypes(place string, value cell) {
	all := []pics.Subtype{}
	for _, e := range elements(value.text) {
		if wordOf(e.text) == no {
			continue
		}
		name, is := canonical(e.text, []string{string(pics.Mode12Only), string(pics.Wireless)})
		if !is {
			r.leave(subtypesLabel, place, value.text, unknownName(e.text, []string{string(pics.Mode12Only), string(pics.Wireless)}))
			return
		}
		all = append(all, pics.Subtype(name))
	}
	r.take(subtypesLabel, place, value.text, fmt.Sprint(all), func() { r.d.Product.Subtypes = all })
}

// right is the column of the next cell of the row that holds something; that after the row's last where there is none.
func (g *grid) right(row, column int) int {
	for c := column + 1; c < len(g.rows[row]); c++ {
		if x := g.at(row, c); x.text != "" || x.unsolved {
			return c
		}
	}
	return len(g.rows[row])
}

// dayOf reads a date as people write it, or as spreadsheets store it.
func dayOf(x cell) (string, bool) {
	for _, form := range []string{time.DateOnly, "January 2, 2006", "2 January 2006", "Jan 2, 2006", "2 Jan 2006", "02.01.2006", "2006/01/02"} {
		if day, err := time.Parse(form, plain(x.text)); err == nil {
			return day.Format(time.DateOnly), true
		}
	}
	var days float64
	if _, err := fmt.Sscan(x.raw, &days); err != nil || x.raw == x.text || days < 1 {
		return "", false
	}
	day, err := excelize.ExcelDateToTime(days, false)
	return day.Format(time.DateOnly), err == nil
}

// conclude puts together what several cells say.
func (r *reader) conclude() {
	for p, result := range r.paper.Results {
		if r.d.Profiles[p] == pics.Undeclared && !r.unclaimed[p] {
			r.d.Profiles[p] = map[string]pics.Answer{"Pass": pics.Yes, "Not Tested": pics.No}[result]
		}
	}
	if r.paper.Number != "" {
		paper := r.paper
		r.d.Certificate = &paper
	} else if len(r.paper.Measured) > 0 || r.paper.Holder != "" || r.paper.Date != "" || r.paper.Laboratory != (pics.Laboratory{}) {
		r.cells = append(r.cells, Cell{Item: "the certificate", Why: "what the workbook says of one is left out, for no cell says its number"})
	}
	if l := r.paper.Laboratory; r.d.Certificate != nil && l.Company == "" && l != (pics.Laboratory{}) {
		r.d.Certificate.Laboratory = pics.Laboratory{}
		r.cells = append(r.cells, Cell{Item: "the laboratory", Why: "what the workbook says of it is left out, for no cell says its name"})
	}
	for _, must := range facts {
		if must.item != "the vendor" && must.item != designation && must.item != "the firmware" {
			continue
		}
		if *must.text(r.d, &r.paper) == "" {
			r.errs = append(r.errs, fmt.Errorf("no cell says %s; write %q in one and the answer beside it", must.item, must.labels[0]))
		}
	}
	if strings.Contains(strings.ToUpper(r.d.Product.Type), "CSMS") {
		r.errs = append(r.errs, fmt.Errorf("this is the PICS of a CSMS, whose items are others; certbench tests charging stations"))
	}
}

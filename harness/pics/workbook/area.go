package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/pics"
)

// An area is where the answer to an item may stand: right of its number, in as many rows as that covers.
type area struct {
	*grid
	heading  heading
	info     pics.FeatureInfo
	row      int
	height   int
	from, to int // columns, the last one not
}

// A candidate is a cell that may be the answer.
type candidate struct {
	cell
	place string
}

// read takes the answer: from the columns that the heading names, else from the one cell that reads as one.
func (a area) read(r *reader, number string) {
	id := string(a.info.ID)
	switch a.info.Kind {
	case pics.Choice:
		for _, x := range a.under(answer, tested) {
			r.leave(id, x.place, x.text, fmt.Sprintf("has no answer of its own; its options %s are answered", listed(pics.Options(a.info.ID))))
		}
		return
	case pics.MeasurandLists:
		a.measurands(r, number)
		return
	}
	found := a.ticked()
	for _, roles := range [][]role{{answer}, {tested}} {
		if len(found) == 0 {
			found = a.under(roles...)
		}
	}
	readable := a.readable(found)
	if len(readable) == 0 {
		others := a.beside()
		if more := a.readable(others); len(more) > 0 {
			found, readable = more, more
		}
		if len(found) == 0 { // what cannot be read is told
			found = slices.DeleteFunc(others, func(x candidate) bool { return !x.hidden && !x.unsolved })
		}
	}
	a.settle(r, number, found, readable)
}

// settle takes the answer that the readable ones agree on.
func (a area) settle(r *reader, number string, found, readable []candidate) {
	id := string(a.info.ID)
	if len(readable) == 0 {
		if len(found) == 0 {
			r.leave(id, number, "", "has no answer in its row")
		}
		for _, x := range found {
			_, _, why := valueOf(a.info, x.cell)
			r.leave(id, x.place, x.text, a.whyNot(x, why))
		}
		return
	}
	for _, x := range readable {
		v, told, _ := valueOf(a.info, x.cell)
		if !told {
			r.leave(id, x.place, x.text, "does not apply: left undeclared")
			continue
		}
		r.take(id, x.place, x.text, words(v), func() { r.d.Features[a.info.ID] = v })
	}
}

func (a area) whyNot(x candidate, why string) string {
	switch {
	case x.unsolved:
		return unsolvedFormula
	case x.hidden:
		return "is not shown in the sheet"
	}
	return why
}

// readable are those that can be seen and read.
func (a area) readable(all []candidate) (out []candidate) {
	for _, x := range all {
		if _, told, why := valueOf(a.info, x.cell); !x.hidden && !x.unsolved && (told || why == "") {
			out = append(out, x)
		}
	}
	return out
}

// under are the cells that hold something in the columns of these roles.
func (a area) under(roles ...role) (out []candidate) {
	for _, c := range a.heading.columns(a.from, a.to, roles...) {
		out = append(out, a.column(c)...)
	}
	return out
}

// column are the cells of one column; the lines of a list are one.
func (a area) column(c int) (out []candidate) {
	list := a.info.Kind == pics.List || a.info.Kind == pics.MeasurandLists
	for row := a.row; row < a.row+a.height; row++ {
		x := a.at(row, c)
		if x.text == "" && !x.unsolved || x.inside && row > a.row {
			continue
		}
		if list && len(out) > 0 && !x.hidden && !out[0].hidden {
			out[0].text += "\n" + x.text
			continue
		}
		out = append(out, candidate{x, a.place(row, c)})
	}
	return out
}

// ticked reads a mark in one of the columns that are headed Yes, No and N/A.
func (a area) ticked() []candidate {
	if a.info.Kind != pics.Boolean {
		return nil
	}
	var marked []candidate
	for mark, says := range map[role]string{tickYes: "yes", tickNo: "no", tickOther: "n/a"} {
		for _, x := range a.under(mark) {
			if wordOf(x.text) == yes {
				x.text = says
				marked = append(marked, x)
			}
		}
	}
	slices.SortFunc(marked, func(x, y candidate) int { return strings.Compare(x.place, y.place) })
	return marked
}

// beside are all cells of the area that are no title and no remark.
func (a area) beside() (out []candidate) {
	passed := a.heading.columns(a.from, a.to, remark, tickYes, tickNo, tickOther, itemNumber)
	for c := a.from; c < a.to; c++ {
		if slices.Contains(passed, c) {
			continue
		}
		for _, x := range a.column(c) {
			if !looksLikeName(a.info, x.text) && !numberOnly.MatchString(plain(x.text)) {
				out = append(out, x)
			}
		}
	}
	if a.info.Kind == pics.Text || a.info.Kind == pics.List && pics.Known(a.info.ID) == nil {
		out = out[:min(1, len(out))] // of open words the first are the answer, what follows is said about it
	}
	return out
}

// looksLikeName tells the title of an item whose answer is in words from that answer.
func looksLikeName(info pics.FeatureInfo, text string) bool {
	title, said := strings.ToLower(info.Name), strings.ToLower(plain(text))
	return strings.Contains(said, strings.TrimSuffix(title, "s"))
}

// measurands reads what the vendor supports and what the laboratory tested. Without a heading the first of two lists is what was
// tested, as on the certificate.
func (a area) measurands(r *reader, number string) {
	id := string(a.info.ID)
	supported, tried := a.under(answer), a.under(tested)
	if len(a.heading.columns(a.from, a.to, answer, tested)) == 0 {
		switch all := a.readable(a.beside()); len(all) {
		case 1:
			supported = all
		case 2:
			tried, supported = all[:1], all[1:]
		}
	}
	if len(supported) == 0 {
		why := "has no answer in its row"
		if len(tried) > 0 {
			why = "says what was tested and not what is supported"
		}
		r.leave(id, number, "", why)
		return
	}
	list := supported[0]
	v, told, why := valueOf(a.info, list.cell)
	if !told || list.hidden || list.unsolved {
		if why == "" {
			why = "does not apply: left undeclared"
		}
		r.leave(id, list.place, list.text, a.whyNot(list, why))
		return
	}
	text := list.text
	if len(tried) > 0 {
		t, told, why := valueOf(a.info, tried[0].cell)
		if told && !tried[0].hidden && !tried[0].unsolved {
			v.Measurands.Tested = t.Measurands.Supported
		} else if why != "" || tried[0].hidden || tried[0].unsolved {
			r.leave(id, tried[0].place, tried[0].text, a.whyNot(tried[0], why))
		}
	}
	r.take(id, list.place, text, words(v), func() { r.d.Features[a.info.ID] = v })
}

func listed(items []pics.Feature) string {
	return fmt.Sprintf("%s to %s", items[0], items[len(items)-1])
}

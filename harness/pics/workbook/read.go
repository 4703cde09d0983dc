package workbook

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/pics"
)

// A Cell is what became of one cell of a workbook.
type Cell struct {
	Place string `json:"cell"`           // such as "Core!C12"
	Item  string `json:"item"`           // an item's number, or in words what else it answers
	Text  string `json:"text,omitempty"` // as the sheet shows it
	Took  string `json:"took,omitempty"` // what was taken of it
	Why   string `json:"why,omitempty"`  // why nothing was
}

// A Reading is a declaration and where it was read.
type Reading struct {
	Declaration *pics.Declaration
	File        []byte // it as pics.Write has it
	Cells       []Cell // in the order of the sheets
}

// Read finds the answers of a PICS in a workbook (.xlsx), in whatever columns and sheets they stand. The version is the one that the
// workbook names, in a cell, its title or its file's name; asked, where it is not empty, decides instead. An item that the version
// does not have, two answers to one item, and a workbook without the product's name are errors, joined, each with its cells; the
// reading has the cells in any case.
func Read(name string, data []byte, asked pics.Version) (*Reading, error) {
	grids, title, err := open(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return readGrids(name, grids, title, asked)
}

func readGrids(name string, grids []*grid, title string, asked pics.Version) (*Reading, error) {
	r := &reader{
		d:    &pics.Declaration{Profiles: map[pics.Profile]pics.Answer{}, Features: map[pics.Feature]pics.Value{}, KPILimits: pics.KPILimits{}},
		from: map[string]taken{}, unclaimed: map[pics.Profile]bool{},
		paper: pics.Certificate{Results: map[pics.Profile]string{}, Measured: map[pics.KPI]pics.Measurement{}},
	}
	said, err := asked, error(nil)
	if said == "" {
		if said, err = r.versionOf(grids, title, name); err != nil {
			return &Reading{}, fmt.Errorf("%s: %w", name, err)
		}
	}
	r.version, r.d.Version = said, said
	for _, g := range grids {
		r.sheet(g)
	}
	r.conclude()
	out := &Reading{Cells: r.cells}
	if err := errors.Join(r.errs...); err != nil {
		return out, fmt.Errorf("%s: %w", name, err)
	}
	out.File = pics.Write(r.d)
	if out.Declaration, err = pics.Read(name, out.File); err != nil {
		return out, fmt.Errorf("what the workbook says is no PICS: %w", err)
	}
	return out, nil
}

// A taken answer, to hold a second one against.
type taken struct{ place, words string }

type reader struct {
	version   pics.Version
	d         *pics.Declaration
	paper     pics.Certificate // what cells say of a certificate, which is one where they say its number
	unclaimed map[pics.Profile]bool
	cells     []Cell
	errs      []error
	from      map[string]taken
}

// take sets what a cell answers, unless another cell did.
func (r *reader) take(item, place, text, words string, set func()) {
	first, twice := r.from[item]
	switch {
	case !twice:
		r.from[item] = taken{place, words}
		r.cells = append(r.cells, Cell{Place: place, Item: item, Text: text, Took: words})
		set()
	case sameWords(first.words, words):
		r.leave(item, place, text, "says the same as "+first.place)
	default:
		r.leave(item, place, text, "contradicts "+first.place)
		r.errs = append(r.errs, fmt.Errorf("%s is %q in %s and %q in %s; correct one of them, or empty it", item, first.words, first.place, words, place))
	}
}

// sameWords compares what was taken without regard to the order of a list.
func sameWords(a, b string) bool {
	sorted := func(s string) []string {
		all := strings.Split(s, ", ")
		slices.Sort(all)
		return all
	}
	return slices.Equal(sorted(a), sorted(b))
}

func (r *reader) leave(item, place, text, why string) {
	r.cells = append(r.cells, Cell{Place: place, Item: item, Text: shortened(text), Why: why})
}

const unsolvedFormula = "is a formula whose value the file does not hold; open it in a spreadsheet program and save it there"

// sheet reads a sheet from its top on.
func (r *reader) sheet(g *grid) {
	var h heading
	for row := 0; row < len(g.rows); row++ {
		if items := itemsOf(g.rows[row], h, r.version); len(items) > 0 && !isFact(beginning(g.rows[row])) {
			for _, i := range items {
				r.item(g, h, row, i)
			}
			continue
		}
		if r.facts(g, row) {
			continue
		}
		if next := headingOf(g.rows[row]); next != nil {
			h = next
		}
		row += r.table(g, row)
	}
}

// beginning is the title that a row begins with.
func beginning(row []cell) string {
	for _, x := range row {
		if x.text != "" {
			before, _, _ := strings.Cut(x.text, ":")
			return label(before)
		}
	}
	return ""
}

// An item is the number of one in a row.
type item struct {
	id     string
	column int
	end    int // the column after those that may answer it
}

const families = "C|AS|SC|R|DM|ISO|LA|UI|HFS|AQ|ORS"

var (
	numberOnly  = regexp.MustCompile(`^(?i)([A-Z]{1,4}) ?- ?(\d{1,3}(?:\.\d{1,2})*)[.:*]*$`)
	numberFirst = regexp.MustCompile(`^(?i)(` + families + `)-(\d{1,3}(?:\.\d{1,2})*)[.:)]? .*[a-z]{2}`)
	family      = regexp.MustCompile(`^(?:` + families + `)$`)
)

// itemsOf finds the numbers of items in a row. Where the heading has columns of numbers, those in them count. Else the first does,
// and others that stand beyond an answer, as tables beside each other do; the rest are mentioned only, as what an item depends on. A
// number with its title in one cell counts where no cell has one alone.
func itemsOf(row []cell, h heading, v pics.Version) []item {
	var headed, all []item
	numbers := h.columns(0, len(row), itemNumber)
	for c, x := range row {
		id, isItem := idOf(x)
		switch {
		case id == "":
		case slices.Contains(numbers, c):
			headed = append(headed, item{id: id, column: c})
		case isItem && (len(all) == 0 || answeredBetween(row, all[len(all)-1], c, v)):
			all = append(all, item{id: id, column: c})
		}
	}
	if len(headed) > 0 {
		all = headed
	}
	for c, x := range row {
		if m := numberFirst.FindStringSubmatch(plain(x.text)); m != nil && !x.inside && len(all) == 0 {
			all = append(all, item{id: strings.ToUpper(m[1]) + "-" + m[2], column: c})
		}
	}
	for i := range all {
		all[i].end = len(row)
		if i+1 < len(all) {
			all[i].end = all[i+1].column
		}
	}
	return all
}

// idOf is the number that a cell has alone, and whether it is of a family of items; empty where there is none.
func idOf(x cell) (id string, isItem bool) {
	m := numberOnly.FindStringSubmatch(plain(x.text))
	if m == nil || x.inside {
		return "", false
	}
	of := strings.ToUpper(m[1])
	return of + "-" + m[2], family.MatchString(of)
}

// answeredBetween says whether an item has its answer before a column.
func answeredBetween(row []cell, i item, column int, v pics.Version) bool {
	info, known := v.Info(pics.Feature(i.id))
	if !known {
		return false
	}
	for c := i.column + 1; c < column; c++ {
		if _, told, _ := valueOf(info, row[c]); told && row[c].text != "" && !looksLikeName(info, row[c].text) {
			return true
		}
	}
	return false
}

// item reads the answer to one.
func (r *reader) item(g *grid, h heading, row int, i item) {
	x, place := g.at(row, i.column), g.place(row, i.column)
	if x.hidden {
		r.leave(i.id, place, x.text, "is not shown in the sheet")
		return
	}
	info, known := r.version.Info(pics.Feature(i.id))
	if !known {
		r.leave(i.id, place, x.text, "is no item of PICS "+string(r.version))
		r.errs = append(r.errs, fmt.Errorf("%s: %s", place, r.version.Unknown(i.id)))
		return
	}
	a := area{grid: g, heading: h, info: info, row: row, height: max(1, x.height), from: i.column + 1, to: i.end}
	for q := row; q < row+a.height; q++ { // what is merged may be wider below
		if i.end == len(g.rows[row]) && q < len(g.rows) {
			a.to = max(a.to, len(g.rows[q]))
		}
	}
	a.read(r, place)
}

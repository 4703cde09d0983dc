package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A layout is what a sheet says beside its values (ECMA-376 part 1, 18.3.1). It is read here and not by excelize, whose ways to ask
// for it first make every row and column up to the last one that is named, and LibreOffice names row 1048576 of an empty sheet.
type layout struct {
	hidden    bool
	rowHidden map[int]bool // by number, from 1
	columns   [][2]int     // ranges of hidden ones, from 1
	merged    []span
	unsolved  []spot // formulas whose value was not stored
	last      int    // the last row that has a value, by number
}

// A spot is a place in a sheet, from 0.
type spot struct{ row, column int }

type span struct{ from, to spot }

func (l *layout) columnHidden(number int) bool {
	for _, c := range l.columns {
		if c[0] <= number && number <= c[1] {
			return true
		}
	}
	return false
}

var errTooMuch = fmt.Errorf("a PICS has at most %d parts with %d bytes unpacked, %d of them without pictures", maxParts, maxBytes, maxXML)

// maxMarks bounds what one sheet merges and hides: without it a small file could ask for much work.
const maxMarks = 20_000

// limited ends with an error, not with a shorter text.
type limited struct {
	in   io.Reader
	left int64
}

// Read reads on while there is something left of the bound.
func (l *limited) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n, errTooMuch
	}
	return n, err
}

// pack is the package that a workbook is.
type pack struct {
	parts map[string]*zip.File
	left  int64
}

func (p *pack) read(name string) ([]byte, error) {
	file, there := p.parts[strings.ToLower(name)]
	if !there {
		return nil, fmt.Errorf("this is no workbook: it has no part %s", name)
	}
	return part(file, &p.left)
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations of a part lead to others, by id; those of the whole package are of no part.
func (p *pack) relations(of string) (map[string]relation, error) {
	folder, name := path.Split(of)
	data, err := p.read(path.Join(folder, "_rels", name+".rels"))
	if err != nil {
		return nil, err
	}
	var list struct {
		All []relation `xml:"Relationship"`
	}
	if err := xml.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("the relations of %s cannot be read: %w", of, err)
	}
	out := map[string]relation{}
	for _, r := range list.All {
		if strings.HasPrefix(r.Target, "/") {
			r.Target = strings.TrimPrefix(r.Target, "/")
		} else {
			r.Target = path.Join(path.Dir(of), r.Target)
		}
		out[r.ID] = r
	}
	return out, nil
}

// layoutsOf reads the layouts of all sheets, by name.
func layoutsOf(data []byte) (map[string]*layout, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("this is no workbook (.xlsx): %w", err)
	}
	if len(archive.File) > maxParts {
		return nil, errTooMuch
	}
	p := &pack{parts: map[string]*zip.File{}, left: maxXML}
	total, read := uint64(0), uint64(0)
	for _, file := range archive.File {
		name := strings.ToLower(strings.TrimPrefix(file.Name, "/"))
		p.parts[name] = file
		total += file.UncompressedSize64 // archive/zip reads no byte more
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			read += file.UncompressedSize64
		}
		if total > maxBytes || read > maxXML {
			return nil, errTooMuch
		}
	}
	book, err := p.book()
	if err != nil {
		return nil, err
	}
	return p.sheets(book)
}

// book is the name of the part that lists the sheets.
func (p *pack) book() (string, error) {
	top, err := p.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range top {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			return r.Target, nil
		}
	}
	return "", errors.New("this is no workbook: nothing says which part lists its sheets")
}

func (p *pack) sheets(book string) (map[string]*layout, error) {
	data, err := p.read(book)
	if err != nil {
		return nil, err
	}
	var list struct {
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"id,attr"` // of the relation; sheetId is another
		} `xml:"sheets>sheet"`
	}
	if err := xml.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("the list of sheets cannot be read: %w", err)
	}
	to, err := p.relations(book)
	if err != nil {
		return nil, err
	}
	out := map[string]*layout{}
	for _, s := range list.Sheets {
		r := to[s.ID]
		if !strings.HasSuffix(r.Type, "/worksheet") {
			continue
		}
		sheet, err := p.read(r.Target)
		if err != nil {
			return nil, err
		}
		l := &layout{hidden: s.State == "hidden" || s.State == "veryHidden", rowHidden: map[int]bool{}}
		if err := l.read(sheet); err != nil {
			return nil, fmt.Errorf("the sheet %q cannot be read: %w", s.Name, err)
		}
		out[s.Name] = l
	}
	return out, nil
}

// read walks through a worksheet.
func (l *layout) read(sheet []byte) error {
	in := xml.NewDecoder(bytes.NewReader(sheet))
	in.Strict = false // excelize is not either
	w := walk{layout: l}
	for {
		token, err := in.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch x := token.(type) {
		case xml.StartElement:
			w.begin(x.Name.Local, attributes(x))
		case xml.CharData:
			w.value = w.value || w.within && len(x) > 0
		case xml.EndElement:
			w.end(x.Name.Local)
		}
		if len(l.merged)+len(l.unsolved)+len(l.columns) > maxMarks {
			return errTooMuch
		}
	}
}

// A walk knows where in a worksheet it is.
type walk struct {
	*layout
	row     int  // by number
	at      spot // the last cell
	formula bool // it has one
	value   bool // it has one that is not empty: openpyxl writes an empty one beside a formula
	within  bool // of a value
}

func (w *walk) begin(element string, attribute map[string]string) {
	hidden := attribute["hidden"] == "1" || attribute["hidden"] == "true"
	switch element {
	case "col":
		if hidden {
			from, _ := strconv.Atoi(attribute["min"]) // 0 of what is no number hides nothing
			to, _ := strconv.Atoi(attribute["max"])
			w.columns = append(w.columns, [2]int{from, to})
		}
	case "row":
		w.row++
		if n, err := strconv.Atoi(attribute["r"]); err == nil {
			w.row = n
		}
		if hidden {
			w.hideRow(w.row)
		}
		w.at = spot{w.row - 1, -1}
	case "c":
		w.at.column++
		if s, err := spotOf(attribute["r"]); err == nil {
			w.at = s
		}
		w.formula, w.value = false, false
	case "f":
		w.formula = true
	case "v":
		w.within = true
	case "is":
		w.value = true
	case "mergeCell":
		if s, err := spanOf(attribute["ref"]); err == nil {
			w.merged = append(w.merged, s)
		}
	}
}

func (w *walk) end(element string) {
	w.within = false
	if element != "c" {
		return
	}
	if w.formula && !w.value {
		w.unsolved = append(w.unsolved, w.at)
	}
	if w.formula || w.value {
		w.last = max(w.last, w.at.row+1)
	}
}

func (l *layout) hideRow(number int) {
	if number <= maxRows {
		l.rowHidden[number] = true
	}
}

func attributes(x xml.StartElement) map[string]string {
	out := map[string]string{}
	for _, a := range x.Attr {
		out[a.Name.Local] = a.Value
	}
	return out
}

func spotOf(name string) (spot, error) {
	column, row, err := excelize.CellNameToCoordinates(name)
	return spot{row - 1, column - 1}, err
}

func spanOf(ref string) (span, error) {
	first, last, _ := strings.Cut(ref, ":")
	if last == "" {
		last = first
	}
	from, err := spotOf(first)
	if err != nil {
		return span{}, err
	}
	to, err := spotOf(last)
	if err == nil && (to.row < from.row || to.column < from.column) {
		err = fmt.Errorf("the merged cells %s end before they begin", ref)
	}
	return span{from, to}, err
}

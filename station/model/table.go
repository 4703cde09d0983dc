package model

import "github.com/certbench/certbench/schemas/ocpp201"

// Table is what all stations of a product have in common of the device model (part 2, chapter "Device Model"). It is not
// changed after it was made: all lives of all stations of the product share it.
type Table struct {
	definitions []Definition // in the order of reports
	index       map[key]int  // of names as they are written, and folded
	components  map[componentKey]bool
}

// NewTable makes the table of rows, in the order of reports.
func NewTable(rows ...[]Row) *Table {
	t := &Table{index: map[key]int{}, components: map[componentKey]bool{}}
	for _, some := range rows {
		for _, r := range some {
			t.add(r.definition())
		}
	}
	return t
}

func (t *Table) add(d Definition) {
	k := keyOf(d.Component, d.Variable)
	d.record = k.record()
	t.index[k], t.index[k.folded()] = len(t.definitions), len(t.definitions)
	t.components[k.component], t.components[k.component.folded()] = true, true
	t.definitions = append(t.definitions, d)
}

// find is the place of a variable.
func (t *Table) find(k key) (at int, known bool) {
	if at, known = t.index[k]; !known {
		at, known = t.index[k.folded()]
	}
	return at, known
}

// has tells whether a component has any variable.
func (t *Table) has(c ocpp201.Component) bool {
	k := componentKeyOf(c)
	return t.components[k] || t.components[k.folded()]
}

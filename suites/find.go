package suites

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/octt"
)

// Find is the official case of an id, whatever the case of its letters. The error says what may have been meant.
func Find(id string) (catalogue.Entry, error) {
	var ids []string
	for _, entry := range catalogue.All() {
		if strings.EqualFold(entry.ID, id) {
			return entry, nil
		}
		ids = append(ids, entry.ID)
	}
	return catalogue.Entry{}, fmt.Errorf("there is no case %q%s; see certbench list", id, cmp.Or(instead(id, ids), "; write an id such as TC_E_03_CS"))
}

// Select are the official cases, in their order, that an expression selects in any of their modes; an empty one selects all.
func Select(expr string) ([]catalogue.Entry, error) {
	selected, err := parseExpression(expr)
	if err != nil {
		return nil, err
	}
	var found []catalogue.Entry
	for _, entry := range catalogue.All() {
		c, _ := octt.Lookup(entry.ID)
		if (Item{Entry: entry}).isSelected(selected, Plays(c, nil)) {
			found = append(found, entry)
		}
	}
	if len(found) == 0 {
		return nil, selectsNone(expr)
	}
	return found, nil
}

func selectsNone(expr string) error {
	return fmt.Errorf("--cases %q selects no case of the catalogue, although each of its terms is one; see certbench list", expr)
}

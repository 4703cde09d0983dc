package bench

import (
	"errors"
	"fmt"

	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/station/defects"
)

// ParseDefects reads the names of deliberate faults, separated by commas, as people write them.
func ParseDefects(csv string) (defects.Set, error) {
	set, err := defects.Parse(csv)
	unknown, is := errors.AsType[*defects.UnknownError](err)
	if !is {
		return set, err
	}
	var known []string
	for _, d := range defects.All() {
		known = append(known, string(d.Name))
	}
	if near, is := strictyaml.Near(string(unknown.Name), known); is {
		return set, fmt.Errorf("%w; did you mean %q?", err, near)
	}
	return set, fmt.Errorf("%w; certbench station defects lists them", err)
}

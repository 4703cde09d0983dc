package known

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Catalogue is what an entry is held against before anything is played.
type Catalogue interface {
	// Find says what is wrong with the id of a case that does not exist, and what was meant; nil for one that does.
	Find(id string) error
	// Modes lists the modes in which a case is ever played, empty for one that is played in one way.
	Modes(id string) []string
	// LastRow is the number of the last row of the case's own table as far as it has been seen, 0 where that is not known.
	LastRow(id string) int
}

// Check refuses entries that name a case, a mode or a row that does not exist. The errors are joined, each with file and line.
func (f *File) Check(c Catalogue) error {
	var wrong []error
	for _, e := range f.Entries {
		if err := e.check(c); err != nil {
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", f.Name, e.Line, err))
		}
	}
	return errors.Join(wrong...)
}

func (e Entry) check(c Catalogue) error {
	if e.Case == Between {
		return nil
	}
	if err := c.Find(e.Case); err != nil {
		return err
	}
	modes := c.Modes(e.Case)
	if e.Mode != "" && len(modes) == 0 {
		return fmt.Errorf("%s is played in one way only; leave mode away", e.Case)
	}
	if e.Mode != "" && !slices.Contains(modes, e.Mode) {
		return fmt.Errorf("%s has no mode %q; write one of %s", e.Case, e.Mode, strings.Join(modes, ", "))
	}
	if n, numbered := number(e.Row); numbered && n < 1 {
		return fmt.Errorf("%s has no row %s: rows are counted from 1; see certbench show %s", e.Case, e.Row, e.Case)
	}
	return nil
}

// Doubts names the entries with a row behind the last one that is known of the case's table, in sentences with file and line. That is no
// error: the last row is known of the tables of the reference station, and another product may play more rows.
func (f *File) Doubts(c Catalogue) (doubts []string) {
	for _, e := range f.Entries {
		n, numbered := number(e.Row)
		if last := c.LastRow(e.Case); numbered && last > 0 && n > last {
			doubts = append(doubts, fmt.Sprintf("%s:%d: %s may have no row %s: its table ends with row %d on the reference station, and the entry excuses that row alone; see certbench show %s",
				f.Name, e.Line, e.Case, e.Row, last, e.Case))
		}
	}
	return doubts
}

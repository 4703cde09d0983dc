package catalogue

import (
	_ "embed"
	"fmt"
	"slices"
)

// Status is what the ledger says about a case that the suites do not register.
type Status string

const (
	NotYet  Status = "not yet" // to be written
	Omitted Status = "omitted" // left out for good, with a reason
)

// LedgerLine accounts for one case that no suite plays.
type LedgerLine struct {
	ID     string
	Status Status
	Reason string
}

//go:embed ledger.tsv
var ledgerTable string

// Ledger returns the cases that the suites do not play, in the order of the catalogue. Whatever is in neither is played.
func Ledger() []LedgerLine {
	var lines []LedgerLine
	for _, row := range rows(ledgerTable, 3) {
		lines = append(lines, LedgerLine{row[0], Status(row[1]), row[2]})
	}
	return lines
}

// Audit compares the ids that the suites register with the ledger and returns every contradiction as a sentence; none
// means that each official case is either played or accounted for.
func Audit(registered []string) []string { return audit(Ledger(), registered) }

func audit(ledger []LedgerLine, registered []string) []string {
	var out []string
	complain := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	listed := map[string]bool{}
	for _, line := range ledger {
		_, official := Lookup(line.ID)
		switch {
		case !official:
			complain("%s stands in the ledger but is no official station case", line.ID)
		case listed[line.ID]:
			complain("%s stands twice in the ledger", line.ID)
		case line.Status != NotYet && line.Status != Omitted:
			complain("%s has the status %q in the ledger; write %q or %q", line.ID, line.Status, NotYet, Omitted)
		case line.Status == Omitted && line.Reason == "":
			complain("%s is omitted without a reason", line.ID)
		}
		if slices.Contains(registered, line.ID) {
			complain("%s is registered but the ledger says %q; take it out of the ledger", line.ID, line.Status)
		}
		listed[line.ID] = true
	}
	seen := map[string]bool{}
	for _, id := range registered {
		if _, official := Lookup(id); !official {
			complain("%s is registered but is no official station case", id)
		}
		if seen[id] {
			complain("%s is registered twice", id)
		}
		seen[id] = true
	}
	for _, e := range entries {
		if !seen[e.ID] && !listed[e.ID] {
			complain("%s is neither registered nor in the ledger", e.ID)
		}
	}
	return out
}

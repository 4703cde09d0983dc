package catalogue

import (
	"slices"
	"strings"
	"testing"
)

// unlisted returns the ids that the ledger does not name, which are the ones that the suites must register.
func unlisted() []string {
	var out []string
	for _, e := range All() {
		if !slices.ContainsFunc(Ledger(), func(l LedgerLine) bool { return l.ID == e.ID }) {
			out = append(out, e.ID)
		}
	}
	return out
}

func TestALedgerAndSuitesThatFitHaveNoContradiction(t *testing.T) {
	if got := Audit(unlisted()); len(got) != 0 {
		t.Errorf("expected no contradiction, got %v", got)
	}
}

func TestEveryCaseOutsideTheProgrammeIsOmitted(t *testing.T) {
	for _, line := range Ledger() {
		e, _ := Lookup(line.ID)
		if outside := e.InCertification != InProgramme; outside != (line.Status == Omitted) {
			t.Errorf("%s: expected omitted exactly when it is outside the programme (%s), got %q", line.ID, e.InCertification, line.Status)
		}
	}
}

func TestTheAuditNamesEveryContradiction(t *testing.T) {
	first, registered := Ledger()[0], unlisted()
	for _, c := range []struct {
		what       string
		ledger     []LedgerLine
		registered []string
		want       string
	}{
		{"a registered case that is listed", Ledger(), append(slices.Clone(registered), first.ID), first.ID + ` is registered but the ledger says "not yet"`},
		{"a case in neither", Ledger(), registered[1:], registered[0] + " is neither registered nor in the ledger"},
		{"an unknown registered id", Ledger(), append(slices.Clone(registered), "TC_Z_01_CS"), "TC_Z_01_CS is registered but is no official station case"},
		{"a case registered twice", Ledger(), append(slices.Clone(registered), registered[0]), registered[0] + " is registered twice"},
		{"an unknown id in the ledger", append(Ledger(), LedgerLine{"TC_Z_02_CS", NotYet, ""}), registered, "TC_Z_02_CS stands in the ledger but is no official station case"},
		{"a ledger line twice", append(Ledger(), first), registered, first.ID + " stands twice in the ledger"},
		{"omitted without reason", append(Ledger()[1:], LedgerLine{first.ID, Omitted, ""}), registered, first.ID + " is omitted without a reason"},
		{"an unknown status", append(Ledger()[1:], LedgerLine{first.ID, "soon", ""}), registered, first.ID + ` has the status "soon" in the ledger`},
	} {
		if got := audit(c.ledger, c.registered); len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Errorf("%s: expected one contradiction beginning %q, got %v", c.what, c.want, got)
		}
	}
}

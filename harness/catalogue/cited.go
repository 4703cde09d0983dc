package catalogue

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
)

// Proof is what the suites do about a requirement of part 2 that an official case cites.
type Proof string

// The kinds of proof, and of reasons for none.
const (
	Checked   Proof = "checked"   // a check of the case carries the requirement
	Arises    Proof = "arises"    // a check of the case does so where the product or the bench is as the reason says
	Elsewhere Proof = "elsewhere" // the case's messages cannot show it; the cases that the reason names do
	May       Proof = "may"       // a permission: whatever the station does is right
	CSMS      Proof = "csms"      // what the CSMS does, or may do
	Unseen    Proof = "unseen"    // neither a message nor a rig shows it
	Unreached Proof = "unreached" // its precondition does not come about in the case, nor in any other that cites it
	Absent    Proof = "absent"    // no such requirement in the edition
)

// proofs are all of them; the ones with true need a reason.
var proofs = map[Proof]bool{Checked: false, Arises: true, Elsewhere: true, May: true, CSMS: true, Unseen: true, Unreached: true, Absent: true}

// Citation accounts for a requirement in one of the cases that cite it and that the suites play.
type Citation struct {
	Requirement string // such as "E02.FR.01"
	Case        string
	Proof       Proof
	Reason      string // a sentence; empty where it is Checked
}

//go:embed cited.tsv
var citedTable string

// Citations returns the account of every requirement that a played case cites, by requirement. That it is true is held by
// the self-test, which compares it with the evidence of the good station.
func Citations() []Citation {
	var out []Citation
	for _, row := range rows(citedTable, 4) {
		for _, id := range list(row[2]) {
			out = append(out, Citation{Requirement: row[0], Case: id, Proof: Proof(row[1]), Reason: row[3]})
		}
	}
	return out
}

// Cited returns the account of one case, in the order in which it cites the requirements.
func Cited(id string) []Citation {
	e, _ := Lookup(id)
	out := slices.DeleteFunc(Citations(), func(c Citation) bool { return c.Case != id })
	slices.SortStableFunc(out, func(a, b Citation) int {
		return cmp.Compare(slices.Index(e.Requirements, a.Requirement), slices.Index(e.Requirements, b.Requirement))
	})
	return out
}

// AuditCitations compares an account with what the registered cases cite, and with the requirements that their checks carry on
// the good station; carried tells that. It returns every contradiction as a sentence.
func AuditCitations(account []Citation, registered []string, carried func(id, requirement string) bool) []string {
	var out []string
	complain := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	listed := map[[2]string]bool{}
	for _, c := range account {
		key := [2]string{c.Case, c.Requirement}
		e, _ := Lookup(c.Case)
		needs, known := proofs[c.Proof]
		switch has := carried(c.Case, c.Requirement); {
		case !slices.Contains(registered, c.Case):
			complain("%s, %s: no suite plays the case", c.Requirement, c.Case)
		case !slices.Contains(e.Requirements, c.Requirement):
			complain("%s, %s: the case does not cite the requirement", c.Requirement, c.Case)
		case listed[key]:
			complain("%s, %s stands twice", c.Requirement, c.Case)
		case !known:
			complain("%s, %s: %q is no proof, and no reason for none", c.Requirement, c.Case, c.Proof)
		case c.Proof == Checked && !has:
			complain("%s, %s is called checked, and no check of the case carries it", c.Requirement, c.Case)
		case c.Proof != Checked && has:
			complain("%s, %s is called %q, and a check of the case carries it", c.Requirement, c.Case, c.Proof)
		case needs != (c.Reason != ""):
			complain("%s, %s: %q needs a reason: %v; it has %q", c.Requirement, c.Case, c.Proof, needs, c.Reason)
		}
		listed[key] = true
		out = append(out, c.auditReason(carried)...)
	}
	for _, id := range registered {
		e, _ := Lookup(id)
		for _, requirement := range e.Requirements {
			if !listed[[2]string{id, requirement}] {
				complain("%s, %s: the case cites the requirement, and nothing says whether it is checked", requirement, id)
			}
		}
	}
	return out
}

var caseID = regexp.MustCompile(`TC_\w+_CS`)

// auditReason: the cases that a reason names check the requirement, and the one that says elsewhere names some.
func (c Citation) auditReason(carried func(id, requirement string) bool) []string {
	named := caseID.FindAllString(c.Reason, -1)
	var out []string
	if c.Proof == Elsewhere && len(named) == 0 {
		out = append(out, fmt.Sprintf("%s, %s: the reason says elsewhere, and names no case", c.Requirement, c.Case))
	}
	for _, other := range named {
		if !carried(other, c.Requirement) {
			out = append(out, fmt.Sprintf("%s, %s: the reason names %s, no check of which carries the requirement", c.Requirement, c.Case, other))
		}
	}
	return out
}

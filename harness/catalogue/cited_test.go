package catalogue

import (
	"slices"
	"strings"
	"testing"
)

func TestTheAuditOfCitationsNamesEveryContradiction(t *testing.T) {
	const id, requirement, other = "TC_B_28_CS", "B12.FR.09", "TC_B_29_CS"
	e, _ := Lookup(id)
	whole := func(c Citation) []Citation {
		out := []Citation{c}
		for _, r := range e.Requirements {
			if r != requirement {
				out = append(out, Citation{r, id, Checked, ""})
			}
		}
		return out
	}
	for name, c := range map[string]struct {
		account []Citation
		carried bool // that the case's checks carry the requirement
		want    string
	}{
		"a true account":             {whole(Citation{requirement, id, Checked, ""}), true, ""},
		"a reason":                   {whole(Citation{requirement, id, Elsewhere, "No transaction; " + other + " has one."}), false, ""},
		"checked by nothing":         {whole(Citation{requirement, id, Checked, ""}), false, "no check of the case carries it"},
		"checked all the same":       {whole(Citation{requirement, id, Unseen, "Nobody sees it."}), true, "and a check of the case carries it"},
		"no reason":                  {whole(Citation{requirement, id, May, ""}), false, "needs a reason"},
		"a reason for a check":       {whole(Citation{requirement, id, Checked, "It is."}), true, "needs a reason: false"},
		"another word":               {whole(Citation{requirement, id, "perhaps", "Who knows."}), false, "is no proof"},
		"a case that checks not":     {whole(Citation{requirement, id, Elsewhere, "See TC_B_20_CS."}), false, "names TC_B_20_CS, no check of which"},
		"no case named":              {whole(Citation{requirement, id, Elsewhere, "See another."}), false, "names no case"},
		"not accounted for":          {whole(Citation{requirement, id, Checked, ""})[1:], true, "nothing says whether it is checked"},
		"twice":                      {append(whole(Citation{requirement, id, Checked, ""}), Citation{requirement, id, Checked, ""}), true, "stands twice"},
		"not cited":                  {append(whole(Citation{requirement, id, Checked, ""}), Citation{"E02.FR.01", id, Checked, ""}), true, "does not cite"},
		"of a case that is no one's": {append(whole(Citation{requirement, id, Checked, ""}), Citation{requirement, "TC_L_01_CS", Checked, ""}), true, "no suite plays"},
	} {
		t.Run(name, func(t *testing.T) {
			got := AuditCitations(c.account, []string{id}, func(of, r string) bool {
				return of == id && (r != requirement || c.carried) || of == other
			})
			if c.want == "" && len(got) > 0 || c.want != "" && !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, c.want) }) {
				t.Errorf("expected %q, got %q", c.want, got)
			}
		})
	}
}

// What can be said of the account without playing a case: that it names what the cases cite, each once, with a reason.
func TestEveryCitationOfAPlayedCaseIsAccountedFor(t *testing.T) {
	checked := map[[2]string]bool{}
	for _, c := range Citations() {
		checked[[2]string{c.Case, c.Requirement}] = c.Proof == Checked
	}
	for _, complaint := range AuditCitations(Citations(), unlisted(), func(id, requirement string) bool {
		return checked[[2]string{id, requirement}]
	}) {
		if !strings.Contains(complaint, "the reason names") { // a case may check what it does not cite; the self-test knows
			t.Error(complaint)
		}
	}
}

func TestACaseTellsItsCitationsInTheirOrder(t *testing.T) {
	e, _ := Lookup("TC_B_28_CS")
	var got []string
	for _, c := range Cited(e.ID) {
		got = append(got, c.Requirement)
	}
	if !slices.Equal(got, e.Requirements) {
		t.Errorf("expected %v, got %v", e.Requirements, got)
	}
}

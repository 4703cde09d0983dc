package selftest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station/defects"
)

const (
	expectationsFile = "expectations.tsv"
	matrixFile       = "kill-matrix.txt"
	onlyFoundFile    = "only-found.tsv"
)

const expectationsHead = `# What every defect does to the cases, sorted: a line for each case that does not pass, with the place of the first of the
# worst checks (stage/states/row), or of what was found outside of the case where that passes (between/message), and the ground
# (product/bench). A case is played with a defect on one ground after the
# other until it does not pass. One that stands nowhere beside a defect passes with it on all its grounds, or is not
# changed by it.
# defect	case	verdict	place	ground
`

const onlyFoundHead = `# The defects on which no case FAILs, and the run does: for what is found out about the station outside of the cases, in preparations,
# and on the way back to rest. A line for each finding, sorted, with the requirement that it names.
# defect	finding	requirement
`

// onlyFound writes the findings with which a run fails on defects that fail none of its cases.
func onlyFound(outcomes []outcome) []string {
	failed := map[defects.Defect]bool{}
	for _, o := range outcomes {
		failed[o.defect] = failed[o.defect] || o.verdict == evidence.Fail && !o.outside
	}
	var lines []string
	for _, o := range outcomes {
		if !failed[o.defect] && o.found != "" {
			lines = append(lines, string(o.defect)+"\t"+o.found+"\n")
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// expectationsOf writes outcomes as the lines of the expectations.
func expectationsOf(outcomes []outcome) []string {
	var lines []string
	for _, o := range outcomes {
		if !o.passed() {
			lines = append(lines, strings.Join([]string{string(o.defect), o.id, string(o.verdict), o.place, o.ground.String()}, "\t")+"\n")
		}
	}
	slices.Sort(lines)
	return lines
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// kept reads the lines of a table, without its head.
func kept(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make golden writes it", err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

// expected is a play that is expected not to pass.
type expected struct {
	defect     defects.Defect
	id, ground string
}

func expectedPlays(t *testing.T) map[expected]bool {
	t.Helper()
	plays := map[expected]bool{}
	for _, line := range kept(t, expectationsFile) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 5 {
			t.Fatalf("%s: %q has %d fields, want 5; make golden writes it", expectationsFile, line, len(fields))
		}
		plays[expected{defects.Defect(fields[0]), fields[1], fields[4]}] = true
	}
	return plays
}

func compare(t *testing.T, want, got []string) {
	t.Helper()
	for _, line := range without(want, got) {
		t.Errorf("expected, and did not happen: %s", strings.TrimSpace(line))
	}
	for _, line := range without(got, want) {
		t.Errorf("happened, and is not expected: %s", strings.TrimSpace(line))
	}
}

func without(lines, other []string) []string {
	in := map[string]bool{}
	for _, line := range other {
		in[line] = true
	}
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return in[line] })
}

// TestADefectThatFailsNoCaseIsListedByWhatIsFound: one that a case FAILs on is not, whatever is found besides; nor one that nothing
// fails for.
func TestADefectThatFailsNoCaseIsListedByWhatIsFound(t *testing.T) {
	const ended, status = "between/TransactionEventRequest\tEnded comes once.", "between/StatusNotificationRequest\tIt is told."
	got := strings.Join(onlyFound([]outcome{
		{defect: "at-rest", id: "TC_1", verdict: evidence.Fail, outside: true, found: status},
		{defect: "at-rest", id: "TC_2", verdict: evidence.Inconclusive, found: ended},
		{defect: "at-rest", id: "TC_3", verdict: evidence.Fail, outside: true, found: ended},
		{defect: "everywhere", id: "TC_1", verdict: evidence.Fail, outside: true, found: ended},
		{defect: "everywhere", id: "TC_2", verdict: evidence.Fail},
		{defect: "unproved", id: "TC_1", verdict: evidence.Inconclusive},
		{defect: "unseen", id: "TC_1"},
	}), "")
	if want := "at-rest\t" + status + "\nat-rest\t" + ended + "\n"; got != want {
		t.Errorf("expected %q, got %q", want, got)
	}
}

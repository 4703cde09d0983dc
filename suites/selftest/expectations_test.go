package selftest

import (
	"os"
	"slices"
	"strings"
	"testing"
)

const (
	expectationsFile = "expectations.tsv"
	matrixFile       = "kill-matrix.txt"
)

const expectationsHead = `# What every defect does to the cases, sorted: a line for each case and each way in which it does not pass, with the
# place of the first of the worst checks (stage/states/row) and the grounds (product/bench) on which it ends so.
# "everywhere" is every ground on which the case meets the defect; where it passes on some of them, a line says so. A
# case that stands nowhere beside a defect passes with it on all its grounds, or is not changed by it.
# defect	case	verdict	place	grounds
`

// expectationsOf writes outcomes as the lines of the expectations.
func expectationsOf(outcomes []outcome) []string {
	type way struct{ defect, id, verdict, place string }
	grounds := map[way][]string{}                 // in the order of the outcomes
	fails, plays := map[way]bool{}, map[way]int{} // by defect and case alone
	for _, o := range outcomes {
		w := way{string(o.defect), o.id, string(o.verdict), o.place}
		if o.passed() {
			w.verdict, w.place = "passes", "-"
		}
		grounds[w] = append(grounds[w], o.ground.String())
		both := way{defect: w.defect, id: w.id}
		fails[both] = fails[both] || !o.passed()
		plays[both]++
	}
	var lines []string
	for w, on := range grounds {
		both := way{defect: w.defect, id: w.id}
		if !fails[both] {
			continue
		}
		where := strings.Join(on, " ")
		if len(on) == plays[both] {
			where = "everywhere"
		}
		lines = append(lines, strings.Join([]string{w.defect, w.id, w.verdict, w.place, where}, "\t")+"\n")
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

func expectations(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(expectationsFile)
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

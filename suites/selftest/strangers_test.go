package selftest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/strangers"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

const (
	strangersFile = "strangers.tsv"
	verdictsFile  = "strangers.txt"
)

const strangersHead = `# What a run of the certificate product's whole plan finds on each immature station (harness/strangers): a line for each
# case that does not pass, with the place and the sentence of the first of the worst checks, in the order in which they were played,
# and one for each finding of the run, with its subject. Beside a station that stands nowhere here, all passes.
# station	case or kind	verdict	place or subject	sentence
`

// strange is a run on an immature station.
type strange struct {
	strangers.Immature
	t     *testing.T
	run   evidence.Run
	lines []found
}

// found is a line of strangersFile.
type found struct{ where, verdict, place, sentence string }

func (f found) String() string {
	return strings.Join([]string{f.where, f.verdict, f.place, f.sentence}, "\t")
}

// compared are those of which a run finds the same each time.
func compared(all []*strange) []*strange {
	return slices.DeleteFunc(slices.Clone(all), func(s *strange) bool { return s.Chance != "" })
}

// TestImmatureStations plays the whole plan of the certificate's product on the good station and on each immature one, as one
// run. What is found is compared with strangersFile both ways. Each run keeps these rules:
//   - Every planned case is played, and none ends in ERROR, or NOT RUN for another reason than that its prerequisite failed.
//   - Nothing that is found of the station is an ERROR: that would be a fault of the bench.
//   - Nothing is asked of a station between its handshake and the acceptance of its boot, but what a case asks it while it is
//     kept Pending or Rejected.
//   - The deviation is found at each of its places, and on a station that deviates in nothing all passes.
//   - All that is found is about the deviation: nothing follows from it elsewhere.
//   - It is found once: a finding of the run has no second one of its subject, and a case does not fail at two places, but for
//     what it comes by in its preparations, which is the run's.
//
// A station of which chance decides where it is found out keeps the rules as well, and stands in no table.
func TestImmatureStations(t *testing.T) {
	all := []*strange{{Immature: strangers.Immature{Name: "reference", Sentence: "The good station itself."}}}
	for _, s := range strangers.Stations() {
		all = append(all, &strange{Immature: s})
	}
	t.Run("run on", func(t *testing.T) {
		for _, s := range all {
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				s.t = t
				s.run = playPlan(t, "certificate", "", s.bench)
				s.find()
				s.judge()
			})
		}
	})
	var lines []string
	for _, s := range compared(all) {
		for _, l := range s.lines {
			lines = append(lines, s.Name+"\t"+l.String()+"\n")
		}
	}
	if *update {
		write(t, strangersFile, strangersHead+strings.Join(lines, ""))
		write(t, verdictsFile, verdictsOf(compared(all)))
	}
	compare(t, kept(t, strangersFile), lines)
	if kept, err := os.ReadFile(verdictsFile); err != nil || string(kept) != verdictsOf(compared(all)) {
		t.Errorf("%s is not the table of these verdicts (%v); make golden writes it", verdictsFile, err)
	}
}

// verdictsOf is the table of the verdicts, a line for each play and a column for each station.
func verdictsOf(all []*strange) string {
	letters := map[evidence.Verdict]string{evidence.Pass: ".", evidence.Warning: "W", evidence.Inconclusive: "I", evidence.Fail: "F",
		evidence.NotRun: "n", evidence.Error: "E", evidence.NotApplicable: "-"}
	var out strings.Builder
	out.WriteString("What each case comes to on each station: . PASS, W WARNING, I INCONCLUSIVE, F FAIL, n NOT RUN, E ERROR.\n\n")
	for i, s := range all {
		fmt.Fprintf(&out, "%2d %-30s %s\n", i+1, s.Name, s.Sentence)
	}
	out.WriteString("\n" + strings.Repeat(" ", 18))
	for i := range all {
		fmt.Fprintf(&out, "%3d", i+1)
	}
	var plays []string
	verdicts := map[string]map[int]evidence.Verdict{}
	for i, s := range all {
		for n := range s.run.Plays {
			p := &s.run.Plays[n]
			if at := playOf(p); verdicts[at] == nil {
				plays, verdicts[at] = append(plays, at), map[int]evidence.Verdict{}
			}
			verdicts[playOf(p)][i] = p.Verdict
		}
	}
	for _, at := range plays {
		fmt.Fprintf(&out, "\n%-18s", at)
		for i := range all {
			v, played := verdicts[at][i]
			if !played { // its prerequisite has not passed
				v = evidence.NotRun
			}
			fmt.Fprintf(&out, "%3s", letters[v])
		}
	}
	out.WriteString("\n")
	return out.String()
}

// bench makes the station of a bench in memory the immature one.
func (s *strange) bench(p *bench.MemoryParts) {
	if s.Person {
		byPerson(p)
	}
	if s.New != nil {
		overWire(s.New())(p)
	}
}

// playPlan plays the plan of a product as certbench run does, on one bench in one bubble, and returns its evidence. cases
// is an expression as of --cases.
func playPlan(t *testing.T, on, cases string, change func(*bench.MemoryParts)) evidence.Run {
	t.Helper()
	var kept keeper
	synctest.Test(t, func(t *testing.T) {
		declared, err := productNamed(on).declaration()
		if err != nil {
			t.Fatal(err)
		}
		parts := bench.MemoryParts{PICS: declared, Schemas: schemaSet(t), Recorder: &kept, Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts()}
		parts.Configured.BasicAuthPassword = "self-test-password-1"
		line(&parts)
		change(&parts) // which may make it another product
		plan, err := suites.Plan(declared, cases)
		if err != nil {
			t.Fatal(err)
		}
		m, err := bench.NewMemory(context.Background(), parts)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Ready(t.Context()); err != nil {
			m.Player.Latch(err)
		}
		session := suites.Session{Plan: byOneProtocol(plan), Benches: []suites.Bench{{Name: m.Name, Player: m.Player}}, Recorder: &kept}
		if _, err := suites.Play(t.Context(), session); err != nil {
			t.Errorf("the run: %v", err)
		}
		if err := m.Close(); err != nil {
			t.Errorf("closing the bench: %v", err)
		}
		time.Sleep(beat) // what is on its way still arrives
	})
	return evidence.Fold(kept.records)
}

// productNamed is the product of that name.
func productNamed(name string) product {
	return products[slices.IndexFunc(products, func(p product) bool { return p.name == name })]
}

// find fills the lines.
func (s *strange) find() {
	for i := range s.run.Plays {
		p := &s.run.Plays[i]
		if p.Verdict == evidence.Pass || p.Verdict == evidence.NotApplicable {
			continue
		}
		place, sentence := firstWorst(p)
		l := found{where: playOf(p), verdict: string(p.Verdict), place: place, sentence: steady(sentence)}
		if last := len(s.lines) - 1; last >= 0 && p.Verdict == evidence.NotRun && s.lines[last].sentence == l.sentence {
			s.lines[last].where = strings.Fields(s.lines[last].where)[0] + " and what follows" // a bench that broke
			continue
		}
		s.lines = append(s.lines, l)
	}
	for _, f := range s.run.Found {
		s.lines = append(s.lines, found{where: string(f.Kind), verdict: string(f.Verdict), place: f.Subject,
			sentence: steady(strings.TrimSpace(fmt.Sprintf("%s expected %s, got %s; %s", f.Requirement, f.Expected, f.Actual, f.Instead)))})
	}
}

// playOf is the id of a case with the mode in which it was played.
func playOf(p *evidence.Play) string {
	if p.Begin.Mode == "" {
		return p.Begin.ID
	}
	return p.Begin.ID + "/" + p.Begin.Mode
}

func (s *strange) breach(rule, format string, args ...any) {
	s.t.Helper()
	s.t.Errorf("%s: %s", rule, fmt.Sprintf(format, args...))
}

func (s *strange) judge() {
	s.everyCaseIsPlayed()
	s.nothingIsOurs()
	s.nothingIsAskedBeforeTheBoot()
	s.theDeviationIsFound()
	s.nothingElseIsFound()
	s.itIsFoundOnce()
}

func (s *strange) everyCaseIsPlayed() {
	times := map[string]int{}
	var example evidence.Outcome
	for _, o := range s.run.Outcomes() {
		c, ours := octt.Lookup(o.Planned.ID)
		if c.PlaysIn(1) != nil { // their bench has no TLS
			continue
		}
		own := o.Verdict == evidence.NotRun && !strings.HasPrefix(o.Reason, "its prerequisite ") // that is the document's reason (part 6)
		if ours && (o.Verdict == evidence.Error || own) {
			times[string(o.Verdict)]++
			example = o
		}
	}
	for _, v := range []evidence.Verdict{evidence.NotRun, evidence.Error} {
		if n := times[string(v)]; n > 0 {
			s.breach("every case is played", "%d cases are %s, such as %s: %s", n, v, example.Planned.ID, example.Reason)
		}
	}
}

func (s *strange) nothingIsOurs() {
	for _, f := range s.run.Found {
		if f.Verdict == evidence.Error {
			s.breach("nothing is the fault of the bench", "%s %s: %s", f.Kind, f.Subject, reports.FindingSentence(f.Finding))
		}
	}
}

// nothingIsAskedBeforeTheBoot looks at every connection on which the station boots, but for one on which it was asked to: a station that keeps
// its socket then was on it before.
func (s *strange) nothingIsAskedBeforeTheBoot() {
	boots, reset := map[int]bool{}, map[int]bool{} // connections with a BootNotification that no Reset came before, and with a Reset
	for _, rec := range s.run.Records {
		f := rec.Frame
		switch {
		case f == nil || f.Type != "CALL":
		case f.Direction == evidence.In && f.Action == "BootNotification" && !reset[f.Conn]:
			boots[f.Conn] = true
		case f.Direction == evidence.Out && f.Action == "Reset":
			reset[f.Conn] = true
		}
	}
	asked, first := 0, ""
	booted := map[int]bool{}
	for _, rec := range s.run.Records {
		f := rec.Frame
		switch {
		case f == nil || !boots[f.Conn]:
		case f.Direction == evidence.Out && f.Type == "CALLRESULT" && f.Action == "BootNotification":
			booted[f.Conn] = true // also Pending and Rejected: what is asked then is a case's
		case f.Direction == evidence.Out && f.Type == "CALL" && !booted[f.Conn]:
			if asked++; asked == 1 {
				first = f.Action + " " + cmp.Or(rec.Case, "before the first case")
			}
		}
	}
	if asked > 0 {
		s.breach("nothing is asked before the boot", "%d requests went out before the BootNotification of their connection, the first: %s", asked, first)
	}
}

func (s *strange) theDeviationIsFound() {
	for _, want := range s.Shows {
		is := regexp.MustCompile(want)
		if !slices.ContainsFunc(s.lines, func(l found) bool { return is.MatchString(l.String()) }) {
			s.breach("the deviation is found", "no line is like %s", want)
		}
	}
}

func (s *strange) nothingElseIsFound() {
	about := regexp.MustCompile(s.About)
	n, example := 0, ""
	for _, l := range s.lines {
		if l.verdict != string(evidence.NotRun) && (s.About == "" || !about.MatchString(l.place+" "+l.sentence)) {
			n++
			example = cmp.Or(example, l.String())
		}
	}
	if n > 0 {
		s.breach("nothing else is found", "%d lines, such as %s", n, example)
	}
}

func (s *strange) itIsFoundOnce() {
	subjects := map[string]int{}
	for _, f := range s.run.Found {
		if subjects[string(f.Kind)+" "+f.Subject]++; subjects[string(f.Kind)+" "+f.Subject] == 2 {
			s.breach("it is found once", "%s %s is found more than once", f.Kind, f.Subject)
		}
	}
	n, example := 0, ""
	for i := range s.run.Plays {
		places := map[string]bool{}
		for _, rec := range s.run.Plays[i].Items {
			if c := rec.Check; c != nil && c.Stage != evidence.Before && evidence.Worse(c.Verdict, evidence.Warning) == c.Verdict {
				places[placeOf(c.Stage, c.State, c.Row)] = true
			}
		}
		if len(places) > 1 {
			n++
			example = cmp.Or(example, fmt.Sprintf("%s at %s", playOf(&s.run.Plays[i]), strings.Join(slices.Sorted(maps.Keys(places)), ", ")))
		}
	}
	if n > 0 {
		s.breach("it is found once", "%d plays find something at more than one place, such as %s", n, example)
	}
}

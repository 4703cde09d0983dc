package live

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/forecast"
	"github.com/certbench/certbench/harness/kpi"
)

// State is a run as far as its records tell. Add is all that changes it, and nothing but records goes in. It holds what is shown now,
// and grows with the plan and not with the run. It is not safe for concurrent use.
type State struct {
	Seq      int64 // of the last record
	At       time.Time
	Started  *evidence.RunStarted
	Began    time.Time
	Cases    []*Case
	Benches  []*Bench
	Found    []evidence.Found // outside of every case
	Finished *evidence.RunEnded

	cases   map[string]*Case
	benches map[string]*Bench
	plays   map[int]*Case
	meter   *kpi.Meter
	ahead   *forecast.Run
	ended   int // plays
	times   int // how often everything is played
}

// Case is a case of the plan with what became of it so far.
type Case struct {
	evidence.Planned
	Plays []Played
	So    evidence.Verdict // of the plays that have ended together; of the plan where it is not to be played
	Why   string           // the reason for So
}

// Played is one play of a case.
type Played struct {
	Number      int
	Bench, Mode string
	Attempt     int    // of a run that plays everything several times, counted from 1
	Again       string // who had it played once more; empty for a play of the plan
	Cut         bool   // the run ended in it, and plays it anew
	Began       time.Time
	Took        time.Duration
	Verdict     evidence.Verdict // empty while it goes on
	Reason      string
	First, Last int64 // its first and last record
}

// ToPlay tells a case that the run is to play.
func (c *Case) ToPlay() bool { return c.Verdict == "" }

// Playing tells whether it is being played.
func (c *Case) Playing() bool {
	return slices.ContainsFunc(c.Plays, func(p Played) bool { return p.Verdict == "" && !p.Cut })
}

// NewState is a run of which nothing is known but how long plays took before; nil for nothing.
func NewState(before Durations) *State {
	return &State{cases: map[string]*Case{}, benches: map[string]*Bench{}, plays: map[int]*Case{}, meter: kpi.NewMeter(), ahead: forecast.New(before), times: 1}
}

// Add takes the next record of the evidence.
func (s *State) Add(rec evidence.Record) {
	s.Seq, s.At = rec.Seq, rec.At
	switch {
	case rec.Run != nil:
		s.start(rec)
	case rec.Planned != nil:
		s.plan(*rec.Planned)
	case rec.Finished != nil:
		s.Finished = rec.Finished
	case rec.Resumed != nil:
		s.resume()
	case rec.Finding != nil:
		s.find(rec)
	}
	s.meter.Add(rec)
	s.play(rec)
	if b := s.bench(rec.Bench); b != nil {
		b.add(rec)
	}
}

func (s *State) start(rec evidence.Record) {
	s.Started, s.Began, s.times = rec.Run, rec.At, max(1, rec.Run.Repeat)
	if !rec.Run.LongestFirst {
		s.ahead.AnyOrder()
	}
	for _, b := range rec.Run.Benches {
		s.addBench(b.Name, b.Station, b.Name)
	}
	if len(rec.Run.Benches) == 0 {
		s.addBench("", rec.Run.Configured["charging_station_id"], rec.Run.Bench)
	}
}

// mostBenches is a bound on what a file of somebody else can have the page hold.
const mostBenches = 1000

func (s *State) addBench(name, station, title string) *Bench {
	b := newBench(name, station, title)
	s.ahead.On(name)
	s.benches[name] = b
	s.Benches = append(s.Benches, b)
	return b
}

// bench is the one that a record comes from. What none of several has recorded, such as the plan, is nobody's.
func (s *State) bench(name string) *Bench {
	if b, known := s.benches[name]; known || name == "" || len(s.Benches) >= mostBenches {
		return b
	}
	return s.addBench(name, "", name)
}

func (s *State) plan(p evidence.Planned) {
	c := s.caseOf(p.ID)
	again := c.Block != "" && c.ToPlay() // a run that is gone on with records its plan again
	c.Planned = p
	if p.Verdict != "" {
		c.So, c.Why = p.Verdict, p.Reason
	}
	for _, mode := range c.modes() {
		switch play := evidence.PlayName(p.ID, mode); {
		case p.Verdict != "":
			s.ahead.Expect(play, 0)
		case !again:
			s.ahead.Expect(play, s.times)
		}
	}
}

// modes are those in which a case is shown; one without a name where there is one way.
func (c *Case) modes() []string {
	if len(c.Modes) == 0 {
		return []string{""}
	}
	return c.Modes
}

func (s *State) caseOf(id string) *Case {
	c := s.cases[id]
	if c == nil {
		c = &Case{Planned: evidence.Planned{ID: id}}
		s.cases[id] = c
		s.Cases = append(s.Cases, c)
	}
	return c
}

// mostPlays of a case are kept: more only comes of somebody who has it played again and again.
const mostPlays = 100

func (s *State) play(rec evidence.Record) {
	switch {
	case rec.Begin != nil:
		c := s.caseOf(rec.Begin.ID)
		if c.Name == "" {
			c.Name = rec.Begin.Name
		}
		if len(c.Plays) == mostPlays {
			c.Plays = slices.Delete(c.Plays, 0, 1)
		}
		c.Plays = append(c.Plays, Played{Number: rec.Play, Bench: rec.Bench, Mode: rec.Begin.Mode, Attempt: rec.Begin.Attempt, Again: rec.Begin.Again, Began: rec.At, First: rec.Seq, Last: rec.Seq})
		s.plays[rec.Play] = c
		s.ahead.Begin(rec)
	case rec.End != nil && s.plays[rec.Play] != nil:
		c := s.plays[rec.Play]
		delete(s.plays, rec.Play)
		s.ahead.End(rec)
		s.ended++
		i := slices.IndexFunc(c.Plays, func(p Played) bool { return p.Number == rec.Play && p.Verdict == "" && !p.Cut })
		if i < 0 {
			return
		}
		p := &c.Plays[i]
		p.Verdict, p.Reason, p.Took, p.Last = rec.End.Verdict, rec.End.Reason, rec.End.Took, rec.Seq
		c.sumUp()
	}
}

// sumUp combines the plays as the documents do.
func (c *Case) sumUp() {
	run := evidence.Run{Planned: []evidence.Planned{{ID: c.ID}}}
	for _, p := range c.Plays {
		if p.Verdict != "" && !p.Cut {
			run.Plays = append(run.Plays, evidence.Play{Number: p.Number, Begin: evidence.CaseStarted{ID: c.ID, Mode: p.Mode, Again: p.Again},
				End: &evidence.CaseEnded{Verdict: p.Verdict}, Verdict: p.Verdict, Reason: p.Reason})
		}
	}
	if all := run.Outcomes(); len(all) == 1 && len(run.Plays) > 0 {
		c.So, c.Why = all[0].Verdict, all[0].Reason
	}
}

// mostFound bounds the findings that are kept; that there are more is told.
const mostFound = 200

func (s *State) find(rec evidence.Record) {
	f := *rec.Finding
	for i := range s.Found {
		if s.Found[i].Same(f) {
			s.Found[i].Count += max(1, f.Count)
			return
		}
	}
	if len(s.Found) < mostFound {
		f.Count = max(1, f.Count)
		s.Found = append(s.Found, evidence.Found{Finding: f, Seq: rec.Seq, At: rec.At})
	}
}

// resume goes on with a run that was cut off or interrupted: what its end cut short is played anew.
func (s *State) resume() {
	s.Finished = nil
	clear(s.plays)
	s.ahead.Idle()
	for _, c := range s.Cases {
		for i := range c.Plays {
			p := &c.Plays[i]
			short := evidence.Play{Verdict: p.Verdict, Reason: p.Reason}
			if p.Verdict != "" {
				short.End = &evidence.CaseEnded{Verdict: p.Verdict, Reason: p.Reason}
			}
			if p.Cut || p.Again != "" && p.Verdict != "" || !short.CutShort() {
				continue
			}
			if p.Cut = true; p.Verdict != "" {
				s.ahead.Anew(evidence.PlayName(c.ID, p.Mode))
				s.ended--
				c.So, c.Why = "", ""
				c.sumUp()
			}
		}
	}
}

// Counts are the cases of the plan by what became of them; those to play that have no verdict yet are not among them.
func (s *State) Counts() map[evidence.Verdict]int {
	counts := map[evidence.Verdict]int{}
	for _, c := range s.Cases {
		if c.So != "" && s.open(c) == 0 {
			counts[c.So]++
		}
	}
	return counts
}

// Plays are how many the run is to play, and how many of them have ended.
func (s *State) Plays() (ended, all int) {
	for _, c := range s.Cases {
		if c.ToPlay() {
			n := s.times * len(c.modes())
			all += n
			ended += n - s.open(c)
		}
	}
	return ended, all
}

// open is how many plays of a case have not ended.
func (s *State) open(c *Case) int {
	if !c.ToPlay() {
		return 0
	}
	if len(c.Plays) == 0 {
		return s.times * len(c.modes())
	}
	type one struct {
		mode    string
		attempt int
	}
	over := map[one]bool{}
	for _, p := range c.Plays {
		if p.Verdict != "" && !p.Cut {
			over[one{p.Mode, p.Attempt}] = true
		}
	}
	return max(0, s.times*len(c.modes())-len(over))
}

package reports

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
)

// part is one of the runs that a report is made of.
type part struct {
	dir       string
	name      string // of its folder, for a reader
	begun     evidence.RunStarted
	at        time.Time // of its first record
	shift     evidence.Shift
	log       evidence.Log
	planned   []evidence.Planned
	ended     *evidence.RunEnded
	last      time.Time
	exchanged []string
	from, to  int    // its plays, renumbered
	lost      string // why its bench was lost in the middle; empty for a run that has its end
}

// joining is several runs on their way to be one.
type joining struct {
	parts    []*part
	folding  *evidence.Folding
	counted  counted
	stations map[string]string // bench to the identity that its station gave
	silent   []Silent
}

// join reads several run folders as one run: each chain proved, plays and frames renumbered, benches of equal names told apart. What the
// runs say of each other, a Joined tells. The parts keep the order of their folders, or are sorted by shard and time; no order by the
// clocks of several machines means anything, and parts that were recorded where they lie have their place already.
func join(dirs []string, sorted bool, lost map[string]string) (*joining, error) {
	j := &joining{folding: evidence.NewFolding(), counted: newCounted(), stations: map[string]string{}}
	for _, dir := range dirs {
		begun, at, err := evidence.Begun(dir)
		if err != nil {
			return nil, err
		}
		j.parts = append(j.parts, &part{dir: dir, name: filepath.Base(filepath.Clean(dir)), begun: begun, at: at, lost: lost[dir]})
	}
	if sorted {
		slices.SortStableFunc(j.parts, func(a, b *part) int {
			return cmp.Or(cmp.Compare(shardPart(a.begun), shardPart(b.begun)), a.at.Compare(b.at), strings.Compare(a.begun.ID, b.begun.ID))
		})
	}
	j.nameBenches()
	j.folding.Add(evidence.Record{Kind: evidence.KindRun, At: j.parts[0].at, Run: new(j.started())}, evidence.Span{})
	var seq int64
	plays := 0
	for _, p := range j.parts {
		p.shift.Seq, p.shift.Play, p.from = seq, plays, plays+1
		if err := j.read(p); err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", p.dir, err)
		}
		seq, plays = seq+int64(p.log.Count), p.to
	}
	return j, nil
}

func shardPart(run evidence.RunStarted) int {
	if run.Shard == nil {
		return 0
	}
	return run.Shard.Part
}

// read takes the records of a part.
func (j *joining) read(p *part) error {
	p.to = p.shift.Play
	var err error
	p.log, err = evidence.ScanDir(p.dir, func(rec evidence.Record, at evidence.Span) {
		p.last = rec.At
		switch {
		case rec.Run != nil:
			return
		case rec.Planned != nil:
			p.planned = append(p.planned, *rec.Planned)
			return
		case rec.Finished != nil:
			p.ended = rec.Finished
			return
		case rec.Resumed != nil:
			p.ended = nil // it was gone on with
		}
		rec = p.shift.Record(rec)
		p.to = max(p.to, rec.Play)
		if rec.Station != nil {
			j.stations[rec.Bench] = rec.Station.ID
		}
		j.folding.Add(rec, at)
		j.counted.add(rec)
	})
	if err != nil {
		return err
	}
	p.exchanged, err = exchanged(p.dir, p.begun)
	return err
}

// nameBenches gives each bench a name of its own: that of its bench file, with the part where another has it too.
func (j *joining) nameBenches() {
	times := map[string]int{}
	for _, p := range j.parts {
		for _, name := range benchNames(p.begun) {
			times[name]++
		}
	}
	for i, p := range j.parts {
		p.shift.Bench = func(name string) string {
			if name == "" {
				if len(p.begun.Benches) > 0 {
					return "" // of the run, and of none of its benches
				}
				name = p.begun.Bench
			}
			if times[name] > 1 {
				name += fmt.Sprintf(" (part %d)", i+1)
			}
			return name
		}
	}
}

// benches are those of a part, by their new names and the folder that the part has in the whole.
func (j *joining) benches(i int) []evidence.BenchUsed {
	p := j.parts[i]
	used := slices.Clone(p.begun.Benches)
	if len(used) == 0 {
		run := p.begun
		used = []evidence.BenchUsed{{Name: run.Bench, Station: "", File: BenchName, Hash: run.BenchHash, SecurityProfile: run.SecurityProfile,
			Rigs: run.Rigs, Configured: run.Configured, Timeouts: run.Timeouts}}
	}
	for n := range used {
		used[n].Name = p.shift.Bench(used[n].Name)
		used[n].Station = cmp.Or(used[n].Station, j.stations[used[n].Name])
		used[n].File = filepath.ToSlash(filepath.Join(partFolder(i), used[n].File))
	}
	return used
}

// started says what the whole was made with: what all parts have alike is that of the first.
func (j *joining) started() evidence.RunStarted {
	first := j.parts[0].begun
	whole := first
	whole.Shard, whole.Benches, whole.Order, whole.Firmware, whole.Arguments, whole.Communication = nil, nil, "", nil, nil, nil
	var ids []string
	for i, p := range j.parts {
		ids = append(ids, p.begun.ID)
		whole.Benches = append(whole.Benches, j.benches(i)...)
		for _, image := range p.begun.Firmware {
			if !slices.Contains(whole.Firmware, image) {
				whole.Firmware = append(whole.Firmware, image)
			}
		}
		for _, technology := range p.begun.Communication {
			if !slices.Contains(whole.Communication, technology) {
				whole.Communication = append(whole.Communication, technology)
			}
		}
		whole.Arguments = append(whole.Arguments, argumentsOf(p.begun.Arguments, i == 0)...)
	}
	whole.ID, whole.Bench = strings.Join(ids, "+"), whole.Benches[0].Name
	return whole
}

// argumentsOf are those by which a play is played again: the bench files of every part, and the rest of the first.
func argumentsOf(arguments []string, all bool) []string {
	var out []string
	for i, a := range arguments {
		flag, value, joined := strings.Cut(a, "=")
		if !slices.Contains(carried, flag) || flag != "--bench" && !all {
			continue
		}
		if !joined && i+1 < len(arguments) {
			value = arguments[i+1]
		}
		out = append(out, flag, value)
	}
	return out
}

// run is the whole as one run.
func (j *joining) run() evidence.Run {
	run := j.folding.Run()
	run.Started = j.started() // now that the stations have told who they are
	j.nobodys(run.Plays)
	run.Plays = onlyPlayed(run.Plays)
	run.Planned = j.planned(run.Plays)
	run.Cut, run.Ended, run.Count = false, &evidence.RunEnded{}, 0
	run.StartedAt, run.EndedAt = j.parts[0].at, j.parts[0].last
	var reasons []string
	for i, p := range j.parts {
		run.Count += p.log.Count
		if p.at.Before(run.StartedAt) {
			run.StartedAt = p.at
		}
		if p.last.After(run.EndedAt) {
			run.EndedAt = p.last
		}
		if p.lost != "" { // what came of its plays counts, and not how it ended
			run.Ended.Verdict = evidence.Worse(run.Ended.Verdict, p.came(run.Plays))
			reasons = append(reasons, fmt.Sprintf("Part %d: %s.", i+1, p.fate()))
			continue
		}
		if p.ended == nil {
			run.Cut = true
			continue
		}
		run.Ended.Verdict = evidence.Worse(run.Ended.Verdict, p.ended.Verdict)
		run.Ended.Interrupted = run.Ended.Interrupted || p.ended.Interrupted
		if p.ended.Reason != "" {
			reasons = append(reasons, fmt.Sprintf("Part %d: %s.", i+1, strings.TrimSuffix(p.ended.Reason, ".")))
		}
	}
	for _, s := range j.silent {
		reasons = append(reasons, s.String())
	}
	run.Ended.Reason = strings.Join(reasons, " ")
	if run.Cut {
		run.Ended = nil
	}
	return run
}

// nobodys are the plays of benches that were lost, and that did not come to their end there: they were begun, and prove nothing.
func (j *joining) nobodys(plays []evidence.Play) {
	for i := range plays {
		p := &plays[i]
		at := slices.IndexFunc(j.parts, func(of *part) bool { return of.from <= p.Number && p.Number <= of.to })
		if at >= 0 && j.parts[at].lost != "" && (p.End == nil || p.Verdict == evidence.Inconclusive && p.CutShort()) {
			p.Verdict, p.Reason = evidence.NotRun, fmt.Sprintf("it was begun on bench %s, and lost with it: %s", p.Bench, j.parts[at].fate())
		}
	}
}

// fate says why the bench of a part was lost, and since when it is silent. No clock of another machine is held against that of the bench.
func (p *part) fate() string {
	return fmt.Sprintf("%s; the last record of the bench is of %s UTC, by its own clock", strings.TrimSuffix(p.lost, "."), p.last.UTC().Format(time.DateTime))
}

// came is the worst verdict of the plays of a part.
func (p *part) came(plays []evidence.Play) (worst evidence.Verdict) {
	for i := range plays {
		if of := &plays[i]; p.from <= of.Number && of.Number <= p.to && really(of) {
			worst = evidence.Worse(worst, of.Verdict)
		}
	}
	return worst
}

// playName is a play of a case in a mode, in a run that plays everything several times with which time it is.
type playName struct {
	id, mode string
	attempt  int
}

func nameOf(p *evidence.Play) playName { return playName{p.Begin.ID, p.Begin.Mode, p.Begin.Attempt} }

// really tells of a play that came to something, and was not only left out.
func really(p *evidence.Play) bool {
	return p.Verdict != evidence.NotRun && p.Verdict != evidence.NotApplicable
}

// onlyPlayed leaves out what one run has left to another that has played it, and of what none has played the word that tells most.
func onlyPlayed(plays []evidence.Play) []evidence.Play {
	best := map[playName]*evidence.Play{}
	for i := range plays {
		p := &plays[i]
		if p.Again != 0 {
			continue
		}
		if known := best[nameOf(p)]; known == nil || !really(known) && tellsMore(p, known) {
			best[nameOf(p)] = p
		}
	}
	var out []evidence.Play
	for i := range plays {
		if p := &plays[i]; p.Again != 0 || really(p) || best[nameOf(p)] == p {
			out = append(out, *p)
		}
	}
	return out
}

// tellsMore compares two plays of which the second was left out: that a rig is missing says more than that nobody asked.
func tellsMore(p, left *evidence.Play) bool {
	return really(p) || evidence.Unasked(left.Reason) && !evidence.Unasked(p.Reason)
}

// planned is the plan of the whole: what any part was to play was to be played. What is called off in one is called off, unless all of it
// was played.
func (j *joining) planned(plays []evidence.Play) []evidence.Planned {
	played := map[playName]bool{}
	for i := range plays {
		if p := &plays[i]; p.Again == 0 {
			name := playName{id: p.Begin.ID, mode: p.Begin.Mode} // all times together
			before, known := played[name]
			played[name] = really(p) && (before || !known || p.Begin.Attempt == 0)
		}
	}
	var order []string
	of := map[string][]evidence.Planned{}
	first := map[string]bool{} // whether any part was to play it
	for _, p := range j.parts {
		last := map[string]int{}
		for _, one := range p.planned {
			if of[one.ID] == nil {
				order = append(order, one.ID)
			}
			if at, again := last[one.ID]; again {
				of[one.ID][at] = one
				continue
			}
			last[one.ID] = len(of[one.ID])
			of[one.ID] = append(of[one.ID], one)
			first[one.ID] = first[one.ID] || one.Verdict == ""
		}
	}
	var out []evidence.Planned
	for _, id := range order {
		one := together(of[id])
		if first[id] && one.Verdict != "" {
			begun := one
			begun.Verdict, begun.Reason = "", ""
			out = append(out, begun) // it was called off later
			if allPlayed(one, played) {
				continue
			}
		}
		out = append(out, one)
	}
	return out
}

// allPlayed tells whether each mode of a case was played.
func allPlayed(of evidence.Planned, played map[playName]bool) bool {
	if len(of.Modes) == 0 {
		return played[playName{id: of.ID}]
	}
	return !slices.ContainsFunc(of.Modes, func(mode string) bool { return !played[playName{id: of.ID, mode: mode}] })
}

// together is what several runs have planned of one case: the word that tells most.
func together(all []evidence.Planned) evidence.Planned {
	rank := func(p evidence.Planned) int {
		switch {
		case p.Verdict == evidence.NotRun && !evidence.Unasked(p.Reason):
			return 0
		case p.Verdict == "":
			return 1
		case p.Verdict == evidence.NotRun && strings.HasPrefix(p.Reason, evidence.LeftToShard):
			return 2
		case p.Verdict == evidence.NotRun:
			return 3
		}
		return 4
	}
	return slices.MinFunc(all, func(a, b evidence.Planned) int { return cmp.Compare(rank(a), rank(b)) })
}

// source is what the documents of the whole are made from.
func (j *joining) source(declared *pics.Declaration) *Source {
	s := newSource(j.run(), evidence.Log{}, j.counted, declared)
	s.parts = j.parts
	for i, p := range j.parts {
		for _, problem := range p.log.Problems {
			problem.What = fmt.Sprintf("of part %d: %s", i+1, problem.What)
			s.Problems = append(s.Problems, problem)
		}
		s.More += p.log.More
		for _, sentence := range p.exchanged {
			s.Exchanged = append(s.Exchanged, fmt.Sprintf("Part %d: %s", i+1, sentence))
		}
	}
	return s
}

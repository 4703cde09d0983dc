package evidence

import (
	"slices"
	"strings"
	"time"
)

// Run is the evidence of one run as a tree: what documents are made from.
type Run struct {
	Started   RunStarted
	StartedAt time.Time
	Stations  []Station // as each bench's station last gave itself, those of several benches in the order of the benches
	Told      []Told    // everything that the stations gave themselves as, in the order in which they did
	Planned   []Planned
	Plays     []Play
	Between   []Record // what was recorded outside every play: frames, connections, acts, notes; nil where the records went by
	Found     []Found  // what was found out about the station outside of every case, in the order in which it was found
	Ended     *RunEnded
	EndedAt   time.Time    // of the last record when the run was cut off
	Cut       bool         // the run has no end
	Resumed   []Resumption // each time that the run was gone on with
	Count     int          // of the records
	Records   []Record     // all of it, in order; nil where they went by

	calls Calls
}

// Play is one case as it was played.
type Play struct {
	Number   int
	Bench    string // which of several benches it was played on; empty in a run on one
	Again    int    // number of the play that counts in its place, because it was cut short and the run gone on with; 0 where it counts
	Begin    CaseStarted
	Began    time.Time
	End      *CaseEnded // nil when the run was cut off before the case ended
	Ended    time.Time  // of the last record of the play where End is nil
	Verdict  Verdict    // of End; Error where there is none
	Reason   string
	Judged   int     // number of checks
	ToLookAt []Check // those that a reader has to look at
	*Lists

	spans spans  // of its lines in the evidence, where the records went by
	part  int    // how often the run had been gone on with when the play began
	own   packed // of End, where the records went by: a map for each play would be the most that is kept of it
}

// Lists are the records of a play, each list in the order of the evidence, and every record holds the body that its list is named for. Of a
// run whose records went by, all its plays share lists that are empty, and Whole reads them again.
type Lists struct {
	Items     []Record // states, rows and checks
	Frames    []Record
	Acts      []Record
	Conns     []Record
	Secured   []Record // what the station made of connections with TLS
	Notes     []Record
	Transfers []Record // of files, when they were over
}

// wentBy are the lists of plays whose records went by. Nobody adds to them.
var wentBy = &Lists{}

// Resumption is one time that a run was gone on with.
type Resumption struct {
	Resumed
	At    time.Time
	Last  time.Time // of the last record before it
	Ended *RunEnded // of the part before, where that was interrupted; nil where it was cut off
}

// CutShort tells of a play that is played again when the run is gone on with: it has no verdict on the station but that the run, or the
// bench, ended before it.
func (p *Play) CutShort() bool {
	switch {
	case p.End == nil:
		return true
	case p.Verdict == NotRun:
		return !Unasked(p.Reason)
	}
	return p.Verdict == Inconclusive && strings.HasPrefix(p.Reason, Interrupted)
}

// cutReason is the reason of a play without an end.
const cutReason = "the run was cut off before the case ended"

// Fold makes the tree out of records as Read returns them. It is a pure function, and never fails: what is missing in
// the evidence is missing in the tree.
func Fold(records []Record) Run {
	f := NewFolding()
	f.whole, f.most = true, counted(records)
	f.run.Between = make([]Record, 0, f.most[0].between())
	for _, rec := range records {
		f.Add(rec, Span{})
	}
	run := f.Run()
	run.Records = records
	return run
}

// Folding makes the tree of a run while its records go by, and keeps of them what sums the run up: of a play how it began and
// ended, its checks that have to be looked at, and where its lines stand.
type Folding struct {
	run      Run
	whole    bool // keep all records
	most     map[int]counts
	plays    map[int]int // number of the play to its index
	stations map[string]Station
	updated  map[string]bool // the benches whose station was asked to update its firmware
	words    Words
	calls    counting
}

// NewFolding returns a tree without a record.
func NewFolding() *Folding {
	return &Folding{run: Run{Cut: true}, plays: map[int]int{}, stations: map[string]Station{}, updated: map[string]bool{}, words: Words{}, calls: newCounting()}
}

// Add takes the next record of the evidence, with the place of its line.
func (f *Folding) Add(rec Record, at Span) {
	f.run.Count++
	last := f.run.EndedAt
	f.run.EndedAt = rec.At
	f.calls.add(rec)
	f.identify(rec)
	switch {
	case rec.Resumed != nil:
		f.run.Resumed = append(f.run.Resumed, Resumption{Resumed: *rec.Resumed, At: rec.At, Last: last, Ended: f.run.Ended})
		f.run.Ended, f.run.Cut = nil, true
	case rec.Finding != nil:
		f.run.find(rec)
	case rec.Play == 0:
		f.add(rec)
	case f.whole:
		f.play(rec).add(rec)
	default:
		p := f.play(rec)
		p.spans.add(at)
		if rec.End != nil {
			p.own = pack(rec.End.Own)
		}
		p.sumUp(f.brief(rec))
	}
}

// identify takes what a record says of who the station is.
func (f *Folding) identify(rec Record) {
	if s := rec.Station; s != nil {
		f.stations[rec.Bench] = *s
		f.run.Told = append(f.run.Told, Told{Station: *s, Bench: rec.Bench, Seq: rec.Seq, At: rec.At, Updated: f.updated[rec.Bench]})
	}
	if UpdatesFirmware(rec) {
		f.updated[rec.Bench] = true
	}
}

// play returns the play that a record belongs to.
func (f *Folding) play(rec Record) *Play {
	at, known := f.plays[rec.Play]
	if !known {
		at = len(f.run.Plays)
		f.plays[rec.Play] = at
		p := Play{Number: rec.Play, Bench: f.words.Keep(rec.Bench), Began: rec.At, Verdict: Error, Reason: cutReason,
			Begin: CaseStarted{ID: f.words.Keep(rec.Case)}, Lists: wentBy, part: len(f.run.Resumed)}
		if f.whole {
			p.Lists = newLists(f.most[rec.Play])
		}
		f.run.Plays = append(f.run.Plays, p)
	}
	return &f.run.Plays[at]
}

// brief is a record of a play with what is kept of it.
func (f *Folding) brief(rec Record) Record {
	switch {
	case rec.Begin != nil:
		rec.Begin = &CaseStarted{ID: f.words.Keep(rec.Begin.ID), Name: f.words.Keep(rec.Begin.Name), Mode: f.words.Keep(rec.Begin.Mode), Again: f.words.Keep(rec.Begin.Again), Attempt: rec.Begin.Attempt}
	case rec.End != nil:
		rec.End.ID, rec.End.Mode, rec.End.Verdict = f.words.Keep(rec.End.ID), f.words.Keep(rec.End.Mode), Verdict(f.words.Keep(string(rec.End.Verdict)))
		rec.End.Own = nil // see Play.Spent
	}
	return rec
}

// Run returns the tree of what was added.
func (f *Folding) Run() Run {
	run := f.run
	run.Stations, run.calls = nil, f.calls.Calls
	run.replace()
	for _, bench := range run.benches() {
		if s, told := f.stations[bench]; told {
			run.Stations = append(run.Stations, s)
		}
	}
	return run
}

// UpdatesFirmware tells a record of a request by which the run has a station update its firmware.
func UpdatesFirmware(rec Record) bool {
	q := rec.Frame
	return q != nil && q.Direction == Out && q.Type == "CALL" && q.Action == "UpdateFirmware"
}

// Told is a station as it gave itself once.
type Told struct {
	Station
	Bench   string // of several
	Seq     int64
	At      time.Time
	Updated bool // the run had asked it to update its firmware before: what it runs is the run's doing
}

// replace finds for each play that was cut short the one that counts in its place: the last of a later part of the run, of the same case
// in the same mode, and the same time of several.
func (r *Run) replace() {
	if len(r.Resumed) == 0 {
		return
	}
	type name struct {
		id, mode string
		attempt  int
	}
	last := map[name]*Play{}
	for i := len(r.Plays) - 1; i >= 0; i-- {
		p := &r.Plays[i]
		of := name{p.Begin.ID, p.Begin.Mode, p.Begin.Attempt}
		if later := last[of]; later != nil && later.part > p.part && p.CutShort() {
			p.Again = later.Number
		} else if later == nil {
			last[of] = p
		}
	}
}

// CutShort lists the plays that were cut short before the run was gone on with for the nth time, counted from 0, and played again.
func (r *Run) CutShort(nth int) (plays []*Play) {
	for i := range r.Plays {
		if p := &r.Plays[i]; p.part == nth && p.Again > 0 {
			plays = append(plays, p)
		}
	}
	return plays
}

// benches lists the names that records are marked with, in the order of the benches: none in a run on one.
func (r *Run) benches() []string {
	if len(r.Started.Benches) == 0 {
		return []string{""}
	}
	var names []string
	for _, b := range r.Started.Benches {
		names = append(names, b.Name)
	}
	return names
}

// Station is who was tested, nil when no station ever told. Those of several benches are of one model and firmware; this
// is the first of them.
func (r *Run) Station() *Station {
	if len(r.Stations) == 0 {
		return nil
	}
	return &r.Stations[0]
}

func (f *Folding) add(rec Record) {
	r := &f.run
	switch {
	case rec.Run != nil:
		r.Started, r.StartedAt = *rec.Run, rec.At
	case rec.Station != nil:
	case rec.Planned != nil:
		r.Planned = append(r.Planned, *rec.Planned)
	case rec.Finished != nil:
		r.Ended, r.Cut = rec.Finished, false
	case f.whole:
		r.Between = append(r.Between, rec)
	}
}

// sumUp takes a record for what sums the play up.
func (p *Play) sumUp(rec Record) {
	if p.End == nil {
		p.Ended = rec.At
	}
	switch {
	case rec.Begin != nil:
		p.Begin, p.Began = *rec.Begin, rec.At
	case rec.End != nil:
		p.End, p.Ended, p.Verdict, p.Reason = rec.End, rec.At, known(rec.End.Verdict), rec.End.Reason
	case rec.Check != nil:
		p.Judged++
		if rec.Check.Verdict.ToLookAt() {
			p.ToLookAt = append(p.ToLookAt, *rec.Check)
		}
	}
}

// counts is how many records there are of each kind.
type counts map[Kind]int

// counted counts those of each play, and under 0 those outside of every play.
func counted(records []Record) map[int]counts {
	plays := map[int]counts{0: {}}
	for i := range records {
		of := plays[records[i].Play]
		if of == nil {
			of = counts{}
			plays[records[i].Play] = of
		}
		of[records[i].Kind]++
	}
	return plays
}

// between is how many of those outside of every play Run.Between may get.
func (c counts) between() int {
	return c[KindState] + c[KindRow] + c[KindCheck] + c[KindFrame] + c[KindConn] + c[KindSecured] + c[KindAct] + c[KindNote] + c[KindTransfer]
}

// newLists are lists of which the longest are as long as they get, where somebody has counted: a record is large, and a list that grows copies
// it again and again.
func newLists(of counts) *Lists {
	return &Lists{
		Items:  make([]Record, 0, of[KindState]+of[KindRow]+of[KindCheck]),
		Frames: make([]Record, 0, of[KindFrame]),
		Notes:  make([]Record, 0, of[KindNote]),
	}
}

func (p *Play) add(rec Record) {
	p.sumUp(rec)
	switch {
	case rec.State != nil, rec.Row != nil, rec.Check != nil:
		p.Items = append(p.Items, rec)
	case rec.Frame != nil:
		p.Frames = append(p.Frames, rec)
	case rec.Act != nil:
		p.Acts = append(p.Acts, rec)
	case rec.Conn != nil:
		p.Conns = append(p.Conns, rec)
	case rec.Secured != nil:
		p.Secured = append(p.Secured, rec)
	case rec.Note != nil:
		p.Notes = append(p.Notes, rec)
	case rec.Transfer != nil:
		p.Transfers = append(p.Transfers, rec)
	}
}

// Took returns how long the play lasted. That of one that was cut off only the wall clock tells; it is 0 where that was set back in it.
func (p *Play) Took() time.Duration {
	if p.End != nil {
		return p.End.Took
	}
	return max(p.Ended.Sub(p.Began), 0)
}

// Outcome is what became of one planned case, over all its plays.
type Outcome struct {
	Planned Planned
	Verdict Verdict
	Reason  string
	Plays   []*Play // empty when the case was not played
}

// Outcomes returns one outcome for each planned case in the order of the plan, then for each case that was played
// without a plan. A case that was to be played and was not is NotRun.
func (r *Run) Outcomes() []Outcome {
	all := make([]Outcome, 0, len(r.Planned))
	at := map[string]int{}
	for _, p := range r.Planned {
		if i, twice := at[p.ID]; twice { // planned again, as when the rest of a run is called off
			all[i].Planned, all[i].Verdict, all[i].Reason = p, p.Verdict, p.Reason
			continue
		}
		at[p.ID] = len(all)
		all = append(all, Outcome{Planned: p, Verdict: p.Verdict, Reason: p.Reason})
	}
	for i := range r.Plays {
		play := &r.Plays[i]
		if play.Again > 0 {
			continue
		}
		n, planned := at[play.Begin.ID]
		if !planned {
			n = len(all)
			at[play.Begin.ID] = n
			all = append(all, Outcome{Planned: Planned{ID: play.Begin.ID, Name: play.Begin.Name}})
		}
		all[n].addPlay(play)
	}
	for i := range all {
		if all[i].Verdict == "" {
			all[i].Verdict, all[i].Reason = NotRun, r.whyNotPlayed()
		}
	}
	return all
}

func (o *Outcome) addPlay(p *Play) {
	o.Plays = append(o.Plays, p)
	o.Verdict, o.Reason = o.Planned.Verdict, o.Planned.Reason
	for _, w := range o.ways() {
		if whole := Together(o.Verdict, w.verdict); whole != o.Verdict {
			o.Verdict, o.Reason = whole, w.reason
		}
	}
}

// way is what became of a case in one of its modes, over the plays that somebody had again.
type way struct {
	mode    string
	verdict Verdict
	reason  string
}

// ways are the plays, in their order, with those that were had again taken into the one that they repeat.
func (o *Outcome) ways() (all []way) {
	for _, p := range o.Plays {
		i := -1
		if p.Begin.Again != "" {
			i = slices.IndexFunc(all, func(w way) bool { return w.mode == p.Begin.Mode })
		}
		if i < 0 {
			all = append(all, way{p.Begin.Mode, p.Verdict, p.Reason})
			continue
		}
		if v := Again(all[i].verdict, p.Verdict); v != all[i].verdict {
			all[i].verdict, all[i].reason = v, p.Reason
		}
	}
	return all
}

func (r *Run) whyNotPlayed() string {
	switch {
	case r.Ended == nil:
		return "the run was cut off before this case"
	case r.Ended.Reason != "":
		return r.Ended.Reason
	}
	return "the run ended before this case"
}

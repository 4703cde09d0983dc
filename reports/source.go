package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/tested"
)

// PICSName is the name of the PICS file in a run folder.
const PICSName = "pics.yaml"

// BenchName is the name of the bench file in a run folder; of several, that of the first.
const BenchName = "bench.yaml"

// Source is what documents are made from. It is read-only.
type Source struct {
	dir        string  // of the run, where plays are read again when they are shown; empty where all of them are at hand
	parts      []*part // of a run that was made of several, where plays are read again
	joined     *Joined // what it was made of; nil for one run
	Run        evidence.Run
	Outcomes   []evidence.Outcome
	Problems   []evidence.Problem // what is wrong with the evidence
	More       int                // problems beyond those
	Head       string             // hash of its last record
	PICS       *pics.Declaration  // nil when the run folder holds none
	Indicators []kpi.Indicator
	Marked     func(*evidence.Play) Mark // what is known of a play beside its verdict; nil for nothing
	Expected   []Expectation             // what was expected of the run, and is judged by itself
	Marks      []Marks                   // what the report says of plays against something beside them
	Shown      tested.Shown              // what the run has shown of the station
	Known      []KnownFailure            // the entries of the file of known failures, with what became of them
	Exchanged  []string                  // in sentences, which of the files that the run was made with are not there any more as they were

	base         *Baseline      // what the run is held against; nil for nothing
	excuses      map[int]excuse // of plays, by their numbers
	excusedFound []Mark         // of Run.Found
	lost         []lostPlay     // that passed in the baseline, and were not played
}

// Load reads a run folder: events.jsonl, and pics.yaml where there is one. It holds pics.yaml and the
// bench files against the hashes that the evidence names. It keeps of the evidence what sums the run up, however long that is.
func Load(dir string) (*Source, error) {
	if isJoined(dir) {
		return loadJoined(dir)
	}
	folding, counted := evidence.NewFolding(), newCounted()
	log, err := evidence.ScanDir(dir, func(rec evidence.Record, at evidence.Span) {
		folding.Add(rec, at)
		counted.add(rec)
	})
	if err != nil {
		return nil, err
	}
	run := folding.Run()
	declared, err := keptPICS(dir, run.Started)
	if err != nil {
		return nil, err
	}
	s := newSource(run, log, counted, declared)
	s.dir = dir
	if s.Exchanged, err = exchanged(dir, run.Started); err != nil {
		return nil, err
	}
	return s, s.loadExpected([]string{dir}, []evidence.RunStarted{run.Started})
}

// keptPICS reads the PICS of a run folder, nil where there is none. What was exchanged need not be one at all, and that it was
// is told.
func keptPICS(dir string, run evidence.RunStarted) (*pics.Declaration, error) {
	source, exchanged, err := kept(dir, PICSName, run.PICSHash)
	if source == nil || err != nil {
		return nil, err
	}
	declared, err := pics.Read(filepath.Join(dir, PICSName), source)
	if err != nil && exchanged == "" {
		return nil, err
	}
	return declared, nil
}

// exchanged says in sentences which of the files that a run was made with are not there any more as they were.
func exchanged(dir string, run evidence.RunStarted) ([]string, error) {
	var sentences []string
	for _, input := range inputs(run) {
		_, sentence, err := kept(dir, input.Name, input.SHA256)
		if err != nil {
			return nil, err
		}
		if sentence != "" {
			sentences = append(sentences, sentence)
		}
	}
	return sentences, nil
}

// kept reads a file that a run was made with, nil where it is missing, and says what is wrong with it. Evidence without
// its hash, as of a run that was cut off at once, proves nothing of it.
func kept(dir, name, want string) (content []byte, exchanged string, err error) {
	content, err = os.ReadFile(filepath.Join(dir, name))
	switch {
	case errors.Is(err, os.ErrNotExist) && want == "":
		return nil, "", nil
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Sprintf("The file %s, which the run was made with, is missing in this folder.", name), nil
	case err != nil:
		return nil, "", fmt.Errorf("cannot read what the run was made with: %w", err)
	}
	if sum := sha256.Sum256(content); want != "" && want != hex.EncodeToString(sum[:]) {
		exchanged = fmt.Sprintf("The file %s of this folder is not the one that the run was made with.", name)
	}
	return content, exchanged, nil
}

// From prepares evidence that was read. A nil declaration leaves limits and features out of the documents.
func From(log evidence.Log, declared *pics.Declaration) *Source {
	counted := newCounted()
	for _, rec := range log.Records {
		counted.add(rec)
	}
	s := newSource(evidence.Fold(log.Records), log, counted, declared)
	s.expect(nil, nil)
	return s
}

// counted is what is made of the records while they go by, beside the tree of the run.
type counted struct {
	meter *kpi.Meter
	shown *tested.Gatherer
}

func newCounted() counted { return counted{kpi.NewMeter(), tested.New()} }

func (c counted) add(rec evidence.Record) {
	c.meter.Add(rec)
	c.shown.Add(rec)
}

func newSource(run evidence.Run, log evidence.Log, c counted, declared *pics.Declaration) *Source {
	run.Found = append(anotherStation(run, declared), run.Found...)
	return &Source{Run: run, Outcomes: run.Outcomes(), Problems: log.Problems, More: log.More, Head: log.Head, PICS: declared,
		Indicators: c.meter.Indicators(limits(declared)), Shown: c.shown.Shown()}
}

// Whole returns a play with all its records.
func (s *Source) Whole(p *evidence.Play) (*evidence.Play, error) {
	if at := slices.IndexFunc(s.parts, func(of *part) bool { return of.from <= p.Number && p.Number <= of.to }); at >= 0 {
		return evidence.WholeOf(s.parts[at].dir, p, s.parts[at].shift)
	}
	if s.dir == "" {
		return p, nil
	}
	return evidence.Whole(s.dir, p)
}

func limits(d *pics.Declaration) kpi.Limits {
	if d == nil {
		return nil
	}
	l := kpi.Limits{}
	for id, limit := range d.KPILimits {
		l[kpi.ID(id)] = limit
	}
	return l
}

// Doubts says in sentences why the documents may not tell the whole truth; empty for whole evidence.
func (s *Source) Doubts() []string {
	var all []string
	if p := s.Altered(); p != nil {
		all = append(all, "The evidence was altered after it was written. "+upper(p.Error())+".")
	}
	if s.Run.Cut {
		all = append(all, "The run was cut off before its end: what follows is what had been recorded until then.")
	}
	return slices.Concat(all, s.joined.sentences(), s.Exchanged, s.untold())
}

// Wrong says in sentences what is wrong with the evidence, line by line.
func (s *Source) Wrong() []string {
	all := []string{}
	for _, p := range s.Problems {
		all = append(all, p.Error())
	}
	if s.More > 0 {
		all = append(all, fmt.Sprintf("and %s more", plural(s.More, "line")))
	}
	return all
}

// Tampered tells that the run folder is not what the run left there.
func (s *Source) Tampered() bool { return s.Altered() != nil || len(s.Exchanged) > 0 }

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Altered returns the first line of the evidence that was changed after it was written, or nil.
func (s *Source) Altered() *evidence.Problem {
	for _, p := range s.Problems {
		if p.Trouble == evidence.Altered {
			return &p
		}
	}
	return nil
}

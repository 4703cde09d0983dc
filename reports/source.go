package reports

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
	"github.com/certbench/certbench/harness/pics"
)

// PICSName is the name of the PICS file in a run folder.
const PICSName = "pics.yaml"

// Source is what documents are made from. It is read-only.
type Source struct {
	Run        evidence.Run
	Outcomes   []evidence.Outcome
	Problems   []evidence.Problem // what is wrong with the evidence
	Head       string             // hash of its last record
	PICS       *pics.Declaration  // nil when the run folder holds none
	Indicators []kpi.Indicator
}

// Load reads a run folder: events.jsonl, and pics.yaml where there is one.
func Load(dir string) (*Source, error) {
	log, err := evidence.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	declared, err := pics.Load(filepath.Join(dir, PICSName))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return From(log, declared), nil
}

// From prepares evidence that was read. A nil declaration leaves limits and features out of the documents.
func From(log evidence.Log, declared *pics.Declaration) *Source {
	s := &Source{Run: evidence.Fold(log.Records), Problems: log.Problems, Head: log.Head, PICS: declared}
	s.Outcomes = s.Run.Outcomes()
	s.Indicators = kpi.Compute(log.Records, limits(declared))
	return s
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
	if want := s.Run.Started.PICSHash; s.PICS != nil && want != "" && want != s.PICS.Hash() {
		all = append(all, "The PICS file of this folder is not the one that the run was made with.")
	}
	return all
}

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

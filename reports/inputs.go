package reports

import (
	"maps"
	"path"
	"path/filepath"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
)

// KeptFile is a file of a run folder from which the documents are made.
type KeptFile struct {
	Name   string // its path in the folder, with slashes
	SHA256 string // that the evidence has of it, in hexadecimal; empty where it has none, which proves nothing of the file
}

// inputs are the files that a run was made with and that its folder keeps: its PICS, the bench files, the known failures and the baseline. Whatever else a run is made with
// belongs here, so that an exchange of it is noticed, and so that a bundle has it.
func inputs(run evidence.RunStarted) []KeptFile {
	all := []KeptFile{{PICSName, run.PICSHash}}
	files := benchFiles(run)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		all = append(all, KeptFile{filepath.Base(name), files[name]})
	}
	if run.Known != nil {
		all = append(all, KeptFile{known.FileName, run.Known.Hash})
	}
	if run.Baseline != nil {
		all = append(all, KeptFile{BaselineName, run.Baseline.Hash})
	}
	return all
}

// Inputs are the files that the run was made with, or each of the runs that it was joined of.
func (s *Source) Inputs() []KeptFile {
	if s.joined == nil {
		return inputs(s.Run.Started)
	}
	var all []KeptFile
	for i, p := range s.parts {
		for _, input := range inputs(p.begun) {
			all = append(all, KeptFile{path.Join(partFolder(i), input.Name), input.SHA256})
		}
	}
	return all
}

// EvidenceFiles are the names of the files in which the evidence stands: one, or one for each of the runs that it was joined of.
func (s *Source) EvidenceFiles() []string {
	if s.joined == nil {
		return []string{evidence.FileName}
	}
	var all []string
	for i := range s.parts {
		all = append(all, path.Join(partFolder(i), evidence.FileName))
	}
	return all
}

// Joined is the name of the file that says of which runs this one was joined; empty for one run.
func (s *Source) Joined() string {
	if s.joined == nil {
		return ""
	}
	return JoinedName
}

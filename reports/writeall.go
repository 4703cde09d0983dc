package reports

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// SummaryName is the name of the summary for programs in a run folder: see Summary.
const SummaryName = "run.json"

// reportName is the name of the report in a run folder.
const reportName = "report.html"

// document is a file of a run folder that is made from its evidence.
type document struct {
	name  string
	write func(io.Writer, *Source) error
}

// papers are the documents that are made for paper.
var papers = []document{
	{"abstract.pdf", AbstractPDF},
	{"report.pdf", ReportPDF},
}

// documents are what a run folder holds besides the evidence and the report, in the order in which they are written.
var documents = append([]document{
	{SummaryName, JSON},
	{"junit.xml", JUnit},
	{"abstract.html", Abstract},
}, papers...)

// A keeper takes documents: it calls write once, with what takes the document of that name. The names are paths in the run
// folder, with slashes. It may be called again before it returns, for the page of a play while the report is written.
type keeper func(name string, write func(io.Writer) error) error

// makeAll hands every document of a run to a keeper, the report last, with its plays on one page up to so many bytes. Where one
// cannot be made the others are, and the error names each that was not.
func (s *Source) makeAll(to keeper, onOnePage int64) error {
	return errors.Join(s.makeEach(to, documents), s.makeReport(to.put, onOnePage))
}

// makeEach hands documents to a keeper.
func (s *Source) makeEach(to keeper, each []document) error {
	var failed []error
	for _, d := range each {
		failed = append(failed, to.put(d.name, func(w io.Writer) error { return d.write(w, s) }))
	}
	return errors.Join(failed...)
}

// put says which document could not be taken.
func (to keeper) put(name string, write func(io.Writer) error) error {
	if err := to(name, write); err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	return nil
}

// WriteAll makes every document of a run folder again from its events.jsonl and pics.yaml, and returns what they were made from:
// see Write.
func WriteAll(dir string) (*Source, error) {
	s, err := Load(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot make the documents of %s: %w", dir, err)
	}
	if err := s.Write(dir); err != nil {
		return nil, err
	}
	return s, nil
}

// WritePapers makes the documents for paper of a run folder alone, abstract.pdf and report.pdf: see Write.
func (s *Source) WritePapers(dir string) error {
	return s.makeEach(func(name string, write func(io.Writer) error) error { return replace(filepath.Join(dir, name), write) }, papers)
}

// Write makes every document of a run folder. Doing it twice changes no byte. A document is replaced as a whole or not at all; where
// one cannot be written the others are, and the error names each that was not.
func (s *Source) Write(dir string) error { return s.write(dir, onOnePage) }

func (s *Source) write(dir string, onOnePage int64) error {
	plays := filepath.Join(dir, PlaysName)
	next := plays + ".new"
	if err := os.RemoveAll(next); err != nil {
		return err
	}
	err := s.makeAll(func(name string, write func(io.Writer) error) error {
		if filepath.Dir(name) != PlaysName {
			return replace(filepath.Join(dir, name), write)
		}
		if err := os.MkdirAll(next, 0o755); err != nil {
			return err
		}
		return writeFile(filepath.Join(next, filepath.Base(name)), write)
	}, onOnePage)
	if err != nil {
		return errors.Join(err, os.RemoveAll(next))
	}
	err = os.RemoveAll(plays)
	if _, none := os.Stat(next); none == nil {
		err = errors.Join(err, os.Rename(next, plays))
	}
	return err
}

// replace writes a document beside the one that is there, and puts it in its place when it is whole.
func replace(path string, write func(io.Writer) error) error {
	next := path + ".new"
	if err := writeFile(next, write); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return errors.Join(err, os.Remove(next))
	}
	return nil
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

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

// documents are what a run folder holds besides the evidence and the report, in the order in which they are written.
var documents = []struct {
	name  string
	write func(io.Writer, *Source) error
}{
	{SummaryName, JSON},
	{"junit.xml", JUnit},
	{"abstract.html", Abstract},
}

// WriteAll makes every document of a run folder again from its events.jsonl and pics.yaml, and returns what they were made from.
// Doing it twice changes no byte. A document is replaced as a whole or not at all; where one cannot be written the others are, and
// the error names each that was not.
func WriteAll(dir string) (*Source, error) {
	s, err := Load(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot make the documents of %s: %w", dir, err)
	}
	var failed []error
	wrote := func(name string, err error) {
		if err != nil {
			failed = append(failed, fmt.Errorf("cannot write %s: %w", name, err))
		}
	}
	for _, d := range documents {
		wrote(d.name, replace(filepath.Join(dir, d.name), func(w io.Writer) error { return d.write(w, s) }))
	}
	wrote("report.html", writeReport(dir, s, onOnePage))
	if len(failed) > 0 {
		return nil, errors.Join(failed...)
	}
	return s, nil
}

// replace writes a document beside the one that is there, and puts it in its place when it is whole.
func replace(path string, write func(io.Writer) error) error {
	next := path + ".new"
	if err := writeFile(next, write); err != nil {
		return err
	}
	return os.Rename(next, path)
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

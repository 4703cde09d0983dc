package reports

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// documents are what a run folder holds besides the evidence, in the order in which they are written.
var documents = []struct {
	name  string
	write func(io.Writer, *Source) error
}{
	{"run.json", JSON},
	{"junit.xml", JUnit},
	{"abstract.html", Abstract},
	{"report.html", HTML},
}

// WriteAll makes every document of a run folder again from its events.jsonl and pics.yaml. Doing it twice changes no
// byte. A document is replaced as a whole or not at all.
func WriteAll(dir string) error {
	s, err := Load(dir)
	if err != nil {
		return fmt.Errorf("cannot make the documents of %s: %w", dir, err)
	}
	for _, d := range documents {
		var buf bytes.Buffer
		if err := d.write(&buf, s); err != nil {
			return fmt.Errorf("cannot make %s: %w", d.name, err)
		}
		if err := replace(filepath.Join(dir, d.name), buf.Bytes()); err != nil {
			return fmt.Errorf("cannot write %s: %w", d.name, err)
		}
	}
	return nil
}

func replace(path string, content []byte) error {
	next := path + ".new"
	if err := os.WriteFile(next, content, 0o644); err != nil {
		return err
	}
	return os.Rename(next, path)
}

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/known"
	"github.com/certbench/certbench/reports"
)

// newFolder makes the folder of a run. It refuses one that holds anything: evidence of two runs could not be told apart.
func newFolder(out, product string, now time.Time) (string, error) {
	out = nameFolder(out, product, now)
	entries, err := os.ReadDir(out)
	switch {
	case isFile(out):
		return "", fmt.Errorf("%s is a file, and a run leaves a folder; name another with --out", out)
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return "", trouble(fmt.Errorf("the run folder cannot be used: %w; name another with --out", err))
	case len(entries) > 0:
		return "", fmt.Errorf("%s holds %s already, and a run never adds to another's; name a new folder with --out, or leave --out away", out, entries[0].Name())
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return "", trouble(fmt.Errorf("the run folder cannot be made: %w; name another with --out", err))
	}
	return out, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// nameFolder is the folder of a run: out, or where that is empty a new one under runs.
func nameFolder(out, product string, now time.Time) string {
	if out != "" {
		return out
	}
	return filepath.Join("runs", now.Format("20060102-150405")+"-"+slug(product))
}

// slug makes a name of a product that every file system takes.
func slug(product string) string {
	words := strings.FieldsFunc(strings.ToLower(product), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	if len(words) == 0 {
		return "station"
	}
	return strings.Join(words, "-")
}

// keepInputs puts what a run was made with into its folder, without secrets.
func (s *session) keepInputs() error {
	inputs := map[string][]byte{reports.PICSName: s.declared.Source()}
	for i, name := range keptNames(s.benches) {
		inputs[name] = s.benches[i].Redacted()
	}
	if s.known != nil {
		inputs[known.FileName] = s.known.Source()
	}
	if s.baseline != nil {
		text, err := s.baseline.Encode()
		if err != nil {
			return err
		}
		inputs[reports.BaselineName] = text
	}
	for name, content := range inputs {
		if err := os.WriteFile(filepath.Join(s.dir, name), content, 0o644); err != nil {
			return fmt.Errorf("the run folder cannot be written: %w; name another with --out", err)
		}
	}
	return nil
}

// keptNames is how the bench files are called in the run folder: bench.yaml, bench-2.yaml, and so on. Copies of one bench
// share its file.
func keptNames(benches []*bench.File) []string {
	var names []string
	known := map[string]string{} // by hash
	for _, file := range benches {
		if known[file.Hash()] == "" {
			name := reports.BenchName
			if n := len(known); n > 0 {
				name = fmt.Sprintf("bench-%d.yaml", n+1)
			}
			known[file.Hash()] = name
		}
		names = append(names, known[file.Hash()])
	}
	return names
}

// logName is how the log of a bench's station is called in the run folder.
func logName(file *bench.File, several bool) string {
	if several {
		return "station-" + file.Name + ".log"
	}
	return bench.LogName
}

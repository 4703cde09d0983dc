package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/certbench/certbench/harness/evidence"
)

// Told says of which evidence the documents of a run folder tell.
type Told int

const (
	ToldNothing Told = iota // there is no run.json, or none that names its evidence
	ToldAll                 // of the evidence as it is
	ToldBefore              // of the evidence as it was before more was recorded: the run was gone on with after they were made
	ToldMore                // of a record that is not there any more: its last lines were removed after they were made
)

// ToldOf holds the hash that run.json of a run folder names against the evidence beside it. Evidence only grows, so what the hash
// belongs to must still be in it. A run that was made of several is not gone on with, and its parts are held against its joined.json:
// of that it says nothing.
func ToldOf(dir string) (Told, error) {
	if isJoined(dir) {
		return ToldNothing, nil
	}
	text, err := os.ReadFile(filepath.Join(dir, SummaryName))
	if errors.Is(err, fs.ErrNotExist) {
		return ToldNothing, nil
	}
	if err != nil {
		return ToldNothing, fmt.Errorf("cannot read which evidence the documents tell of: %w", err)
	}
	var told struct {
		Evidence struct {
			Head string `json:"head"`
		} `json:"evidence"`
	}
	if json.Unmarshal(text, &told) != nil || told.Evidence.Head == "" {
		return ToldNothing, nil // a forged run.json is found by Compare
	}
	of := ToldMore
	log, err := evidence.ScanDir(dir, func(rec evidence.Record, _ evidence.Span) {
		if rec.Hash == told.Evidence.Head {
			of = ToldBefore
		}
	})
	if err == nil && log.Head == told.Evidence.Head {
		of = ToldAll
	}
	return of, err
}

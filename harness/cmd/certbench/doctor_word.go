package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/fleet"
)

// examinedFile is where the doctor's last word on a bench is kept, for the agent beside it, which tells the fleet.
func examinedFile(name string) (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "certbench", "doctor", url.PathEscape(name)+".json"), nil
}

// summedUp sums up what a doctor has found: the worst, and the first that it is in.
func summedUp(found []examined, at time.Time) fleet.Examined {
	word := fleet.Examined{At: at, Verdict: evidence.Pass}
	for _, x := range found {
		if worse := evidence.Worse(word.Verdict, x.Verdict); worse != word.Verdict {
			word.Verdict, word.Found = worse, x.What+": "+x.Found
		}
	}
	word.Found = word.Found[:min(len(word.Found), longestFound)]
	return word
}

// longestFound is how much of what the doctor has found a fleet is told, in bytes.
const longestFound = 500

// keepWord keeps the doctor's word on a bench.
func keepWord(file *bench.File, word fleet.Examined) error {
	path, err := examinedFile(file.Name)
	if err != nil {
		return fmt.Errorf("what the doctor has found cannot be kept for a fleet: %w", err)
	}
	text, err := json.Marshal(word)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("what the doctor has found cannot be kept for a fleet: %w", err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("what the doctor has found cannot be kept for a fleet: %w", err)
	}
	return nil
}

// lastExamined is the doctor's last word on a bench; nil where this user has not asked it.
func lastExamined(file *bench.File) *fleet.Examined {
	path, err := examinedFile(file.Name)
	if err != nil {
		return nil
	}
	text, err := os.ReadFile(path)
	word := &fleet.Examined{}
	if err != nil || json.Unmarshal(text, word) != nil {
		return nil
	}
	return word
}

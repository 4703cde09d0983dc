package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryCommandHasAManualPageAndTwiceTheSame(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	for _, dir := range []string{first, second} {
		expect(t, codePassed, "man", dir)
	}
	for _, c := range root().Commands() {
		if !c.IsAvailableCommand() || c.Name() == "help" {
			continue
		}
		name := "certbench-" + c.Name() + ".1"
		text, err := os.ReadFile(filepath.Join(first, name))
		again, other := os.ReadFile(filepath.Join(second, name))
		if err != nil || other != nil || string(text) != string(again) {
			t.Errorf("%s: expected the same page twice, got %v, %v", name, err, other)
		}
		if !strings.Contains(string(text), c.Short) {
			t.Errorf("%s does not say what the command does: %s", name, c.Short)
		}
	}
	if code, _, said := inProcess("man", filepath.Join(first, "none")); code != codeTrouble || !strings.Contains(said, "the manual pages cannot be written: ") {
		t.Errorf("a folder that is not there: expected code 3 and a sentence, got %d and %q", code, said)
	}
}

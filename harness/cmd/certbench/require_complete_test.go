package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestOneCaseOfManyIsNoCompleteRun(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--cases", "TC_B_06_CS", "--out", dir, "--require-complete")
	r.ends(codeFailed)
	if !strings.Contains(r.said(), "The run was to be complete, and ") {
		t.Errorf("expected to be told what was left, got\n%s", r.said())
	}
	if s := whole(t, dir); s.Decision.Exit != 1 || !s.Run.RequireComplete {
		t.Errorf("expected run.json to say so, got %+v", s.Decision)
	}
}

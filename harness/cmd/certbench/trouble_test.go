package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// TestARigInTroubleIsNamedAsTheBenchFileDoesAndItsCauseIsSaidOnceForAllCasesThatAreLeft has a motor that does not plug in.
func TestARigInTroubleIsNamedAsTheBenchFileDoesAndItsCauseIsSaidOnceForAllCasesThatAreLeft(t *testing.T) {
	t.Parallel()
	const idle, jams = "{command: [true]}", "{command: [sh, -c, 'exit 7']}"
	bench := variant(t, "name: reference", "name: "+oneName(), "rigs:\n", "rigs:\n  motor:\n    type: exec\n    do: {connect: "+jams+", connect_idle: "+jams+", disconnect: "+idle+"}\n",
		"cable: panel", "cable: motor", "ends: panel", "ends: none", "pilot: panel", "pilot: none")
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--bench", bench, "--cases", "TC_E_03_CS || TC_E_05_CS || TC_B_06_CS || TC_B_07_CS", "--shuffle", "--seed", "1", "--out", dir)
	r.ends(codeTrouble)
	s := whole(t, dir)
	if s.Verdict != evidence.Error || !strings.Contains(s.Reason, "rig motor: ") || !strings.Contains(s.Reason, "tried twice") {
		t.Errorf("expected ERROR with the rig's name and that it was tried twice, got %s: %s", s.Verdict, s.Reason)
	}
	progress, _, _ := strings.Cut(r.said(), "Report: ")
	lines := 0
	for line := range strings.Lines(progress) {
		if strings.HasPrefix(line, "        The bench cannot play any more: ") {
			lines++
		}
	}
	if lines > 1 {
		t.Errorf("expected the cause to be said once for all cases that are left, got it %d times:\n%s", lines, r.said())
	}
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestEachExitCode runs the program as a CI job does, and sees each code come for each of its reasons.
func TestEachExitCode(t *testing.T) {
	t.Parallel()
	failing := variant(t, reference(t), "  reference: {defects: [pending-accepts-remote-start]}\n")
	between := variant(t, reference(t), "  reference: {defects: [schema-violation]}\n")
	unreached := variant(t, "tokens: panel", "tokens: none")
	for name, c := range map[string]struct {
		args []string
		by   syscall.Signal // sent once a play has begun
		want int
	}{
		"passed":                    {[]string{"--cases", "TC_B_06_CS"}, 0, codePassed},
		"an empty shard":            {[]string{"--cases", "TC_B_06_CS", "--shard", "2/2"}, 0, codePassed},
		"a case failed":             {[]string{"--cases", "TC_B_02_CS", "--bench", failing}, 0, codeFailed},
		"something between failed":  {[]string{"--cases", "TC_B_06_CS", "--bench", between}, 0, codeFailed},
		"not complete":              {[]string{"--cases", "TC_B_06_CS", "--require-complete"}, 0, codeFailed},
		"an unknown flag":           {[]string{"--nothing"}, 0, codeUsage},
		"no such case":              {[]string{"--cases", "TC_X_99_CS"}, 0, codeUsage},
		"no bench file":             {[]string{"--bench", "none.yaml"}, 0, codeUsage},
		"no rig":                    {[]string{"--cases", "TC_C_02_CS", "--bench", unreached}, 0, codeTrouble},
		"interrupted by Ctrl-C":     {[]string{"--cases", "E"}, syscall.SIGINT, codeTrouble},
		"interrupted by the engine": {[]string{"--cases", "E"}, syscall.SIGTERM, codeTrouble},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, nil, append([]string{"run", "--progress", "json", "--out", filepath.Join(t.TempDir(), "run")}, c.args...)...)
			if c.by != 0 {
				r.await(`"event":"began"`)
				if err := r.cmd.Process.Signal(c.by); err != nil {
					t.Fatal(err)
				}
			}
			r.ends(c.want)
			if want := `"event":"exit"`; !strings.Contains(r.said(), want) || !strings.Contains(r.said(), fmt.Sprintf(`"exit":%d}`, c.want)) {
				t.Errorf("expected the last line to tell %d, got\n%s", c.want, r.said())
			}
		})
	}
}

func TestTheTableOfExitCodesIsThatOfTheHelp(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(top, "harness/examples/ci/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var table []string
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|"); len(cells) == 2 && strings.HasPrefix(line, "| ") && len(strings.TrimSpace(cells[0])) == 1 {
			table = append(table, strings.TrimSpace(cells[0])+"  "+strings.TrimSpace(cells[1]))
		}
	}
	var help []string
	for line := range strings.Lines(strings.ReplaceAll(codes(), "\nExit codes:\n", "")) {
		help = append(help, strings.TrimSpace(line))
	}
	if strings.Join(table, "\n") != strings.Join(help, "\n") {
		t.Errorf("the table in harness/examples/ci/README.md is\n%s\nthe help has\n%s", strings.Join(table, "\n"), strings.Join(help, "\n"))
	}
}

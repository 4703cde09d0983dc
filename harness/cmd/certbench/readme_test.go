package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/suites"
)

const top = "../../.." // of the repository, seen from this package

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(top, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns the lines of the README's fenced blocks of a language, without their indentation.
func blocks(text, language string) []string {
	var lines []string
	inside := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "```"+language && !inside:
			inside = true
		case line == "```":
			inside = false
		case inside:
			lines = append(lines, line)
		}
	}
	return lines
}

// TestTheCommandsOfTheREADMEWork runs those that need no station, in a folder with the files that the README has its
// reader make; the others are parsed, so that no command or flag is shown that does not exist. Targets of make exist.
func TestTheCommandsOfTheREADMEWork(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(top, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	// The certificate's own answers hold one contradiction; a reader who answered for his product has none.
	copyTo(t, filepath.Join(dir, "my-pics.yaml"), changed(t, string(examples.PICS()), "  AQ-4: no", "  AQ-4: yes"))
	bench, err := os.ReadFile(filepath.Join(top, "harness/examples/bench.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	copyTo(t, filepath.Join(dir, "my-bench.yaml"), string(bench))
	commands := blocks(readme(t), "sh")
	t.Chdir(dir)
	if len(commands) < 10 {
		t.Fatalf("the README shows %d commands, want at least 10", len(commands))
	}
	for _, line := range commands {
		words := words(line)
		switch {
		case words[0] == "make":
			if !regexp.MustCompile(`(?m)^` + words[1] + `:`).Match(makefile) {
				t.Errorf("%s: the Makefile has no such target", line)
			}
		case words[0] != "certbench":
			t.Errorf("%s: neither make nor certbench", line)
		case slices.Contains([]string{"lint", "plan", "show", "list"}, words[1]):
			if code, _, stderr := inProcess(words[1:]...); code != 0 {
				t.Errorf("%s: exit code %d: %s", line, code, stderr)
			}
		default:
			if err := parses(words[1:]); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
}

// words splits a line as a shell does, as far as the README needs it; where the output goes to is none of the command's.
func words(line string) []string {
	line, _, _ = strings.Cut(line, " > ")
	var out []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

// parses tells whether a command line names a command and flags that exist.
func parses(args []string) error {
	command, rest, err := root().Find(args)
	if err != nil {
		return err
	}
	if path := strings.Fields(command.CommandPath()); len(path) < 2 || path[1] != args[0] {
		return fmt.Errorf("certbench has no command %s", args[0])
	}
	if err := command.ParseFlags(rest); err != nil {
		return err
	}
	return command.ValidateArgs(command.Flags().Args())
}

func copyTo(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestTheOutputInTheREADMEIsThatOfThePlan: the lines of cases that the README shows are plays of a default run, under their
// names, and all passed; their count is that of the plan, and so is that of the cases which passed in all: between them the stations
// are in each security profile.
func TestTheOutputInTheREADMEIsThatOfThePlan(t *testing.T) {
	d, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := suites.Plan(d, "")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	cases := 0
	for _, item := range plan {
		if item.Verdict == "" {
			cases++
			for _, mode := range item.Modes() {
				id := item.Entry.ID
				if mode != "" {
					id += " (" + string(mode) + ")"
				}
				want = append(want, "PASS "+id+" "+item.Entry.Name)
			}
		}
	}
	line := regexp.MustCompile(`^\[ *\d+/(\d+)\] (\S+) +(TC_\w+(?: \([\w ]+\))?) +[\d.]+ s +(?:reference-\d+ +)?(.*)$`)
	all := regexp.MustCompile(`^ *all +(\d+) `)
	shown, summed := 0, false
	for _, text := range blocks(readme(t), "text") {
		if m := all.FindStringSubmatch(text); m != nil {
			if summed = true; m[1] != fmt.Sprint(cases) {
				t.Errorf("%q sums up %s cases that passed, the plan plays %d", text, m[1], cases)
			}
		}
		if m := line.FindStringSubmatch(text); m != nil {
			shown++
			if one := m[2] + " " + m[3] + " " + m[4]; !slices.Contains(want, one) {
				t.Errorf("the README shows %q, which the plan does not play", one)
			}
			if m[1] != fmt.Sprint(len(want)) {
				t.Errorf("%q counts %s plays, the plan %d", text, m[1], len(want))
			}
		}
	}
	if shown < 5 || !summed {
		t.Errorf("expected the README to show some plays and the sum, got %d plays, a sum: %t", shown, summed)
	}
}

// TestTheLinksOfTheREADMELeadSomewhere: every file and folder that it links to, pictures included, is there.
func TestTheLinksOfTheREADMELeadSomewhere(t *testing.T) {
	for _, m := range regexp.MustCompile(`\]\(([^)#]+)\)`).FindAllStringSubmatch(readme(t), -1) {
		if strings.Contains(m[1], "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join(top, m[1])); err != nil {
			t.Errorf("the README links to %s: %v", m[1], err)
		}
	}
}

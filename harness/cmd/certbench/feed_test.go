package main

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/certbench"
)

// linesIn requires that each line keeps the schema, and that the last and only the last has the exit code of the command.
func linesIn(t *testing.T, text string) []line {
	t.Helper()
	var schema *jsonschema.Schema
	for _, d := range certbench.Documents() {
		if d.ID == certbench.Progress {
			document, err := jsonschema.UnmarshalJSON(bytes.NewReader(d.Schema()))
			if err != nil {
				t.Fatal(err)
			}
			compiler := jsonschema.NewCompiler()
			if err := compiler.AddResource("progress", document); err != nil {
				t.Fatal(err)
			}
			schema = compiler.MustCompile("progress")
		}
	}
	var all []line
	for text := range strings.Lines(text) {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err == nil {
			err = schema.Validate(value)
		}
		var one line
		if err := json.Unmarshal([]byte(text), &one); err != nil {
			t.Errorf("a line for programs is no JSON object: %q", text)
		}
		if err != nil {
			t.Errorf("%q does not keep the schema: %v", text, err)
		}
		all = append(all, one)
	}
	for i, one := range all {
		if last := i == len(all)-1; last != (one.Event == eventExit) {
			t.Errorf("line %d of %d is %q; the last one, and no other, is %q", i+1, len(all), one.Event, eventExit)
		}
	}
	return all
}

func TestARunTellsProgramsInLines(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := startProgram(t, "/bin/sh", nil, nil, "-c", `exec "$0" "$@" >/dev/null`, program, "run", "--bench", variant(t, reference(t), "  reference: {defects: [schema-violation]}\n"), "--cases", "TC_B_06_CS || TC_E_06_CS", "--out", dir, "--format", "json", "--progress", "json")
	r.ends(codeFailed)
	count := map[string]int{}
	var last line
	for _, one := range linesIn(t, r.said()) {
		count[one.Event]++
		last = one
		if one.Event == eventEnded && (one.Of != 3 || one.Left == nil || one.Seconds == nil || one.Counts[one.Verdict] == 0) {
			t.Errorf("a play ended in %+v", one)
		}
	}
	if count[eventRun] != 1 || count[eventBegan] != 3 || count[eventEnded] != 3 || count[eventFinding] == 0 || count[eventReason] == 0 || *last.Exit != codeFailed {
		t.Errorf("the lines of a run of three plays, which fails, are %v, the last %+v", count, last)
	}
	if s := summary(t, dir); s.Verdict != evidence.Fail {
		t.Errorf("the run came to %s", s.Verdict)
	}
}

func TestWhatIsWrongWithACommandLineIsALineToo(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"run", "--progress", "json", "--wrong"}, {"run", "--progress=json", "--cases", "nothing"}, {"run", "--bench", "none.yaml", "--progress", "json"}, {"run", "--progress", "json", "argument"}} {
		code, _, stderr := inProcess(args...)
		all := linesIn(t, stderr)
		if code != codeUsage || len(all) < 2 || all[len(all)-2].Event != eventError || *all[len(all)-1].Exit != codeUsage {
			t.Errorf("certbench %s: exit code %d, %s", strings.Join(args, " "), code, stderr)
		}
	}
	if code, _, stderr := inProcess("run", "--progress", "xml"); code != codeUsage || strings.HasPrefix(stderr, "{") || !strings.Contains(stderr, "text or json") {
		t.Errorf("--progress xml: exit code %d, %s", code, stderr)
	}
}

func TestAPromptIsALineAsItStands(t *testing.T) {
	var out bytes.Buffer
	f := newFeed(&out)
	if _, err := io.WriteString(prompts{f}, "\n>> Connect the EV.\n   At EVSE 1. Enter: done (within 2m0s)\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "certbench: half a "); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "line \x1b[2J\n\nand another"); err != nil {
		t.Fatal(err)
	}
	f.ends(codeTrouble, "two\nreasons")
	var got []string
	for _, one := range linesIn(t, out.String()) {
		got = append(got, one.Event+": "+one.Text)
	}
	want := []string{"prompt: >> Connect the EV.\n   At EVSE 1. Enter: done (within 2m0s)", `message: half a line \u001b[2J`, "message: and another", "error: two\nreasons", "exit: "}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("the lines are\n%q\nwant\n%q", got, want)
	}
}

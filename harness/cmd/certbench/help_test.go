package main

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The help of every command is a golden file, so that a change of the command line is seen in review.
func TestTheHelpOfEveryCommand(t *testing.T) {
	var all strings.Builder
	for _, name := range []string{"", "run", "plan", "list", "show", "report", "diff", "verify", "lint", "doctor", "live", "csms", "rig", "sut-api", "station", "station defects",
		"pki", "pki init", "pki roots", "pki show", "pki csr", "firmware", "firmware init", "firmware sign", "firmware verify", "firmware make", "pics", "pics import", "pics export", "pics draft", "schema", "bundle", "bundle keygen"} {
		args := append(strings.Fields(name), "--help")
		code, out, stderr := inProcess(args...)
		if code != codePassed || stderr != "" {
			t.Errorf("certbench %s --help: expected code 0 and no error, got %d and %q", name, code, stderr)
		}
		if name != "" && !strings.Contains(out, "Examples:") {
			t.Errorf("certbench %s --help has no examples", name)
		}
		all.WriteString("$ certbench " + strings.Join(args, " ") + "\n" + out + "\n")
	}
	const golden = "testdata/help.golden"
	if *update {
		write(t, golden, all.String())
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if all.String() != string(want) {
		t.Errorf("the help is not %s; go test ./harness/cmd/certbench -update writes it anew. It is:\n%s", golden, all.String())
	}
}

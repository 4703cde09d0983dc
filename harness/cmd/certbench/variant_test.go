package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
)

// changed puts words of a text into the place of others, given in pairs. One that the text has not would leave it as it is, and
// the test would prove something of another text.
func changed(t *testing.T, text string, changes ...string) string {
	t.Helper()
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(text, changes[i]) {
			t.Fatalf("the text has no %q any more that could become %q; name what stands there now in:\n%s", changes[i], changes[i+1], text)
		}
	}
	return strings.NewReplacer(changes...).Replace(text)
}

// variant is the file of the default bench, changed.
func variant(t *testing.T, changes ...string) string {
	t.Helper()
	return write(t, filepath.Join(t.TempDir(), "bench.yaml"), changed(t, string(examples.Bench()), changes...))
}

var referenceLines = regexp.MustCompile(`(?m)^  reference:.*\n(?: {4,}.*\n)*`)

// reference is what the default bench says of its station, for a variant that says something else of it.
func reference(t *testing.T) string {
	t.Helper()
	lines := referenceLines.FindString(string(examples.Bench()))
	if lines == "" {
		t.Fatalf("the default bench says nothing of a reference station:\n%s", examples.Bench())
	}
	return lines
}

package reports

import (
	"os"
	"strings"
	"testing"
)

func TestTheREADMENamesEveryDocument(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if !strings.Contains(string(text), "`"+d.name+"`") {
			t.Errorf("README.md does not name %s", d.name)
		}
	}
}

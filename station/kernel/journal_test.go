package kernel

import (
	"strings"
	"testing"
	"time"
)

func TestAJournalKeepsItsNewestLines(t *testing.T) {
	var j Journal
	for n := range journalLines + 1 {
		j.Note(time.Unix(int64(n), 0), "line")
	}
	got := strings.Split(strings.TrimSpace(j.Between(nil, nil)), "\n")
	if len(got) != journalLines || got[0] != "1970-01-01T00:00:01Z line" {
		t.Errorf("expected %d lines without the first, got %d that begin with %s", journalLines, len(got), got[0])
	}
}

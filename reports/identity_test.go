package reports

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

func TestTheImagesThatAStationWasToInstallStandInTheHeadOfTheReport(t *testing.T) {
	s := twoCases(t, false)
	s.Run.Started.Firmware = []evidence.FirmwareUsed{
		{Kind: "tested", File: "product-1.4.bin", Version: "1.4", SHA256: strings.Repeat("a", 64)},
		{Kind: "spoiled", File: "broken.bin", SHA256: strings.Repeat("b", 64)}}
	want := map[string]string{"Tested image": "product-1.4.bin, version 1.4, SHA-256 aaaaaaaaaaaaaaaa…", "Spoiled image": "broken.bin, SHA-256 bbbbbbbbbbbbbbbb…"}
	for _, f := range s.identity()[0].Rows {
		if text, is := want[f.Name]; is {
			if delete(want, f.Name); f.Value != text {
				t.Errorf("%s: expected %q, got %q", f.Name, text, f.Value)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("expected also %v, got %v", want, s.identity()[0])
	}
}

func TestARunIsNotSaidToHaveTakenLessThanNothing(t *testing.T) {
	began := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for by, want := range map[time.Duration]string{90 * time.Second: "1 min 30 s", -time.Hour: ""} { // the wall clock was set back by an hour
		s := &Source{Run: evidence.Run{StartedAt: began, EndedAt: began.Add(by)}}
		got := ""
		for _, part := range s.identity() {
			for _, f := range part.Rows {
				if f.Name == "Took" {
					got = f.Value
				}
			}
		}
		if got != want {
			t.Errorf("a run that ends %s after it began took %q, want %q", by, got, want)
		}
	}
}

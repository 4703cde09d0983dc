package reports

import (
	"strings"
	"testing"

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

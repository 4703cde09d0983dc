package reports

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/certbench/certbench/harness/evidence"
)

func TestWhatNobodyCanSeeIsWrittenOut(t *testing.T) {
	for text, want := range map[string]string{
		"plain, ünïcode → 中文 �\n\ttoo": "plain, ünïcode → 中文 �\n\ttoo",
		"\x1b[2Jgone\r\x00\x7f\u009b":  `\u001b[2Jgone\u000d\u0000\u007f\u009b`,
		"a\u202ebc\u2066d\u200f\ufeff": `a\u202ebc\u2066d\u200f\ufeff`,
		"line\u2028end\u2029":          `line\u2028end\u2029`,
		"tag\U000e0041\xff":            `tag\udb40\udc41\xff`,
	} {
		if got := Visible(text); got != want {
			t.Errorf("expected %q, got %q", want, got)
		}
	}
}

// trickery is what a station may send to deceive the eye rather than a parser.
const trickery = "\u202eSSAP\u202c\x1b[2J\u200b"

// deceptive is a run whose every text of the station tries to deceive.
func deceptive(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	s := newTheatre(t, &out)
	s.add(evidence.Record{Run: &evidence.RunStarted{ID: "r", Bench: "b"}})
	s.add(evidence.Record{Station: &evidence.Station{ID: trickery, Vendor: trickery, Model: trickery, Firmware: trickery}})
	s.add(evidence.Record{Planned: &evidence.Planned{ID: "TC_B_01_CS", Name: "Cold boot", Block: "B"}})
	s.begin("TC_B_01_CS", "Cold boot", "")
	seq := s.says("BootNotification", map[string]any{"reason": trickery, "chargingStation": map[string]any{"model": trickery}}, map[string]any{}, trickery)
	s.check(evidence.Check{Stage: evidence.Main, Row: "1", Requirement: "The reason is known.", Expected: "PowerUp", Actual: trickery, Verdict: evidence.Fail, Frame: seq})
	s.end(evidence.Fail, "it said "+trickery)
	s.play = 0
	s.add(evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Fail, Reason: trickery}})
	return out.Bytes()
}

func TestNoTextOfAStationDeceivesTheEye(t *testing.T) {
	source := sourceOf(t, deceptive(t))
	var table bytes.Buffer
	if err := WriteTable(&table, &source.Run.Plays[0]); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"report.html": made(t, HTML, source), "abstract.html": made(t, Abstract, source), "junit.xml": made(t, JUnit, source),
		"run.json": made(t, JSON, source), "the table": table.String(),
	} {
		for _, r := range text {
			if r != '\n' && r != '\t' && unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) {
				t.Fatalf("%s holds %U as it came", name, r)
			}
		}
		if !strings.Contains(text, `\u202eSSAP\u202c\u001b[2J\u200b`) {
			t.Errorf("%s does not show what the station sent", name)
		}
		// In the raw frames of the report, JSON would bring the character back.
		if page := strings.ReplaceAll(text, `\\u202e`, ""); name == "report.html" && strings.Contains(jsonOf(t, page), `\u202e`) {
			t.Error("the raw frames of report.html hold U+202E, escaped for JSON alone")
		}
	}
}

// jsonOf is the JSON of a page's raw frames.
func jsonOf(t *testing.T, page string) string {
	t.Helper()
	_, after, ok := strings.Cut(page, `<script type="application/json">`)
	if !ok {
		t.Fatal("the page has no raw frames")
	}
	frames, _, _ := strings.Cut(after, "</script>")
	return frames
}

func TestWrittenOutJSONKeepsItsMeaning(t *testing.T) {
	const text = "\u202e\x1b\u009b\U000e0041 \u2028 é"
	var out bytes.Buffer
	if err := Encode(&out, text); err != nil {
		t.Fatal(err)
	}
	var back string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back != text {
		t.Errorf("expected %q back from %s, got %q, %v", text, out.String(), back, err)
	}
}

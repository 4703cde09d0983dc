package reports

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
)

// introduced is a run in which one case has passed and the station has given itself as told.
func introduced(t *testing.T, serial string, told ...evidence.Record) *Source {
	t.Helper()
	records := []evidence.Record{{Run: &evidence.RunStarted{ID: "1", Serial: serial}}, {Planned: &evidence.Planned{ID: "TC_B_01_CS", Profiles: []string{"Core"}}}}
	records = append(records, told...)
	records = append(records, evidence.Record{Play: 1, Begin: &evidence.CaseStarted{ID: "TC_B_01_CS"}},
		evidence.Record{Play: 1, End: &evidence.CaseEnded{ID: "TC_B_01_CS", Verdict: evidence.Pass}}, evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Pass}})
	for i := range records {
		records[i].Seq = int64(i + 1)
	}
	declared := &pics.Declaration{Product: pics.Product{Vendor: "Maker", Designation: "Box", Model: "B-1", Firmware: "1.0"}, Profiles: map[pics.Profile]pics.Answer{"Core": pics.Yes}}
	return From(evidence.Log{Records: records}, declared)
}

func TestAStationThatIsNotTheDeclaredOneMakesTheRunInconclusiveAndChangesNoCase(t *testing.T) {
	station := func(s evidence.Station) evidence.Record { return evidence.Record{Station: &s} }
	update := evidence.Record{Frame: &evidence.Frame{Direction: evidence.Out, Type: "CALL", Action: "UpdateFirmware"}}
	for name, c := range map[string]struct {
		serial string
		told   []evidence.Record
		want   string // that differs, empty for nothing
	}{
		"the declared one":         {"", []evidence.Record{station(evidence.Station{Vendor: "Maker", Model: "B-1", Firmware: "1.0"})}, ""},
		"by its designation":       {"", []evidence.Record{station(evidence.Station{Vendor: "maker", Model: "Box", Firmware: "1.0"})}, ""},
		"that tells nothing":       {"S-1", []evidence.Record{station(evidence.Station{ID: "CS"})}, ""},
		"that was never heard":     {"S-1", nil, ""},
		"another firmware":         {"", []evidence.Record{station(evidence.Station{Vendor: "Maker", Model: "B-1", Firmware: "1.1"})}, `Expected firmwareVersion "1.0", got firmwareVersion "1.1".`},
		"another vendor and model": {"", []evidence.Record{station(evidence.Station{Vendor: "Other", Model: "X", Firmware: "1.0"})}, `Expected vendorName "Maker", model "B-1 or Box", got vendorName "Other", model "X".`},
		"another serial number":    {"S-1", []evidence.Record{station(evidence.Station{Vendor: "Maker", Model: "B-1", Serial: "S-2"})}, `Expected serialNumber "S-1", got serialNumber "S-2".`},
		"the firmware that the run had it install": {"", []evidence.Record{station(evidence.Station{Vendor: "Maker", Model: "B-1", Firmware: "1.0"}), update,
			station(evidence.Station{Vendor: "Maker", Model: "B-1", Firmware: "2.0"})}, ""},
		"another model after an update": {"", []evidence.Record{station(evidence.Station{Vendor: "Maker", Model: "B-1", Firmware: "1.0"}), update,
			station(evidence.Station{Vendor: "Maker", Model: "B-2", Firmware: "2.0"})}, `Expected model "B-1 or Box", got model "B-2".`},
		"twice the same": {"", []evidence.Record{station(evidence.Station{Vendor: "Maker", Model: "B-1", Firmware: "1.1"}), station(evidence.Station{Vendor: "Maker", Model: "B-1", Serial: "S", Firmware: "1.1"})},
			`Expected firmwareVersion "1.0", got firmwareVersion "1.1".`},
	} {
		t.Run(name, func(t *testing.T) {
			s := introduced(t, c.serial, c.told...)
			st, d := s.Stands(), Decide(s)
			if s.Outcomes[0].Verdict != evidence.Pass {
				t.Errorf("the case was changed to %s", s.Outcomes[0].Verdict)
			}
			if c.want == "" {
				if st.Headline != evidence.Pass || d.Exit != ExitPassed || len(s.Run.Found) > 0 || st.Profiles[0].Result != resultPass {
					t.Errorf("expected nothing to be said, got %s, exit %d, %+v, %+v", st.Sentence(), d.Exit, s.Run.Found, st.Profiles[0])
				}
				return
			}
			if st.Headline != evidence.Inconclusive || !strings.Contains(st.Reason, "another station than the PICS declares") || st.Profiles[0].Result == resultPass {
				t.Errorf("expected INCONCLUSIVE, got %s and the profile %s", st.Sentence(), st.Profiles[0].Result)
			}
			if d.Exit != ExitTrouble || !strings.Contains(d.Reasons[0].Text, c.want) {
				t.Errorf("expected exit 3 with %q, got %+v", c.want, d)
			}
			for document, write := range map[string]func(*bytes.Buffer) error{
				"report.html": func(b *bytes.Buffer) error { return HTML(b, s) }, "abstract.html": func(b *bytes.Buffer) error { return Abstract(b, s) },
				"junit.xml": func(b *bytes.Buffer) error { return JUnit(b, s) }, "run.json": func(b *bytes.Buffer) error { return JSON(b, s) },
			} {
				var b bytes.Buffer
				if err := write(&b); err != nil {
					t.Fatal(err)
				}
				quote := map[string]string{"report.html": "&#34;", "abstract.html": "&#34;", "junit.xml": "&#34;", "run.json": `\"`}[document]
				if !strings.Contains(b.String(), strings.ReplaceAll(c.want, `"`, quote)) {
					t.Errorf("%s does not say %s", document, c.want)
				}
			}
		})
	}
}

func TestWhatAStationHasNotToldIsSaidAndAccusesNobody(t *testing.T) {
	s := introduced(t, "", evidence.Record{Station: &evidence.Station{ID: "CS", Vendor: "Maker", Model: "B-1"}})
	if want := "The station has told no firmwareVersion: that it is the declared one in that, nothing has shown."; !slices.Equal(s.Doubts(), []string{want}) {
		t.Errorf("expected %q, got %q", want, s.Doubts())
	}
	if st := s.Stands(); st.Headline != evidence.Pass || len(s.Run.Found) > 0 {
		t.Errorf("expected no accusation, got %s", st.Sentence())
	}
	if told := introduced(t, "", evidence.Record{Station: &evidence.Station{Vendor: "Maker", Model: "B-1", Firmware: "1.0"}}); len(told.Doubts()) > 0 {
		t.Errorf("expected no doubt of what was told, got %q", told.Doubts())
	}
}

func TestAStrangeStationIsOneFindingForAllBenches(t *testing.T) {
	a, b := evidence.Station{ID: "A", Vendor: "Maker", Model: "B-9"}, evidence.Station{ID: "B", Vendor: "Maker", Model: "B-9"}
	s := introduced(t, "", evidence.Record{Bench: "1", Station: &a}, evidence.Record{Bench: "2", Station: &b})
	if len(s.Run.Found) != 1 || !slices.Equal(s.Run.Found[0].Benches, []string{"1", "2"}) {
		t.Errorf("expected one finding on both benches, got %+v", s.Run.Found)
	}
	var out bytes.Buffer
	if err := JUnit(&out, s); err != nil || !strings.Contains(out.String(), `type="INCONCLUSIVE"`) {
		t.Errorf("expected an error of type INCONCLUSIVE in junit.xml, got %v and %s", err, out.String())
	}
	out.Reset()
	if err := JSON(&out, s); err != nil || !json.Valid(out.Bytes()) {
		t.Errorf("run.json is no JSON: %v", err)
	}
}

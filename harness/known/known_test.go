package known

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

const whole = `known:
  - case: TC_E_06_CS
    mode: remote
    row: "3"
    check: triggerReason is "RemoteStop".
    reason: the station tells the wrong reason
    ticket: FW-123
    until: 2027-03-31
  - case: between
    check: "StatusNotificationRequest: Every message follows the schema."
    came: "evseId: is missing"
    reason: old library
    ticket: FW-7
    until: 2027-01-01
`

func TestAFileOfKnownFailuresIsRead(t *testing.T) {
	f, err := Read("k.yaml", []byte(whole))
	if err != nil || len(f.Entries) != 2 {
		t.Fatalf("expected two entries, got %v and %v", f, err)
	}
	want := Entry{Case: "TC_E_06_CS", Mode: "remote", Row: "3", Check: `triggerReason is "RemoteStop".`, Reason: "the station tells the wrong reason",
		Ticket: "FW-123", Until: time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC), Line: 2}
	if f.Entries[0] != want {
		t.Errorf("expected %+v, got %+v", want, f.Entries[0])
	}
	if empty, err := Read("k.yaml", []byte("known: []\n")); err != nil || len(empty.Entries) != 0 {
		t.Errorf("a file without an entry: expected none, got %v and %v", empty, err)
	}
}

func TestEachMistakeIsToldWithItsLine(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(whole, old, new, 1) }
	for name, c := range map[string]struct{ text, want string }{
		"nothing":          {"", "k.yaml:1:1: one YAML document belongs here"},
		"a list":           {"- case: TC_E_03_CS\n", "k.yaml:1:1: a file of known failures holds known: and a list"},
		"another key":      {"expected: []\n", `k.yaml:1:1: unknown key "expected"; write known`},
		"no list":          {"known: TC_E_03_CS\n", "k.yaml:1:8: known must be a list"},
		"no entry":         {"known: [TC_E_03_CS]\n", "k.yaml:1:9: an entry must have keys"},
		"a misspelt key":   {change("ticket:", "tiket:"), `k.yaml:7:5: unknown key "tiket" (did you mean ticket?)`},
		"no ticket":        {change("    ticket: FW-123\n", ""), "k.yaml:2:5: the entry has no ticket"},
		"an empty reason":  {change("the station tells the wrong reason", ""), "k.yaml:6:5: reason is empty or no text"},
		"an empty date":    {change("2027-03-31", ""), `k.yaml:8:5: until cannot be ""`},
		"a date of ours":   {change("2027-03-31", "31.3.2027"), `k.yaml:8:5: until cannot be "31.3.2027"; write the last day`},
		"no such day":      {change("2027-03-31", "2027-02-30"), `k.yaml:8:5: until cannot be "2027-02-30"`},
		"a row of a word":  {change(`"3"`, "third"), `k.yaml:2:5: row cannot be "third"`},
		"between, a row":   {change("case: between", "case: between\n    row: \"1\""), "k.yaml:9:5: what happens between the cases has no row"},
		"between, no text": {change("    check: \"StatusNotificationRequest: Every message follows the schema.\"\n", ""), "k.yaml:9:5: an entry for what happens between the cases has no check"},
		"twice":            {whole + strings.TrimPrefix(whole, "known:\n"), "this failure stands there already, on line 2"},
		"a key twice":      {change("mode: remote", "mode: remote\n    mode: local"), "k.yaml:4:5: mode stands twice"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read("k.yaml", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("expected %q, got %v", c.want, err)
			}
		})
	}
}

type book struct{}

func (book) Find(id string) error {
	if id == "TC_E_6_CS" {
		return errors.New("there is no such case")
	}
	return nil
}
func (book) Modes(id string) []string {
	return map[string][]string{"TC_E_06_CS": {"local", "remote"}}[id]
}
func (book) LastRow(string) int { return 4 }

func TestWhatDoesNotExistIsRefusedWithItsLine(t *testing.T) {
	entry := func(keys string) string {
		return "known:\n  - " + keys + "\n    reason: r\n    ticket: T\n    until: 2027-01-01\n"
	}
	for keys, want := range map[string]string{
		"case: TC_E_06_CS\n    mode: remote\n    row: \"4\"": "",
		"case: TC_E_06_CS\n    row: before, Authorized, 9":   "",
		"case: between\n    check: x":                        "",
		"case: TC_E_6_CS":                                    "k.yaml:2: there is no such case",
		"case: TC_E_06_CS\n    mode: HTTP":                   `k.yaml:2: TC_E_06_CS has no mode "HTTP"; write one of local, remote`,
		"case: TC_B_06_CS\n    mode: local":                  "k.yaml:2: TC_B_06_CS is played in one way only; leave mode away",
		"case: TC_E_06_CS\n    row: \"5\"":                   "",
		"case: TC_E_06_CS\n    row: \"0\"":                   "k.yaml:2: TC_E_06_CS has no row 0: rows are counted from 1; see certbench show TC_E_06_CS",
	} {
		f, err := Read("k.yaml", []byte(entry(keys)))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := f.Check(book{}); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: expected %q, got %q", keys, want, got)
		}
	}
}

func TestARowBehindTheLastOneIsDoubtfulAndNoError(t *testing.T) {
	f := &File{Name: "k.yaml", Entries: []Entry{{Case: "TC_E_06_CS", Row: "4", Line: 2}, {Case: "TC_E_06_CS", Row: "5", Line: 6}, {Case: "TC_E_06_CS", Row: "before, Authorized, 9", Line: 10}}}
	want := []string{"k.yaml:6: TC_E_06_CS may have no row 5: its table ends with row 4 on the reference station, and the entry excuses that row alone; see certbench show TC_E_06_CS"}
	if got := f.Doubts(book{}); !slices.Equal(got, want) {
		t.Errorf("expected %q, got %q", want, got)
	}
	beyond := f.Entries[1]
	for row, want := range map[string]bool{"4": false, "5": true, "6": false, "": false} {
		if got := beyond.Covers(evidence.Check{Stage: evidence.Main, Row: row}); got != want {
			t.Errorf("an entry for row 5 covers row %q: %v, want %v", row, got, want)
		}
	}
}

func TestAnEntryCoversNothingButWhatItNames(t *testing.T) {
	check := evidence.Check{Stage: evidence.Main, Row: "3", Requirement: "The transaction has ended within 20 s.", Path: "eventType", Actual: `"Updated"`}
	inState := check
	inState.State = []string{"Authorized"}
	for _, c := range []struct {
		name  string
		e     Entry
		check evidence.Check
		want  bool
	}{
		{"the whole case", Entry{}, check, true},
		{"its row", Entry{Row: "3"}, check, true},
		{"another row", Entry{Row: "4"}, check, false},
		{"a row of a state", Entry{Row: "3"}, inState, false},
		{"that row by its address", Entry{Row: "main, Authorized, 3"}, inState, true},
		{"its requirement, with another time", Entry{Check: "The transaction has ended within 30 s."}, check, true},
		{"a part of the requirement", Entry{Check: "The transaction has ended"}, check, false},
		{"its field", Entry{Field: "eventType"}, check, true},
		{"another field", Entry{Row: "3", Field: "triggerReason"}, check, false},
		{"what came", Entry{Came: `"Updated"`}, check, true},
		{"something else came", Entry{Came: `"Started"`}, check, false},
	} {
		if got := c.e.Covers(c.check); got != c.want {
			t.Errorf("%s: expected %v, got %v", c.name, c.want, got)
		}
	}
	finding := evidence.Finding{Subject: "StatusNotificationRequest", Requirement: "It follows the schema.", Actual: "evseId: is missing"}
	e := Entry{Case: Between, Check: "StatusNotificationRequest: It follows the schema."}
	if !e.CoversFinding(finding) {
		t.Error("a finding named by its text was not covered")
	}
	if e.Came = "timestamp: is missing"; e.CoversFinding(finding) {
		t.Error("a finding of something else that came was covered")
	}
	if e = (Entry{Case: "TC_E_03_CS"}); e.CoversFinding(finding) || e.Addresses("TC_E_04_CS", "") || !e.Addresses("TC_E_03_CS", "local") {
		t.Error("an entry for a case covers what is none of its own")
	}
}

func TestAnEntryIsOverWhenItsLastDayHasPassed(t *testing.T) {
	e := Entry{Until: time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC)}
	if e.Over(time.Date(2027, 3, 31, 23, 59, 59, 0, time.UTC)) || !e.Over(time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC)) {
		t.Error("expected the last day to be the 31st in UTC, to its end")
	}
}

func TestADraftIsReadAsItWasMeantOnceADateIsFilledIn(t *testing.T) {
	entries := []Entry{
		{Case: "TC_E_06_CS", Mode: "local", Row: "before, Authorized, 1", Check: "it's \"x: y\" # no comment\nsecond line", Field: "a.b"},
		{Case: Between, Check: "StatusNotificationRequest: yes", Came: "- 'a'"},
	}
	text := Draft(entries)
	if _, err := Read("k.yaml", text); err == nil || strings.Count(err.Error(), "ticket is empty") != 2 || strings.Count(err.Error(), "until cannot be") != 2 {
		t.Errorf("expected a draft that wants a ticket and a date for each entry, got %v of\n%s", err, text)
	}
	filled := strings.NewReplacer("ticket:", "ticket: T-1", "reason:", "reason: r", "until:", "until: 2027-01-01").Replace(string(text))
	f, err := Read("k.yaml", []byte(filled))
	if err != nil {
		t.Fatalf("%v of\n%s", err, filled)
	}
	for i, e := range f.Entries {
		e.Line, e.Reason, e.Ticket, e.Until = 0, "", "", time.Time{}
		if e != entries[i] {
			t.Errorf("expected %+v, got %+v", entries[i], e)
		}
	}
	if empty, err := Read("k.yaml", Draft(nil)); err != nil || len(empty.Entries) != 0 {
		t.Errorf("a draft without a failure: expected an empty file, got %v, %v", empty, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("known:\n  - {case: [}, until: 1}\n"))
	f.Add([]byte("known: &a [*a]\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		file, err := Read("k.yaml", in)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "k.yaml:") {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		for _, e := range file.Entries {
			if e.Case == "" || e.Reason == "" || e.Ticket == "" || e.Until.IsZero() || e.Line == 0 {
				t.Fatalf("an entry came through that lacks something: %+v", e)
			}
		}
		again, err := Read("k.yaml", file.Source())
		if err != nil || !slices.Equal(again.Entries, file.Entries) {
			t.Fatalf("read again: %v, %v", again, err)
		}
	})
}

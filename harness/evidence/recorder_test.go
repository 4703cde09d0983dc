package evidence

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// sample writes a short run and returns its bytes.
func sample(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	rec := New(&out, nil)
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for i, r := range []Record{
		{Run: &RunStarted{ID: "r1", Certbench: "v0", Bench: "reference", Configured: map[string]string{"b": "2", "a": "1"}}},
		{Planned: &Planned{ID: "TC_B_01_CS", Name: "Cold boot", Block: "B"}},
		{Play: 1, Case: "TC_B_01_CS", Begin: &CaseStarted{ID: "TC_B_01_CS"}},
		{Play: 1, Case: "TC_B_01_CS", Frame: &Frame{Direction: In, Raw: `[2,"1","Heartbeat",{}]`, Type: "CALL", Action: "Heartbeat"}},
		{Play: 1, Case: "TC_B_01_CS", Row: &Row{Stage: Main, Number: "1", Actor: ActorStation, Verdict: Pass}},
		{Play: 1, Case: "TC_B_01_CS", End: &CaseEnded{ID: "TC_B_01_CS", Verdict: Pass}},
		{Finished: &RunEnded{Verdict: Pass, Counts: map[Verdict]int{Pass: 1}}},
	} {
		r.At = at.Add(time.Duration(i) * time.Second)
		if _, err := rec.Append(r); err != nil {
			t.Fatalf("Append: %v", err)
		}
	}
	if err := rec.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	return out.Bytes()
}

func TestEachRecordIsOneWriteOfOneLine(t *testing.T) {
	var writes [][]byte
	rec := New(writerFunc(func(p []byte) (int, error) { writes = append(writes, bytes.Clone(p)); return len(p), nil }), nil)
	for i := range 3 {
		seq, err := rec.Append(Record{Note: &Note{Text: "two\nlines <b>"}})
		if err != nil || seq != int64(i+1) {
			t.Fatalf("Append gave seq %d, %v; want %d and no error", seq, err, i+1)
		}
	}
	if len(writes) != 3 {
		t.Fatalf("3 records made %d writes", len(writes))
	}
	for _, w := range writes {
		if bytes.Count(w, []byte("\n")) != 1 || !bytes.HasSuffix(w, []byte("\n")) {
			t.Errorf("a record must be one line, got %q", w)
		}
		if !bytes.Contains(w, []byte("<b>")) {
			t.Errorf("text must stay readable, got %q", w)
		}
	}
}

func TestARecordTellsExactlyOneThing(t *testing.T) {
	rec := New(&bytes.Buffer{}, nil)
	for name, r := range map[string]Record{
		"nothing":    {},
		"two bodies": {Note: &Note{}, Act: &Act{}},
		"wrong kind": {Kind: KindAct, Note: &Note{}},
	} {
		if seq, err := rec.Append(r); err == nil {
			t.Errorf("%s: Append accepted it as record %d", name, seq)
		}
	}
	if seq, err := rec.Append(Record{Note: &Note{}}); seq != 1 || err != nil {
		t.Errorf("a refused record must leave no gap: got seq %d, %v", seq, err)
	}
}

func TestManyWritersMakeOneChain(t *testing.T) {
	dir := t.TempDir()
	rec, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	var seen []int64
	rec.OnRecord(func(r Record) { seen = append(seen, r.Seq) })
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 50 {
				if _, err := rec.Append(Record{Note: &Note{Text: fmt.Sprint(w, i)}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if _, err := rec.Append(Record{Finished: &RunEnded{Verdict: Pass}}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(rec.Close(), rec.Close()); err != nil {
		t.Fatalf("closing twice: %v", err)
	}
	log, err := ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Verify(); err != nil || len(log.Records) != 401 || log.Head != rec.Head() {
		t.Errorf("got %d records, %v, head %s; want 401 whole ones up to %s", len(log.Records), err, log.Head, rec.Head())
	}
	for i, seq := range seen {
		if seq != int64(i+1) {
			t.Fatalf("the observer saw record %d as number %d", seq, i+1)
		}
	}
	if _, err := rec.Append(Record{Note: &Note{}}); !errors.Is(err, ErrClosed) {
		t.Errorf("Append after Close gave %v, want ErrClosed", err)
	}
}

func TestARunNeverAddsToAnothersEvidence(t *testing.T) {
	dir := t.TempDir()
	rec, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	if again, err := Create(dir); err == nil {
		again.Close()
		t.Error("Create began a second run in the same folder")
	}
}

func TestWhatOthersActOnIsOnTheDiskWhenAppendReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		syncs := 0
		rec := New(&bytes.Buffer{}, func() error { time.Sleep(20 * time.Millisecond); syncs++; return nil })
		appended := func(r Record) {
			if _, err := rec.Append(r); err != nil {
				t.Error(err)
			}
		}
		start := time.Now()
		appended(Record{Note: &Note{}})
		if took := time.Since(start); took != 0 {
			t.Errorf("a note waited %v for the disk", took)
		}
		appended(Record{Act: &Act{Name: "PowerCycle"}})
		if syncs == 0 {
			t.Error("an act was reported before it was on the disk")
		}
		before := syncs
		for range 100 {
			appended(Record{Note: &Note{}})
		}
		if err := rec.Close(); err != nil {
			t.Error(err)
		}
		if more := syncs - before; more < 1 || more > 2 {
			t.Errorf("100 notes at once took %d syncs, want 1 or 2", more)
		}
	})
}

func TestABrokenDiskIsToldAndStaysBroken(t *testing.T) {
	full := errors.New("no space left on device")
	rec := New(&bytes.Buffer{}, func() error { return full })
	if _, err := rec.Append(Record{End: &CaseEnded{}}); !errors.Is(err, full) {
		t.Errorf("Append gave %v, want %v", err, full)
	}
	if _, err := rec.Append(Record{Note: &Note{}}); !errors.Is(err, full) {
		t.Errorf("the next Append gave %v, want %v", err, full)
	}
	if err := rec.Close(); !errors.Is(err, full) {
		t.Errorf("Close gave %v, want %v", err, full)
	}

	rec = New(writerFunc(func([]byte) (int, error) { return 3, full }), nil)
	for range 2 {
		if _, err := rec.Append(Record{Note: &Note{}}); !errors.Is(err, full) {
			t.Errorf("Append on a full disk gave %v, want %v", err, full)
		}
	}
}

func TestSecretsAreHiddenInEverySpelling(t *testing.T) {
	const password, user = `pa"ss=wor+d&0123456789`, "CS001"
	credentials := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	raw := `[2,"7","Authorize",{"x":"pa\"ss=wor+d&0123456789"}]`
	var out bytes.Buffer
	rec := New(&out, nil)
	rec.RedactBasicAuth(user, password)
	frame := &Frame{Raw: raw, Direction: In}
	for _, r := range []Record{
		{Run: &RunStarted{Configured: map[string]string{"password": password}, Arguments: []string{"--password", password}}},
		{Frame: frame},
		{Frame: &Frame{Base64: true, Raw: base64.StdEncoding.EncodeToString([]byte("\xff" + password))}},
		{Conn: &Connection{Text: "Authorization: Basic " + credentials}},
		{Note: &Note{Text: "pa%22ss%3Dwor%2Bd%260123456789"}},
	} {
		if _, err := rec.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	if frame.Raw != raw {
		t.Error("redaction changed what the caller holds")
	}
	log, err := Read(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		text := line
		if f := log.Records[i].Frame; f != nil && f.Base64 {
			b, _ := base64.StdEncoding.DecodeString(f.Raw)
			text += string(b)
		}
		if strings.Contains(text, "wor+d") || strings.Contains(text, "wor%2Bd") || strings.Contains(text, credentials) {
			t.Errorf("line %d still holds the secret: %s", i+1, text)
		}
		if !strings.Contains(text, Redacted) {
			t.Errorf("line %d does not show that something was hidden: %s", i+1, text)
		}
	}
	for _, p := range log.Problems {
		if p.Trouble == Altered {
			t.Errorf("redaction must happen before hashing: %v", p)
		}
	}
}

func TestTheNewPasswordOfSetVariablesIsHiddenFromThenOn(t *testing.T) {
	var out bytes.Buffer
	rec := New(&out, nil)
	raw := `[2,"9","SetVariables",{"setVariableData":[` +
		`{"attributeValue":"300","component":{"name":"OCPPCommCtrlr"},"variable":{"name":"HeartbeatInterval"}},` +
		`{"attributeValue":"newpassword123456","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}]}]`
	for _, r := range []Record{
		{Frame: &Frame{Direction: Out, Type: "CALL", Action: "SetVariables", Raw: raw}},
		{Note: &Note{Text: "station logs newpassword123456"}},
	} {
		if _, err := rec.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	if got := out.String(); strings.Contains(got, "newpassword") || !strings.Contains(got, `\"attributeValue\":\"300\"`) {
		t.Errorf("only the password may be hidden, got\n%s", got)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func BenchmarkAppend(b *testing.B) {
	for name, sync := range map[string]bool{"synced behind": false, "synced each": true} {
		b.Run(name, func(b *testing.B) {
			rec, err := Create(filepath.Join(b.TempDir(), "run"))
			if err != nil {
				b.Fatal(err)
			}
			r := Record{Frame: &Frame{Raw: strings.Repeat("x", 400)}}
			if sync {
				r = Record{Act: &Act{Sentence: strings.Repeat("x", 400)}}
			}
			for b.Loop() {
				if _, err := rec.Append(r); err != nil {
					b.Fatal(err)
				}
			}
			if err := rec.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

func TestTheFileIsWhatWasAppended(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), sample(t), 0o644); err != nil {
		t.Fatal(err)
	}
	log, err := ReadDir(dir)
	if err != nil || log.Verify() != nil || len(log.Records) != 7 {
		t.Fatalf("got %d records, %v, %v; want 7 whole ones", len(log.Records), err, log.Verify())
	}
	if f := log.Records[3].Frame; f == nil || string(f.Payload()) != "{}" {
		t.Errorf("the frame came back as %+v", f)
	}
}

func TestARunShowsEachCertificateOnce(t *testing.T) {
	var out bytes.Buffer
	r := New(&out, nil)
	leaf, root, mine := Certificate{SHA256: "1", DER: []byte("leaf")}, Certificate{SHA256: "2", DER: []byte("root")}, Certificate{SHA256: "3", DER: []byte("mine")}
	given := Secured{Server: &leaf, Issuers: []Certificate{root}, Client: []Certificate{mine}}
	for range 2 {
		if _, err := r.Append(Record{Secured: &given}); err != nil {
			t.Fatal(err)
		}
	}
	log, err := Read(&out)
	if err != nil {
		t.Fatal(err)
	}
	first, second := log.Records[0].Secured, log.Records[1].Secured
	if string(first.Server.DER) != "leaf" || len(first.Issuers) != 1 || string(first.Client[0].DER) != "mine" {
		t.Errorf("the first record does not hold the certificates: %+v", first)
	}
	if second.Server.DER != nil || second.Client[0].DER != nil || len(second.Issuers) != 0 || second.Client[0].SHA256 != "3" {
		t.Errorf("the second record holds what was shown before, or lacks its hash: %+v", second)
	}
	if string(leaf.DER) != "leaf" || len(given.Issuers) != 1 {
		t.Error("the recorder has changed what it was given")
	}
}

package fleet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/certbench/certbench/harness/evidence"
)

// chained are lines of a chain that holds.
func chained(t testing.TB, n int) [][]byte {
	t.Helper()
	dir := t.TempDir()
	rec, err := evidence.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if _, err := rec.Append(evidence.Record{Note: &evidence.Note{Text: strconv.Itoa(i)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, evidence.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.SplitAfter(text, []byte("\n"))[:n]
}

// collected is a collector of one bench, with what was told of it.
func collected(t testing.TB) (c *Collector, p *part, records *int, lost *error) {
	c = &Collector{run: "run", parts: map[string]*part{}}
	records, lost = new(int), new(error)
	c.told = func(string, evidence.Record) { *records++ }
	c.lost = func(_ string, cause error) { *lost = cause }
	c.Expect("bench", filepath.Join(t.TempDir(), "part"))
	t.Cleanup(func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	})
	return c, c.parts["bench"], records, lost
}

func TestAPieceThatIsNoEvidenceSpoilsItsBenchAndNothingElse(t *testing.T) {
	lines := chained(t, 3)
	deep := []byte(strings.Repeat(`{"note":`, 1<<19) + "\n")
	for name, of := range map[string]struct {
		number, file string
		text         []byte
	}{
		"a number that is none":     {"x", "", lines[1]},
		"a number below 1":          {"-7", "", lines[1]},
		"a number that overflows":   {"99999999999999999999", "", lines[1]},
		"a gap":                     {"4", "", lines[1]},
		"a line out of its order":   {"2", "", lines[2]},
		"the line before again":     {"2", "", lines[0]},
		"two lines in one":          {"2", "", bytes.Join(lines[1:], nil)},
		"a line without its end":    {"2", "", bytes.TrimSuffix(lines[1], []byte("\n"))},
		"a line that was altered":   {"2", "", bytes.Replace(lines[1], []byte(`"1"`), []byte(`"2"`), 1)},
		"JSON of great depth":       {"2", "", deep},
		"more than a message holds": {"2", "", make([]byte, MaxMessage+1)},
		"nothing":                   {"2", "", nil},
		"a file after the evidence": {"2", "pics.yaml", nil},
	} {
		t.Run(name, func(t *testing.T) {
			c, p, records, lost := collected(t)
			c.take(&told{number: "1", file: "", text: lines[0]})
			c.take(&told{number: of.number, file: of.file, text: of.text})
			c.take(&told{number: "2", file: "", text: lines[1]})
			if *lost == nil || *records != 1 {
				t.Errorf("lost: %v, with %d records; the first alone was good", *lost, *records)
			}
			if text, err := os.ReadFile(filepath.Join(p.dir, evidence.FileName)); err != nil || !bytes.Equal(text, lines[0]) {
				t.Errorf("%v; beside the first line stands: %s", err, text)
			}
		})
	}
}

func TestAPieceThatComesAgainIsDropped(t *testing.T) {
	lines := chained(t, 3)
	c, _, records, lost := collected(t)
	for i, n := range []int{1, 1, 2, 1, 2, 3, 3} {
		c.take(&told{number: strconv.Itoa(n), file: "", text: lines[n-1]})
		if *lost != nil {
			t.Fatalf("piece %d: %v", i, *lost)
		}
	}
	if *records != 3 {
		t.Errorf("%d records of 3", *records)
	}
}

func TestAFileIsPutBesideTheEvidenceAndNowhereElse(t *testing.T) {
	for _, name := range []string{"../pics.yaml", "/etc/passwd", "..", ".", "a/b.yaml", `..\b.yaml`, "events.jsonl", "run.json/../x.yaml", "a\x00.yaml", ".hidden.yaml", "report.html", strings.Repeat("a", 300) + ".yaml"} {
		c, p, _, lost := collected(t)
		c.take(&told{number: "1", file: name, text: []byte("x")})
		if *lost == nil {
			t.Errorf("%q was taken", name)
		}
		if _, err := os.Stat(p.dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%q has left something: %v", name, err)
		}
	}
	c, p, _, lost := collected(t)
	for i := range mostFiles + 1 {
		c.take(&told{number: strconv.Itoa(i + 1), file: fmt.Sprintf("bench-%d.yaml", i), text: []byte("x")})
	}
	if have, _ := os.ReadDir(p.dir); *lost == nil || len(have) != mostFiles {
		t.Errorf("%d files were taken of %d that may be: %v", len(have), mostFiles, *lost)
	}
}

// told is a piece as it comes over the wire.
type told struct {
	number, file string
	text         []byte
	lines, piece string
	more         bool
}

func (m *told) Headers() nats.Header {
	h := nats.Header{}
	h.Set(partHeader, m.number)
	h.Set(fileHeader, m.file)
	if m.lines != "" {
		h.Set(linesHeader, m.lines)
	}
	if m.piece != "" {
		h.Set(pieceHeader, m.piece)
	}
	if m.more {
		h.Set(moreHeader, "1")
	}
	return h
}
func (m *told) Data() []byte    { return m.text }
func (m *told) Subject() string { return "certbench.evidence.run.bench" }

func FuzzWhatComesOverTheWireIsTakenWholeOrNotAtAll(f *testing.F) {
	lines := chained(f, 2)
	f.Add("1", "", lines[0])
	f.Add("1", "pics.yaml", []byte("x"))
	f.Add("2", "../x.yaml", lines[1])
	f.Fuzz(func(t *testing.T, number, file string, text []byte) {
		c, p, records, lost := collected(t)
		c.take(&told{number: number, file: file, text: text})
		entries, err := os.ReadDir(p.dir)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if (*lost == nil) != (len(entries) == 1) || *records > len(entries) {
			t.Errorf("lost %v, with %d files and %d records", *lost, len(entries), *records)
		}
	})
}

func FuzzNobodyAtADistanceHasAVerdictRecorded(f *testing.F) {
	f.Add(`{"case":"TC_B_01_CS","verdict":"PASS"}`)
	f.Add(`{"case":"TC_B_01_CS","verdict":"NOT RUN","reason":"x"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var p Play
		if json.Unmarshal([]byte(text), &p) != nil {
			return
		}
		p = p.checked()
		if p.Verdict != "" && p.Verdict != evidence.NotRun && p.Verdict != evidence.NotApplicable || len(p.Case) > longestName || len(p.Mode) > longestName || len(p.Reason) > longestReason {
			t.Errorf("%+v", p)
		}
	})
}

func TestAHandoutThatComesTwiceIsPlayedOnce(t *testing.T) {
	h := serve(t)
	own, _ := beside(t, h, "bench-1", "1", manner{})
	_, players := reserved(t, h, "run-1", 1)
	r := players["bench-1"]
	play(r, t.Context(), "TC_B_01_CS")
	again := Handout{Kind: HandPlay, Run: "run-1", Bench: "bench-1", Session: "1", Fence: r.lease.Fence, Number: 2, Play: &Play{Case: "TC_B_01_CS"}}
	text, err := json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	for _, lie := range [][]byte{text, []byte(`{"kind":"play","bench":"bench-1","session":"0","number":3}`), []byte("not JSON"), []byte(strings.Repeat("[", 1<<16)), bytes.Replace(text, []byte(`"bench":"bench-1"`), []byte(`"bench":"../x"`), 1)} {
		if _, err := r.lease.fleet.js.Publish(t.Context(), playsOf("bench-1"), lie); err != nil {
			t.Fatal(err)
		}
	}
	if end := play(r, t.Context(), "TC_B_02_CS"); end.Verdict != evidence.Pass {
		t.Errorf("the play after the lies ended %+v", end)
	}
	r.Repay(t.Context())
	log, err := evidence.ReadDir(filepath.Join(own, "run-1-bench-1"))
	if err != nil {
		t.Fatal(err)
	}
	played := map[string]int{}
	for _, rec := range log.Records {
		if rec.End != nil {
			played[rec.End.ID]++
		}
	}
	if played["TC_B_01_CS"] != 1 || played["TC_B_02_CS"] != 1 {
		t.Errorf("played: %v", played)
	}
}

func TestAVerdictFromTheWireIsNotRecordedAsAPlay(t *testing.T) {
	h := serve(t)
	beside(t, h, "bench-1", "1", manner{})
	_, players := reserved(t, h, "run-1", 1)
	end := players["bench-1"].LeaveOut(evidence.CaseStarted{ID: "TC_B_01_CS"}, evidence.Pass, "trust me")
	if end.Verdict != evidence.NotRun {
		t.Errorf("the play that was none ended %+v", end)
	}
	players["bench-1"].Repay(t.Context())
}

func TestTwoAgentsOfOneNameDoNotShareABench(t *testing.T) {
	t.Parallel()
	h := serve(t)
	f := enterBeside(t, h, DefaultLab, "bench-1")
	first := register(t, f, "bench-1")
	if _, err := f.Register(t.Context(), Bench{Name: "bench-1", Session: "2"}); err == nil || !strings.Contains(err.Error(), "another agent") {
		t.Fatalf("the second was told %v", err)
	}
	// the first was stopped for long, and another took its place
	kv := f.kv[benchesBucket]
	text, err := json.Marshal(Bench{Name: "bench-1", Session: "2"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kv.Put(t.Context(), keyOf("bench-1"), text); err != nil {
		t.Fatal(err)
	}
	first.Tell(func(b *Bench) { b.Place = "elsewhere" })
	select {
	case <-first.Lost().Done():
	case <-time.After(2 * time.Minute):
		t.Fatal("the first does not notice that another has its place")
	}
	first.Close()
	if entry, err := kv.Get(t.Context(), keyOf("bench-1")); err != nil || !bytes.Equal(entry.Value(), text) {
		t.Errorf("the second is not in the table any more: %v", err)
	}
}

func TestALeaseWhoseRenewalWasAnsweredToNobodyIsKept(t *testing.T) {
	h := serve(t)
	register(t, enterBeside(t, h, DefaultLab, "bench-1"), "bench-1")
	f := enter(t, h, DefaultLab, Runner)
	leases, err := f.Reserve(t.Context(), board(t, f), wish("run-1"), nil)
	if err != nil {
		t.Fatal(err)
	}
	l := leases[0]
	defer l.GiveBack()
	l.stop()
	<-l.kept
	before := l.revision
	if err := l.renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.revision = before // as if the answer had been lost
	if err := l.renew(t.Context()); err != nil {
		t.Errorf("the lease is lost: %v", err)
	}
	text, err := json.Marshal(Tenancy{Bench: "bench-1", Run: "run-2", Fence: l.Fence + 100})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.kv[leasesBucket].Put(t.Context(), keyOf("bench-1"), text); err != nil {
		t.Fatal(err)
	}
	if err := l.renew(t.Context()); !errors.Is(err, errTaken) {
		t.Errorf("a lease that another has was renewed: %v", err)
	}
}

func TestWhatAKilledAgentHadNotSentIsSentByTheNext(t *testing.T) {
	h := serve(t)
	dir := t.TempDir()
	lines := chained(t, 5)
	if err := os.Mkdir(filepath.Join(dir, "run-9-bench-1"), 0o755); err != nil {
		t.Fatal(err)
	}
	torn := append(bytes.Join(lines, nil), []byte(`{"seq":6,`)...)
	for name, text := range map[string][]byte{"run-9-bench-1/events.jsonl": torn, "run-9-bench-1" + noteEnd: []byte(`{"run":"run-9","bench":"bench-1","folder":"run-9-bench-1"}`), "lie" + noteEnd: []byte(`{"run":"run-9","bench":"bench-1","folder":"../x"}`)} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f := enterBeside(t, h, DefaultLab, "bench-1")
	a := &agent{Station: Station{Bench: Bench{Name: "bench-1"}, Dir: dir, Tell: t.Logf}, fleet: f}
	if err := a.sendRest(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.sending.Wait()
	if n, err := f.last(t.Context(), evidenceOf("run-9", "bench-1")); err != nil || n != len(lines) {
		t.Errorf("the engine has %d lines of %d, %v", n, len(lines), err)
	}
	if _, err := os.Stat(filepath.Join(dir, "run-9-bench-1"+noteEnd)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the note stays: %v", err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

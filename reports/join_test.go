package reports

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/known"
)

// half is one of two runs of a plan of three cases: A is in the first, C in the second, and B is played locally in the first and remotely
// in the second.
type half struct {
	run      evidence.RunStarted
	station  evidence.Station
	b        evidence.Verdict // of its mode of B
	why      string           // the reason for it; empty for any
	unended  bool
	updated  bool // the station is asked for an update before it tells who it is
	finished evidence.RunEnded
	kept     map[string]string // further files of the run folder, by their names
}

// knows has a half held against known failures.
func (h *half) knows(file string) {
	h.run.Known = &evidence.KeptFile{File: known.FileName, Hash: hashOfText(file)}
	h.keep(known.FileName, file)
}

// after has a half held against a baseline.
func (h *half) after(baseline string) {
	h.run.Baseline = &evidence.BaselineUsed{KeptFile: evidence.KeptFile{File: BaselineName, Hash: hashOfText(baseline)}}
	h.keep(BaselineName, baseline)
}

func (h *half) keep(name, text string) {
	h.kept = maps.Clone(h.kept)
	if h.kept == nil {
		h.kept = map[string]string{}
	}
	h.kept[name] = text
}

func hashOfText(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func halves(t testing.TB) [2]half {
	t.Helper()
	firmware := exampleOf(t).Product.Firmware
	var both [2]half
	for i := range both {
		both[i] = half{b: evidence.Pass, station: evidence.Station{ID: fmt.Sprint("CB-", i+1), Vendor: "ChargePoint Inc.", Model: "CP Flex Plus EU", Firmware: firmware}, finished: evidence.RunEnded{Verdict: evidence.Pass},
			run: evidence.RunStarted{ID: fmt.Sprint("run-", i+1), Certbench: "v1", Bench: "bench", Product: "P", Schemas: "S", SchemaHash: "s", Edition: "E3",
				Shard: &evidence.Shard{Part: i + 1, Of: 2, Parting: "p"}}}
	}
	return both
}

// write makes the run folder of a half.
func (h half) write(t testing.TB) string {
	t.Helper()
	var out bytes.Buffer
	s := newTheatre(t, &out)
	declared := exampleOf(t)
	if h.run.PICSHash == "" {
		h.run.PICSHash = declared.Hash()
	}
	part := h.run.Shard.Part
	s.add(evidence.Record{Run: &h.run})
	for i, id := range []string{"TC_B_01_CS", "TC_E_04_CS", "TC_C_02_CS"} {
		p := evidence.Planned{ID: id, Name: "Any", Block: id[3:4], Profiles: []string{"Core"}}
		if i == 1 {
			p.Modes = []string{"local", "remote"}
		}
		if i == 0 && part == 2 || i == 2 && part == 1 {
			p.Verdict, p.Reason = evidence.NotRun, fmt.Sprintf("%s%d/2", evidence.LeftToShard, 3-part)
		}
		s.add(evidence.Record{Planned: &p})
	}
	if h.updated {
		s.asks("UpdateFirmware", map[string]any{"requestId": 1}, map[string]any{"status": "Accepted"}, 10)
	}
	s.add(evidence.Record{Station: &h.station})
	s.begin([]string{"TC_B_01_CS", "TC_C_02_CS"}[part-1], "Any", "")
	s.cableFirst(true, false)
	s.end(evidence.Pass, "")
	for i, mode := range []string{"local", "remote"} {
		s.begin("TC_E_04_CS", "Any", mode)
		if i+1 == part {
			s.cableFirst(false, h.b == evidence.Fail)
			s.end(h.b, cmp.Or(h.why, "because"))
		} else {
			s.end(evidence.NotRun, fmt.Sprintf("%s%d/2", evidence.LeftToShard, 3-part))
		}
	}
	s.play = 0
	if !h.unended {
		s.add(evidence.Record{Finished: &h.finished})
	}
	dir := t.TempDir()
	files := map[string][]byte{evidence.FileName: out.Bytes(), PICSName: examples.PICS()}
	for name, text := range h.kept {
		files[name] = []byte(text)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// joinedOf makes one run of several.
func joinedOf(t testing.TB, may JoinOptions, dirs ...string) (*Source, string, error) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	if err := Join(dirs, out, may); err != nil {
		if _, there := os.Stat(out); there == nil {
			t.Errorf("runs that are refused (%v) leave a folder", err)
		}
		return nil, "", err
	}
	s, err := WriteAll(out)
	if err != nil {
		t.Fatal(err)
	}
	return s, out, nil
}

func TestTwoHalvesAreOneRun(t *testing.T) {
	both := halves(t)
	a, b := both[0].write(t), both[1].write(t)
	s, out, err := joinedOf(t, JoinOptions{}, b, a)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range s.Outcomes {
		for _, p := range o.Plays {
			got = append(got, fmt.Sprintf("%s %s %s on %s", p.Begin.ID, p.Begin.Mode, p.Verdict, p.Bench))
		}
	}
	want := []string{"TC_B_01_CS  PASS on bench (part 1)", "TC_E_04_CS local PASS on bench (part 1)", "TC_E_04_CS remote PASS on bench (part 2)", "TC_C_02_CS  PASS on bench (part 2)"}
	if !slices.Equal(got, want) {
		t.Errorf("the plays are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if st := s.Stands(); st.Headline != evidence.Pass || !st.Complete || len(s.Run.Stations) != 2 {
		t.Errorf("two halves that passed come to %s, complete %v, with stations %v", st.Headline, st.Complete, s.Run.Stations)
	}
	// Frames keep their rows: each play is read again from its own part, with its own numbers.
	seen := map[int64]bool{}
	for _, o := range s.Outcomes {
		for _, p := range o.Plays {
			whole, err := s.Whole(p)
			if err != nil {
				t.Fatal(err)
			}
			frames := map[int64]bool{}
			for _, f := range whole.Frames {
				if seen[f.Seq] {
					t.Errorf("frame %d is in two plays", f.Seq)
				}
				seen[f.Seq], frames[f.Seq] = true, true
			}
			for _, item := range whole.Items {
				if item.Check != nil && item.Check.Frame > 0 && !frames[item.Check.Frame] {
					t.Errorf("%s: a check points to frame %d, which is none of its play", p.Begin.ID, item.Check.Frame)
				}
				for _, frame := range frameOf(item) {
					if !frames[frame] {
						t.Errorf("%s: a row points to frame %d, which is none of its play", p.Begin.ID, frame)
					}
				}
			}
		}
	}
	if is, err := s.Compare(os.DirFS(out)); err != nil || len(is.Unlike) > 0 {
		t.Errorf("the documents are not what the parts make: %v, %v", is.Unlike, err)
	}
	for i, path := range []string{"parts/1/events.jsonl", "parts/2/pics.yaml", "joined.json"} {
		name := filepath.Join(out, path)
		was, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for at := 40; at < len(was); at += len(was)/7 + 1 {
			changed := slices.Clone(was)
			changed[at] ^= 1
			if err := os.WriteFile(name, changed, 0o644); err != nil {
				t.Fatal(err)
			}
			if s, err := Load(out); err == nil && !s.Tampered() {
				t.Errorf("file %d, %s, altered at byte %d: nobody noticed", i, path, at)
			}
		}
		if err := os.WriteFile(name, was, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(out, "parts/3"), 0o755); err != nil {
		t.Fatal(err)
	}
	if s, err := Load(out); err != nil || !s.Tampered() {
		t.Errorf("a part that was added: %v", err)
	}
}

func frameOf(rec evidence.Record) []int64 {
	if rec.Row == nil {
		return nil
	}
	return rec.Row.Frames
}

func TestRunsThatAreNotOfOneProductAreRefusedOrSaidSo(t *testing.T) {
	for what, change := range map[string]func(*half){
		"firmware":            func(h *half) { h.station.Firmware = "2.0" },
		"model":               func(h *half) { h.station.Model = "N" },
		"vendor":              func(h *half) { h.station.Vendor = "W" },
		"product":             func(h *half) { h.run.Product = "Q" },
		"schemas":             func(h *half) { h.run.SchemaHash = "t" },
		"edition":             func(h *half) { h.run.Edition = "E2" },
		"certbench":           func(h *half) { h.run.Certbench = "v2" },
		"firmware images":     func(h *half) { h.run.Firmware = []evidence.FirmwareUsed{{Kind: "tested", SHA256: "1"}} },
		"parting of the plan": func(h *half) { h.run.Shard.Parting = "q" },
	} {
		both := halves(t)
		if what == "firmware images" {
			both[0].run.Firmware = []evidence.FirmwareUsed{{Kind: "tested", SHA256: "2"}}
		}
		change(&both[1])
		a, b := both[0].write(t), both[1].write(t)
		var apart *ErrApart
		if _, _, err := joinedOf(t, JoinOptions{Twice: true}, a, b); !errors.As(err, &apart) || len(apart.Different) != 1 || apart.Different[0].What != what {
			t.Errorf("runs that differ in %s: %v", what, err)
			continue
		}
		s, out, err := joinedOf(t, JoinOptions{Different: true}, a, b)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{SummaryName, "junit.xml", "abstract.html", reportName} {
			text, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), "differ in "+what) {
				t.Errorf("%s does not say that the parts differ in %s", name, what)
			}
		}
		if len(s.Doubts()) == 0 {
			t.Errorf("runs that differ in %s raise no doubt", what)
		}
	}
}

func TestWhatAStationDoesNotTellOrWasUpdatedToIsNoDifference(t *testing.T) {
	for what, change := range map[string]func(*half){
		"tells no firmware": func(h *half) { h.station.Firmware = "" },
		"was updated":       func(h *half) { h.station.Firmware, h.updated = "2.0", true },
	} {
		both := halves(t)
		change(&both[1])
		if _, _, err := joinedOf(t, JoinOptions{}, both[0].write(t), both[1].write(t)); err != nil {
			t.Errorf("a station that %s: %v", what, err)
		}
	}
}

func TestAPlayInTwoRunsIsRefusedOrTheWorseCounts(t *testing.T) {
	both := halves(t)
	again := both[0]
	again.run.ID, again.b = "run-3", evidence.Fail
	dirs := []string{both[0].write(t), both[1].write(t), again.write(t)}
	var apart *ErrApart
	if _, _, err := joinedOf(t, JoinOptions{Different: true}, dirs...); !errors.As(err, &apart) || !slices.Equal(apart.Twice, []string{"TC_B_01_CS", "TC_E_04_CS/local"}) {
		t.Fatalf("a shard that was played twice: %v", err)
	}
	s, _, err := joinedOf(t, JoinOptions{Twice: true}, dirs...)
	if err != nil {
		t.Fatal(err)
	}
	if o := s.Outcomes[1]; o.Verdict != evidence.Fail || len(o.Plays) != 3 {
		t.Errorf("of a PASS and a FAIL of one play comes %s, of %d plays", o.Verdict, len(o.Plays))
	}
	if _, _, err := joinedOf(t, JoinOptions{Twice: true, Different: true}, dirs[0], dirs[1], dirs[0]); !errors.As(err, &apart) || apart.Same[0] == "" {
		t.Errorf("one run twice: %v", err)
	}
}

func TestHalfOfARunIsNotComplete(t *testing.T) {
	both := halves(t)
	s, _, err := joinedOf(t, JoinOptions{}, both[0].write(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range s.Outcomes {
		got = append(got, fmt.Sprintf("%s %s (%s)", o.Planned.ID, o.Verdict, o.Reason))
	}
	want := []string{"TC_B_01_CS PASS ()", "TC_E_04_CS NOT RUN (left to shard 2/2)", "TC_C_02_CS NOT RUN (left to shard 2/2)"}
	if !slices.Equal(got, want) || s.Stands().Headline != Incomplete || Decide(s).Exit != ExitTrouble {
		t.Errorf("%s, exit code %d:\n%s", s.Stands().Headline, Decide(s).Exit, strings.Join(got, "\n"))
	}
	alone, err := Load(both[0].write(t))
	if err != nil {
		t.Fatal(err)
	}
	if st := alone.Stands(); st.Headline != Shard || st.Complete || Decide(alone).Exit != ExitPassed || !strings.HasPrefix(st.Reason, "Shard 1 of 2. ") {
		t.Errorf("a shard for itself is %s, complete %v: %s; exit code %d", st.Headline, st.Complete, st.Reason, Decide(alone).Exit)
	}
}

func TestWhatBecameOfAPartBecomesOfTheWhole(t *testing.T) {
	both := halves(t)
	both[1].finished = evidence.RunEnded{Verdict: evidence.Inconclusive, Interrupted: true, Reason: "the bench broke"}
	s, _, err := joinedOf(t, JoinOptions{}, both[0].write(t), both[1].write(t))
	if err != nil {
		t.Fatal(err)
	}
	if st := s.Stands(); st.Headline != evidence.Inconclusive || !strings.Contains(st.Reason, "The run was interrupted. Part 2: the bench broke.") || Decide(s).Exit != ExitTrouble {
		t.Errorf("a part that was interrupted makes %s: %s", st.Headline, st.Reason)
	}
	both[1].unended = true
	var altered *Altered
	if _, _, err := joinedOf(t, JoinOptions{Different: true, Twice: true}, both[0].write(t), both[1].write(t)); !errors.As(err, &altered) || !altered.Cut {
		t.Errorf("a part that was cut off: %v", err)
	}
}

// inPlace writes halves where they are parts of a whole, as benches of a fleet are recorded.
func inPlace(t *testing.T, parts ...half) (out string, dirs []string) {
	t.Helper()
	out = filepath.Join(t.TempDir(), "out")
	for i, h := range parts {
		dir := filepath.Join(out, filepath.FromSlash(partFolder(i)))
		if err := os.CopyFS(dir, os.DirFS(h.write(t))); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	return out, dirs
}

func TestAPlayThatALostBenchHasCutShortIsThatOfTheBenchWhichPlaysItAgain(t *testing.T) {
	both := halves(t)
	lost, again := both[0], both[0]
	lost.b, lost.why, lost.finished = evidence.Inconclusive, evidence.Interrupted+": the lease is over", evidence.RunEnded{Verdict: evidence.Inconclusive, Interrupted: true}
	again.run.ID = "run-again"
	out, dirs := inPlace(t, lost, again, both[1])
	if err := Join(dirs, out, JoinOptions{Twice: true, Lost: map[string]string{dirs[0]: "the runner was ended"}}); err != nil {
		t.Fatal(err)
	}
	s, err := WriteAll(out)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.joined.Twice; !slices.Equal(got, []string{"TC_B_01_CS"}) { // which ended on both
		t.Errorf("played twice: %v", got)
	}
	if st := s.Stands(); st.Headline != evidence.Pass || s.Run.Ended.Interrupted {
		t.Errorf("what was played again comes to %s: %s", st.Headline, st.Reason)
	}
}

func TestPartsThatLieInTheirPlaceKeepItWhateverTheirClocksSay(t *testing.T) {
	both := halves(t)
	out, dirs := inPlace(t, both[1], both[0]) // by shard and time it would be the other way round
	if err := Join(dirs, out, JoinOptions{Lost: map[string]string{dirs[0]: "its agent is gone"}}); err != nil {
		t.Fatal(err)
	}
	s, err := WriteAll(out)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ run, lost string }{{both[1].run.ID, "its agent is gone"}, {both[0].run.ID, ""}} {
		if got := s.joined.Parts[i]; got.Run != want.run || got.Lost != want.lost || got.Folder != partFolder(i) || s.parts[i].lost != want.lost {
			t.Errorf("part %d is %+v, want that of %s, lost %q", i+1, got, want.run, want.lost)
		}
		if last := s.joined.Parts[i].Last; last.IsZero() != (want.lost == "") || want.lost != "" && !strings.Contains(s.Run.Ended.Reason, "of "+last.UTC().Format(time.DateTime)+" UTC") {
			t.Errorf("part %d is silent since %v, and the run says %q", i+1, last, s.Run.Ended.Reason)
		}
	}
	if len(s.Exchanged) > 0 {
		t.Errorf("the report says of itself: %v", s.Exchanged)
	}
}

func TestABenchOfWhichNothingHasComeStandsInEveryDocument(t *testing.T) {
	both := halves(t)
	s, out, err := joinedOf(t, JoinOptions{Silent: []Silent{{Bench: "rack-7", Why: "its agent is gone", Since: time.Date(2026, 3, 1, 8, 30, 5, 0, time.UTC)}}}, both[0].write(t), both[1].write(t))
	if err != nil {
		t.Fatal(err)
	}
	const want = "Nothing has come of bench rack-7, which was reserved at 2026-03-01 08:30:05 UTC: its agent is gone."
	if s.Run.Ended.Reason != want || s.Tampered() {
		t.Errorf("the run ended with %q (altered: %t)", s.Run.Ended.Reason, s.Tampered())
	}
	for _, name := range []string{SummaryName, reportName, "junit.xml", "abstract.html"} {
		if text, err := os.ReadFile(filepath.Join(out, name)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s does not say it (%v)", name, err)
		}
	}
	forged := strings.Replace(readText(t, filepath.Join(out, JoinedName)), "rack-7", "rack-8", 1)
	if err := os.WriteFile(filepath.Join(out, JoinedName), []byte(forged), 0o644); err != nil {
		t.Fatal(err)
	}
	if s, err := Load(out); err != nil || !s.Tampered() {
		t.Errorf("that another bench is named is not noticed (%v)", err)
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

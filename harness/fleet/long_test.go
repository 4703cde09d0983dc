package fleet

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// recordedLong is a folder with a chain of three lines, of which the second is long.
func recordedLong(t *testing.T, bytes int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	rec, err := evidence.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"before", strings.Repeat("x", bytes), "after"} {
		if _, err := rec.Append(evidence.Record{Note: &evidence.Note{Text: text}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// sendAll sends what a folder holds, and returns what the collector of the run says of it.
func sendAll(t *testing.T, h *Host, dir string, longest int) (out string, lost, sent error) {
	t.Helper()
	done := make(chan error, 1)
	records := 0
	collector := enter(t, h, DefaultLab, Runner).Collect("run-1", func(string, evidence.Record) {
		if records++; records == 3 {
			done <- nil
		}
	}, func(_ string, cause error) { done <- cause })
	out = filepath.Join(t.TempDir(), "part")
	collector.Expect("bench-1", out)
	ctx, stop := context.WithCancel(t.Context())
	collected := make(chan error, 1)
	go func() { collected <- collector.Run(ctx) }()
	sender := enterBeside(t, h, DefaultLab, "bench-1").Send("run-1", "bench-1", dir)
	sender.longest = longest
	ended := make(chan struct{})
	close(ended)
	sent = sender.Run(t.Context(), ended)
	select {
	case lost = <-done:
	case <-time.After(2 * time.Minute):
		t.Fatal("the run is told nothing")
	}
	stop()
	if err := <-collected; err != nil {
		t.Fatal(err)
	}
	return out, lost, sent
}

func TestALineThatIsLongerThanAMessageArrives(t *testing.T) {
	t.Parallel()
	dir := recordedLong(t, MaxMessage+1)
	out, lost, sent := sendAll(t, serve(t), dir, longestPart)
	if lost != nil || sent != nil {
		t.Fatalf("lost: %v, sent: %v", lost, sent)
	}
	if own, came := read(t, filepath.Join(dir, evidence.FileName)), read(t, filepath.Join(out, evidence.FileName)); own != came {
		t.Errorf("the agent has %d bytes of evidence, and other %d have come", len(own), len(came))
	}
}

func TestALineThatNobodyTakesIsNamedWithItsHashAndSentNoMore(t *testing.T) {
	t.Parallel()
	dir := recordedLong(t, 1<<16)
	text, err := os.ReadFile(filepath.Join(dir, evidence.FileName))
	if err != nil {
		t.Fatal(err)
	}
	line := bytes.SplitAfter(text, []byte("\n"))[1]
	_, lost, sent := sendAll(t, serve(t), dir, 1<<12)
	for of, err := range map[string]error{"the agent": sent, "the run": lost} {
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("SHA-256 %x", sha256.Sum256(line))) {
			t.Errorf("%s is told %v, want the hash of the line", of, err)
		}
	}
}

func TestPiecesOfAPartComeInTheirOrderOrNotAtAll(t *testing.T) {
	lines := chained(t, 2)
	half := len(lines[0]) / 2
	for name, of := range map[string]struct {
		pieces  []told
		records int
		lost    bool
	}{
		"two pieces, the first twice": {[]told{{number: "1", text: lines[0][:half], piece: "1", more: true}, {number: "1", text: lines[0][:half], piece: "1", more: true}, {number: "1", text: lines[0][half:], piece: "2", more: false}, {number: "2", text: lines[1], piece: "", more: false}}, 2, false},
		"begun anew":                  {[]told{{number: "1", text: lines[0][:half], piece: "1", more: true}, {number: "1", text: lines[0], piece: "", more: false}, {number: "1", text: lines[0][half:], piece: "2", more: false}}, 1, false},
		"the second is missing":       {[]told{{number: "1", text: lines[0][:half], piece: "1", more: true}, {number: "1", text: lines[0][half:], piece: "3", more: false}}, 0, true},
		"the first is missing":        {[]told{{number: "1", text: lines[0][half:], piece: "2", more: false}}, 0, true},
		"another part between":        {[]told{{number: "1", text: lines[0][:half], piece: "1", more: true}, {number: "2", text: lines[1], piece: "", more: false}}, 0, true},
		"no number":                   {[]told{{number: "1", text: lines[0][:half], piece: "x", more: true}}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			c, _, records, lost := collected(t)
			for i := range of.pieces {
				c.take(&of.pieces[i])
			}
			if *records != of.records || (*lost != nil) != of.lost {
				t.Errorf("%d records, want %d; lost: %v", *records, of.records, *lost)
			}
		})
	}
}

func TestLinesThatAreSentTogetherAreTakenOnce(t *testing.T) {
	lines := chained(t, 5)
	for name, of := range map[string]struct {
		sent    []told
		records int
		lost    bool
	}{
		"all":                     {[]told{{number: "5", lines: "5", text: bytes.Join(lines, nil)}}, 5, false},
		"one, and more":           {[]told{{number: "1", text: lines[0]}, {number: "5", lines: "4", text: bytes.Join(lines[1:], nil)}}, 5, false},
		"some twice":              {[]told{{number: "3", lines: "3", text: bytes.Join(lines[:3], nil)}, {number: "5", lines: "5", text: bytes.Join(lines, nil)}, {number: "2", lines: "2", text: bytes.Join(lines[:2], nil)}}, 5, false},
		"a gap":                   {[]told{{number: "1", text: lines[0]}, {number: "5", lines: "3", text: bytes.Join(lines[2:], nil)}}, 1, true},
		"fewer than it says":      {[]told{{number: "5", lines: "5", text: bytes.Join(lines[:4], nil)}}, 0, true},
		"more than it says":       {[]told{{number: "4", lines: "4", text: bytes.Join(lines, nil)}}, 0, true},
		"more lines than parts":   {[]told{{number: "1", lines: "2", text: bytes.Join(lines[:2], nil)}}, 0, true},
		"lines without their end": {[]told{{number: "2", lines: "2", text: bytes.TrimSuffix(bytes.Join(lines[:2], nil), []byte("\n"))}}, 0, true},
		"no number of lines":      {[]told{{number: "2", lines: "-1", text: bytes.Join(lines[:2], nil)}}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			c, _, records, lost := collected(t)
			for i := range of.sent {
				c.take(&of.sent[i])
			}
			if *records != of.records || (*lost != nil) != of.lost {
				t.Errorf("%d records, want %d; lost: %v", *records, of.records, *lost)
			}
		})
	}
}

func TestWhatABenchTellsAfterItWasLostIsDropped(t *testing.T) {
	lines := chained(t, 2)
	c, _, records, lost := collected(t)
	c.take(&told{number: "1", text: lines[0]})
	c.Drop("bench")
	c.take(&told{number: "2", text: lines[1]})
	if *records != 1 || *lost != nil {
		t.Errorf("%d records, lost: %v", *records, *lost)
	}
}

func TestARunnerGoesOnWhereOneBeforeItHasCollected(t *testing.T) {
	lines := chained(t, 3)
	dir := filepath.Join(t.TempDir(), "part")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	torn := append(bytes.Clone(lines[0]), lines[1][:20]...)
	for name, text := range map[string][]byte{evidence.FileName: torn, "bench.yaml": nil} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c, _, records, lost := collected(t)
	if err := c.Again("bench", dir); err != nil {
		t.Fatal(err)
	}
	c.take(&told{number: "1", file: "bench.yaml"})
	for i, line := range lines {
		c.take(&told{number: fmt.Sprint(i + 2), text: line})
	}
	if text := read(t, filepath.Join(dir, evidence.FileName)); *lost != nil || *records != 3 || text != string(bytes.Join(lines, nil)) {
		t.Errorf("%d records, lost: %v; the part holds:\n%s", *records, *lost, text)
	}
}

func TestATableThatCannotBeFollowedIsToldOf(t *testing.T) {
	t.Parallel()
	h := serve(t)
	conn, err := h.enter(DefaultLab)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	troubles := make(chan error, 10)
	f := entered(t, Access{URL: h.URL(), Creds: h.Key(DefaultLab, Watcher), Role: Watcher, Trouble: func(err error) { troubles <- err }})
	js, err := conn.JetStream()
	if err != nil {
		t.Fatal(err)
	}
	if err := js.DeleteStream("KV_" + wishesBucket); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Watch(t.Context()); err == nil || !strings.Contains(err.Error(), "the table of who waits for which benches cannot be followed") {
		t.Errorf("whoever looks is told %v", err)
	}
	select {
	case <-troubles:
	default:
		t.Error("nobody is told of the trouble")
	}
}

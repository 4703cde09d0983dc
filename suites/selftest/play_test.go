package selftest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/stack"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/suites"
)

// enoughMemory is where the garbage is looked for more often, in bytes.
const enoughMemory = 4 << 30

// TestMain lets garbage grow: thousands of short plays leave little that lives, and to look for it takes a third of their
// time. To let it grow further costs more than it saves: what is allocated then comes from memory that is not in a cache.
func TestMain(m *testing.M) {
	debug.SetGCPercent(500)
	debug.SetMemoryLimit(enoughMemory)
	code := m.Run()
	for _, what := range schemas.Spoiled() { // one play would decide what another comes to
		code = 1
		fmt.Fprintln(os.Stderr, "a message was changed that other plays read too:", what)
	}
	os.Exit(code)
}

// setup is what differs from one play to another.
type setup struct {
	product string // "" is the first to which the case applies
	mode    octt.Start
	by      octt.Protocol // how files are moved; "" is HTTP, which bench and station share first
	profile int           // security profile; 0 means the first in which the case is played
	defects []defects.Defect
	asked   *defects.Questions  // notes what the station asks about, may be nil
	shown   *defects.Questions  // notes which of its defects have come into play, may be nil
	ready   func()              // called when the station is ready, before the case begins; may be nil
	after   func(*bench.Memory) // called when the case is over, before what is owed is repaid; may be nil
	broken  bool                // a part of the bench dies, which it says when it is closed
	change  func(*bench.MemoryParts)
	written bool // the evidence is written as in a run, read back and verified
	cut     bool // the play ends with its first FAIL, which is what it comes to unless something of ours fails later
	blamed  bool // of the evidence only what says how the play has ended is kept, and what was no pass on the way
}

// play plays one case on a bench of its own, in a bubble of its own, and returns its evidence.
func play(t *testing.T, id string, s setup) *evidence.Play {
	t.Helper()
	p, _ := playWhole(t, id, s)
	return p
}

// playWhole is play with what was found out about the station outside of the case: while it started, and in the clean-up.
func playWhole(t *testing.T, id string, s setup) (*evidence.Play, []evidence.Found) {
	t.Helper()
	c, ok := octt.Lookup(id)
	if !ok {
		t.Fatalf("%s is not registered", id)
	}
	stack.Grow()
	records := record(t, s, func(r octt.Recorder) {
		synctest.Test(t, func(t *testing.T) {
			stack.Grow()
			playIn(t, c, s, r)
		})
	})
	run := evidence.Fold(records)
	buffers.Put(&records) // the tree has copies of them
	if len(run.Plays) != 1 {
		t.Fatalf("%d plays were recorded, want 1", len(run.Plays))
	}
	if p := &run.Plays[0]; s.cut && p.Verdict != evidence.Error && slices.ContainsFunc(p.Items, fails) {
		p.Verdict = evidence.Fail // whatever became of what was cut
	}
	return &run.Plays[0], run.Found
}

// record returns what is recorded. To write the evidence and read it back takes as long as to play half a case, so that
// of most plays is taken as it comes.
func record(t *testing.T, s setup, do func(octt.Recorder)) []evidence.Record {
	t.Helper()
	if !s.written {
		kept := keeper{records: (*buffers.Get().(*[]evidence.Record))[:0], blamed: s.blamed}
		do(&kept)
		return kept.records
	}
	var log bytes.Buffer
	recorder := evidence.New(&log, nil)
	do(recorder)
	if err := recorder.Close(); err != nil {
		t.Errorf("closing the evidence: %v", err)
	}
	read, err := evidence.Read(&log)
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Verify(); err != nil {
		t.Fatalf("the evidence of the play does not verify: %v", err)
	}
	return read.Records
}

// buffers are records that nobody reads any more, for those of another play.
var buffers = sync.Pool{New: func() any { return new([]evidence.Record) }}

// keeper keeps records as they come. It may be used concurrently.
type keeper struct {
	blamed bool // only those in which firstWorst may find something

	mu      sync.Mutex
	cut     func() // is called with the first FAIL; nil before the case has begun, after that, and where nobody wants to know
	seq     int64
	records []evidence.Record
}

// Sourceless tells that of the code behind a row nobody will know: firstWorst names places of the tables.
func (k *keeper) Sourceless() bool { return k.blamed }

// Append numbers and dates a record as evidence.Recorder does.
func (k *keeper) Append(rec evidence.Record) (int64, error) {
	givesWay()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.cut != nil && fails(rec) {
		k.cut()
		k.cut = nil
	}
	k.seq++
	rec.Seq = k.seq
	if rec.At.IsZero() {
		rec.At = time.Now()
	}
	rec.At = rec.At.UTC()
	if !k.blamed || mayBlame(rec) {
		k.records = append(k.records, rec)
	}
	return rec.Seq, nil
}

func (k *keeper) cutBy(cut func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cut = cut
}

// mayBlame tells whether a record says how a play or the clean-up has ended, or where it went wrong.
func mayBlame(rec evidence.Record) bool {
	switch {
	case rec.Check != nil:
		return rec.Check.Verdict != evidence.Pass
	case rec.Row != nil:
		return rec.Row.Verdict != evidence.Pass
	}
	return rec.Begin != nil || rec.End != nil || rec.Finding != nil || rec.Finished != nil
}

// fails tells a row or a check that is a FAIL of the case.
func fails(rec evidence.Record) bool {
	return rec.Check != nil && rec.Check.Verdict == evidence.Fail || rec.Row != nil && rec.Row.Verdict == evidence.Fail
}

func playIn(t *testing.T, c octt.Case, s setup, recorder octt.Recorder) {
	declared, err := productOf(t, s.product, c.ID).declaration()
	if err != nil {
		t.Fatal(err)
	}
	parts := bench.MemoryParts{
		PICS: declared, Schemas: schemaSet(t), Recorder: recorder,
		Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts(), Defects: defectSet(t, s),
	}
	parts.Configured.BasicAuthPassword = "self-test-password-1"
	parts.PKI = authorities(t)
	parts.SecurityProfile = cmp.Or(s.profile, c.SecurityProfile())
	line(&parts)
	if s.change != nil {
		s.change(&parts)
	}
	m, err := bench.NewMemory(context.Background(), parts)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Ready(t.Context()); err != nil {
		t.Logf("the station is not ready: %v", err)
	}
	if s.ready != nil {
		s.ready()
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	if kept, ok := recorder.(*keeper); ok && s.cut {
		kept.cutBy(func() {
			stop()
			m.Player.Hurry()
		})
	}
	mode := octt.ModeOf(s.mode, s.by)
	end := m.Player.Play(ctx, c, suites.About(c.ID, mode), mode)
	if s.after != nil {
		s.after(m)
	}
	m.Player.Repay(t.Context())
	if err := m.Close(); err != nil && !s.broken {
		t.Errorf("closing the bench: %v", err)
	}
	time.Sleep(beat) // what is on its way still arrives
	if _, err := recorder.Append(evidence.Record{Finished: &evidence.RunEnded{Verdict: end.Verdict}}); err != nil {
		t.Error(err)
	}
}

// shared are the certificate authorities of all plays: to make the key of an RSA root takes ten times as long as to play. They are made
// in the first play that needs them, and every play begins at the same time.
var shared = sync.OnceValues(func() (*pki.PKI, error) {
	return pki.New(pki.Settings{Host: bench.MemoryHost, Aliases: []string{bench.MemorySecondHost}})
})

func authorities(t *testing.T) *pki.PKI {
	made, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func schemaSet(t *testing.T) *schemas.Set {
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func defectSet(t *testing.T, s setup) defects.Set {
	words := make([]string, len(s.defects))
	for i, name := range s.defects {
		words[i] = string(name)
	}
	set, err := defects.Parse(strings.Join(words, ","))
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case s.asked != nil:
		return set.Noted(s.asked)
	case s.shown != nil:
		return set.Shown(s.shown)
	}
	return set
}

// firstWorst is the place and the sentence of the first check or row that has the play's verdict.
func firstWorst(p *evidence.Play) (place, sentence string) {
	for _, rec := range p.Items {
		if c := rec.Check; c != nil && c.Verdict == p.Verdict {
			return placeOf(c.Stage, c.State, c.Row), fmt.Sprintf("%s expected %s, got %s", c.Requirement, c.Expected, c.Actual)
		}
		if r := rec.Row; r != nil && r.Verdict == p.Verdict {
			return placeOf(r.Stage, r.State, r.Number), r.Reason
		}
	}
	return "nowhere", p.Reason
}

// placeOf writes a place as the expectations do: "main/Authorized (local)/3", "main/2", "post/", "always/".
func placeOf(stage evidence.Stage, path []string, row string) string {
	words := append([]string{string(stage)}, path...)
	return strings.Join(append(words, row), "/")
}

package octt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
)

// memory is a recorder in memory, which can be told to fail.
type memory struct {
	mu      sync.Mutex
	records []evidence.Record
	full    func(evidence.Record) bool // nil means: never
}

var errDiskFull = errors.New("no space left on device")

func (m *memory) Append(r evidence.Record) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.full != nil && m.full(r) {
		return 0, errDiskFull
	}
	r.Seq, r.At = int64(len(m.records)+1), time.Now()
	m.records = append(m.records, r)
	return r.Seq, nil
}

// all is what has been recorded so far: the wire may still record when a play is over.
func (m *memory) all() []evidence.Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.records)
}

// lab is a player on a fake CSMS, inside a bubble.
type lab struct {
	*testing.T
	csms   *fakeCSMS
	rec    *memory
	bench  Bench
	player *Player
	before []Preparation
	post   func(*Scenario)
	ctx    context.Context
}

// inLab runs a test in a bubble; change may alter the bench before the player listens. At the end every CALL of the
// station must have been answered unless the test has taken the connection away.
func inLab(t *testing.T, change func(*lab), test func(*lab)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		set, err := schemas.Embedded()
		if err != nil {
			t.Fatal(err)
		}
		l := &lab{T: t, csms: newFakeCSMS(), rec: &memory{}, ctx: t.Context()}
		l.bench = Bench{CSMS: l.csms, Schemas: set, Recorder: l.rec, Configured: DefaultConfigured(),
			Timeouts: DefaultTimeouts(), PICS: &pics.Declaration{}}
		l.bench.Timeouts.Act = 0
		if change != nil {
			change(l)
		}
		l.player = NewPlayer(l.bench)
		test(l)
		l.player.Close()
		if open := l.csms.unanswered(); l.csms.Connected() && len(open) > 0 {
			t.Errorf("every CALL of the station is answered in the end; these were not: %v", open)
		}
	})
}

// send has the station send a CALL, and returns its message id when the player has taken it in: what the test does next does it after
// that, however busy the machine is. What is sent while something else is waited for, by a timer, is sent by csms.send, or csms.later.
func (l *lab) send(action, payload string, violations ...string) string {
	id := l.csms.send(action, payload, violations...)
	synctest.Wait()
	return id
}

// play plays a case that consists of main, with the lab's preparations and post validations.
func (l *lab) play(main func(*Scenario)) evidence.CaseEnded {
	return l.player.Play(l.ctx, Case{ID: "TC_X_01_CS", Before: l.before, Main: main, Post: l.post}, evidence.CaseStarted{ID: "TC_X_01_CS"}, "")
}

// expect plays main and compares the verdict, and a part of its reason.
func (l *lab) expect(want evidence.Verdict, part string, main func(*Scenario)) evidence.CaseEnded {
	l.Helper()
	end := l.play(main)
	l.judged(end, want, part)
	return end
}

func (l *lab) judged(end evidence.CaseEnded, want evidence.Verdict, part string) {
	l.Helper()
	if end.Verdict != want || !strings.Contains(end.Reason, part) {
		l.Errorf("expected %s with %q in its reason, got %s: %s\n%s", want, part, end.Verdict, end.Reason, l.rec)
	}
}

// checks lists the checks of the evidence, each as "row requirement: verdict".
func (m *memory) checks() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for _, r := range m.records {
		if c := r.Check; c != nil {
			out = append(out, fmt.Sprintf("%s %s: %s", c.Row, c.Requirement, c.Verdict))
		}
	}
	return out
}

func (m *memory) has(check string) bool {
	for _, each := range m.checks() {
		if strings.Contains(each, check) {
			return true
		}
	}
	return false
}

// rows lists the rows of the evidence, each as "row text: verdict reason".
func (m *memory) rows() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for _, r := range m.records {
		if row := r.Row; row != nil {
			out = append(out, fmt.Sprintf("%s %s: %s %s", row.Number, row.Text, row.Verdict, row.Reason))
		}
	}
	return out
}

func (m *memory) hasRow(part string) bool {
	return strings.Contains(strings.Join(m.rows(), "\n"), part)
}

func (m *memory) String() string {
	return "rows:\n  " + strings.Join(m.rows(), "\n  ") + "\nchecks:\n  " + strings.Join(m.checks(), "\n  ")
}

// rig is a rig for tokens and cables that does what its error says.
type rig struct{ err error }

func (r rig) Present(context.Context, rigs.Token, rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{Rig: "fake"}, r.err
}

// Payloads that satisfy their schemas.
const (
	boot      = `{"reason":"PowerUp","chargingStation":{"model":"M","vendorName":"V"}}`
	available = `{"timestamp":"2026-01-01T00:00:00Z","connectorStatus":"Available","evseId":1,"connectorId":1}`
	occupied  = `{"timestamp":"2026-01-01T00:00:00Z","connectorStatus":"Occupied","evseId":1,"connectorId":1}`
	authorize = `{"idToken":{"idToken":"CERTBENCH-VALID-1","type":"ISO14443"}}`
	security  = `{"type":"FirmwareUpdated","timestamp":"2026-01-01T00:00:00Z"}`
	display   = `{"requestId":1}`
)

// event is a TransactionEventRequest of transaction "T1".
func event(kind, trigger string, seqNo int) string { return eventOf("T1", kind, trigger, seqNo, seqNo) }

func eventOf(id, kind, trigger string, seqNo, second int) string {
	at := time.Date(2026, 1, 1, 0, 0, second, 0, time.UTC).Format(time.RFC3339)
	return fmt.Sprintf(`{"eventType":%q,"timestamp":%q,"triggerReason":%q,"seqNo":%d,"transactionInfo":{"transactionId":%q}}`, kind, at, trigger, seqNo, id)
}

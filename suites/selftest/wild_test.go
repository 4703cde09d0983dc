package selftest

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/memnet"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/strangers"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/suites"
)

var (
	wildRuns = flag.Int("wild", 120, "TestWildStations: how many `runs`; 4000 make more than 10,000 plays")
	wildNew  = flag.Bool("wild-new", false, "TestWildStations: half of the runs with seeds that no run had before")
	wildSeed = flag.Uint64("wild-seed", 0, "TestWildStations: only the run with this `seed`, as a failure prints it")
)

// longest is what a play may last by the bench's clock. More would be a wait that nobody bounds.
const longest = 4 * time.Hour

// TestWildStations plays cases on stations that answer by chance, within the schemas, and say what comes to their mind: half
// of them are wild, half the good station gone wrong now and then. Whatever a station does, no play is an ERROR of ours, none
// hangs, and none passes without the rows that its case has. The seeds are the same in every run, or half of them are new.
func TestWildStations(t *testing.T) {
	seeds := []uint64{*wildSeed}
	if *wildSeed == 0 {
		first := uint64(*wildRuns) + 1
		if *wildNew {
			first = rand.Uint64()
			t.Logf("the new seeds begin with %d", first)
		}
		seeds = seeds[:0]
		for i := range *wildRuns {
			seeds = append(seeds, [...]uint64{uint64(i + 1), first + uint64(i)}[i/2%2])
		}
	}
	var mu sync.Mutex
	count := map[evidence.Verdict]int{}
	t.Run("play", func(t *testing.T) {
		const parts = 8 // of the seeds, side by side
		for part := range parts {
			t.Run(fmt.Sprint(part), func(t *testing.T) {
				t.Parallel()
				for i := part; i < len(seeds); i += parts {
					verdicts := playByChance(t, seeds[i])
					mu.Lock()
					for _, v := range verdicts {
						count[v]++
					}
					mu.Unlock()
				}
			})
		}
	})
	t.Logf("%d runs: %v", len(seeds), count)
}

// playByChance plays one to three cases on one bench, on a station and a product that the seed chooses as well.
func playByChance(t *testing.T, seed uint64) []evidence.Verdict {
	t.Helper()
	chance := rand.New(rand.NewPCG(seed, 1))
	on := []string{"certificate", "full", "lean"}[chance.IntN(3)]
	cases := casesByChance(t, on, chance)
	name := fmt.Sprintf("-wild-seed %d: %s on product %s, ", seed, cases, on)
	hangs := time.AfterFunc(5*time.Minute, func() { panic(name + "hangs") }) // by the clock of the machine: before go test gives up without the name
	defer hangs.Stop()
	var run evidence.Run
	if seed%2 == 0 {
		luck := []float64{0, 0.5, 0.9, 0.97, 0.99, 1}[chance.IntN(6)]
		name += fmt.Sprintf("a wild station with a luck of %v", luck)
		run = evidence.Fold(record(t, setup{}, func(r octt.Recorder) {
			synctest.Test(t, func(t *testing.T) { onWild(t, on, cases, strangers.NewWild(seed, luck), r) })
		}))
	} else {
		share := []float64{0.003, 0.01, 0.03, 0.1, 0.5}[chance.IntN(5)]
		name += fmt.Sprintf("the good station, of whose messages %v went wrong", share)
		run = playPlan(t, on, cases, overWire(strangers.Mutant(seed, share)))
	}
	if len(run.Plays) == 0 || run.Cut {
		t.Errorf("%s: the run has %d plays and no end: %v", name, len(run.Plays), run.Cut)
	}
	var verdicts []evidence.Verdict
	for i := range run.Plays {
		p := &run.Plays[i]
		verdicts = append(verdicts, p.Verdict)
		judgePlay(t, name, on, p, run)
	}
	return verdicts
}

// casesByChance is an expression that selects one to three cases that apply to the product.
func casesByChance(t *testing.T, on string, chance *rand.Rand) string {
	t.Helper()
	all := octt.Registered()
	var ids []string
	for n := 1 + chance.IntN(3); len(ids) < n; {
		id := all[chance.IntN(len(all))].ID
		fits, err := productNamed(on).fits(id)
		if err != nil {
			t.Fatal(err)
		}
		if fits {
			ids = append(ids, id)
		}
	}
	return strings.Join(ids, " || ")
}

// judgePlay holds what a play came to against the rules of TestWildStations.
func judgePlay(t *testing.T, name, on string, p *evidence.Play, run evidence.Run) {
	t.Helper()
	switch {
	case p.Verdict == evidence.Error:
		place, sentence := firstWorst(p)
		t.Errorf("%s: %s is an ERROR at %s: %s", name, playOf(p), place, sentence)
	case p.Took() > longest:
		t.Errorf("%s: %s lasted %s, want at most %s", name, playOf(p), p.Took(), longest)
	case p.Verdict == evidence.Pass: // a WARNING may be that of a row that has not come
		for _, missing := range notShown(t, on, p, run) {
			t.Errorf("%s: %s is %s without %s\n%s", name, playOf(p), p.Verdict, missing, tableOf(t, p))
		}
	}
}

// onWild plays cases on the bench of a wild station.
func onWild(t *testing.T, on, cases string, w *strangers.Wild, recorder octt.Recorder) {
	declared, err := productNamed(on).declaration()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := suites.Plan(declared, cases)
	if err != nil {
		t.Fatal(err)
	}
	network := memnet.Listen("csms", 0)
	serving, err := bench.NewMemoryFiles().Serving()
	if err != nil {
		t.Fatal(err)
	}
	configured := octt.DefaultConfigured()
	configured.BasicAuthPassword = "self-test-password-1"
	w.URL, w.ID, w.Password = "ws://csms/ocpp", configured.ChargingStationID, configured.BasicAuthPassword
	w.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) { return network.Dial(ctx) }
	hand := wildHand{w}
	var bound rigs.Set
	bound.Bind(hand)
	b, err := bench.New(context.Background(), bench.Parts{
		Security: bench.Security{URLs: [2]string{w.URL}},
		Name:     "wild", Listener: network, Files: serving, Rigs: []rigs.Rig{hand}, Bound: bound, PICS: declared,
		Schemas: schemaSet(t), Recorder: recorder, Configured: configured, Timeouts: octt.DefaultTimeouts(),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { w.Run(ctx) })
	_ = b.Ready(t.Context()) // what a station by chance rarely is; the cases are begun all the same
	session := suites.Session{Plan: byOneProtocol(plan), Benches: []suites.Bench{{Name: b.Name, Player: b.Player}}, Recorder: recorder}
	if _, err := suites.Play(t.Context(), session); err != nil {
		t.Errorf("the run: %v", err)
	}
	stop()
	running.Wait()
	if err := b.Close(); err != nil {
		t.Errorf("closing the bench: %v", err)
	}
}

// notShown lists what a play that passed has not shown of its case: rows that the good station shows on the same product and
// bench, unless the play says why they are left out; every row with a kind of message of the station; and messages that stand in a row
// without a frame.
func notShown(t *testing.T, on string, p *evidence.Play, run evidence.Run) []string {
	t.Helper()
	frames := map[int64]evidence.Frame{}
	for _, rec := range run.Records {
		if rec.Frame != nil {
			frames[rec.Seq] = *rec.Frame
		}
	}
	var missing []string
	shown, kinds, leftOut, forms := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]string{}
	for _, rec := range p.Items {
		r := rec.Row
		switch {
		case r == nil || r.Stage != evidence.Main:
		case r.Verdict == evidence.NotApplicable:
			leftOut[placeOf(r.Stage, r.State, r.Number)] = true
			for word := range strings.FieldsSeq(r.Text) { // "sends … or …", where the table lets the station leave it out
				kinds[word] = kinds[word] || r.Actor == evidence.ActorStation
			}
		case r.Verdict == evidence.Pass || r.Verdict == evidence.Warning:
			shown[placeOf(r.Stage, r.State, r.Number)] = true
			kinds[kindOf(r)] = true
			forms[family(r)] = strings.Join(r.State, "/")
			if message := strings.TrimSuffix(r.Message, "Request"); asks(r) && !slices.ContainsFunc(r.Frames, func(seq int64) bool {
				f := frames[seq]
				return f.Direction == evidence.In && f.Type == "CALL" && f.Action == message
			}) {
				missing = append(missing, fmt.Sprintf("a frame of %s in row %s", r.Message, placeOf(r.Stage, r.State, r.Number)))
			}
		}
	}
	for _, r := range rowsOfTheGood(t, on, p.Begin.ID, octt.Start(p.Begin.Mode)) {
		at := placeOf(r.Stage, r.State, r.Number)
		switch {
		case kindOf(&r) == "TransactionEventRequest" && !kinds[kindOf(&r)]:
			missing = append(missing, "any row with "+kindOf(&r))
		case !shown[at] && !covered(leftOut, r) && !otherForm(forms, &r):
			missing = append(missing, fmt.Sprintf("row %s, %s", at, r.Text))
		}
	}
	return missing
}

// TestAPassWithoutItsRowsIsSeen takes rows out of a play that passed.
func TestAPassWithoutItsRowsIsSeen(t *testing.T) {
	whole := play(t, "TC_E_03_CS", setup{})
	run := evidence.Run{Records: slices.Concat(whole.Frames, whole.Items)}
	if missing := notShown(t, "certificate", whole, run); len(missing) > 0 {
		t.Errorf("the good station shows all, got %q", missing)
	}
	for _, message := range []string{"TransactionEventRequest", "AuthorizeRequest", "AuthorizeResponse"} {
		p := *whole
		p.Items = slices.DeleteFunc(slices.Clone(whole.Items), func(rec evidence.Record) bool { return rec.Row != nil && rec.Row.Message == message })
		if len(notShown(t, "certificate", &p, run)) == 0 {
			t.Errorf("without its rows with %s nothing is missed", message)
		}
	}
	if missing := notShown(t, "certificate", whole, evidence.Run{}); len(missing) == 0 {
		t.Error("without its frames nothing is missed")
	}
}

// asks tells that the station sends a CALL in a row.
func asks(r *evidence.Row) bool {
	return r.Actor == evidence.ActorStation && strings.HasPrefix(r.Text, "sends a") && strings.HasSuffix(r.Message, "Request")
}

// family is the state of a row without the form in which it was reached, local or remote: which one it is may depend on what the
// station can.
func family(r *evidence.Row) string {
	name, _, _ := strings.Cut(strings.Join(r.State, "/"), " (")
	return name
}

// otherForm tells that the state of a row was reached in another form.
func otherForm(forms map[string]string, r *evidence.Row) bool {
	form, reached := forms[family(r)]
	return reached && form != strings.Join(r.State, "/")
}

// kindOf is the message of a row. A state may be told in two ways (part 2, G01.FR.01).
func kindOf(r *evidence.Row) string {
	if strings.Contains(r.Message, "NotifyEventRequest") {
		return "StatusNotificationRequest"
	}
	return r.Message
}

// covered tells that a row, the answer to it in the next one, or a state around it was left out, which is written at the first of
// what it leaves out.
func covered(leftOut map[string]bool, r evidence.Row) bool {
	if n, err := strconv.Atoi(r.Number); err == nil {
		for number := n; number >= 0; number-- {
			if leftOut[placeOf(r.Stage, r.State, strconv.Itoa(number))] {
				return true
			}
		}
	}
	return len(r.State) > 0 && leftOut[placeOf(r.Stage, r.State[:len(r.State)-1], "")]
}

var goodRows sync.Map // of a case and mode: its rows

// rowsOfTheGood are the rows of the main part that the good station shows.
func rowsOfTheGood(t *testing.T, on, id string, mode octt.Start) []evidence.Row {
	key := on + "/" + id + "/" + string(mode)
	if rows, known := goodRows.Load(key); known {
		return rows.([]evidence.Row)
	}
	var rows []evidence.Row
	for _, rec := range play(t, id, setup{mode: mode, product: on}).Items {
		if r := rec.Row; r != nil && r.Stage == evidence.Main && r.Number != "" && r.Verdict == evidence.Pass {
			rows = append(rows, *r)
		}
	}
	goodRows.Store(key, rows)
	return rows
}

// wildHand does every act at a wild station, which may take notice.
type wildHand struct{ wild *strangers.Wild }

func (h wildHand) Name() string                { return "hand" }
func (h wildHand) Rest(context.Context) error  { h.wild.Poke("DisconnectEV", ""); return nil }
func (h wildHand) Check(context.Context) error { return nil }
func (h wildHand) Close() error                { return nil }

func (h wildHand) did(ctx context.Context) (rigs.ReadBack, error) {
	act, _ := rigs.Current(ctx)
	token := ""
	if act.Token != nil {
		token = act.Token.ID
	}
	h.wild.Poke(act.Name, token)
	return rigs.ReadBack{Rig: h.Name(), Observed: "done", At: time.Now()}, nil
}

func (h wildHand) Connect(ctx context.Context, _ rigs.Place) (rigs.ReadBack, error) {
	return h.did(ctx)
}
func (h wildHand) ConnectIdle(ctx context.Context, _ rigs.Place) (rigs.ReadBack, error) {
	return h.did(ctx)
}
func (h wildHand) Disconnect(ctx context.Context, _ rigs.Place) (rigs.ReadBack, error) {
	return h.did(ctx)
}
func (h wildHand) Plug(ctx context.Context, _ rigs.Place, _ rigs.End) (rigs.ReadBack, error) {
	return h.did(ctx)
}
func (h wildHand) Unplug(ctx context.Context, _ rigs.Place, _ rigs.End) (rigs.ReadBack, error) {
	return h.did(ctx)
}
func (h wildHand) Request(ctx context.Context, _ rigs.Place) (rigs.ReadBack, error) {
	return h.did(ctx)
}
func (h wildHand) Suspend(ctx context.Context, _ rigs.Place) (rigs.ReadBack, error) {
	return h.did(ctx)
}
func (h wildHand) Fault(ctx context.Context, _ rigs.Place) (rigs.ReadBack, error) { return h.did(ctx) }
func (h wildHand) Present(ctx context.Context, _ rigs.Token, _ rigs.Place) (rigs.ReadBack, error) {
	return h.did(ctx)
}
func (h wildHand) Select(ctx context.Context, _ rigs.Place) (rigs.ReadBack, error) { return h.did(ctx) }
func (h wildHand) Off(ctx context.Context) (rigs.ReadBack, error)                  { return h.did(ctx) }
func (h wildHand) On(ctx context.Context) (rigs.ReadBack, error)                   { return h.did(ctx) }
func (h wildHand) Cycle(ctx context.Context) (rigs.ReadBack, error)                { return h.did(ctx) }
func (h wildHand) Enter(ctx context.Context, _ rigs.Place) (rigs.ReadBack, error)  { return h.did(ctx) }
func (h wildHand) Leave(ctx context.Context, _ rigs.Place) (rigs.ReadBack, error)  { return h.did(ctx) }
func (h wildHand) Cut(ctx context.Context) (rigs.ReadBack, error)                  { return h.did(ctx) }
func (h wildHand) Restore(ctx context.Context) (rigs.ReadBack, error)              { return h.did(ctx) }
func (h wildHand) Set(ctx context.Context, _ rigs.Place, _ rigs.Defect) (rigs.ReadBack, error) {
	return h.did(ctx)
}
func (h wildHand) Clear(ctx context.Context, _ rigs.Place, _ rigs.Defect) (rigs.ReadBack, error) {
	return h.did(ctx)
}

package loop_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/loop"
	"github.com/certbench/certbench/harness/memnet"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/lines"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/suites"
)

// chips are the lines of a rig and of a station, each on a chip of its own.
type chips struct{ ofRig, ofBoard *fakechip.Chip }

// of finds the chip of a line.
func (c chips) of(line string) *fakechip.Chip {
	if strings.HasPrefix(line, "rig-") {
		return c.ofRig
	}
	return c.ofBoard
}

// High implements loop.World.
func (c chips) High(line string) (bool, error) { return c.of(line).High(line), nil }

// Pull implements loop.World.
func (c chips) Pull(line string, high bool) error {
	c.of(line).Input(line, high)
	return nil
}

// files are what both the bubble and the virtual machine play with.
type files struct {
	bench *bench.File
	board lines.Wiring
	pics  *pics.Declaration
}

func (f files) rig() gpio.Config { return *f.bench.Rigs["relays"].Wiring }

func read(t *testing.T) files {
	t.Helper()
	declared, err := pics.Read(examples.FullName, examples.Full())
	if err != nil {
		t.Fatal(err)
	}
	file, err := bench.Read("bench.yaml", loop.BenchFile)
	if err != nil {
		t.Fatal(err)
	}
	board, err := bench.ReadBoard("board.yaml", loop.BoardFile, bench.Layout(declared))
	if err != nil {
		t.Fatal(err)
	}
	return files{file, board, declared}
}

// world is a board that is scanned and the copper between it and a rig, in a bubble.
type world struct {
	*testing.T
	files
	chips
	panel *panel.Panel
	stop  context.CancelFunc
	ended sync.WaitGroup
	lines *lines.Lines
}

func open(t *testing.T, f files) *world {
	w := &world{T: t, files: f, chips: chips{fakechip.New(loop.Names(loop.BenchFile, "rig-")...), fakechip.New(loop.Names(loop.BoardFile, "board-")...)}}
	for _, line := range f.rig().Outputs() {
		w.ofRig.Input(line.Name, line.Safe != line.ActiveLow) // as its own resistors hold a board of relays before anybody has requested the lines
	}
	copper, err := loop.Connect(f.rig(), f.board, w)
	if err == nil {
		err = copper.Settle()
	}
	if err != nil {
		t.Fatal(err)
	}
	layout := bench.Layout(f.pics)
	w.panel = panel.New(layout)
	w.lines, err = lines.Open(bench.Board(w.ofBoard.Holder("station")), f.board, layout, w.panel, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	w.run(func() error { return copper.Follow(ctx) })
	w.run(func() error { return w.lines.Run(ctx) })
	return w
}

func (w *world) run(do func() error) {
	w.ended.Go(func() {
		if err := do(); err != nil {
			w.Error(err)
		}
	})
}

// must requires that something went well.
func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// close ends what open began and requires that nobody holds a line any more.
func (w *world) close() {
	w.stop()
	w.ended.Wait()
	w.must(w.lines.Close())
	if held := slices.Concat(w.ofRig.Held(), w.ofBoard.Held()); len(held) > 0 {
		w.Errorf("the lines %v are held after the end, expected none", held)
	}
}

// seen is what the panel shows at EVSE 1, in words.
func (w *world) seen() string {
	time.Sleep(200 * time.Millisecond) // copper, debounce, and back
	synctest.Wait()
	all := w.panel.Read()
	at, _ := all.At(1, 1)
	words := []string{"pilot " + at.Pilot}
	for _, is := range []struct {
		word string
		true bool
	}{{"plugged", at.Plugged}, {"halfway", at.Halfway}, {"ready", at.EVReady && at.Pilot != "E"}, // a shorted pilot shows nothing else
		{"bay", at.Bay}, {"faulted", at.Faulted}, {"dark", !all.Mains}} {
		if is.true {
			words = append(words, is.word)
		}
	}
	return strings.Join(words, " ")
}

func TestEveryActOfTheRigReachesThePanel(t *testing.T) {
	f := read(t)
	synctest.Test(t, func(t *testing.T) {
		w := open(t, f)
		rig, err := gpio.New(w.ofRig.Holder("certbench"), f.rig())
		w.must(err)
		var set rigs.Set
		set.Bind(rig)
		at := rigs.Place{EVSE: 1, Connector: 1}
		w.must(w.panel.SetPWM(1, 26.7))
		for _, step := range []struct {
			act  rigs.Act
			want string
		}{
			{rigs.ConnectEV(at), "pilot C plugged ready"},
			{rigs.SuspendByEV(at), "pilot B plugged"},
			{rigs.RequestByEV(at), "pilot C plugged ready"},
			{rigs.ShortPilot(at), "pilot E plugged"},
			{rigs.SuspendByEV(at), "pilot B plugged"},
			{rigs.UnplugEnd(rigs.EVEnd, at), "pilot A halfway"},
			{rigs.PlugEnd(rigs.EVEnd, at), "pilot C plugged ready"},
			{rigs.DisconnectEV(at), "pilot A"},
			{rigs.ConnectIdleEV(at), "pilot B plugged"},
			{rigs.DisconnectEV(at), "pilot A"},
			{rigs.DriveIn(at), "pilot A bay"},
			{rigs.DriveOut(at), "pilot A"},
			{rigs.SetFault(rigs.Faulted, at), "pilot E faulted"},
			{rigs.ClearFault(rigs.Faulted, at), "pilot A"},
			{rigs.PowerOff(), "pilot E dark"},
			{rigs.PowerOn(), "pilot A"},
		} {
			_, err := step.act.Do(t.Context(), set)
			w.must(err)
			if got := w.seen(); got != step.want {
				t.Errorf("%s: the panel shows %s, expected %s", step.act.Name, got, step.want)
			}
			if step.act.Name == rigs.PowerOn().Name {
				w.must(w.panel.SetPWM(1, 26.7))
			}
		}
		w.panel.Waiting()
		for id := range f.rig().Places[0].Cards {
			token := rigs.Token{ID: id, Type: "ISO14443"}
			_, err := rigs.PresentToken(token, at).Do(t.Context(), set)
			w.must(err)
			if in := w.panel.Waiting(); len(in) != 1 || in[0].Token != panel.Token(token) || in[0].EVSE != 1 {
				t.Errorf("card %s: the firmware notices %+v, expected that card at EVSE 1", id, in)
			}
		}
		w.must(rig.Close())
		w.close()
	})
}

func TestTheRigReadsTheStationBack(t *testing.T) {
	f := read(t)
	synctest.Test(t, func(t *testing.T) {
		w := open(t, f)
		rig, err := gpio.New(w.ofRig.Holder("certbench"), f.rig())
		w.must(err)
		at := rigs.Place{EVSE: 1, Connector: 1}
		_, err = rig.Connect(t.Context(), at)
		w.must(err)
		w.seen()
		w.panel.Show("Welcome")
		for _, drive := range []error{w.panel.SetPWM(1, 26.7), w.panel.SetContactor(1, true), w.panel.SetLock(1, 1, true)} {
			w.must(drive)
		}
		w.seen()
		back, err := rig.Suspend(t.Context(), at)
		w.must(err)
		for _, want := range []string{"cable in", "contactor closed", "locked", "PWM", "lamp lit", "mains on"} {
			if !strings.Contains(back.Observed, want) {
				t.Errorf("the rig reads back %q, expected %q in it", back.Observed, want)
			}
		}
		if _, err := rig.Disconnect(t.Context(), at); !errors.Is(err, rigs.ErrHeld) {
			t.Errorf("unplugging a cable that is locked: got %v, expected ErrHeld", err)
		}
		w.must(w.panel.SetLock(1, 1, false))
		w.seen()
		_, err = rig.Disconnect(t.Context(), at)
		w.must(err)
		w.must(rig.Close())
		w.close()
	})
}

// Every case of the product with the most options passes by way of the lines, but those whose act is a person's: to choose
// on the display, and to store a customer. The station is in security profile 1: no line has to do with TLS.
func TestEveryCasePassesByWayOfTheLines(t *testing.T) {
	f := read(t)
	plan, err := suites.Plan(f.pics, "")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, item := range plan {
		if item.Verdict == "" && item.Case.PlaysIn(1) == nil {
			ids = append(ids, item.Entry.ID)
		}
	}
	byHand := map[string]rigs.Kind{"TC_C_47_CS": rigs.KindDisplay, "TC_C_48_CS": rigs.KindDisplay, "TC_N_62_CS": rigs.KindCustomers}
	for _, look := range []string{"01", "06", "12", "13", "14", "22", "24", "27", "28", "30", "32", "36", "37", "38"} { // at the display, which has no line
		byHand["TC_O_"+look+"_CS"] = rigs.KindDisplay
	}
	played(t, f, ids, rigs.KindDisplay, func(t *testing.T, id string, end evidence.CaseEnded) {
		want, reason := evidence.Pass, ""
		if kind, person := byHand[id]; person {
			want, reason = evidence.NotRun, fmt.Sprintf("no rig is bound to %q", kind)
		}
		if end.Verdict != want || !strings.Contains(end.Reason, reason) {
			t.Errorf("expected %s %s, got %s: %s", want, reason, end.Verdict, end.Reason)
		}
	})
}

func TestACaseWhoseActIsSwitchedOffIsNotRun(t *testing.T) {
	f := read(t)
	for _, off := range rigs.Kinds() {
		t.Run(string(off), func(t *testing.T) {
			played(t, f, slices.Sorted(maps.Keys(loop.Cases)), off, func(t *testing.T, id string, end evidence.CaseEnded) {
				want, reason := evidence.Pass, ""
				if slices.Contains(loop.Cases[id], string(off)) {
					want, reason = evidence.NotRun, fmt.Sprintf("no rig is bound to %q", off)
				}
				if end.Verdict != want || !strings.Contains(end.Reason, reason) {
					t.Errorf("expected %s %s, got %s: %s", want, reason, end.Verdict, end.Reason)
				}
			})
		})
	}
}

// played plays cases, each in a world of its own, with one kind of act switched off.
func played(t *testing.T, f files, ids []string, off rigs.Kind, judge func(t *testing.T, id string, end evidence.CaseEnded)) {
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		t.Run(id, func(t *testing.T) {
			c, ok := octt.Lookup(id)
			if !ok {
				t.Fatalf("%s is not registered", id)
			}
			synctest.Test(t, func(t *testing.T) {
				judge(t, id, open(t, f).play(c, off, set, evidence.New(io.Discard, nil)))
			})
		})
	}
}

// without is a rig that cannot do one kind of act.
type without struct {
	*gpio.Rig
	kind rigs.Kind
}

// Can implements rigs.Rig.
func (w without) Can(k rigs.Kind) bool { return k != w.kind && w.Rig.Can(k) }

// play plays a case on the reference station and closes the world.
func (w *world) play(c octt.Case, off rigs.Kind, set *schemas.Set, recorder *evidence.Recorder) evidence.CaseEnded {
	network, second, uploads := memnet.Listen("csms", 0), memnet.Listen("second", 0), bench.NewMemoryFiles()
	layout := bench.Layout(w.pics)
	images, makers, err := bench.MakeFirmware(pki.ECDSA, bench.ReferenceVersion)
	w.must(err)
	config := station.Config{
		ID: w.bench.Station.ID, CSMSURL: "ws://" + bench.MemoryHost + "/ocpp", Password: w.bench.Configured.BasicAuthPassword,
		Dial: func(ctx context.Context, _, address string) (net.Conn, error) {
			switch host, _, _ := strings.Cut(address, ":"); host {
			case bench.MemoryFilesHost:
				return uploads.Dial(ctx, address)
			case bench.MemorySecondHost:
				return second.Dial(ctx)
			}
			return network.Dial(ctx)
		},
		Panel: w.panel, Layout: layout, Capabilities: bench.Capabilities(w.pics),
		Firmware: bench.ReferenceVersion, ManufacturerRoots: makers,
	}
	config.Boot.Duration = time.Second
	config.Random = func(longest time.Duration) time.Duration { return longest / 2 } // the same in every run
	firmware, err := station.New(config)
	w.must(err)
	rig, err := gpio.New(w.ofRig.Holder("certbench"), w.rig())
	w.must(err)
	var bound rigs.Set
	bound.Bind(without{rig, off})
	serving, err := uploads.Serving()
	w.must(err)
	b, err := bench.New(w.Context(), bench.Parts{
		Name: "loop", Listener: network, Rigs: []rigs.Rig{rig}, Bound: bound, PICS: w.pics, Schemas: set,
		Recorder: recorder, Configured: w.bench.Configured, Timeouts: w.bench.Timeouts,
		Files:    serving,
		Firmware: images,
		Security: bench.Security{Second: second, URLs: [2]string{config.CSMSURL, "ws://" + bench.MemorySecondHost + "/ocpp"}},
	})
	w.must(err)
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- firmware.Run(ctx) }()
	w.must(b.Ready(w.Context()))
	end := b.Player.Play(w.Context(), c, suites.About(c.ID, octt.ModeOf(octt.Local, "")), octt.ModeOf(octt.Local, ""))
	stop()
	w.must(errors.Join(<-stopped, b.Close(), recorder.Close()))
	w.close()
	return end
}

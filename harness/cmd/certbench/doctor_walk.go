package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
)

// looked asks every rig whether it can act, and has those that can examine themselves. It tells whether all are sound.
func looked(ctx context.Context, running *bench.Running, file *bench.File) (found []examined, sound bool) {
	sound = true
	for _, rig := range running.Each() {
		broken := false
		for _, f := range findings(ctx, rig, rigs.Place{}, false) {
			found = append(found, f)
			broken = broken || f.Verdict == evidence.Error
		}
		if !broken {
			x := well("rig "+rig.Name(), "answers")
			if err := rig.Check(ctx); err != nil {
				x = wrong("rig "+rig.Name(), err, reachedBy(file.Rigs[rig.Name()].Type))
			}
			found = append(found, x)
			broken = x.Verdict == evidence.Error
		}
		sound = sound && !broken
	}
	return found, sound
}

// findings has a rig examine itself, where it can.
func findings(ctx context.Context, rig rigs.Rig, at rigs.Place, charging bool) []examined {
	examiner, can := rig.(rigs.Examiner)
	if !can {
		return nil
	}
	all, err := examiner.Examine(ctx, at, charging)
	var found []examined
	if err != nil {
		found = append(found, wrong("rig "+rig.Name(), err, "look at the rig, its supply, and its wiring or address"))
	}
	for _, f := range all {
		x := examined{What: f.What, Verdict: evidence.Error, Found: f.Found, Do: f.Do}
		if f.Doubt {
			x.Verdict = evidence.Warning
		}
		found = append(found, x)
	}
	return found
}

// walk does the acts of a bench, each with its undoing.
type walk struct {
	bench     *bench.File
	running   *bench.Running
	said      *heard
	connected bool   // the station is there, and tells what it sees
	restless  bool   // it is there and was not at rest, so that it may tell otherwise than it should
	inputs    string // the flags by which certbench reads the same PICS and bench file

	*sheet
	from int // where its own findings begin
}

// through walks in the order of safety: the EV comes with its pilot in state A and goes before anything else, and the mains
// are last, with nothing connected. It ends where a rig fails, which the bench does not survive.
func (w *walk) through(ctx context.Context, charge bool) {
	err := w.running.Player.Do(ctx, func(s *octt.Scenario) error {
		for _, leg := range []func(*octt.Scenario) bool{w.cables, w.ends, w.tokens, w.bay, w.faults, w.link, w.mains} {
			if !leg(s) {
				return nil
			}
		}
		return s.Context().Err()
	})
	if err != nil {
		w.add(wrong("acts", err, "ask the doctor again"))
	}
	if w.connected && !w.failed() {
		if err := w.running.Ready(ctx); err != nil {
			w.add(wrong("station "+w.bench.Station.ID, err, "it does not come back to rest after these acts: look which of them it still feels"))
		}
	}
	if charge && !w.failed() {
		w.charging(ctx)
	}
}

func (w *walk) failed() bool {
	for _, x := range w.all[w.from:] {
		if x.Verdict == evidence.Error {
			return true
		}
	}
	return false
}

// trip is an act and what the station must say of it; nothing is expected where says is nil.
type trip struct {
	act   rigs.Act
	says  func(*ledger.Call) bool
	tells string                             // that, in words
	limit time.Duration                      // to say it; 0 is that of a message
	felt  func(*octt.Scenario) (bool, error) // instead of says, of an act that shows in what does not come any more
	mute  string                             // what is wrong where the station does not say or feel it
	do    string                             // about that
}

// leg does its trips one after the other, and says what came of them. It returns false where a rig failed.
func (w *walk) leg(s *octt.Scenario, trips ...trip) bool {
	first := trips[0].act
	switch doer := w.bench.Doer(first, ""); {
	case doer.ByHand:
		w.add(well(string(first.Kind), "not tried: it is done by hand, by "+doer.Rig))
		return true
	case doer.Lacks != nil:
		return true
	}
	var seen, told []string
	unseen := false
	for i, t := range trips {
		if w.bench.Doer(t.act, "").Lacks != nil {
			continue
		}
		from := w.said.now()
		back, err := t.act.Do(s.Context(), w.running.Rigs)
		if errors.Is(err, rigs.ErrNoRig) { // a server that turns out not to have it
			if i == 0 {
				return true
			}
			continue
		}
		if err != nil {
			if s.Context().Err() != nil && w.gone() {
				return false // the bench ends with its station
			}
			w.add(wrong(what(t), err, "look at what the sentence names; certbench rig does this act alone"))
			return rigs.Harmless(s.Context(), err) && w.undo(s)
		}
		if back.Observed != "" {
			seen = append(seen, t.act.Name+": "+back.Observed)
		}
		w.examine(s.Context(), t.act.At)
		if w.connected && t.limit > 0 {
			w.awaits(what(t), "for the station to tell of it", t.limit)
		}
		noticed, err := w.noticed(s, t, from)
		if err != nil {
			w.add(wrong(what(t), err, "ask the doctor again"))
			return w.undo(s)
		}
		switch {
		case noticed:
			if w.connected && t.tells != "" {
				told = append(told, t.tells)
			}
		case w.gone():
			if s.Context().Err() != nil {
				return false // the bench ends with its station
			}
		default:
			w.add(w.unnoticed(t))
			unseen = true
		}
	}
	if !unseen {
		w.add(w.done(first, seen, told))
	}
	return true
}

// unnoticed is an act that the station does not tell of.
func (w *walk) unnoticed(t trip) examined {
	x := examined{What: what(t), Verdict: evidence.Error, Found: t.mute, Do: w.remedy(t)}
	if w.restless {
		x.Found += "; it was not at rest before, see above, and may be why"
		x.Do = "bring the station to rest first, and ask the doctor again; then " + x.Do
	}
	return x
}

// done is a leg in which nothing went wrong: a pass where the rig has read back, or the station has told, that something moved.
// An act that shows nowhere may have moved nothing.
func (w *walk) done(first rigs.Act, seen, told []string) examined {
	kind := string(first.Kind)
	if first.At != (rigs.Place{}) && first.At != w.home() {
		kind += " at " + first.At.String()
	}
	if len(told) > 0 {
		seen = append(seen, "the station tells "+strings.Join(told, ", then "))
	}
	if len(seen) > 0 {
		return well(kind, strings.Join(seen, "; "))
	}
	rig := w.rigOf(first.Kind)
	x := examined{What: kind, Verdict: evidence.Warning, Found: "done and undone, and nothing shows whether anything moved: the rig has nothing to look with, and the station need not tell of it",
		Do: fmt.Sprintf("look at it while certbench rig does it, or give rigs.%s something to look with", rig)}
	if !w.connected {
		x.Found = "done and undone, and nothing shows whether anything moved: the rig has nothing to look with, and no station is there that would tell"
		x.Do = "have the station connect, and ask the doctor again"
	}
	return x
}

// noticed tells whether the station has said or felt the act; where it is not there, or need not, that counts as noticed.
func (w *walk) noticed(s *octt.Scenario, t trip, from int) (bool, error) {
	switch {
	case !w.connected:
		return true, nil
	case t.felt != nil:
		return t.felt(s)
	case t.says != nil:
		if w.said.await(s.Context(), from, cmp.Or(t.limit, w.bench.Timeouts.Message), t.says) != nil {
			return true, nil
		}
		if !w.running.There() {
			return false, nil
		}
		return false, context.Cause(s.Context()) // told to end, which says nothing of the wires
	}
	return true, nil
}

// gone tells that the station is not connected any more, and says so once: what it does not tell then is no fault of a wire.
func (w *walk) gone() bool {
	if w.connected && !w.running.There() {
		a := w.running.Absence()
		w.add(wrong("station "+w.bench.Station.ID, fmt.Errorf("it is gone, so that it tells nothing: %s", a.Found), a.Do))
		w.connected = false
	}
	return !w.connected
}

// rigOf is the name of the rig that does a kind of act: the end of a fixed cable is moved by whoever moves the cable.
func (w *walk) rigOf(kind rigs.Kind) string {
	if kind == rigs.KindEnds && w.bench.Acts[kind] == "" {
		kind = rigs.KindCable
	}
	return w.bench.Acts[kind]
}

// remedy is what to do about an act that the station does not see. Where lines do the act it is about the lines; of a rig that
// is no line, nobody here knows the wires.
func (w *walk) remedy(t trip) string {
	rig := w.rigOf(t.act.Kind)
	switch typ := w.bench.Rigs[rig].Type; typ {
	case bench.TypeGPIO:
		return t.do
	case bench.TypeExec:
		return fmt.Sprintf("run the command of rigs.%s by hand and look what moves: it reports success, and the station sees nothing", rig)
	case bench.TypeHTTP:
		return fmt.Sprintf("send the request of rigs.%s by hand and look what moves: it is answered with success, and the station sees nothing", rig)
	case bench.TypePanel, bench.TypeSUTAPI:
		return fmt.Sprintf("look at the simulator behind rigs.%s, and at the log of the station: the one says that it is done, the other does not see it", rig)
	default:
		return fmt.Sprintf("look what rigs.%s, of the type %s, does at the station", rig, typ)
	}
}

// reachedBy is what to look at where a rig of a type does not answer.
func reachedBy(typ string) string {
	switch typ {
	case bench.TypeGPIO:
		return "look at the board, its supply, and its wiring"
	case bench.TypeExec:
		return "look whether the program is there, may be started by this user, and ends with 0 by hand"
	case bench.TypeHTTP, bench.TypeSUTAPI:
		return "look whether the device has supply and network, and at the address in the bench file"
	case bench.TypePanel:
		return "look at the log of the station: its panel is a part of it"
	case bench.TypeSerial:
		return "look whether the adapter is plugged in, and whether this user may open its device file"
	case bench.TypeManual:
		return "start certbench at a terminal with somebody at it, or bind another rig"
	}
	return "look at the rig"
}

func what(t trip) string { return strings.TrimSpace(fmt.Sprintf("%s %s", t.act.Kind, t.act.Name)) }

// undo brings everything to rest after an act that was refused. It returns false where that fails.
func (w *walk) undo(s *octt.Scenario) bool {
	err := w.running.Secure()
	if err != nil {
		w.add(wrong("rest", err, "cut the supply of the bench by hand"))
	}
	return err == nil
}

// examine adds what the rigs find wrong in the position that they are in, each thing once.
func (w *walk) examine(ctx context.Context, at rigs.Place) {
	for _, rig := range w.running.Each() {
		for _, x := range findings(ctx, rig, at, false) {
			if !w.has(x) {
				w.add(x)
			}
		}
	}
}

func (w *walk) has(x examined) bool {
	for _, other := range w.all[w.from:] {
		if other == x {
			return true
		}
	}
	return false
}

func (w *walk) home() rigs.Place { return w.bench.Configured.Place() }

// cables are those of each place at which the rig stands: what is wired wrong at the last EVSE would be found by a case.
func (w *walk) cables(s *octt.Scenario) bool {
	for _, at := range append([]rigs.Place{w.home()}, w.bench.Beside(rigs.KindCable)...) {
		if !w.cable(s, at) {
			return false
		}
	}
	return true
}

func (w *walk) cable(s *octt.Scenario, at rigs.Place) bool {
	const blind = "look at the wires of control pilot and earth between board and station, at the board's supply, and at the 2.74 kohm of cp; of a loose cable at the resistor of pp"
	came := trip{act: rigs.ConnectIdleEV(at), says: tellsOf("Occupied", at), tells: "Occupied", do: blind,
		mute: fmt.Sprintf("the station does not see the EV: it reports no Occupied for %s", at)}
	gone := trip{act: rigs.DisconnectEV(at), says: tellsOf("Available", at), tells: "Available", mute: fmt.Sprintf("the station does not see the EV go: it reports no Available for %s", at),
		do: "look whether the relay of cp lets go: measure between pilot and earth, where 2.74 kohm must be gone"}
	before := len(w.all)
	if !w.leg(s, came, trip{act: rigs.RequestByEV(at)}, trip{act: rigs.SuspendByEV(at)},
		trip{act: rigs.ShowPilot(rigs.PilotD, at)}, trip{act: rigs.ShowPilot(rigs.PilotE, at)}, gone) {
		return false
	}
	if len(w.all) > before {
		return true
	}
	came.act = rigs.ConnectEV(at) // of a rig whose EV always asks
	return w.leg(s, came, trip{act: rigs.SuspendByEV(at)}, trip{act: rigs.RequestByEV(at)}, gone)
}

// ends moves one end after the other. A connector is Occupied as long as a cable is in it (part 2, ConnectorStatusEnumType): that of
// a cable that is fixed to the station while the EV is at it, a socket while the station's end is.
func (w *walk) ends(s *octt.Scenario) bool {
	at := w.home()
	plug, unplug := trip{act: rigs.PlugEnd(rigs.EVEnd, at)}, trip{act: rigs.UnplugEnd(rigs.EVEnd, at)}
	if w.bench.FixedCable() {
		return w.leg(s, w.occupies(plug, "Occupied"), w.occupies(unplug, "Available"))
	}
	socket := w.occupies(trip{act: rigs.PlugEnd(rigs.StationEnd, at)}, "Occupied")
	if w.bench.Doer(socket.act, "").Lacks != nil {
		return w.leg(s, plug, unplug)
	}
	return w.leg(s, socket, plug, unplug, w.occupies(trip{act: rigs.UnplugEnd(rigs.StationEnd, at)}, "Available"))
}

// occupies is an act upon which the station tells another status of the connector.
func (w *walk) occupies(t trip, status string) trip {
	at := t.act.At
	t.says, t.tells = tellsOf(status, at), status
	t.mute = fmt.Sprintf("the station does not see it: it reports no %s for %s", status, at)
	t.do = "look what moves when certbench rig does this act alone, and at the contacts of the connector"
	return t
}

func (w *walk) bay(s *octt.Scenario) bool {
	return w.leg(s, trip{act: rigs.DriveIn(w.home())}, trip{act: rigs.DriveOut(w.home())})
}

func (w *walk) faults(s *octt.Scenario) bool {
	for _, d := range rigs.Defects() {
		set, clear := trip{act: rigs.SetFault(d, w.home())}, trip{act: rigs.ClearFault(d, w.home())}
		if d == rigs.Faulted { // a lock that jams shows when it is to open
			set, clear = w.occupies(set, "Faulted"), w.occupies(clear, "Available")
		}
		if w.bench.Doer(set.act, "").Lacks == nil && !w.leg(s, set, clear) {
			return false
		}
	}
	return true
}

func (w *walk) link(s *octt.Scenario) bool {
	s.MayDisconnect()
	cut := trip{act: rigs.CutLink(), felt: w.silenced, tells: "nothing any more", mute: "the station still answers after it was taken off the network",
		do: "look which port, cable or modem the station is reached by: it has another way than the one that is cut"}
	if !w.leg(s, cut, trip{act: rigs.RestoreLink()}) {
		return false
	}
	return w.back(s)
}

// silenced tells that the station has become unreachable: it is disconnected, or a question gets no answer, for a connection
// whose wire is cut may stand for long. A switch may need a moment after it has said that it is done.
func (w *walk) silenced(s *octt.Scenario) (bool, error) {
	for until := time.Now().Add(w.bench.Timeouts.Response); s.Connected(); {
		if _, err := availability(s, w.home().EVSE, w.home().Connector); err != nil {
			return true, s.Context().Err()
		}
		if time.Now().After(until) {
			return false, nil
		}
		if err := s.Pause(evidence.WaitAct, w.bench.Timeouts.Act); err != nil {
			return false, err
		}
	}
	return true, nil
}

func (w *walk) mains(s *octt.Scenario) bool {
	s.MayDisconnect()
	boots := func(m *ledger.Call) bool { return m.Action == "BootNotification" }
	return w.leg(s, trip{act: rigs.PowerCycle(), says: boots, tells: "that it boots", limit: w.bench.Timeouts.Boot, mute: "the station does not boot after its mains were cut and restored",
		do: "look whether the contactor cuts the supply of the station and of nothing else, and for a battery in the station"}) && w.back(s)
}

// back waits for the station after something that may have disconnected it.
func (w *walk) back(s *octt.Scenario) bool {
	if !w.connected {
		return true
	}
	if !s.Connected() {
		w.awaits("station "+w.bench.Station.ID, "for it to come back", w.bench.Timeouts.Boot)
	}
	if err := s.AwaitConnection(w.bench.Timeouts.Boot); err != nil {
		w.add(wrong("station "+w.bench.Station.ID, err, "look at its network and its supply: it does not come back"))
		return false
	}
	return true
}

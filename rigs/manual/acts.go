package manual

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/rigs"
)

// act asks for one act. The sentence is that of the act under way, or else the one that the act has by itself.
func (r *Rig) act(ctx context.Context, m rigs.Move, act rigs.Act, help string) (rigs.ReadBack, error) {
	no := ""
	if act.Kind == rigs.KindDisplay {
		no = notOffered
	}
	return r.asked(ctx, m, act, question{help: help, no: no})
}

// The answers that stand beside those of every prompt.
const (
	notOffered = "not offered"
	isShown    = "shown"
	notShown   = "not shown"
	onlyPart   = "only a part"
)

// asked is act with a question of which the sentence, the place and what the bench file shows are still to be filled in.
func (r *Rig) asked(ctx context.Context, m rigs.Move, act rigs.Act, q question) (rigs.ReadBack, error) {
	if current, ok := rigs.Current(ctx); ok && current.Name == act.Name {
		act = current
	}
	q.sentence, q.where, q.shown = act.Sentence, act.At.String(), r.shows[act.Kind]
	var back rigs.ReadBack
	err := r.lock.Do(ctx, m, act.At, func() error {
		if err := r.ask(ctx, q); err != nil {
			return err
		}
		back = rigs.ReadBack{Rig: r.Name(), Observed: "the person says it is done", At: time.Now()}
		return nil
	})
	return back, err
}

const restHelp = "Nothing may be plugged, cut or broken when the next test case starts."

// Connect asks for both ends of the cable to be put in.
func (r *Rig) Connect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Connecting, rigs.ConnectEV(at),
		"Plug the cable into the station and into the EV or its simulator, and have that ask for energy.")
}

// ConnectIdle asks for both ends of the cable to be put in, with an EV that does not ask for energy.
func (r *Rig) ConnectIdle(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.ConnectingIdle, rigs.ConnectIdleEV(at),
		"Set the EV simulator to state B, or have the EV charge later, before the cable is plugged into it and into the station.")
}

// Disconnect asks for the cable to be taken out.
func (r *Rig) Disconnect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Disconnecting, rigs.DisconnectEV(at),
		"Take the cable out of the station. A cable that is part of the station: take it out of the EV.")
}

// Plug asks for one end of the cable to be put in.
func (r *Rig) Plug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Plugging(end), rigs.PlugEnd(end, at), "Put in this one end of the cable and leave the other as it is.")
}

// Unplug asks for one end of the cable to be taken out.
func (r *Rig) Unplug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Unplugging(end), rigs.UnplugEnd(end, at), "Take out this one end of the cable and leave the other as it is.")
}

// Request asks for the EV to ask for energy.
func (r *Rig) Request(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Requesting, rigs.RequestByEV(at), "Set the EV simulator to state C.")
}

// Suspend asks for the EV to stop asking for energy.
func (r *Rig) Suspend(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Suspending, rigs.SuspendByEV(at), "Set the EV simulator to state B, or stop charging in the EV.")
}

// Fault asks for the pilot to be shorted.
func (r *Rig) Fault(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Shorting, rigs.ShortPilot(at), "Set the EV simulator to state E, control pilot shorted to protective earth.")
}

// Present asks for a token to be held to the reader.
func (r *Rig) Present(ctx context.Context, token rigs.Token, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Presenting, rigs.PresentToken(token, at), "Hold the card with this id to the reader until it answers, then take it away.")
}

// Select asks for a choice on the display. The person may answer that it is not offered.
func (r *Rig) Select(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	act := rigs.StopAllTransactions()
	if at.EVSE != 0 {
		act = rigs.StopTransactionAt(at)
	}
	return r.act(ctx, rigs.Selecting, act, "Choose it in the menu that the display shows. When the display shows no such choice, type n and Enter.")
}

// watching is what a person is asked to watch a display for, and what the answers say.
type watching struct{ help, shown, not, cut string }

// Of a sight that is to be shown, and of one that is to stay. The time to watch comes first.
var (
	once = watching{help: "Watch the display for %s, for its messages may take turns. What stands around the text does not matter, nor whether it moves over the display or comes page by page. " +
		"When the display does not show it, type n and Enter; when it shows the beginning and never the rest, type o and Enter.",
		shown: "the display shows it", not: "the display does not show it", cut: "the display shows only a part of it"}
	allTheTime = watching{help: "Watch the display for %s. When it shows something else in between, such as words of the station's own, type n and Enter; " +
		"when it never shows all of the text at once, so that nobody can tell, type o and Enter.",
		shown: "the display shows it all the time", not: "the display shows something else in turns with it", cut: "nobody can tell"}
)

// Look asks what the display shows, or whether it goes on to. The person watches it for as long as all of its messages take to come round.
func (r *Rig) Look(ctx context.Context, at rigs.Place, sight rigs.Sight, within time.Duration) (rigs.ReadBack, error) {
	ask := once
	if sight.Stays {
		ask = allTheTime
	}
	const says = "the person says that "
	back, err := r.asked(ctx, rigs.Looking, rigs.LookAtDisplay(sight, within, at), question{yes: isShown, no: notShown, part: onlyPart,
		help: fmt.Sprintf(ask.help, within.Round(time.Second))})
	switch {
	case errors.Is(err, rigs.ErrNotOffered):
		return rigs.ReadBack{Rig: r.Name(), Observed: says + ask.not, At: time.Now()}, nil
	case errors.Is(err, rigs.ErrOnlyPart):
		return rigs.ReadBack{Rig: r.Name(), Cut: true, Observed: says + ask.cut, At: time.Now()}, nil
	case err == nil:
		back.Shown, back.Observed = true, says+ask.shown
	}
	return back, err
}

// Store asks for a customer to be stored. Nobody else knows how the maker of the station has that done.
func (r *Rig) Store(ctx context.Context, identifier string) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Storing, rigs.StoreCustomer(identifier), "Use the station's service tool, or whatever its maker has for that. It is to be cleared again by the case.")
}

// Off asks for the mains to be switched off.
func (r *Rig) Off(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.SwitchingOff, rigs.PowerOff(), "Switch the station's supply off and leave it off.")
}

// On asks for the mains to be switched on.
func (r *Rig) On(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.SwitchingOn, rigs.PowerOn(), "Switch the station's supply on.")
}

// Cycle asks for the mains to be switched off and on.
func (r *Rig) Cycle(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Cycling, rigs.PowerCycle(), "Switch the station's supply off, wait until it is dark, and switch it on.")
}

// Enter asks for the EV to be driven into the bay.
func (r *Rig) Enter(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Entering, rigs.DriveIn(at), "Occupy the parking bay, or cover its sensor.")
}

// Leave asks for the EV to be driven out of the bay.
func (r *Rig) Leave(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Leaving, rigs.DriveOut(at), "Free the parking bay, or uncover its sensor.")
}

// Cut asks for the station to be taken off the network.
func (r *Rig) Cut(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Cutting, rigs.CutLink(), "Pull the station's network cable, or switch off what it connects through.")
}

// Restore asks for the station to be put back on the network.
func (r *Rig) Restore(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Restoring, rigs.RestoreLink(), "Put the station's network cable back.")
}

// Set asks for a hardware fault to be made.
func (r *Rig) Set(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Setting(defect), rigs.SetFault(defect, at), "Make the fault in the way that the manufacturer provides.")
}

// Clear asks for a hardware fault to be cleared.
func (r *Rig) Clear(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Clearing(defect), rigs.ClearFault(defect, at), "Undo what made the fault.")
}

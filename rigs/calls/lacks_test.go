package calls_test

import (
	"errors"
	"testing"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/calls"
)

// TestCallsLackWhatTheirRigCannotDo holds what a plan is told against what the rig does, act by act.
func TestCallsLackWhatTheirRigCannotDo(t *testing.T) {
	nothing := calls.Act{Call: command("true")}
	token := rigs.Token{ID: "04A1", Type: "ISO14443"}
	for name, acts := range map[string]map[calls.Verb]calls.Act{
		"a link": link(nothing),
		"half of everything": {calls.Connect: nothing, calls.Disconnect: nothing, calls.Request: nothing, calls.Suspend: nothing, calls.PowerCycle: nothing,
			calls.SetFaulted: nothing, calls.ClearFaulted: nothing},
		"the other half": {calls.Connect: nothing, calls.Disconnect: nothing, calls.Plug: nothing, calls.Unplug: nothing, calls.Present: nothing, calls.Select: nothing,
			calls.PowerOff: nothing, calls.PowerOn: nothing, calls.Enter: nothing, calls.Leave: nothing},
	} {
		for _, a := range []rigs.Act{
			rigs.ConnectEV(at), rigs.ConnectIdleEV(at), rigs.PlugEnd(rigs.EVEnd, at), rigs.PresentToken(token, at), rigs.StopAllTransactions(),
			rigs.StopTransactionAt(at), rigs.DriveIn(at), rigs.PowerOff(), rigs.PowerCycle(), rigs.CutLink(), rigs.SetFault(rigs.Faulted, at),
			rigs.SetFault(rigs.UnlockFailed, at),
		} {
			c := calls.Config{By: calls.Commands, Acts: acts, Places: []rigs.Place{at}}
			if !c.Can(a.Kind) {
				continue // the bench file cannot bind it
			}
			_, did := do(t, open(t, calls.Commands, acts), a)
			if lacks := c.Lacks(a); errors.Is(did, rigs.ErrNoRig) != (lacks != nil) || lacks == nil && did != nil {
				t.Errorf("%s, %s %s: the rig says %v, its calls %v", name, a.Name, a.Detail, did, lacks)
			}
		}
	}
}

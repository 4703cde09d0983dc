package calls

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/rigs"
)

// verbs are the calls that do each act. A power cycle may be made of two.
var verbs = map[string]Verb{
	"ConnectEV": Connect, "ConnectIdleEV": ConnectIdle, "DisconnectEV": Disconnect, "PlugEnd": Plug, "UnplugEnd": Unplug,
	"RequestByEV": Request, "SuspendByEV": Suspend, "ShortPilot": Short, "PresentToken": Present,
	"StopAllTransactions": Select, "StopTransactionAt": Select, "LookAtDisplay": Look, "StoreCustomer": Store, "PowerOff": PowerOff, "PowerOn": PowerOn, "PowerCycle": PowerCycle,
	"DriveIn": Enter, "DriveOut": Leave, "CutLink": Cut, "RestoreLink": Restore,
}

// Lacks says why the calls cannot do an act of a kind that they can do others of; nil where they can. Nothing is called.
func (c Config) Lacks(a rigs.Act) error {
	v := verbs[a.Name]
	switch a.Name {
	case "SetFault":
		v = Verb("set_" + a.Detail)
	case "ClearFault":
		v = Verb("clear_" + a.Detail)
	}
	_, written := c.Acts[v]
	if v == PowerCycle && !written {
		_, written = c.Acts[PowerOff]
	}
	if !written {
		return fmt.Errorf("%w: the %s rig has no call for %s", rigs.ErrNoRig, c.By, v)
	}
	return c.stands(v, a.At)
}

// stands says why nothing may be left at a place; nil where it may, and for verbs that leave nothing.
func (c Config) stands(v Verb, at rigs.Place) error {
	if !slices.Contains(leaves, v) || slices.Contains(c.Places, at) {
		return nil
	}
	return fmt.Errorf("%w at %s: after a sudden end nobody would undo what %s leaves there; add {evse: %d, connector: %d} to places: of the %s rig, if it acts there", rigs.ErrNoRig, at, v, at.EVSE, at.Connector, c.By)
}

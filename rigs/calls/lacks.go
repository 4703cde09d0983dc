package calls

import (
	"fmt"

	"github.com/certbench/certbench/rigs"
)

// verbs are the calls that do each act. A power cycle may be made of two.
var verbs = map[string]Verb{
	"ConnectEV": Connect, "ConnectIdleEV": ConnectIdle, "DisconnectEV": Disconnect, "PlugEnd": Plug, "UnplugEnd": Unplug,
	"RequestByEV": Request, "SuspendByEV": Suspend, "ShortPilot": Short, "PresentToken": Present,
	"StopAllTransactions": Select, "StopTransactionAt": Select, "PowerOff": PowerOff, "PowerOn": PowerOn, "PowerCycle": PowerCycle,
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
	return nil
}

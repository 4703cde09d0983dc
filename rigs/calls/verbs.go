package calls

import (
	"slices"

	"github.com/certbench/certbench/rigs"
)

// Verb is one act as a bench file names it.
type Verb string

// The verbs. Those that move something are undone by another, which is called as well when nobody knows whether there is
// anything to undo: it then succeeds, or says so by Act.Nothing.
const (
	Connect     Verb = "connect"      // undone by Disconnect
	ConnectIdle Verb = "connect_idle" // an EV that does not ask for energy
	Disconnect  Verb = "disconnect"
	Plug        Verb = "plug" // one end of a loose cable
	Unplug      Verb = "unplug"
	Request     Verb = "request" // the EV asks for energy, and shorts nothing
	Suspend     Verb = "suspend" // the EV does not ask, and shorts nothing
	Short       Verb = "short"   // the EV shorts the pilot
	Present     Verb = "present"
	Select      Verb = "select" // on the display; EVSE 0 is all transactions
	Look        Verb = "look"   // whose output is what the display shows at the moment
	Store       Verb = "store"  // a customer, by an identifier
	PowerOff    Verb = "power_off"
	PowerOn     Verb = "power_on"
	PowerCycle  Verb = "power_cycle" // without it, PowerOff and PowerOn with a pause
	Enter       Verb = "enter"
	Leave       Verb = "leave"
	Cut         Verb = "cut"
	Restore     Verb = "restore"

	SetFaulted        Verb = "set_faulted"
	ClearFaulted      Verb = "clear_faulted"
	SetUnlockFailed   Verb = "set_unlock_failed"
	ClearUnlockFailed Verb = "clear_unlock_failed"

	Rest  Verb = "rest"  // what else brings the bench to rest, at the start and after a failure
	Check Verb = "check" // looks whether the rig can act at all
)

// A grammar says of a verb what it needs beside it and which placeholders mean something in its calls.
type grammar struct {
	verb  Verb
	needs []Verb
	knows []string
}

var (
	placed    = []string{"evse", "connector"}
	anywhere  = []string{}
	presented = []string{"evse", "connector", "token", "type"}
)

var grammars = []grammar{
	{Connect, []Verb{Disconnect}, placed},
	{ConnectIdle, []Verb{Connect}, placed},
	{Disconnect, []Verb{Connect}, placed},
	{Plug, []Verb{Unplug, Connect}, append([]string{"end"}, placed...)},
	{Unplug, []Verb{Plug}, append([]string{"end"}, placed...)},
	// The pilot is that of an EV which this very rig has connected: it refuses to move another.
	{Request, []Verb{Suspend, Connect}, placed},
	{Suspend, []Verb{Request}, placed},
	{Short, []Verb{Request}, placed},
	{Present, nil, presented},
	{Select, nil, []string{"evse"}},
	{Look, nil, append([]string{"text"}, placed...)},
	{Store, nil, []string{"customer"}},
	{PowerOff, []Verb{PowerOn}, anywhere},
	{PowerOn, []Verb{PowerOff}, anywhere},
	{PowerCycle, nil, anywhere},
	{Enter, []Verb{Leave}, placed},
	{Leave, []Verb{Enter}, placed},
	{Cut, []Verb{Restore}, anywhere},
	{Restore, []Verb{Cut}, anywhere},
	{SetFaulted, []Verb{ClearFaulted}, placed},
	{ClearFaulted, []Verb{SetFaulted}, placed},
	{SetUnlockFailed, []Verb{ClearUnlockFailed}, placed},
	{ClearUnlockFailed, []Verb{SetUnlockFailed}, placed},
	{Rest, nil, anywhere},
	{Check, nil, anywhere},
}

// undoes are the verbs that bring the bench to rest.
var undoes = []Verb{Disconnect, ClearFaulted, ClearUnlockFailed, Leave, PowerOn, Restore, Rest}

// leaves are the verbs that leave something at a place.
var leaves = []Verb{Connect, ConnectIdle, Plug, Enter, SetFaulted, SetUnlockFailed}

// Verbs lists all verbs in the order in which documents show them.
func Verbs() []Verb {
	var all []Verb
	for _, g := range grammars {
		all = append(all, g.verb)
	}
	return all
}

func grammarOf(v Verb) (grammar, bool) {
	i := slices.IndexFunc(grammars, func(g grammar) bool { return g.verb == v })
	if i < 0 {
		return grammar{}, false
	}
	return grammars[i], true
}

// makes lists the verbs that a kind of act cannot be without; one of them is enough for faults, for the mains and
// for the display.
var makes = map[rigs.Kind][]Verb{
	rigs.KindCable: {Connect}, rigs.KindEnds: {Plug}, rigs.KindPilot: {Request}, rigs.KindTokens: {Present},
	rigs.KindDisplay: {Select, Look}, rigs.KindCustomers: {Store}, rigs.KindMains: {PowerOff, PowerCycle}, rigs.KindBay: {Enter}, rigs.KindLink: {Cut},
	rigs.KindFaults: {SetFaulted, SetUnlockFailed},
}

// Can tells which kinds of acts are written down.
func (c Config) Can(k rigs.Kind) bool {
	return slices.ContainsFunc(makes[k], func(v Verb) bool { _, has := c.Acts[v]; return has })
}

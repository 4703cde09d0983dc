package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/rigs"
)

// order is one act as a technician writes it. Without act it asks for the status.
type order struct {
	words []string
	act   func(d *director, words []string) (rigs.Act, error)
}

func (o order) String() string { return strings.Join(o.words, " ") }

// told is one kind of order: how it is written, what it does, and the act it means. A word of its pattern in capitals
// stands for what the technician chooses.
type told struct {
	pattern, does string
	act           func(d *director, words []string) (rigs.Act, error)
}

// orders lists all that can be written.
var orders = []told{
	{"status", "asks every rig, and says which rig does what", nil},
	{"plug", "connects an EV that asks for energy", atPlace(rigs.ConnectEV)},
	{"plug idle", "connects an EV that does not ask for energy", atPlace(rigs.ConnectIdleEV)},
	{"unplug", "disconnects the EV", atPlace(rigs.DisconnectEV)},
	{"plug station-end", "puts in the end of the cable at the station", ofEnd(rigs.PlugEnd, rigs.StationEnd)},
	{"plug ev-end", "puts in the end of the cable at the EV", ofEnd(rigs.PlugEnd, rigs.EVEnd)},
	{"unplug station-end", "takes out the end of the cable at the station", ofEnd(rigs.UnplugEnd, rigs.StationEnd)},
	{"unplug ev-end", "takes out the end of the cable at the EV", ofEnd(rigs.UnplugEnd, rigs.EVEnd)},
	{"pilot STATE", "has the connected EV show a state of the pilot, B to E", showPilot},
	{"tap TOKEN", "presents a token: its name in configured, such as valid or valid_idtoken, or an id", tap},
	{"select all", "chooses on the display to stop all transactions", fixed(rigs.StopAllTransactions)},
	{"select evse", "chooses on the display to stop that of the EVSE", atPlace(rigs.StopTransactionAt)},
	{"look TEXT", "watches the display for half a minute, until it shows the text", lookAtDisplay},
	{"look-on TEXT", "watches it for all of that, whether it goes on to show the text", lookOn},
	{"store CUSTOMER", "stores a customer by an identifier, such as customerIdentifier of configured", storeCustomer},
	{"mains off", "cuts the supply of the station", fixed(rigs.PowerOff)},
	{"mains on", "restores it", fixed(rigs.PowerOn)},
	{"mains cycle", "cuts it and restores it", fixed(rigs.PowerCycle)},
	{"bay enter", "drives an EV into the parking bay", atPlace(rigs.DriveIn)},
	{"bay leave", "drives it out", atPlace(rigs.DriveOut)},
	{"link cut", "takes the station off the network", fixed(rigs.CutLink)},
	{"link restore", "puts it back", fixed(rigs.RestoreLink)},
	{"fault DEFECT", "makes a hardware fault: faulted, unlock_failed, diode_shorted", ofDefect(rigs.SetFault)},
	{"mend DEFECT", "clears it", ofDefect(rigs.ClearFault)},
}

func actList() string {
	var b strings.Builder
	for _, o := range orders {
		fmt.Fprintf(&b, "  %-20s %s\n", o.pattern, o.does)
	}
	return b.String()
}

func atPlace(act func(rigs.Place) rigs.Act) func(*director, []string) (rigs.Act, error) {
	return func(d *director, _ []string) (rigs.Act, error) { return act(d.at), nil }
}

func fixed(act func() rigs.Act) func(*director, []string) (rigs.Act, error) {
	return func(*director, []string) (rigs.Act, error) { return act(), nil }
}

// aWhile is longer than a display takes to show all its messages, as timeouts.display has it by default.
const aWhile = 30 * time.Second

func lookAtDisplay(d *director, words []string) (rigs.Act, error) {
	return rigs.LookAtDisplay(rigs.Sight{Text: words[1]}, aWhile, d.at), nil
}

func lookOn(d *director, words []string) (rigs.Act, error) {
	return rigs.LookAtDisplay(rigs.Sight{Text: words[1], Stays: true}, aWhile, d.at), nil
}

func storeCustomer(_ *director, words []string) (rigs.Act, error) {
	return rigs.StoreCustomer(words[1]), nil
}

func ofEnd(act func(rigs.End, rigs.Place) rigs.Act, end rigs.End) func(*director, []string) (rigs.Act, error) {
	return func(d *director, _ []string) (rigs.Act, error) { return act(end, d.at), nil }
}

func ofDefect(act func(rigs.Defect, rigs.Place) rigs.Act) func(*director, []string) (rigs.Act, error) {
	return func(d *director, words []string) (rigs.Act, error) {
		defect := rigs.Defect(words[1])
		if !slices.Contains(rigs.Defects(), defect) {
			return rigs.Act{}, fmt.Errorf("there is no fault %q; write one of %s", defect, joined(rigs.Defects()))
		}
		return act(defect, d.at), nil
	}
}

// pilotStates are the states that a technician may have an EV show.
const pilotStates = "BCDE"

func showPilot(d *director, words []string) (rigs.Act, error) {
	state := strings.ToUpper(words[1])
	if len(state) != 1 || !strings.Contains(pilotStates, state) {
		return rigs.Act{}, fmt.Errorf("an EV cannot show pilot %q; write B, C, D or E, or unplug for A", words[1])
	}
	return rigs.ShowPilot(rigs.PilotState(state[0]), d.at), nil
}

func tap(d *director, words []string) (rigs.Act, error) {
	return rigs.PresentToken(d.bench.Token(words[1]), d.at), nil
}

// parsedOrders reads acts with "then" between them.
func parsedOrders(words []string) ([]order, error) {
	var all []order
	for _, part := range split(words, "then") {
		o, err := parsedOrder(part)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// split parts words at a separator; empty parts are left out.
func split(words []string, at string) [][]string {
	var parts [][]string
	var part []string
	for _, word := range append(slices.Clone(words), at) {
		if word != at {
			part = append(part, word)
		} else if len(part) > 0 {
			parts, part = append(parts, part), nil
		}
	}
	return parts
}

func parsedOrder(words []string) (order, error) {
	var known, near []string
	for _, o := range orders {
		if fits(strings.Fields(o.pattern), words) {
			return order{words: words, act: o.act}, nil
		}
		known = append(known, o.pattern)
		if strings.HasPrefix(o.pattern, words[0]+" ") {
			near = append(near, o.pattern)
		}
	}
	text, meant := strings.Join(words, " "), ""
	if one, is := strictyaml.Near(text, known); is {
		near = []string{one}
	}
	if near != nil {
		meant = fmt.Sprintf("did you mean \"%s\"? ", strings.Join(near, "\" or \""))
	}
	return order{}, fmt.Errorf("%q is no act; %sthe acts are %s", text, meant, strings.Join(known, ", "))
}

// fits tells whether words are written by a pattern.
func fits(pattern, words []string) bool {
	return slices.EqualFunc(pattern, words, func(p, word string) bool { return p == word || p == strings.ToUpper(p) && word != "" })
}

func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, word := range list {
		words[i] = string(word)
	}
	return strings.Join(words, ", ")
}

package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/inventory"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// shows is a variable by which a station tells what the PICS declares as well (part 2, referenced components and variables).
// One of the fields besides the variable says how.
type shows struct {
	variable string
	feature  pics.Feature            // by true, it is the answer to this
	values   map[string]pics.Feature // by its values, each of which is a feature
	settable pics.Feature            // by being writable or not, it is the answer to this; beside values
	number   pics.Feature            // its value is this number
	list     pics.Feature            // its values are those of this list
}

var toldByVariables = slices.Concat([]shows{
	{variable: "AuthCacheCtrlr.Available", feature: pics.C_49},
	{variable: "TxCtrlr.TxStartPoint", settable: pics.C_51, values: inventory.StartPoints},
	{variable: "TxCtrlr.TxStopPoint", settable: pics.C_52, values: inventory.StopPoints},
}, limitsShown(), []shows{{variable: "OCPPCommCtrlr.FileTransferProtocols", list: pics.ORS_24}})

func limitsShown() (all []shows) {
	for _, l := range inventory.Limits {
		all = append(all, shows{variable: l.Variable, number: l.Item})
	}
	return all
}

// againstPICS compares a station with a PICS, and keeps in words what it compared.
type againstPICS struct {
	declared *pics.Declaration
	found    []examined
	asked    []string
	unasked  []string // what the PICS has or the station tells, and the other does not
}

const picsAndStation = "PICS and station"

func (a *againstPICS) differs(where, do string) {
	a.found = append(a.found, examined{What: picsAndStation, Verdict: evidence.Warning, Found: where, Do: do})
}

// againstStation holds the PICS against what the station says of itself: who it is, features that it tells by a variable, and
// its connectors. Each difference names what was asked and the answer. It gives no variable another value: whether one can be set
// is found out by setting it to what it is.
func againstStation(ctx context.Context, running *bench.Running, file *bench.File, declared *pics.Declaration) againstPICS {
	a := againstPICS{declared: declared}
	standsIn := file.Station.Reference != nil
	if standsIn {
		a.unasked = append(a.unasked, "who the station is, for certbench's own stands in for the product")
	} else {
		a.identity(running.Identity())
	}
	err := running.Player.Do(ctx, func(s *octt.Scenario) error {
		for _, v := range toldByVariables {
			a.variable(s, v)
		}
		connectorsAgainst(s, declared, a.differs)
		return nil
	})
	a.asked = append(a.asked, "the connectors")
	if err != nil {
		a.differs(fmt.Sprintf("the station cannot be asked: %v", err), "ask the doctor again")
	}
	return a
}

// told is every difference, or what there is none of.
func (a *againstPICS) told() []examined {
	if len(a.found) > 0 {
		return a.found
	}
	words := "the station says of itself what the PICS does. Compared: " + strings.Join(a.asked, ", ") + ". Not compared: "
	for _, not := range a.unasked {
		words += not + "; "
	}
	return []examined{well(picsAndStation, words+"every other answer; certbench lint --bench asks for those that the inventory shows")}
}

// identity compares who the station is with whom the PICS is of.
func (a *againstPICS) identity(is evidence.Station) {
	for _, c := range a.declared.Product.Compare(pics.Told{Vendor: is.Vendor, Model: is.Model, Firmware: is.Firmware}) {
		switch {
		case c.Told == "":
			a.unasked = append(a.unasked, c.Field+", which the station does not tell")
		case len(c.Declared) == 0:
			a.unasked = append(a.unasked, c.Field+", which the PICS does not have")
		case c.Same:
			a.asked = append(a.asked, c.Field)
		default:
			a.differs(fmt.Sprintf("the station says that its %s is %q, and the PICS is of %q", c.Field, c.Told, strings.Join(c.Declared, " or ")),
				"take the PICS of this product, or correct product in the PICS: a run on this station is inconclusive")
		}
	}
}

// variable reads one, compares its value, and finds out whether it can be set where that is an answer.
func (a *againstPICS) variable(s *octt.Scenario, v shows) {
	if v.answer() != "" && a.declared.Answer(v.answer()) == pics.Undeclared {
		a.unasked = append(a.unasked, fmt.Sprintf("%s, for the PICS does not answer %s", v.variable, v.answer()))
		return
	}
	value, status, err := s.Read(v.variable)
	if err != nil {
		a.differs(fmt.Sprintf("%s cannot be read: %v", v.variable, err), "the cases that need it say what they take instead")
		return
	}
	before := len(a.found)
	for _, difference := range v.against(value, status, a.declared) {
		a.differs(difference, "correct the PICS, or the station: the cases are chosen by the PICS")
	}
	if v.settable != "" && status == string(ocpp201.GetVariableStatusAccepted) {
		if difference := v.set(s.Access(v.variable), a.declared.Answer(v.settable)); difference != "" {
			a.differs(difference, "correct the PICS, or the station: the cases write this variable where the PICS says that it can be set")
		}
	}
	if len(a.found) == before {
		a.asked = append(a.asked, v.words())
	}
}

// answer is the one item that the value of the variable answers; empty for the values of a choice.
func (v shows) answer() pics.Feature {
	for _, f := range []pics.Feature{v.feature, v.number, v.list} {
		if f != "" {
			return f
		}
	}
	return ""
}

// words name the variable and its items of the PICS.
func (v shows) words() string {
	items := []string{string(v.answer())}
	if v.answer() == "" {
		items = nil
		for _, f := range v.values {
			items = append(items, string(f))
		}
		slices.Sort(items)
		items = []string{items[0] + " to " + items[len(items)-1]}
	}
	if v.settable != "" {
		items = append(items, string(v.settable))
	}
	return fmt.Sprintf("%s (%s)", v.variable, strings.Join(items, ", "))
}

// set says where the PICS answers otherwise than the station lets the variable be set.
func (v shows) set(access octt.Access, answer pics.Answer) string {
	can := access == octt.Settable
	switch {
	case answer == pics.Undeclared, can == (answer == pics.Yes):
		return ""
	case can:
		return fmt.Sprintf("%s can be set, and the PICS answers %s %s", v.variable, v.settable, answer)
	}
	return fmt.Sprintf("%s cannot be set, not even to the value that it has, and the PICS answers %s %s", v.variable, v.settable, answer)
}

// against says where the value of the variable contradicts the PICS. A variable that the station does not have says nothing
// about a feature that is declared to be missing.
func (v shows) against(value, status string, declared *pics.Declaration) []string {
	if status != string(ocpp201.GetVariableStatusAccepted) {
		if v.feature != "" && declared.Answer(v.feature) != pics.Yes {
			return nil
		}
		return []string{fmt.Sprintf("%s is answered with %s%s", v.variable, status, v.declares(declared))}
	}
	switch {
	case v.feature != "":
		answer := declared.Answer(v.feature)
		if strings.EqualFold(value, "true") != (answer == pics.Yes) {
			return []string{fmt.Sprintf("%s is %q, and the PICS answers %s %s", v.variable, value, v.feature, answer)}
		}
		return nil
	case v.number != "":
		want, _ := declared.Number(v.number)
		if got, err := strconv.Atoi(strings.TrimSpace(value)); err != nil || got != want {
			return []string{fmt.Sprintf("%s is %q%s", v.variable, value, v.declares(declared))}
		}
		return nil
	case v.list != "":
		if !slices.Equal(members(strings.Split(value, ",")), members(declared.Items(v.list))) {
			return []string{fmt.Sprintf("%s is %q%s", v.variable, value, v.declares(declared))}
		}
		return nil
	}
	var out []string
	for _, point := range members(strings.Split(value, ",")) {
		if feature, known := v.values[point]; known && declared.Answer(feature) != pics.Yes {
			out = append(out, fmt.Sprintf("%s is %q, and the PICS answers %s (%s) %s", v.variable, value, feature, point, declared.Answer(feature)))
		}
	}
	return out
}

// declares says what the PICS has in the place of a value; empty where that is no value.
func (v shows) declares(declared *pics.Declaration) string {
	switch {
	case v.number != "":
		want, _ := declared.Number(v.number)
		return fmt.Sprintf(", and the PICS answers %s %d", v.number, want)
	case v.list != "":
		return fmt.Sprintf(", and the PICS answers %s %q", v.list, strings.Join(declared.Items(v.list), ","))
	}
	return ""
}

// members are the values of a list, sorted, each once.
func members(list []string) []string {
	var out []string
	for _, m := range list {
		if m = strings.TrimSpace(m); m != "" {
			out = append(out, m)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// connectorsAgainst asks for the connectors of the PICS, and for one EVSE more.
func connectorsAgainst(s *octt.Scenario, declared *pics.Declaration, differs func(where, do string)) {
	highest := 0
	for _, c := range declared.Connectors {
		highest = max(highest, c.EVSE)
		if status, err := availability(s, c.EVSE, c.ID); err != nil || status != ocpp201.GetVariableStatusAccepted {
			differs(fmt.Sprintf("EVSE %d connector %d of the PICS: Connector.AvailabilityState is answered with %s", c.EVSE, c.ID, answered(status, err)),
				"correct the connectors of the PICS; where they are right, the station has yet to learn this variable, and a run takes what its messages tell instead")
		}
	}
	if status, err := availability(s, highest+1, 1); err == nil && status == ocpp201.GetVariableStatusAccepted {
		differs(fmt.Sprintf("the station has an EVSE %d, for it tells Connector.AvailabilityState of it, and the PICS has %d", highest+1, highest),
			"correct the connectors of the PICS, or the station")
	}
}

func answered(status ocpp201.GetVariableStatus, err error) string {
	if err != nil {
		return err.Error()
	}
	return string(status)
}

func availability(s *octt.Scenario, evse, connector int) (ocpp201.GetVariableStatus, error) {
	answer, err := octt.Ask(s, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{{
		Component: ocpp201.Component{Name: "Connector", EVSE: &ocpp201.EVSE{ID: evse, ConnectorID: &connector}},
		Variable:  ocpp201.Variable{Name: "AvailabilityState"},
	}}})
	at := slices.IndexFunc(answer.GetVariableResult, func(r ocpp201.GetVariableResult) bool { return r.Variable.Named("AvailabilityState") })
	if err != nil || at < 0 {
		return "", err
	}
	return answer.GetVariableResult[at].AttributeStatus, nil
}

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// shows is a variable by which a station tells what the PICS declares as well (part 2, referenced components and variables).
type shows struct {
	variable string
	feature  pics.Feature            // that it is the answer to by true; empty for a list of features
	values   map[string]pics.Feature // which feature each value of a list is
}

var toldByVariables = []shows{
	{variable: "AuthCacheCtrlr.Available", feature: pics.C_49},
	{variable: "TxCtrlr.TxStartPoint", values: map[string]pics.Feature{"EVConnected": pics.C_09_1, "Authorized": pics.C_09_2, "DataSigned": pics.C_09_3,
		"PowerPathClosed": pics.C_09_4, "EnergyTransfer": pics.C_09_5, "ParkingBayOccupancy": pics.C_09_6}},
	{variable: "TxCtrlr.TxStopPoint", values: map[string]pics.Feature{"EVConnected": pics.C_10_1, "Authorized": pics.C_10_2,
		"PowerPathClosed": pics.C_10_3, "EnergyTransfer": pics.C_10_4, "ParkingBayOccupancy": pics.C_10_5}},
}

// againstStation holds the PICS against what the station says of itself: features that it tells by a variable, and its
// connectors. Each difference names the variable and the answer. It asks and sets nothing.
func againstStation(ctx context.Context, running *bench.Running, declared *pics.Declaration) []examined {
	const what = "PICS and station"
	var found []examined
	differs := func(where, do string) {
		found = append(found, examined{What: what, Verdict: evidence.Warning, Found: where, Do: do})
	}
	err := running.Player.Do(ctx, func(s *octt.Scenario) error {
		for _, v := range toldByVariables {
			value, status, err := s.Read(v.variable)
			if err != nil {
				differs(fmt.Sprintf("%s cannot be read: %v", v.variable, err), "the cases that need it say what they take instead")
				continue
			}
			for _, difference := range v.against(value, status, declared) {
				differs(difference, "correct the PICS, or the station: the cases are chosen by the PICS")
			}
		}
		connectorsAgainst(s, declared, differs)
		return nil
	})
	if err != nil {
		differs(fmt.Sprintf("the station cannot be asked: %v", err), "ask the doctor again")
	}
	if len(found) == 0 {
		found = append(found, well(what, "the station says of itself what the PICS does, as far as it was asked"))
	}
	return found
}

// against says where the value of the variable contradicts the PICS. A variable that the station does not have says nothing
// about a feature that is declared to be missing.
func (v shows) against(value, status string, declared *pics.Declaration) []string {
	if status != string(ocpp201.GetVariableStatusAccepted) {
		if v.feature != "" && declared.Answer(v.feature) != pics.Yes {
			return nil
		}
		return []string{fmt.Sprintf("%s is answered with %s", v.variable, status)}
	}
	if v.feature != "" {
		answer := declared.Answer(v.feature)
		if strings.EqualFold(value, "true") != (answer == pics.Yes) {
			return []string{fmt.Sprintf("%s is %q, and the PICS answers %s %s", v.variable, value, v.feature, answer)}
		}
		return nil
	}
	var out []string
	for point := range strings.SplitSeq(value, ",") {
		point = strings.TrimSpace(point)
		if feature, known := v.values[point]; point != "" && known && declared.Answer(feature) != pics.Yes {
			out = append(out, fmt.Sprintf("%s is %q, and the PICS answers %s (%s) %s", v.variable, value, feature, point, declared.Answer(feature)))
		}
	}
	return out
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
	at := slices.IndexFunc(answer.GetVariableResult, func(r ocpp201.GetVariableResult) bool { return r.Variable.Name == "AvailabilityState" })
	if err != nil || at < 0 {
		return "", err
	}
	return answer.GetVariableResult[at].AttributeStatus, nil
}

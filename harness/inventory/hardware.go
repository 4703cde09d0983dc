package inventory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/pics"
)

// Connectors are those of the report, with what it tells of their types and phases: part 2 makes ConnectorType and SupplyPhases required
// of each. What a type does not tell is empty.
func (i Inventory) Connectors() (all []pics.Connector, frames []string) {
	for _, v := range i {
		e := v.Component.EVSE
		if !v.Component.Named("Connector") || e == nil || e.ConnectorID == nil {
			continue
		}
		at := slices.IndexFunc(all, func(c pics.Connector) bool { return c.EVSE == e.ID && c.ID == *e.ConnectorID })
		if at < 0 {
			at = len(all)
			all, frames = append(all, pics.Connector{EVSE: e.ID, ID: *e.ConnectorID}), append(frames, v.Frame)
		}
		switch {
		case v.Variable.Named("ConnectorType"):
			all[at].Type = v.value()
			all[at].Current, all[at].CableType = kindOf(v.value())
			frames[at] = v.Frame
		case v.Variable.Named("SupplyPhases"):
			if n, err := strconv.Atoi(v.value()); err == nil && n >= 1 && n <= 3 {
				all[at].Phases = n
			}
		}
	}
	for n := range all {
		if all[n].Current != "AC" {
			all[n].Phases = 0
		}
	}
	return all, frames
}

// kindOf is what a ConnectorEnumType says by its name: c is a captive cable, s a socket, w wireless (part 2).
func kindOf(connector string) (current, cable string) {
	switch {
	case slices.Contains([]string{"cCCS1", "cCCS2", "cG105"}, connector):
		current = "DC"
	case slices.Contains([]string{"cType1", "cType2", "sType2", "sType3", "sBS1361", "sCEE-7-7"}, connector), strings.HasPrefix(connector, "s309"):
		current = "AC"
	}
	switch {
	case strings.HasPrefix(connector, "c"):
		cable = "Fixed Cable"
	case strings.HasPrefix(connector, "s"):
		cable = "Detachable Cable"
	case strings.HasPrefix(connector, "w"):
		cable = "None"
	}
	return current, cable
}

// hardware is the hardware feature set as far as the places of the report and the types of their connectors show it.
func (i Inventory) hardware() (all []Shown) {
	var evses []int
	frame := ""
	for _, v := range i {
		if e := v.Component.EVSE; e != nil && e.ID > 0 && !slices.Contains(evses, e.ID) {
			evses, frame = append(evses, e.ID), v.Frame
		}
	}
	if len(evses) > 0 {
		all = append(all, Shown{Item: pics.HFS_8, Value: pics.Value{Kind: pics.Number, Number: len(evses)}, Because: fmt.Sprintf("the report has EVSEs %v", evses), Frame: frame, Certain: true})
	}
	connectors, frames := i.Connectors()
	known := len(connectors) > 0 && !slices.ContainsFunc(connectors, func(c pics.Connector) bool { return c.Current == "" || c.CableType == "" })
	most, counted := 0, known
	for _, c := range connectors {
		most = max(most, c.Phases)
		counted = counted && (c.Current != "AC" || c.Phases > 0)
	}
	for _, h := range []struct {
		item   pics.Feature
		phases int // it is about a number of them: a connector of three may supply fewer
		is     func(pics.Connector) bool
	}{
		{pics.HFS_1, 0, func(c pics.Connector) bool { return c.CableType == "Detachable Cable" }},
		{pics.HFS_2, 0, pics.Connector.IsFixed},
		{pics.HFS_3, 0, func(c pics.Connector) bool { return c.Current == "AC" }},
		{pics.HFS_4, 0, func(c pics.Connector) bool { return c.Current == "DC" }},
		{pics.HFS_5, 1, func(c pics.Connector) bool { return c.Phases == 1 }},
		{pics.HFS_6, 2, func(c pics.Connector) bool { return c.Phases == 2 }},
		{pics.HFS_7, 3, func(c pics.Connector) bool { return c.Phases == 3 }},
	} {
		at := slices.IndexFunc(connectors, h.is)
		switch {
		case at >= 0:
			c := connectors[at]
			all = append(all, answers(h.item, true, true, fmt.Sprintf("EVSE %d connector %d is of type %s, with %d phases", c.EVSE, c.ID, c.Type, c.Phases), frames[at]))
		case h.phases == 0 && known, counted && most < h.phases:
			all = append(all, answers(h.item, false, true, "no connector of the report is one", wholeReport))
		}
	}
	return all
}

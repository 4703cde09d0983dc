package pics

import (
	"fmt"
	"slices"
	"strings"
)

// connectors reports where the connector table contradicts itself, the hardware feature set or the questions.
func (l *linter) connectors() {
	table := l.d.Connectors
	if len(table) == 0 {
		l.add([]string{"connectors"}, "add one row per connector", "the connector table is missing (part 5 appendix B)")
		return
	}
	for i := range table {
		l.connector(i)
	}
	l.numbering()
	l.hardware(HFS_1, "a detachable cable", func(c Connector) bool { return c.CableType == detachableCable })
	l.hardware(HFS_2, "a fixed cable", func(c Connector) bool { return c.CableType == fixedCable })
	l.hardware(HFS_3, "AC", func(c Connector) bool { return c.Current == "AC" })
	l.hardware(HFS_4, "DC", func(c Connector) bool { return c.Current == "DC" })
	l.phases()
	if n, declared := l.d.Number(HFS_8); declared && n != len(l.d.evseIDs()) {
		l.add([]string{string(HFS_8), "connectors"}, "count the same EVSEs in both places",
			"%s is %d, but the connector table holds %d", describe(HFS_8), n, len(l.d.evseIDs()))
	}
	if l.d.Answer(R_1) == Yes && !slices.ContainsFunc(table, func(c Connector) bool { return slices.Contains(connectorTypes, c.Type) }) {
		l.add([]string{string(R_1), "connectors"}, "answer R-1 no: only the types of ConnectorEnumType can be reserved",
			"%s is yes, but no connector has a type of ConnectorEnumType (erratum 5.19)", describe(R_1))
	}
}

// connector checks one row for itself: ConnectorEnumType begins with c for a captive cable, s for a socket, w for wireless.
func (l *linter) connector(i int) {
	c, place := l.d.Connectors[i], fmt.Sprintf("connectors[%d]", i)
	standard := slices.Contains(connectorTypes, c.Type)
	cable := map[string]string{"c": fixedCable, "s": detachableCable, "w": noCable}[c.Type[:min(1, len(c.Type))]]
	if standard && cable != "" && c.CableType != cable {
		l.add([]string{place}, fmt.Sprintf("write cable: %s, or correct the type", cable), "connector type %s does not go with cable %s (part 2 ConnectorEnumType)", c.Type, c.CableType)
	}
	if standard && strings.HasPrefix(c.Type, "w") && l.d.Product.Subtypes != nil && !slices.Contains(l.d.Product.Subtypes, Wireless) {
		l.add([]string{place, "product"}, "declare the subtype Wireless", "connector type %s is inductive, but the product is not of subtype Wireless (erratum 5.2)", c.Type)
	}
	if slices.Contains([]string{"cCCS1", "cCCS2", "cG105"}, c.Type) && c.Current != "DC" {
		l.add([]string{place}, "write current: DC, or correct the type", "connector type %s carries DC, not %s", c.Type, c.Current)
	}
	if slices.Contains([]string{"sType2", "sType3"}, c.Type) && l.d.Answer(AQ_18) == No {
		l.add([]string{string(AQ_18), place}, "answer AQ-18 yes", "%s is no, but a connector of type %s always has one (erratum 5.2)", describe(AQ_18), c.Type)
	}
	if (c.Current == "AC") != (c.Phases > 0) {
		l.add([]string{place}, "give an AC connector 1, 2 or 3 phases, and a DC connector none", "a connector with %s has %d phases", c.Current, c.Phases)
	}
}

// numbering checks that EVSEs count from 1 without a gap, and the connectors of each EVSE too (part 1, numbering of EVSEs and connectors).
func (l *linter) numbering() {
	ids := map[int][]int{}
	for _, c := range l.d.Connectors {
		ids[c.EVSE] = append(ids[c.EVSE], c.ID)
	}
	for i, evse := range l.d.evseIDs() {
		if evse != i+1 {
			l.add([]string{"connectors"}, "number the EVSEs from 1 without a gap", "the connector table has an EVSE %d where %d belongs", evse, i+1)
		}
		slices.Sort(ids[evse])
		for j, id := range ids[evse] {
			if id != j+1 {
				l.add([]string{"connectors"}, "number the connectors of each EVSE from 1, each once", "EVSE %d has a connector %d where %d belongs", evse, id, j+1)
				break
			}
		}
	}
}

// hardware compares a yes or no of the hardware feature set with what the connector table shows.
func (l *linter) hardware(f Feature, what string, has func(Connector) bool) {
	row := slices.IndexFunc(l.d.Connectors, has)
	switch answer := l.d.Answer(f); {
	case answer == Yes && row < 0:
		l.add([]string{string(f), "connectors"}, "answer no, or add the connector", "%s is yes, but no connector has %s", describe(f), what)
	case answer == No && row >= 0:
		l.add([]string{string(f), fmt.Sprintf("connectors[%d]", row)}, "answer yes, or correct the connector", "%s is no, but a connector has %s", describe(f), what)
	}
}

// phases compares HFS-5 to HFS-7 with the table: a connector shows its highest number of phases, and may support fewer.
func (l *linter) phases() {
	most := 0
	for _, c := range l.d.Connectors {
		most = max(most, c.Phases)
	}
	for i, f := range []Feature{HFS_5, HFS_6, HFS_7} {
		n := i + 1
		shown := slices.ContainsFunc(l.d.Connectors, func(c Connector) bool { return c.Phases == n })
		switch answer := l.d.Answer(f); {
		case answer == Yes && most < n:
			l.add([]string{string(f), "connectors"}, "answer no, or add the connector", "%s is yes, but there is no %d-phase connector", describe(f), n)
		case answer == No && shown:
			l.add([]string{string(f), "connectors"}, "answer yes, or correct the connector", "%s is no, but there is a %d-phase connector", describe(f), n)
		}
	}
}

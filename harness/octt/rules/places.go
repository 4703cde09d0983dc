package rules

import (
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// UnknownPlace: the PICS lists every connector of the product. None is 0 (part 6, table 423: "evseId not 0, connectorId not 0"),
// which stands for the Charging Station in messages that may be about it; those of a connector or a transaction may not.
var UnknownPlace = &FrameRule{Requirement: "What the Charging Station tells of a connector or a transaction is about an EVSE and a connector that it has, by the PICS.",
	Expected: "an EVSE and a connector of the PICS", Verdict: evidence.Fail, Clause: "part 2, section 1.3 of block G and the PICS", Once: true}

// PlacesUnknown are the places that a message names and that are none of the connectors; a message names none where none are known.
func PlacesUnknown(m *ledger.Call, connectors map[rigs.Place]bool) []string {
	if connectors == nil {
		return nil
	}
	var out []string
	for _, a := range m.Availabilities() {
		if !connectors[rigs.Place{EVSE: a.EVSE, Connector: a.Connector}] {
			out = append(out, fmt.Sprintf("EVSE %d connector %d in a %sRequest", a.EVSE, a.Connector, m.Action))
		}
	}
	e := ledger.As[ocpp201.TransactionEventRequest](m)
	if e == nil || e.EVSE == nil {
		return out
	}
	for at := range connectors {
		if at.EVSE == e.EVSE.ID && (e.EVSE.ConnectorID == nil || *e.EVSE.ConnectorID == at.Connector) {
			return out
		}
	}
	return append(out, fmt.Sprintf("evse %s in a TransactionEventRequest", values.Show(values.Normal(*e.EVSE))))
}

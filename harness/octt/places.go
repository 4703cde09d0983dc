package octt

import (
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// unknownPlace: the PICS lists every connector of the product. None is 0 (part 6, table 423: "evseId not 0, connectorId not 0"),
// which stands for the Charging Station in messages that may be about it; those of a connector or a transaction may not.
var unknownPlace = &frameRule{requirement: "What the Charging Station tells of a connector or a transaction is about an EVSE and a connector that it has, by the PICS.",
	expected: "an EVSE and a connector of the PICS", verdict: evidence.Fail, clause: "part 2, section 1.3 of block G and the PICS", once: true}

// placesOf are the connectors of a declaration; nil where it lists none.
func placesOf(d *pics.Declaration) map[rigs.Place]bool {
	if d == nil || len(d.Connectors) == 0 {
		return nil
	}
	out := map[rigs.Place]bool{}
	for _, c := range d.Connectors {
		out[rigs.Place{EVSE: c.EVSE, Connector: c.ID}] = true
	}
	return out
}

// placed judges the places that a message names. The caller holds mu.
func (w *wire) placed(m *Message) {
	if w.places == nil {
		return
	}
	for _, a := range m.Availabilities() {
		if !w.places[rigs.Place{EVSE: a.EVSE, Connector: a.Connector}] {
			w.fault(m.Seq, fmt.Sprintf("EVSE %d connector %d in a %sRequest", a.EVSE, a.Connector, m.Action), unknownPlace)
		}
	}
	var e ocpp201.TransactionEventRequest
	if m.Action != e.Action() || ocpp201.Decode(m.Payload, &e) != nil || e.EVSE == nil {
		return
	}
	for at := range w.places {
		if at.EVSE == e.EVSE.ID && (e.EVSE.ConnectorID == nil || *e.EVSE.ConnectorID == at.Connector) {
			return
		}
	}
	w.fault(m.Seq, fmt.Sprintf("evse %s in a TransactionEventRequest", values.Show(values.Normal(*e.EVSE))), unknownPlace)
}

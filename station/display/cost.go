package display

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/kernel"
)

// Bill is what the display tells the driver who came last of the price of charging. The zero Bill is nothing.
type Bill struct {
	Tariff string   // as the CSMS words it, or the fallback
	Cost   *float64 // so far, or in total
	Total  bool     // the transaction has ended
	Notice string   // in the place of a cost that nobody knows

	over *kernel.Alarm // when the driver has had the time to read it
}

// reading is for how long a bill is shown after the transaction.
const reading = time.Minute

// Judged takes the tariff of a driver who may charge, from whoever has judged him (I01.FR.03, I04.FR.01).
func (d *Display) Judged(j drivers.Judgement) {
	if !d.TellsCost() || j.Info.Status != ocpp201.AuthorizationStatusAccepted {
		return
	}
	d.begin(Bill{Tariff: d.setting("TariffFallbackMessage")})
	if j.Info.PersonalMessage != nil {
		d.Bill.Tariff = textOf(*j.Info.PersonalMessage)
	}
}

func (d *Display) setting(name string) string {
	return d.model.Controller(costController, name, "").Read()
}

// begin is another bill.
func (d *Display) begin(b Bill) {
	d.kernel.Cancel(d.Bill.over)
	d.Bill = b
}

// Answered takes what the CSMS says of tariff and cost in the answer to an event (I02.FR.04, I03.FR.03, I06.FR.03). A total that
// comes when the driver has left is of no use (I03.FR.03, FR.05).
func (d *Display) Answered(q ocpp201.TransactionEventRequest, r ocpp201.TransactionEventResponse) {
	if r.UpdatedPersonalMessage != nil {
		d.Bill.Tariff = textOf(*r.UpdatedPersonalMessage)
	}
	ended := q.EventType == ocpp201.TransactionEventEnumEnded
	late := q.Offline != nil && *q.Offline || q.TriggerReason == ocpp201.TriggerReasonEVDeparted
	if r.TotalCost != nil && !(ended && late) {
		d.Bill.Cost, d.Bill.Total, d.Bill.Notice = r.TotalCost, ended, ""
	}
}

// CostUpdated answers use case I02.
func (d *Display) CostUpdated(q ocpp201.CostUpdatedRequest) (ocpp201.CostUpdatedResponse, error) {
	if d.charging.FindTransaction(q.TransactionID) != nil {
		d.Bill.Cost, d.Bill.Total = &q.TotalCost, false
	}
	return ocpp201.CostUpdatedResponse{}, nil
}

// Ended is told that a transaction has ended (I05.FR.02): a station that cannot ask says so.
func (d *Display) Ended() {
	if !d.TellsCost() {
		return
	}
	if !d.wire.Online() {
		d.Bill.Cost, d.Bill.Notice = nil, d.setting("TotalCostFallbackMessage")
	}
	d.kernel.Cancel(d.Bill.over)
	d.Bill.over = d.kernel.After(reading, func() { d.begin(Bill{}) })
}

// priced words a bill, of what is switched on.
func (d *Display) priced(b Bill) (lines []string) {
	on := func(what string) bool {
		return d.TellsCost() && d.model.Controller(costController, "Enabled", what).Read() == "true"
	}
	if b.Tariff != "" && on("Tariff") {
		lines = append(lines, b.Tariff)
	}
	word := "Cost so far"
	if b.Total {
		word = "Total cost"
	}
	switch {
	case b.Cost == nil && b.Notice == "" || !on("Cost"): // in this order: it is asked in every turn, and there is hardly ever a cost
	case b.Cost != nil:
		lines = append(lines, fmt.Sprintf("%s: %.2f %s", word, *b.Cost, d.setting("Currency")))
	default:
		lines = append(lines, b.Notice)
	}
	return lines
}

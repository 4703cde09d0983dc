package station_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// showing is a product that shows messages and costs, with priorities and formats that it does not have.
func showing(c *station.Config) {
	c.Capabilities.MessagePriorities = []string{"AlwaysFront", "InFront"}
	c.Capabilities.MessageFormats = []string{"UTF8"}
	c.Capabilities.TariffAndCost = true
}

// showingAll has all priorities.
func showingAll(c *station.Config) {
	showing(c)
	c.Capabilities.MessagePriorities = append(c.Capabilities.MessagePriorities, "NormalCycle")
}

// watch writes down what the display shows for as long as two messages take turns.
func (r *rig) watch() {
	r.Helper()
	for range 10 {
		text := "display: " + strings.ReplaceAll(r.panel.Read().Display, "\n", " | ")
		if len(r.seen) == 0 || r.seen[len(r.seen)-1] != text {
			r.seen = append(r.seen, text)
		}
		r.pass(time.Second)
	}
	r.seen = append(r.seen, "display: looked at")
}

// display sets a message and watches the display.
func (r *rig) display(id int, priority, text, more string) {
	r.Helper()
	r.request("SetDisplayMessage", fmt.Sprintf(`{"message":{"id":%d,"priority":"%s","message":{"format":"UTF8","content":"%s"}%s}}`, id, priority, text, more))
	r.watch()
}

// askMessages asks for messages by criteria, or for all.
func (r *rig) askMessages(criteria string) {
	r.Helper()
	r.request("GetDisplayMessages", `{"requestId":7`+criteria+`}`)
	r.pass(time.Second)
}

func at(after time.Duration) string { return time.Now().Add(after).UTC().Format(time.RFC3339) }

// displayScenarios show the defects of display messages, tariff and cost.
var displayScenarios = []scenario{
	{"display messages", nil, func(r *rig) {
		r.askMessages("")
		r.request("ClearDisplayMessage", `{"id":1}`)
		r.display(1, "NormalCycle", "the first message", "")
		r.display(1, "NormalCycle", "the first message again", "")
		r.display(2, "InFront", "the second", `,"state":"Idle"`)
		r.display(3, "InFront", "the third", "")
		for _, criteria := range []string{"", `,"id":[2]`, `,"id":[9]`, `,"id":[2],"state":"Charging"`, `,"id":[1],"priority":"InFront"`, `,"id":[2],"priority":"InFront","state":"Idle"`} {
			r.askMessages(criteria)
		}
		r.request("ClearDisplayMessage", `{"id":1}`)
		r.display(4, "AlwaysFront", "the fourth", "")
		r.display(5, "AlwaysFront", "the fifth", "")
		r.askMessages("")
	}},
	{"display messages that it does not take", nil, func(r *rig) {
		r.display(1, "NormalCycle", "of no priority", "")
		r.request("SetDisplayMessage", `{"message":{"id":2,"priority":"InFront","message":{"format":"HTML","content":"in no format"}}}`)
		r.display(3, "InFront", "of no transaction", `,"transactionId":"none"`)
		r.askMessages("")
	}},
	{"display messages in their time", nil, func(r *rig) {
		r.display(1, "NormalCycle", "later", `,"startDateTime":"`+at(time.Minute)+`"`)
		r.display(2, "NormalCycle", "until then", `,"endDateTime":"`+at(time.Minute)+`"`)
		r.askMessages("")
		r.pass(time.Minute)
		r.watch()
		r.askMessages("")
		r.try(r.panel.Reboot())
		r.pass(time.Minute)
		r.watch()
		r.askMessages("")
	}},
	{"display messages of a transaction", nil, func(r *rig) {
		r.display(1, "NormalCycle", "while charging", `,"state":"Charging"`)
		r.in()
		r.show("CARD")
		r.pass(time.Second)
		r.display(2, "NormalCycle", "of the transaction", `,"transactionId":"`+r.transactionID()+`"`)
		r.askMessages("")
		r.show("CARD")
		r.out()
		r.watch()
		r.askMessages("")
	}},
	{"tariff and cost", map[string]string{"SampledDataCtrlr.TxUpdatedInterval": "30"}, func(r *rig) {
		r.on("Authorize", func(json.RawMessage) any {
			return ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted,
				PersonalMessage: &ocpp201.MessageContent{Format: ocpp201.MessageFormatUTF8, Content: "0.40 per kWh"}}}
		})
		cost := 1.25
		r.on("TransactionEvent", func(json.RawMessage) any {
			cost++
			return ocpp201.TransactionEventResponse{TotalCost: new(cost), UpdatedPersonalMessage: &ocpp201.MessageContent{Format: ocpp201.MessageFormatUTF8, Content: "0.50 per kWh"}}
		})
		r.in()
		r.show("CARD")
		r.watch()
		r.request("CostUpdated", `{"totalCost":17.75,"transactionId":"`+r.transactionID()+`"}`)
		r.watch()
		r.pass(time.Minute)
		r.watch()
		r.show("CARD")
		r.watch()
		r.out()
	}},
}

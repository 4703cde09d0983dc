package octt

import (
	"fmt"
	"strings"
	"time"
)

// need is what the bench has to know of a station to play on it.
type need struct {
	clause   string                   // the document that requires the variable; empty where it need not be there
	value    func(*Configured) string // that is presumed of a station which tells nothing
	concerns []string                 // messages whose course follows it
	words    []string                 // of requirements that follow it; without words and messages, all do
	lacking  bool                     // that value is what the absence of the variable means: what it switches on is not there
}

// needs are the variables on which the course of plays depends, with what the tables and the bench's own values have them be.
// Part 2, referenced components and variables, requires those that have a clause.
var needs = map[string]need{
	"TxCtrlr.TxStartPoint": {clause: "part 2, section 2.6.6.1", concerns: transactions,
		value: func(c *Configured) string { return strings.Join(c.TxStartPoint, ",") }},
	"TxCtrlr.TxStopPoint": {clause: "part 2, section 2.6.6.2", concerns: transactions,
		value: func(c *Configured) string { return strings.Join(c.TxStopPoint, ",") }},
	"AuthCtrlr.LocalPreAuthorize":     {clause: "part 2, AuthCtrlr; part 6, section 2.1", concerns: authorizing, value: plainly("false"), lacking: true},
	"AuthCtrlr.AuthorizeRemoteStart":  {clause: "part 2, AuthCtrlr", concerns: authorizing, value: plainly("false")},
	"AuthCtrlr.Enabled":               {concerns: authorizing, value: plainly("true")},
	"OCPPCommCtrlr.HeartbeatInterval": {concerns: []string{"Heartbeat"}, value: func(c *Configured) string { return wholeSeconds(c.HeartbeatInterval) }},
	"OCPPCommCtrlr.OfflineThreshold": {clause: "part 2, OCPPCommCtrlr and B04.FR.01", concerns: []string{"StatusNotification", "NotifyEvent"},
		value: func(c *Configured) string { return wholeSeconds(c.OfflineThreshold) }},
	"OCPPCommCtrlr.RetryBackOffWaitMinimum": {clause: "part 4, section 8", words: reconnecting, value: func(c *Configured) string { return wholeSeconds(c.RetryBackOffWaitMinimum) }},
	"OCPPCommCtrlr.RetryBackOffRandomRange": {clause: "part 4, section 8", words: reconnecting, value: plainly("0")},
	"OCPPCommCtrlr.MessageTimeout[Default]": {clause: "part 2, OCPPCommCtrlr", value: plainly("30")},
	"TxCtrlr.EVConnectionTimeOut": {clause: "part 2, TxCtrlr and E03.FR.05",
		value: func(c *Configured) string { return wholeSeconds(c.EVConnectionTimeOut) }},
	"SampledDataCtrlr.TxUpdatedInterval": {clause: "part 2, SampledDataCtrlr", concerns: sampled, words: sampling, value: func(c *Configured) string { return wholeSeconds(c.TxUpdatedInterval) }},
	"SampledDataCtrlr.TxUpdatedMeasurands": {clause: "part 2, SampledDataCtrlr", concerns: sampled, words: sampling,
		value: func(c *Configured) string { return strings.Join(c.TxUpdatedMeasurands, ",") }},
}

var (
	transactions, authorizing = []string{"TransactionEvent"}, []string{"Authorize"}
	sampled                   = []string{"TransactionEvent", "MeterValues"}
	sampling                  = []string{"interval", "messagesInQueue", "offline period"} // what is read while offline waits in the queue
	// A back-off is why a station connects late, and why a time between two attempts is another one: it is no reason for a
	// message that never comes when the station is there again.
	reconnecting = []string{"attempt", "connects", "back-off"}
)

func plainly(value string) func(*Configured) string { return func(*Configured) string { return value } }

// optional tells a variable that the station need not have.
func optional(name string) bool {
	n, ok := needs[name]
	return ok && n.clause == ""
}

// required tells a variable that part 2 has every station have.
func required(name string) bool { return needs[name].clause != "" }

func wholeSeconds(d time.Duration) string { return fmt.Sprint(seconds(d)) }

package kpi

import (
	"strings"
	"testing"
)

// A trace is what a run has recorded, a line each, at so many tenths of a second:
//
//	start 11           RequestStartTransactionRequest with that remoteStartId, Accepted 0.1 s later
//	stop T1            RequestStopTransactionRequest for the transaction, Accepted 0.1 s later
//	refused            the last two are answered with Rejected instead, if it stands before them
//	asks               AuthorizeRequest, answered 0.1 s later
//	Updated RemoteStart T1 EVConnected 11
//	                   TransactionEventRequest of a transaction; "-" tells no state, the last word is the remoteStartId,
//	                   or "offline", or "failed" for one that the CSMS answers with a CALLERROR, or "unanswered"
//	act ConnectEV      a manual action
//	reconnects         all that follows is on another connection
type trace struct {
	script
	conn    int
	refused bool
	ids     int
}

func traced(t *testing.T, lines string) *trace {
	t.Helper()
	tr := &trace{conn: 1}
	for line := range strings.Lines(lines) {
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		at := 0
		for _, digit := range words[0] {
			at = at*10 + int(digit-'0')
		}
		from := len(tr.records)
		tr.line(t, at*100, words[1:])
		for i := from; i < len(tr.records); i++ {
			if f := tr.records[i].Frame; f != nil {
				f.Conn = tr.conn
			}
		}
	}
	return tr
}

func (tr *trace) line(t *testing.T, ms int, words []string) {
	t.Helper()
	switch words[0] {
	case "start":
		tr.request(ms, "RequestStartTransaction", `{"remoteStartId":`+words[1]+`}`)
	case "stop":
		tr.request(ms, "RequestStopTransaction", `{"transactionId":"`+words[1]+`"}`)
	case "refused":
		tr.refused = true
	case "asks":
		tr.says(ms, "Authorize", `{}`)
		tr.processed(ms+100, "CALLRESULT")
	case "act":
		tr.act(ms, ms+10, words[1])
	case "reconnects":
		tr.conn++
	case "Started", "Updated", "Ended":
		tr.event(ms, words)
	default:
		t.Fatalf("no line of a trace begins with %q", words[0])
	}
}

func (tr *trace) request(ms int, action, payload string) {
	tr.ids++
	id := string(rune('a' + tr.ids))
	tr.send(ms, id, action, payload)
	status := yes
	if tr.refused {
		status, tr.refused = `{"status":"Rejected"}`, false
	}
	tr.answer(ms+100, id, action, status)
}

func (tr *trace) event(ms int, words []string) {
	state, last := words[3], ""
	if state == "-" {
		state = ""
	}
	if len(words) > 4 {
		last = words[4]
	}
	more := ""
	if last != "" && strings.Trim(last, "0123456789") == "" {
		more = `,"remoteStartId":` + last
	}
	payload := strings.Replace(event(words[1], words[2], state, more), "Updated", words[0], 1)
	if last == "offline" {
		payload = strings.Replace(payload, "{", `{"offline":true,`, 1)
	}
	tr.says(ms, "TransactionEvent", payload)
	switch last {
	case "failed":
		tr.processed(ms+10, "CALLERROR")
	case "unanswered":
	default:
		tr.processed(ms+10, "CALLRESULT")
	}
}

// values draws what became of the requests without the records: the seconds of each sample, or the reason.
func values(i Indicator) string {
	var out []string
	for _, line := range strings.Split(told(i), "\n") {
		_, what, _ := strings.Cut(line, " ")
		out = append(out, what)
	}
	return strings.Join(out, "\n")
}

func compareTraces(t *testing.T, id ID, traces map[string][2]string) {
	t.Helper()
	for name, c := range traces {
		tr := traced(t, c[0])
		if got := values(of(t, id, &tr.script)); got != c[1] {
			t.Errorf("%s: got\n%s\nwant\n%s\nof the trace%s", name, got, c[1], c[0])
		}
	}
}

// TestTheTimeOfAnAuthorization is the certificate's "Transaction authorization time by RequestStartTransactionRequest": only
// where the request leads to an authorization, and that to the message, at once: without manual actions or transitions of
// chargingState between.
func TestTheTimeOfAnAuthorization(t *testing.T) {
	const act = "the physical act ConnectEV (record 3) lies between"
	compareTraces(t, RemoteStart, map[string][2]string{
		"TxStartPoint Authorized": {`
			10 start 11
			15 Started RemoteStart T1 Idle 11`, "0.500"},
		"the cable is in already": {`
			0 act ConnectEV
			10 start 11
			15 Started RemoteStart T1 EVConnected 11`, "0.500"},
		"the transaction runs already": {`
			0 act ConnectEV
			1 Started CablePluggedIn T1 EVConnected
			10 start 11
			15 Updated RemoteStart T1 EVConnected 11
			18 Updated ChargingStateChanged T1 Charging`, "0.500"},
		"the station asks for authorization": {`
			10 start 11
			12 asks
			15 Started RemoteStart T1 Idle 11`, "0.500"},
		"the cable has to be connected": {`
			10 start 11
			60 act ConnectEV
			65 Started RemoteStart T1 EVConnected 11`, act},
		"the driver has to drive in": {`
			10 start 11
			60 act DriveIn
			65 Started RemoteStart T1 - 11`, "the physical act DriveIn (record 3) lies between"},
		"the act comes after": {`
			10 start 11
			15 Started RemoteStart T1 Idle 11
			60 act ConnectEV
			61 Updated CablePluggedIn T1 EVConnected`, "0.500"},
		"TxStartPoint EnergyTransfer": {`
			10 start 11
			30 Started RemoteStart T1 Charging 11`, "chargingState had already become Charging: the message waited for more than the authorization"},
		"TxStartPoint PowerPathClosed, told as it closes": {`
			10 start 11
			30 Started RemoteStart T1 SuspendedEVSE 11`, "chargingState had already become SuspendedEVSE: the message waited for more than the authorization"},
		"the state changes before the message": {`
			1 Started CablePluggedIn T1 EVConnected
			10 start 11
			20 Updated ChargingStateChanged T1 Charging
			30 Updated RemoteStart T1 Charging 11`, "chargingState became Charging in between (record 5)"},
		"the state changes with the message": {`
			1 Started CablePluggedIn T1 EVConnected
			10 start 11
			30 Updated RemoteStart T1 Charging 11`, "chargingState changed from EVConnected to Charging before the message"},
		"another EVSE charges meanwhile": {`
			10 start 11
			12 Updated ChargingStateChanged T2 Charging
			15 Started RemoteStart T1 Idle 11`, "0.500"},
		"two EVSEs": {`
			10 start 11
			20 start 12
			25 Started RemoteStart T2 Idle 12
			28 Started RemoteStart T1 Idle 11`, "1.800\n0.500"},
		"refused": {`
			9 refused
			10 start 11`, "the station answered Rejected"},
		"accepted, and not authorized": {`
			10 start 11
			12 asks`, "no TransactionEventRequest came that it caused"},
		"the driver authorizes": {`
			10 start 11
			15 Started Authorized T1 Idle`, "no TransactionEventRequest came that it caused"},
		"told after an offline time": {`
			10 start 11
			15 reconnects
			90 Started RemoteStart T1 Idle offline`, "no TransactionEventRequest came that it caused"},
		"told on another connection": {`
			10 start 11
			15 reconnects
			90 Started RemoteStart T1 Idle 11`, "the connection was renewed in between"},
		"the CSMS has not processed the message before": {`
			10 start 11
			12 Updated ChargingStateChanged T2 Charging failed
			72 Started RemoteStart T1 Idle 11`, "the CSMS had not processed the message before it (record 3)"},
		"the CSMS has not answered the message before": {`
			10 start 11
			12 Updated ChargingStateChanged T2 Charging unanswered
			72 Started RemoteStart T1 Idle 11`, "the CSMS had not processed the message before it (record 3)"},
		"sent again": {`
			10 start 11
			15 Started RemoteStart T1 Idle 11
			75 Started RemoteStart T1 Idle 11`, "0.500"},
		"the same request once more": {`
			10 start 11
			12 start 11
			15 Started RemoteStart T1 Idle 11`, "0.500\nthe message belongs to the request before it (record 1)"},
	})
}

// TestTheTimeOfTheEndOfAnAuthorization is the certificate's "Transaction authorization end time by
// RequestStopTransactionRequest": only where the request ends the authorization at once, and the message of that does not
// contain chargingState EVConnected. A station that always does so has no such time: "not measurable".
func TestTheTimeOfTheEndOfAnAuthorization(t *testing.T) {
	const charging = `
			1 Started RemoteStart T1 Charging 11`
	compareTraces(t, RemoteStop, map[string][2]string{
		"ended at once": {charging + `
			10 stop T1
			14 Ended RemoteStop T1 -`, "0.400"},
		"told, and the state later": {charging + `
			10 stop T1
			14 Updated RemoteStop T1 Charging
			20 Ended ChargingStateChanged T1 EVConnected`, "0.400"},
		"told as suspended": {charging + `
			10 stop T1
			14 Updated RemoteStop T1 SuspendedEVSE`, "0.400"},
		"told with EVConnected": {charging + `
			10 stop T1
			14 Ended RemoteStop T1 EVConnected`, "the message tells chargingState EVConnected"},
		"EVConnected before, and in the message": {`
			1 Started CablePluggedIn T1 EVConnected
			10 stop T1
			14 Ended RemoteStop T1 EVConnected`, "the message tells chargingState EVConnected"},
		"EVConnected told first": {charging + `
			10 stop T1
			14 Updated ChargingStateChanged T1 EVConnected
			20 Ended RemoteStop T1 -`, "chargingState became EVConnected in between (record 5)"},
		"the cable has to be disconnected": {charging + `
			10 stop T1
			60 act DisconnectEV
			62 Ended RemoteStop T1 Idle`, "the physical act DisconnectEV (record 5) lies between"},
		"the driver stops first": {charging + `
			10 stop T1
			12 Ended StopAuthorized T1 -`, "no TransactionEventRequest came that it caused"},
		"another transaction is stopped": {charging + `
			10 stop T1
			12 Ended RemoteStop T2 -`, "no TransactionEventRequest came that it caused"},
		"two transactions": {charging + `
			10 stop T1
			20 stop T2
			25 Ended RemoteStop T2 -
			28 Ended RemoteStop T1 -`, "1.800\n0.500"},
		"refused": {charging + `
			9 refused
			10 stop T9`, "the station answered Rejected"},
		"told offline": {charging + `
			10 stop T1
			14 Ended RemoteStop T1 - offline`, "the message was queued while the station was offline"},
		"told on another connection": {charging + `
			10 stop T1
			12 reconnects
			90 Ended RemoteStop T1 -`, "the connection was renewed in between"},
		"asked twice": {charging + `
			10 stop T1
			12 stop T1
			14 Ended RemoteStop T1 -`, "0.400\nthe message belongs to the request before it (record 3)"},
		"the CSMS has not processed the message before": {charging + `
			10 stop T1
			12 Updated MeterValuePeriodic T1 Charging failed
			72 Ended RemoteStop T1 -`, "the CSMS had not processed the message before it (record 5)"},
	})
}

func TestAStationThatAlwaysTellsEVConnectedHasNoEndTime(t *testing.T) {
	tr := traced(t, `
		10 stop T1
		14 Ended RemoteStop T1 EVConnected
		20 stop T2
		24 Ended RemoteStop T2 EVConnected`)
	got := of(t, RemoteStop, &tr.script)
	if got.Statistics != nil || !strings.HasPrefix(got.NotMeasurable, "None of the requests counts: the message tells chargingState EVConnected") {
		t.Errorf("expected it not to be measurable, as on the certificate, got %+v, %q", got.Statistics, got.NotMeasurable)
	}
}

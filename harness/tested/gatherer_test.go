package tested

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// frame is a message of a play.
func frame(direction evidence.Direction, kind, id, action, payload string, problems ...string) evidence.Record {
	raw := fmt.Sprintf(`[2,%q,%q,%s]`, id, action, payload)
	if kind == "CALLRESULT" {
		raw = fmt.Sprintf(`[3,%q,%s]`, id, payload)
	}
	return evidence.Record{Play: 1, Frame: &evidence.Frame{Direction: direction, Type: kind, MessageID: id, Action: action, Raw: raw, Problems: problems}}
}

func event(payload string, problems ...string) evidence.Record {
	return frame(evidence.In, "CALL", "e", "TransactionEvent", payload, problems...)
}

func values(context, measurand string) string {
	return fmt.Sprintf(`"meterValue":[{"sampledValue":[{"value":1,"context":%q,"measurand":%q}]}]`, context, measurand)
}

// played is what a run shows in which one play came to the verdict.
func played(v evidence.Verdict, records ...evidence.Record) Shown {
	g := New()
	for _, rec := range append(records, evidence.Record{Play: 1, End: &evidence.CaseEnded{Verdict: v}}) {
		g.Add(rec)
	}
	return g.Shown()
}

// String is what is shown, as one text.
func (s Shown) String() string {
	var parts []string
	for _, what := range []What{TxStarted, TxUpdated, TxEnded, Aligned, AlignedTxEnded, LocalStart, LocalStop, RemoteStart, Suites, Protocols} {
		if len(s[what]) > 0 {
			parts = append(parts, string(what)+": "+strings.Join(s[what], " "))
		}
	}
	return strings.Join(parts, "; ")
}

func TestEachMessageShowsWhatItIsEvidenceOf(t *testing.T) {
	asked := frame(evidence.Out, "CALL", "r", "RequestStartTransaction", `{"remoteStartId":7,"idToken":{"idToken":"A","type":"Central"}}`)
	remote := event(`{"eventType":"Started","triggerReason":"RemoteStart","transactionInfo":{"remoteStartId":7},"idToken":{"idToken":"A","type":"Central"}}`)
	answer := func(status string) evidence.Record {
		return frame(evidence.In, "CALLRESULT", "r", "RequestStartTransaction", fmt.Sprintf(`{"status":%q}`, status))
	}
	for name, c := range map[string]struct {
		records []evidence.Record
		want    string
	}{
		"the begin of a transaction":       {[]evidence.Record{event(`{"eventType":"Started",` + values("Transaction.Begin", "SoC") + `}`)}, "SampledDataTxStartedMeasurands: SoC"},
		"a periodic value":                 {[]evidence.Record{event(`{"eventType":"Updated",` + values("Sample.Periodic", "Voltage") + `}`)}, "SampledDataTxUpdatedMeasurands: Voltage"},
		"a value without words":            {[]evidence.Record{event(`{"eventType":"Updated",` + values("", "") + `}`)}, "SampledDataTxUpdatedMeasurands: Energy.Active.Import.Register"},
		"the end of a transaction":         {[]evidence.Record{event(`{"eventType":"Ended",` + values("Transaction.End", "SoC") + `}`)}, "SampledDataTxEndedMeasurands: SoC"},
		"an aligned value":                 {[]evidence.Record{frame(evidence.In, "CALL", "m", "MeterValues", `{"evseId":1,`+values("Sample.Clock", "Voltage")+`}`)}, "AlignedDataMeasurands: Voltage"},
		"an aligned value at the end":      {[]evidence.Record{event(`{"eventType":"Ended",` + values("Sample.Clock", "Voltage") + `}`)}, "AlignedDataTxEndedMeasurands: Voltage"},
		"a triggered value":                {[]evidence.Record{event(`{"eventType":"Updated",` + values("Trigger", "Voltage") + `}`)}, ""},
		"a periodic one outside of all":    {[]evidence.Record{frame(evidence.In, "CALL", "m", "MeterValues", `{"evseId":1,`+values("Sample.Periodic", "Voltage")+`}`)}, ""},
		"a local start":                    {[]evidence.Record{event(`{"eventType":"Updated","triggerReason":"Authorized","idToken":{"type":"ISO15693"}}`)}, "idTokens of local starts: ISO15693"},
		"a local stop":                     {[]evidence.Record{event(`{"eventType":"Ended","triggerReason":"StopAuthorized","transactionInfo":{"stoppedReason":"Local","remoteStartId":7},"idToken":{"type":"KeyCode"}}`)}, "idTokens of local stops: KeyCode"},
		"a remote start":                   {[]evidence.Record{asked, answer("Accepted"), remote}, "idTokens of remote starts: Central"},
		"a remote start that was rejected": {[]evidence.Record{asked, answer("Rejected"), remote}, ""},
		"a remote start nobody asked for":  {[]evidence.Record{remote}, ""},
		"a message that breaks its schema": {[]evidence.Record{event(`{"eventType":"Started",`+values("Transaction.Begin", "Sock")+`}`, "measurand: no such word")}, ""},
		"a file":                           {[]evidence.Record{{Play: 1, Transfer: &evidence.Transfer{Protocol: "SFTP"}}}, "file transfer protocols: SFTP"},
		"a part of a file":                 {[]evidence.Record{{Play: 1, Transfer: &evidence.Transfer{Protocol: "SFTP", Fault: "broken off"}}}, ""},
		"a handshake":                      {[]evidence.Record{{Secured: &evidence.Secured{Outcome: "accepted", Full: true, Suite: "TLS_A"}}}, "cipher suites: TLS_A"},
		"a handshake that was refused":     {[]evidence.Record{{Secured: &evidence.Secured{Outcome: "refused", Full: true, Suite: "TLS_A"}}}, ""},
		"what cannot be read":              {[]evidence.Record{event(`[]`), event(`{"meterValue":"no"`)}, ""},
	} {
		if got := played(evidence.Pass, c.records...).String(); got != c.want {
			t.Errorf("%s: expected %q, got %q", name, c.want, got)
		}
	}
}

func TestOnlyWhatPassedIsTested(t *testing.T) {
	for _, v := range []evidence.Verdict{evidence.Pass, evidence.Warning, evidence.Fail, evidence.Error, evidence.Inconclusive, evidence.NotRun} {
		got := played(v, event(`{"eventType":"Updated",`+values("Sample.Periodic", "Voltage")+`}`)).String()
		if passed := v == evidence.Pass || v == evidence.Warning; passed != (got != "") {
			t.Errorf("%s: got %q", v, got)
		}
	}
	g := New()
	g.Add(event(`{"eventType":"Updated",` + values("Sample.Periodic", "Voltage") + `}`))
	if got := g.Shown().String(); got != "" {
		t.Errorf("a play without an end: got %q", got)
	}
}

// TestALongRunIsGatheredInLittleMemory plays often, and looks what is kept.
func TestALongRunIsGatheredInLittleMemory(t *testing.T) {
	g := New()
	for n := 1; n <= 1000; n++ {
		for _, rec := range []evidence.Record{
			event(`{"eventType":"Updated",` + values("Sample.Periodic", "Voltage") + `}`),
			frame(evidence.Out, "CALL", fmt.Sprint(n), "RequestStartTransaction", `{"remoteStartId":1,"idToken":{"type":"Central"}}`),
			{End: &evidence.CaseEnded{Verdict: evidence.Pass}},
			{Secured: &evidence.Secured{Outcome: "accepted", Full: true, Suite: fmt.Sprint(n)}},
		} {
			if rec.Secured == nil {
				rec.Play = n
			}
			g.Add(rec)
		}
	}
	if kept := len(g.plays) + len(g.shown[TxUpdated]) + len(g.shown[Suites]); kept > 1+most {
		t.Errorf("expected at most %d things to be kept, got %d", 1+most, kept)
	}
}

package kpi

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"pgregory.net/rapid"
)

var start = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// script builds evidence line by line; times are milliseconds after the start.
type script struct{ records []evidence.Record }

func (s *script) add(ms int, r evidence.Record) int64 {
	r.Seq, r.Case, r.Play = int64(len(s.records)+1), "TC_F_01_CS", 1
	r.At = start.Add(time.Duration(ms) * time.Millisecond)
	s.records = append(s.records, r)
	return r.Seq
}

func (s *script) frame(ms int, d evidence.Direction, typ, id, action, payload string) int64 {
	raw := fmt.Sprintf(`[2,%q,%q,%s]`, id, action, payload)
	switch typ {
	case "CALLRESULT":
		raw = fmt.Sprintf(`[3,%q,%s]`, id, payload)
	case "CALLERROR":
		raw = fmt.Sprintf(`[4,%q,"InternalError","",{}]`, id)
	}
	return s.add(ms, evidence.Record{Kind: evidence.KindFrame, Frame: &evidence.Frame{Direction: d, Conn: 1, Type: typ,
		MessageID: id, Action: action, Raw: raw, At: start.Add(time.Duration(ms) * time.Millisecond)}})
}

func (s *script) send(ms int, id, action, payload string) int64 {
	return s.frame(ms, evidence.Out, "CALL", id, action, payload)
}

func (s *script) answer(ms int, id, action, payload string) int64 {
	return s.frame(ms, evidence.In, "CALLRESULT", id, action, payload)
}

func (s *script) says(ms int, action, payload string) int64 {
	return s.frame(ms, evidence.In, "CALL", fmt.Sprint("s", len(s.records)), action, payload)
}

// processed is how the CSMS answers what the station has said last.
func (s *script) processed(ms int, how string) {
	said := s.records[len(s.records)-1].Frame
	s.frame(ms, evidence.Out, how, said.MessageID, said.Action, `{}`)
}

func (s *script) act(began, ended int, name string) {
	s.add(ended, evidence.Record{Kind: evidence.KindAct, Act: &evidence.Act{Name: name,
		Began: start.Add(time.Duration(began) * time.Millisecond), Ended: start.Add(time.Duration(ended) * time.Millisecond)}})
}

const yes = `{"status":"Accepted"}`

func event(reason, transaction, state, more string) string {
	if state != "" {
		more += fmt.Sprintf(`,"chargingState":%q`, state)
	}
	return fmt.Sprintf(`{"eventType":"Updated","triggerReason":%q,"transactionInfo":{"transactionId":%q%s}}`, reason, transaction, more)
}

// compute measures the four indicators of records that are at hand.
func compute(records []evidence.Record, limits Limits) []Indicator {
	m := NewMeter()
	for _, rec := range records {
		m.Add(rec)
	}
	return m.Indicators(limits)
}

func of(t *testing.T, id ID, s *script) Indicator {
	t.Helper()
	for _, i := range compute(s.records, nil) {
		if i.ID == id {
			return i
		}
	}
	t.Fatalf("no indicator %s", id)
	return Indicator{}
}

// told draws what became of the requests: the values of the samples, then the reasons of the others.
func told(i Indicator) string {
	var out []string
	for _, s := range i.Samples {
		out = append(out, fmt.Sprintf("%d→%d %.3f", s.From, s.To, s.Value))
	}
	for _, e := range i.Excluded {
		out = append(out, fmt.Sprintf("%d→%d: %s", e.From, e.To, e.Reason))
	}
	return strings.Join(out, "\n")
}

func TestAHandComputedRun(t *testing.T) {
	s := &script{}
	s.send(0, "1", "GetBaseReport", `{"requestId":7,"reportBase":"FullInventory"}`) // 1
	s.answer(150, "1", "GetBaseReport", yes)                                        // 2: 0.150
	s.says(160, "NotifyReport", `{"requestId":6}`)                                  // 3: another report
	s.says(540, "NotifyReport", `{"requestId":7,"tbc":true}`)                       // 4: 0.540
	s.says(900, "NotifyReport", `{"requestId":7,"seqNo":1}`)                        // 5
	s.send(1000, "2", "RequestStartTransaction", `{"remoteStartId":11}`)            // 6
	s.answer(1170, "2", "RequestStartTransaction", yes)                             // 7: 0.170
	s.says(1360, "TransactionEvent", event("RemoteStart", "T1", "EVConnected", `,"remoteStartId":11`))
	s.says(2000, "TransactionEvent", event("ChargingStateChanged", "T1", "Charging", ""))
	s.send(3000, "3", "RequestStopTransaction", `{"transactionId":"T1"}`)
	s.answer(3830, "3", "RequestStopTransaction", yes) // 0.830
	s.says(3900, "TransactionEvent", event("RemoteStop", "T1", "EVConnected", ""))

	all := compute(s.records, Limits{Response: 10 * time.Second, RemoteStart: 300 * time.Millisecond})
	for n, want := range []struct {
		id                             ID
		count                          int
		min, max, average, median, p95 float64
	}{
		{Response, 3, 0.150, 0.830, 1.150 / 3, 0.170, 0.830},
		{Triggered, 1, 0.540, 0.540, 0.540, 0.540, 0.540},
		{RemoteStart, 1, 0.360, 0.360, 0.360, 0.360, 0.360},
	} {
		got := all[n]
		if got.ID != want.id || len(got.Samples) != want.count || got.Statistics == nil {
			t.Errorf("%s: got %s with %s", want.id, got.ID, told(got))
			continue
		}
		stats := *got.Statistics
		if math.Abs(stats.Average-want.average) > 1e-9 {
			t.Errorf("%s: got an average of %v, want %v", want.id, stats.Average, want.average)
		}
		if stats.Average = want.average; stats != (Statistics{want.min, want.max, want.average, want.median, want.p95}) {
			t.Errorf("%s: got %+v, want %+v", want.id, *got.Statistics, want)
		}
	}
	stop := all[3]
	if stop.Statistics != nil || stop.NotMeasurable != "The only such request does not count: the message tells chargingState EVConnected." {
		t.Errorf("RequestStopTransaction: got %s, %q; want not measurable because of EVConnected, as on the certificate", told(stop), stop.NotMeasurable)
	}
	if over := all[2].Exceeded(); len(over) != 1 || over[0].From != 6 {
		t.Errorf("0.360 s against a limit of 0.300 s: got %v exceeded", over)
	}
	if over := all[0].Exceeded(); len(over) != 0 {
		t.Errorf("no answer took 10 s: got %v exceeded", over)
	}
}

func TestOnlyAnImmediateAuthorizationCounts(t *testing.T) {
	caused := event("RemoteStart", "T1", "", `,"remoteStartId":11`)
	for name, c := range map[string]struct {
		between func(s *script)
		last    string
		want    string
	}{
		"alone":           {func(*script) {}, caused, "1→3 1.000"},
		"cable connected": {func(s *script) { s.act(500, 600, "ConnectEV") }, caused, "1→4: the physical act ConnectEV (record 3) lies between"},
		"act going on":    {func(s *script) { s.act(500, 1500, "ConnectEV") }, caused, "1→4: the physical act ConnectEV (record 3) lies between"},
		"another's event": {func(s *script) {
			s.says(500, "TransactionEvent", event("ChargingStateChanged", "T2", "Charging", ""))
			s.processed(510, "CALLRESULT")
		}, caused, "1→5 1.000"},
		"transition":           {func(s *script) { s.says(500, "TransactionEvent", event("ChargingStateChanged", "T1", "Charging", "")) }, caused, "1→4: chargingState became Charging in between (record 3)"},
		"another remote start": {func(*script) {}, event("RemoteStart", "T1", "", `,"remoteStartId":12`), "1→0: no TransactionEventRequest came that it caused"},
		"another reason":       {func(*script) {}, event("Authorized", "T1", "", `,"remoteStartId":11`), "1→0: no TransactionEventRequest came that it caused"},
		"power path first":     {func(*script) {}, event("RemoteStart", "T1", "Charging", `,"remoteStartId":11`), "1→3: chargingState had already become Charging: the message waited for more than the authorization"},
		"queued":               {func(*script) {}, strings.Replace(caused, "{", `{"offline":true,`, 1), "1→3: the message was queued while the station was offline"},
	} {
		s := &script{}
		s.send(0, "1", "RequestStartTransaction", `{"remoteStartId":11}`)
		s.answer(100, "1", "RequestStartTransaction", yes)
		c.between(s)
		s.says(1000, "TransactionEvent", c.last)
		if got := told(of(t, RemoteStart, s)); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestAStateKnownBeforeMustNotChangeWithTheStart(t *testing.T) {
	s := &script{}
	s.says(0, "TransactionEvent", event("CablePluggedIn", "T1", "EVConnected", ""))
	s.send(1000, "1", "RequestStartTransaction", `{"remoteStartId":11}`)
	s.answer(1100, "1", "RequestStartTransaction", yes)
	s.says(2000, "TransactionEvent", event("RemoteStart", "T1", "Charging", `,"remoteStartId":11`))
	want := "2→4: chargingState changed from EVConnected to Charging before the message"
	if got := told(of(t, RemoteStart, s)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestARemoteStopCountsUnlessTheEVStaysConnected(t *testing.T) {
	for state, want := range map[string]string{
		"":              "1→3 0.400",
		"SuspendedEVSE": "1→3 0.400",
		"EVConnected":   "1→3: the message tells chargingState EVConnected",
	} {
		s := &script{}
		s.send(0, "1", "RequestStopTransaction", `{"transactionId":"T1"}`)
		s.answer(100, "1", "RequestStopTransaction", yes)
		s.says(400, "TransactionEvent", event("RemoteStop", "T1", state, ""))
		if got := told(of(t, RemoteStop, s)); got != want {
			t.Errorf("chargingState %q: got %q, want %q", state, got, want)
		}
	}
}

func TestARefusedRequestMakesNoSample(t *testing.T) {
	s := &script{}
	s.send(0, "1", "RequestStartTransaction", `{"remoteStartId":11}`)
	s.answer(100, "1", "RequestStartTransaction", `{"status":"Rejected"}`)
	s.send(200, "2", "GetReport", `{"requestId":1}`)
	s.answer(300, "2", "GetReport", `{"status":"EmptyResultSet"}`)
	s.send(400, "3", "GetBaseReport", `{"requestId":2}`)
	s.frame(500, evidence.In, "CALLERROR", "3", "GetBaseReport", "")
	s.send(600, "4", "TriggerMessage", `{"requestedMessage":"Heartbeat"}`)
	if got, want := told(of(t, RemoteStart, s)), "1→2: the station answered Rejected"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	want := "3→4: the station answered EmptyResultSet\n5→6: the station answered with a CALLERROR\n7→0: the station did not answer the request"
	if got := told(of(t, Triggered, s)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestATriggeredMessageIsToldFromOthersOfItsKind(t *testing.T) {
	const trigger = `{"requestedMessage":%q,"evse":{"id":1,"connectorId":1}}`
	for _, c := range []struct{ message, other, own, action string }{
		{"StatusNotification", `{"evseId":2,"connectorId":1}`, `{"evseId":1,"connectorId":1}`, "StatusNotification"},
		{"MeterValues", `{"evseId":1,"meterValue":[{"sampledValue":[{"context":"Sample.Clock"}]}]}`,
			`{"evseId":1,"meterValue":[{"sampledValue":[{"context":"Trigger"}]}]}`, "MeterValues"},
		{"TransactionEvent", event("MeterValuePeriodic", "T", "", ""), event("Trigger", "T", "", ""), "TransactionEvent"},
		{"SignChargingStationCertificate", "", `{"csr":"x"}`, "SignCertificate"},
		{"BootNotification", "", `{}`, "BootNotification"},
	} {
		s := &script{}
		s.send(0, "1", "TriggerMessage", fmt.Sprintf(trigger, c.message))
		s.answer(100, "1", "TriggerMessage", yes)
		want := "1→3 0.300"
		if c.other != "" {
			s.says(200, c.action, c.other)
			want = "1→4 0.300"
		}
		s.says(300, c.action, c.own)
		if got := told(of(t, Triggered, s)); got != want {
			t.Errorf("%s: got %q, want %q", c.message, got, want)
		}
	}
}

func TestAnActMakesAnUnmarkedTriggeredMessageDoubtful(t *testing.T) {
	s := &script{}
	s.send(0, "1", "TriggerMessage", `{"requestedMessage":"StatusNotification"}`)
	s.answer(100, "1", "TriggerMessage", yes)
	s.act(150, 200, "ConnectEV")
	s.says(300, "StatusNotification", `{"evseId":1,"connectorId":1}`)
	if got, want := told(of(t, Triggered, s)), "1→4: the physical act ConnectEV (record 3) lies between"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnAnswerBelongsToItsConnection(t *testing.T) {
	s := &script{}
	s.send(0, "1", "Reset", `{}`)
	s.add(50, evidence.Record{Kind: evidence.KindConn, Conn: &evidence.Connection{What: "disconnected", Conn: 1}})
	s.answer(100, "1", "Reset", yes)
	s.records[2].Frame.Conn = 2
	s.send(200, "2", "ClearCache", `{}`)
	want := "1→0: the connection ended before an answer came\n4→0: no answer came"
	if got := told(of(t, Response, s)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStationsThatShareMessageIDsAreMeasuredEachByItself(t *testing.T) {
	s := &script{}
	on := func(bench string, seq int64) { s.records[seq-1].Bench = bench }
	on("a", s.send(0, "1", "RequestStopTransaction", `{"transactionId":"T1"}`))
	on("b", s.send(100, "1", "RequestStopTransaction", `{"transactionId":"T1"}`))
	on("b", s.answer(150, "1", "RequestStopTransaction", yes))
	s.act(150, 200, "ConnectEV")
	on("b", int64(len(s.records)))
	on("a", s.answer(300, "1", "RequestStopTransaction", yes))
	on("a", s.says(400, "TransactionEvent", event("RemoteStop", "T1", "", "")))
	on("b", s.says(600, "TransactionEvent", event("RemoteStop", "T1", "", "")))
	if got, want := told(of(t, Response, s)), "1→5 0.300\n2→3 0.050"; got != want {
		t.Errorf("responses: got\n%s\nwant\n%s", got, want)
	}
	if got, want := told(of(t, RemoteStop, s)), "1→6 0.400\n2→7: the physical act ConnectEV (record 4) lies between"; got != want {
		t.Errorf("remote stops: got\n%s\nwant\n%s", got, want)
	}
}

func TestAClockSetBackMakesNoSample(t *testing.T) {
	s := &script{}
	s.send(1000, "1", "ClearCache", `{}`)
	s.answer(400, "1", "ClearCache", yes)
	if got, want := told(of(t, Response, s)), "1→2: the clock of the bench was set in between"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The wall clock is set back by an hour after an act, which then seems to go on for an hour of requests: what lies between them is told
// by the monotonic clock where the acts have it.
func TestWhetherAnActLiesBetweenIsToldByTheMonotonicClock(t *testing.T) {
	const hour = 3_600_000
	for name, c := range map[string]struct {
		began, ended int // by the monotonic clock, of an act that by the wall clock goes on in between; 0 for none
		want         string
	}{
		"it was over":                 {50, 90, "2→4 0.400"},
		"it went on":                  {50, 150, "2→4: the physical act ConnectEV (record 1) lies between"},
		"evidence of before had none": {0, 0, "2→4: the physical act ConnectEV (record 1) lies between"},
	} {
		s := &script{}
		s.act(hour+50, hour+90, "ConnectEV")
		a := s.records[0].Act
		a.Began = a.Began.Add(-2 * time.Hour)
		a.Since, a.Until = time.Duration(c.began)*time.Millisecond, time.Duration(c.ended)*time.Millisecond
		s.send(100, "1", "RequestStopTransaction", `{"transactionId":"T1"}`)
		s.answer(150, "1", "RequestStopTransaction", yes)
		s.says(500, "TransactionEvent", event("RemoteStop", "T1", "", ""))
		for i, ms := range []time.Duration{100, 150, 500} {
			s.records[i+1].Frame.Since = ms * time.Millisecond
		}
		if got := told(of(t, RemoteStop, s)); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestTheNinetyFifthPercentileIsTheNearestRank(t *testing.T) {
	for n, want := range map[int]float64{1: 1, 19: 19, 20: 19, 21: 20, 100: 95, 101: 96} {
		var values []float64
		for v := n; v >= 1; v-- {
			values = append(values, float64(v))
		}
		if got := statistics(values).P95; got != want {
			t.Errorf("of 1 to %d: got %v, want %v", n, got, want)
		}
	}
}

func TestStatisticsKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Map(rapid.Int64Range(0, 1e13), func(ns int64) float64 { return time.Duration(ns).Seconds() }), 1, 200).Draw(t, "values")
		s := *statistics(slices.Clone(values))
		if s.Min != slices.Min(values) || s.Max != slices.Max(values) {
			t.Fatalf("min and max %v %v of %v", s.Min, s.Max, values)
		}
		for _, v := range []float64{s.Average, s.Median, s.P95} {
			if v < s.Min || v > s.Max || math.IsNaN(v) {
				t.Fatalf("%+v leaves the range of %v", s, values)
			}
		}
		if s.Median > s.P95 {
			t.Fatalf("median above the 95th percentile: %+v", s)
		}
		atMost := 0
		for _, v := range values {
			if v <= s.P95 {
				atMost++
			}
		}
		if atMost*100 < 95*len(values) {
			t.Fatalf("only %d of %d do not exceed %v", atMost, len(values), s.P95)
		}
		slices.Reverse(values)
		again := *statistics(values)
		if again != s {
			t.Fatalf("the order of the samples changed %+v to %+v", s, again)
		}
	})
}

// anyRun draws evidence of any frames and acts, most of them senseless.
func anyRun(t *rapid.T) *script {
	s := &script{}
	actions := []string{"GetBaseReport", "TriggerMessage", "RequestStartTransaction", "RequestStopTransaction", "ClearCache", "NotifyReport", "TransactionEvent"}
	payloads := []string{yes, `{}`, `{"requestId":1}`, `{"remoteStartId":1}`, `{"transactionId":"T1"}`, `{"requestedMessage":"TransactionEvent"}`,
		event("RemoteStart", "T1", "", `,"remoteStartId":1`), event("RemoteStop", "T1", "Charging", ""), event("Trigger", "T1", "", ""), `[`, ``}
	now := 0
	for range rapid.IntRange(0, 60).Draw(t, "length") {
		now += rapid.IntRange(-1, 500).Draw(t, "pause")
		if rapid.IntRange(0, 9).Draw(t, "what") == 0 {
			s.act(now-10, now, "ConnectEV")
			continue
		}
		s.frame(now, rapid.SampledFrom([]evidence.Direction{evidence.In, evidence.Out}).Draw(t, "direction"),
			rapid.SampledFrom([]string{"CALL", "CALLRESULT", "CALLERROR"}).Draw(t, "type"), fmt.Sprint(rapid.IntRange(1, 5).Draw(t, "id")),
			rapid.SampledFrom(actions).Draw(t, "action"), rapid.SampledFrom(payloads).Draw(t, "payload"))
	}
	return s
}

func TestEveryRequestIsASampleOrHasAReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyRun(t)
		all := compute(s.records, nil)
		sent := map[ID]int{}
		for _, r := range s.records {
			if r.Frame == nil || r.Frame.Direction != evidence.Out || r.Frame.Type != "CALL" {
				continue
			}
			sent[Response]++
			switch r.Frame.Action {
			case "GetBaseReport", "TriggerMessage":
				sent[Triggered]++
			case "RequestStartTransaction":
				sent[RemoteStart]++
			case "RequestStopTransaction":
				sent[RemoteStop]++
			}
		}
		for _, i := range all {
			if got := len(i.Samples) + len(i.Excluded); got != sent[i.ID] {
				t.Fatalf("%s: %d requests were sent, %d accounted for", i.ID, sent[i.ID], got)
			}
			if (i.Statistics == nil) != (i.NotMeasurable != "") {
				t.Fatalf("%s: statistics %v and reason %q", i.ID, i.Statistics, i.NotMeasurable)
			}
			for _, sample := range i.Samples {
				took := s.records[sample.To-1].Frame.At.Sub(s.records[sample.From-1].Frame.At)
				if sample.Value != took.Seconds() || sample.Value < 0 || sample.To <= sample.From {
					t.Fatalf("%s: %+v does not measure %v", i.ID, sample, took)
				}
			}
			for _, e := range i.Excluded {
				if e.Reason == "" {
					t.Fatalf("%s: record %d was excluded without a reason", i.ID, e.From)
				}
			}
		}
	})
}

func TestTheHourOfTheRunDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyRun(t)
		before := mustJSON(t, compute(s.records, nil))
		by := time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "by"))
		for i := range s.records {
			r := &s.records[i]
			r.At = r.At.Add(by)
			if r.Frame != nil {
				r.Frame.At = r.Frame.At.Add(by)
			}
			if r.Act != nil {
				r.Act.Began, r.Act.Ended = r.Act.Began.Add(by), r.Act.Ended.Add(by)
			}
		}
		if after := mustJSON(t, compute(s.records, nil)); after != before {
			t.Fatalf("shifted by %v:\n%s\nbefore:\n%s", by, after, before)
		}
	})
}

func mustJSON(t *rapid.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// clocked is a CALL with its answer, told by wall and monotonic clock, and by who stamped the answer.
func (s *script) clocked(ms, took, wall int, clock evidence.Clock) {
	id := fmt.Sprint("c", len(s.records))
	s.send(ms, id, "Reset", `{}`)
	s.records[len(s.records)-1].Frame.Since = time.Duration(ms) * time.Millisecond
	s.answer(ms+wall, id, "Reset", `{}`)
	answer := s.records[len(s.records)-1].Frame
	answer.Since, answer.Clock = time.Duration(ms+took)*time.Millisecond, clock
}

func TestATimeIsTakenFromTheMonotonicClock(t *testing.T) {
	var s script
	s.clocked(10, 5, -3_600_000, evidence.KernelClock) // the wall clock was set back by an hour
	i := compute(s.records, nil)[0]
	if len(i.Samples) != 1 || i.Samples[0].Value != 0.005 || i.Clock() != evidence.KernelClock {
		t.Errorf("samples = %+v, excluded = %+v; want one of 5 ms, stamped by the kernel", i.Samples, i.Excluded)
	}
}

// No answer comes before its request: what seems to is off by as much as stamps may be, or the clock was set.
func TestAnAnswerThatSeemsToComeBeforeItsRequest(t *testing.T) {
	for early, want := range map[time.Duration]string{
		blur:     "1→2 0.000",
		blur + 1: "1→2: the clock of the bench was set in between",
	} {
		var s script
		s.clocked(10, 0, 1, evidence.KernelClock)
		s.records[1].Frame.Since -= early
		if got := told(of(t, Response, &s)); got != want {
			t.Errorf("%s early: got %q, want %q", early, got, want)
		}
	}
}

// What the kernel has stamped together with something that came later may have come long before.
func TestAnAnswerWithMoreBehindItMakesNoSample(t *testing.T) {
	var s script
	s.clocked(10, 5, 5, evidence.JoinedClock)
	if got, want := told(of(t, Response, &s)), "1→2: more had come behind it before it was read, and the kernel has stamped both together"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.clocked(30, 6, 6, evidence.KernelClock)
	if i := compute(s.records, nil)[0]; i.Count != 1 || i.Max != 0.006 || i.Clock() != evidence.KernelClock {
		t.Errorf("samples = %+v; want that of the kernel alone", i.Samples)
	}
}

func TestTheTablesHoldSamplesOfOneClock(t *testing.T) {
	var s script
	s.clocked(10, 5, 5, evidence.ProcessClock)
	s.clocked(30, 6, 6, evidence.KernelClock)
	s.clocked(50, 7, 7, "")
	i := compute(s.records, nil)[0]
	if len(i.Samples) != 1 || i.Samples[0].Value != 0.006 || len(i.Excluded) != 2 {
		t.Errorf("samples = %+v, excluded = %+v; want the kernel's, and the two others excluded", i.Samples, i.Excluded)
	}
	var process script
	process.clocked(10, 5, 5, evidence.ProcessClock)
	process.clocked(30, 6, 6, "")
	if i := compute(process.records, nil)[0]; len(i.Samples) != 2 || i.Clock() != evidence.ProcessClock {
		t.Errorf("samples = %+v; want both of the process where the kernel stamped none", i.Samples)
	}
}

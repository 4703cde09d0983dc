package kpi

import (
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"
)

func TestOfManySamplesTheLongestAreKeptAndAllAreCounted(t *testing.T) {
	s := &script{}
	const sent = 5 * Most
	for n := range sent {
		id := fmt.Sprint(n)
		s.send(10*n, id, "ClearCache", `{}`)
		s.answer(10*n+n%7+1, id, "ClearCache", yes)
	}
	i := compute(s.records, Limits{Response: 6 * time.Millisecond})[0]
	if i.Count != sent || len(i.Values) != sent || i.Min != 0.001 || i.Max != 0.007 {
		t.Errorf("expected %d samples of 1 to 7 ms, got %d of %v to %v", sent, i.Count, i.Min, i.Max)
	}
	if len(i.Samples) != Most {
		t.Fatalf("expected %d samples to be kept, got %d", Most, len(i.Samples))
	}
	for n, sample := range i.Samples {
		if sample.Value < 0.006 || n > 0 && sample.From <= i.Samples[n-1].From {
			t.Fatalf("expected those of 6 and 7 ms in the order of the evidence, got %+v after %+v", sample, i.Samples[max(n-1, 0)])
		}
	}
	if above, want := i.Above(), sent/7; above != want || len(i.Exceeded()) != want {
		t.Errorf("expected %d samples above 6 ms, got %d, %d of them kept", want, above, len(i.Exceeded()))
	}
}

func TestOfManyRequestsWithoutASampleTheFirstAreKeptAndAllAreCounted(t *testing.T) {
	s := &script{}
	const sent = 5 * Most
	for n := range sent {
		s.send(n, fmt.Sprint(n), "ClearCache", `{}`)
	}
	i := compute(s.records, nil)[0]
	if i.NotCounted != sent || len(i.Excluded) != Most || i.Excluded[0].From != 1 || i.Excluded[Most-1].From != Most {
		t.Errorf("expected the first %d of %d requests, got %d of %d", Most, sent, len(i.Excluded), i.NotCounted)
	}
	if want := "None of the requests counts: no answer came."; i.NotMeasurable != want {
		t.Errorf("expected %q, got %q", want, i.NotMeasurable)
	}
}

// TestALongRunIsMeasuredAsItGoes has many remote starts, some with an act between or a message that never comes, and compares what
// comes of them when most are settled on the way with what comes of them in the end.
func TestALongRunIsMeasuredAsItGoes(t *testing.T) {
	s := &script{}
	const starts = 4 * atOnce // what is settled in the end alone takes the square of it
	for n := range starts {
		id, at := fmt.Sprint(n), 1000*n
		s.act(at, at+10, "ConnectEV")
		s.send(at+20, id, "RequestStartTransaction", `{"remoteStartId":`+id+`}`)
		s.answer(at+30, id, "RequestStartTransaction", yes)
		if n%7 == 0 {
			s.act(at+35, at+40, "PresentToken")
		}
		if n%50 > 0 {
			s.says(at+50+n%11, "TransactionEvent", event("RemoteStart", "T"+id, "", `,"remoteStartId":`+id))
			s.processed(at+70, "CALLRESULT")
		}
		s.act(at+80, at+90, "UnplugEV")
	}
	asItGoes, inTheEnd := NewMeter(), NewMeter()
	most := 0
	for _, rec := range s.records {
		asItGoes.Add(rec)
		most = max(most, len(asItGoes.benches[""].acts))
		inTheEnd.Add(rec)
		inTheEnd.benches[""].most = math.MaxInt
	}
	if left := len(asItGoes.benches[""].asks); left > 2*atOnce || most > 3*starts/2 {
		t.Errorf("expected most of %d requests and their acts to be let go of, got %d left, and %d acts at most", starts, left, most)
	}
	got, want := asItGoes.Indicators(nil), inTheEnd.Indicators(nil)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("expected %+v, got %+v", want, got)
	}
	if remote := want[2]; remote.Count < starts/2 || remote.NotCounted < starts/8 {
		t.Errorf("expected samples, and requests without one, got %d and %d", remote.Count, remote.NotCounted)
	}
}

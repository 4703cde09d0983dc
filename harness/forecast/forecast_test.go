package forecast_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/forecast"
)

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func begin(bench, id, mode string) evidence.Record {
	return evidence.Record{At: epoch, Bench: bench, Begin: &evidence.CaseStarted{ID: id, Mode: mode}}
}

func end(bench, id, mode string, took time.Duration) evidence.Record {
	return evidence.Record{At: epoch, Bench: bench, End: &evidence.CaseEnded{ID: id, Mode: mode, Verdict: evidence.Pass, Took: took}}
}

// about tells whether a forecast is as expected but for the weight that the pace of earlier runs keeps.
func about(got, want time.Duration) bool { return (got - want).Abs() <= want/20 }

func TestWhatIsLeftIsThatOfThePlaysThatHaveNotEnded(t *testing.T) {
	r := forecast.New(forecast.Durations{"A": time.Minute, "B/local": 2 * time.Minute, "B/remote": 3 * time.Minute})
	for _, bench := range []string{"left", "right"} {
		r.On(bench)
	}
	for _, play := range []string{"A", "B/local", "B/remote"} {
		r.Expect(play, 1)
	}
	left := func() time.Duration { d, _ := r.Left(epoch); return d }
	if got := left(); got != 3*time.Minute {
		t.Errorf("6 min on two benches: expected 3 min, got %s", got)
	}
	r.Begin(begin("left", "A", ""))
	r.End(end("left", "A", "", 2*time.Minute))
	if got := left(); !about(got, 6*time.Minute) {
		t.Errorf("5 min on two benches, of which the longest is 3 min, at a station that takes twice as long: expected 6 min, got %s", got)
	}
	r.Begin(begin("left", "B", "remote"))
	r.Begin(begin("right", "B", "local"))
	if got, _ := r.Left(epoch.Add(time.Minute)); !about(got, 5*time.Minute) {
		t.Errorf("a minute later: expected 5 min, got %s", got)
	}
	r.End(end("left", "B", "remote", 6*time.Minute))
	r.End(end("right", "B", "local", time.Second))
	if got := left(); got != 0 || !r.Over() {
		t.Errorf("expected nothing to be left, got %s", got)
	}
}

func TestWhatIsPlayedSeveralTimesIsLeftSeveralTimes(t *testing.T) {
	r := forecast.New(forecast.Durations{"A": time.Minute})
	r.On("")
	r.Expect("A", 3)
	for _, want := range []time.Duration{3 * time.Minute, 2 * time.Minute, time.Minute, 0} {
		if got, _ := r.Left(epoch); got != want {
			t.Errorf("expected %s to be left, got %s", want, got)
		}
		r.Begin(begin("", "A", ""))
		r.End(end("", "A", "", time.Minute))
	}
}

func TestAPlayThatSomebodyWantsAgainTakesNoneFromThePlan(t *testing.T) {
	r := forecast.New(forecast.Durations{"A": time.Minute})
	r.Expect("A", 1)
	again := begin("", "A", "")
	again.Begin.Again = "Anna"
	r.Begin(again)
	r.End(end("", "A", "", time.Minute))
	if got, _ := r.Left(epoch); got != time.Minute || r.Over() {
		t.Errorf("expected the minute of the plan to be left, got %s", got)
	}
}

func TestWhatARunWasCutOffInIsPlayedAnew(t *testing.T) {
	r := forecast.New(forecast.Durations{"A": time.Minute})
	r.Expect("A", 1)
	r.Begin(begin("", "A", ""))
	r.Idle()
	if got, _ := r.Left(epoch.Add(time.Hour)); got != time.Minute {
		t.Errorf("expected a minute to be left, got %s", got)
	}
}

func TestAPlayOfWhichNothingIsKnownTakesWhatTheOthersTook(t *testing.T) {
	r := forecast.New(nil)
	r.On("")
	r.Expect("A", 1)
	r.Expect("B", 1)
	if got, sure := r.Left(epoch); got != 0 || sure {
		t.Errorf("expected nothing to be known, got %s, sure: %t", got, sure)
	}
	r.Begin(begin("", "A", ""))
	r.End(end("", "A", "", time.Minute))
	if got, sure := r.Left(epoch); got != time.Minute || sure {
		t.Errorf("expected a minute of which nobody is sure, got %s, sure: %t", got, sure)
	}
}

// many is a run of a plan in so many rounds on so many benches, of plays that take up to a minute.
func many(plays, rounds, benches int) *forecast.Run {
	before := forecast.Durations{}
	for n := range plays {
		before[fmt.Sprint(n)] = time.Duration(n*n%60+1) * time.Second
	}
	r := forecast.New(before)
	for n := range benches {
		r.On(fmt.Sprint(n))
	}
	for play := range before {
		r.Expect(play, rounds)
	}
	return r
}

func TestManyRoundsTakeSoManyTimesAsLong(t *testing.T) {
	for _, anyOrder := range []bool{false, true} {
		for _, benches := range []int{1, 7, 100} {
			const plays, rounds = 40, 300
			all := time.Duration(0)
			for n := range plays {
				all += time.Duration(n*n%60+1) * time.Second * rounds
			}
			r := many(plays, rounds, benches)
			if anyOrder {
				r.AnyOrder()
			}
			if got, _ := r.Left(epoch); !about(got, all/time.Duration(benches)) || got < all/time.Duration(benches)-time.Second {
				t.Errorf("%s of plays on %d benches, any order %t: expected %s each, and the rest of one more, got %s", all, benches, anyOrder, all/time.Duration(benches), got)
			}
		}
	}
}

// BenchmarkLeft asks how long a run on a hundred benches still takes, of one round and of many.
func BenchmarkLeft(b *testing.B) {
	for _, rounds := range []int{1, 10, 500} {
		b.Run(fmt.Sprintf("%d rounds", rounds), func(b *testing.B) {
			b.ReportAllocs()
			r := many(260, rounds, 100)
			for b.Loop() {
				r.Left(epoch)
			}
		})
	}
}

package suites

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// bare is a bench that moves the cable, and nothing else.
func bare(t testing.TB) *bench.File {
	t.Helper()
	on, err := bench.Read("bench.yaml", []byte("name: bench-7\nlisten: 127.0.0.1:9000\nstation: {id: A, password: 0123456789abcdef}\nrigs: {a: {type: sutapi, url: \"http://127.0.0.1:8080\"}}\nacts: {cable: a}\n"))
	if err != nil {
		t.Fatal(err)
	}
	return on
}

func certificatePlan(t testing.TB) (*pics.Declaration, []Item) {
	t.Helper()
	d, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Plan(d, "")
	if err != nil {
		t.Fatal(err)
	}
	return d, plan
}

func TestWhatABenchLacksStaysTheSame(t *testing.T) {
	d, plan := certificatePlan(t)
	on := bare(t)
	lacks, some := LackingOn(d, on), 0
	for range 2 {
		for _, item := range plan {
			for _, mode := range item.ways() {
				want, got := Lacking(item.Entry.ID, mode, d, on), lacks(item.Entry.ID, mode)
				if (want == nil) != (got == nil) || want != nil && want.Error() != got.Error() {
					t.Errorf("%s %s: expected %v, got %v", item.Entry.ID, mode, want, got)
				}
				if want != nil {
					some++
				}
			}
		}
	}
	if some == 0 {
		t.Error("expected the bench to lack rigs for some plays, it has them all")
	}
}

// TestTheSecondDriverIsWhereTheRigsStand plans a case with two drivers for benches whose rigs stand at one other connector of a product with
// three EVSEs: what the table of acts has at EVSE 2 is done there, and nowhere where no rig stands.
func TestTheSecondDriverIsWhereTheRigsStand(t *testing.T) {
	d, err := pics.Read(examples.FullName, examples.Full())
	if err != nil {
		t.Fatal(err)
	}
	d.Connectors = []pics.Connector{{EVSE: 1, ID: 1}, {EVSE: 2, ID: 1}, {EVSE: 2, ID: 2}, {EVSE: 3, ID: 1}}
	for at, plays := range map[string]bool{"{evse: 2, connector: 2}": true, "{evse: 3, connector: 1}": true, "{evse: 1, connector: 2}": false} {
		on, err := bench.Read("bench.yaml", fmt.Appendf(nil, `name: bench-7
listen: 127.0.0.1:9000
station: {id: A, password: 0123456789abcdef}
rigs:
  a:
    type: http
    places: [%s]
    do: {connect: {url: "http://127.0.0.1/in"}, disconnect: {url: "http://127.0.0.1/out"}, present: {url: "http://127.0.0.1/card"}}
acts: {cable: a, tokens: a}
`, at))
		if err != nil {
			t.Fatal(err)
		}
		if err := Lacking("TC_B_41_CS", octt.Mode(octt.Local), d, on); (err == nil) != plays {
			t.Errorf("rigs at %s: expected the case to be played %t, got %v", at, plays, err)
		}
		if err := Lacking("TC_H_10_CS", octt.Mode(octt.Local), d, on); err == nil {
			t.Errorf("rigs at %s: expected a case with an EV at each of the three EVSEs not to be played, got that it is", at)
		}
	}
}

// BenchmarkHandOut hands the certificate's plan out to eight benches, with what a bench lacks found out each time and once.
func BenchmarkHandOut(b *testing.B) {
	d, plan := certificatePlan(b)
	on := bare(b)
	for name, lacking := range map[string]func() func(string, octt.Mode) error{
		"each time": func() func(string, octt.Mode) error {
			return func(id string, mode octt.Mode) error { return Lacking(id, mode, d, on) }
		},
		"once": func() func(string, octt.Mode) error { return LackingOn(d, on) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s := newSchedule(context.Background(), plan, slices.Repeat([]Bench{{Lacks: lacking()}}, 8), 1)
				for i := 0; len(s.waiting) > 0; i++ {
					h := s.next(i%8, func() bool { return false })
					s.end(h, evidence.Pass, "")
				}
			}
		})
	}
}

// inProfile is a player of which nothing counts but its security profile.
type inProfile struct {
	Player
	profile int
}

func (p inProfile) SecurityProfile() int { return p.profile }

// BenchmarkHandOutOfMany hands out what a hundred benches play in one round and in many, of which the last two alone can play some: a handout
// costs the same in a run of days.
func BenchmarkHandOutOfMany(b *testing.B) {
	const benches = 100
	d, plan := certificatePlan(b)
	lacks := LackingOn(d, bare(b))
	var all []Bench
	for i := range benches {
		all = append(all, Bench{Player: inProfile{profile: max(1, i-benches+4)}, Lacks: lacks})
	}
	for _, rounds := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("%d rounds", rounds), func(b *testing.B) {
			b.ReportAllocs()
			var s *schedule
			for b.Loop() {
				if s == nil || len(s.waiting) == 0 {
					b.StopTimer()
					s = newSchedule(context.Background(), plan, all, rounds)
					b.StartTimer()
				}
				for i := 0; ; i++ { // those that play what only they can are slow
					if at := s.first(i % (benches - 2)); at >= 0 || i > benches {
						h := s.waiting[max(0, at)]
						s.waiting = slices.Delete(s.waiting, max(0, at), max(0, at)+1)
						s.end(h, evidence.Pass, "")
						break
					}
				}
			}
		})
	}
}

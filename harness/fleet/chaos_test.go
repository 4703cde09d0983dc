package fleet

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/fleet/fleettest"
)

var seed = flag.Uint64("seed", 20260101, "of the moments at which something goes wrong, the same each time; 0 is another one each time")

// upset is a run in which something goes wrong at a random moment.
type upset struct {
	*testing.T
	random  *rand.Rand
	hosting Hosting
	host    *Host
	wire    *fleettest.Wire
	own     []string // the agents' folders
	ends    []func() // of the agents
}

// does are what can go wrong.
var does = map[string]func(*upset){
	"an agent ends": func(u *upset) { u.ends[u.random.IntN(len(u.ends))]() },
	"the server is started again": func(u *upset) {
		u.host.Close()
		u.pause(3 * time.Second)
		host, err := Serve(context.Background(), u.hosting)
		if err != nil {
			u.Error(err)
			return
		}
		u.host = host
	},
	"the network is cut": func(u *upset) {
		u.wire.Cut(true)
		u.pause(longestCut)
		u.wire.Cut(false)
	},
	"the network stutters": func(u *upset) {
		for range 5 {
			u.wire.Cut(true)
			u.pause(300 * time.Millisecond)
			u.wire.Cut(false)
			u.pause(600 * time.Millisecond)
		}
	},
	"nothing": func(*upset) {},
}

// longestCut is in CI's patience; .ci/fleet-chaos cuts for up to a minute.
const longestCut = 4 * time.Second

// pause lasts at random up to a time: it is the disturbance itself.
func (u *upset) pause(most time.Duration) { time.Sleep(time.Duration(u.random.Int64N(int64(most)))) }

// TestEveryPlayEndsOnceOrIsNotRunWhateverGoesWrong has stubs play; .ci/fleet-chaos does the same to real processes.
func TestEveryPlayEndsOnceOrIsNotRunWhateverGoesWrong(t *testing.T) {
	for name, do := range does {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			disturbed(t, *seed, do)
		})
	}
}

const disturbedPlays = 12

func disturbed(t *testing.T, seed uint64, do func(*upset)) {
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("to have the same moments again: -seed %d", seed)
	u := &upset{T: t, random: rand.New(rand.NewPCG(seed, 1)), hosting: Hosting{Dir: t.TempDir(), Listen: "127.0.0.1:0"}}
	var err error
	if u.host, err = Serve(context.Background(), u.hosting); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.host.Close() })
	address := strings.TrimPrefix(u.host.URL(), "nats://")
	u.hosting.Listen = address
	u.wire = fleettest.New(t, address)
	for i, name := range []string{"b1", "b2"} {
		random := rand.New(rand.NewPCG(seed, uint64(2+i))) // of its own, for agents play side by side
		dir, end := servedIn(t, u.enter(Agent, name), t.TempDir(), Bench{Name: name, Session: "1", Product: "P", PICS: "abc"},
			manner{takes: func(Play) time.Duration { return time.Duration(random.Int64N(int64(400 * time.Millisecond))) }})
		u.own, u.ends = append(u.own, dir), append(u.ends, end)
	}
	out, players := reservedBy(t, u.enter(Runner, ""), "run-1", 2)
	after := time.Duration(u.random.Int64N(int64(2 * time.Second)))
	var gone sync.WaitGroup
	gone.Go(func() {
		time.Sleep(after) // at a random moment
		do(u)
	})
	ends := handOut(t.Context(), players)
	gone.Wait()
	u.accounts(ends, out)
}

func (u *upset) enter(r Role, bench string) *Fleet {
	return entered(u.T, Access{URL: "nats://" + u.wire.Address(), Creds: u.host.Key(DefaultLab, r), Role: r, Bench: bench})
}

// handOut plays a plan as suites does: what was cut is played by another, and what nobody plays is NOT RUN.
func handOut(ctx context.Context, players map[string]*Remote) map[string][]evidence.CaseEnded {
	waiting := make(chan string, disturbedPlays*2)
	for i := range disturbedPlays {
		waiting <- fmt.Sprintf("TC_B_%02d_CS", i)
	}
	var mu sync.Mutex
	ends := map[string][]evidence.CaseEnded{}
	var all sync.WaitGroup
	for _, r := range players {
		all.Go(func() {
			defer r.Repay(ctx)
			for {
				select {
				case id := <-waiting:
					if r.Latched() != nil {
						waiting <- id
						return
					}
					end := play(r, ctx, id)
					if r.Cut() {
						waiting <- id
						return
					}
					mu.Lock()
					ends[id] = append(ends[id], end)
					mu.Unlock()
				default:
					return
				}
			}
		})
	}
	all.Wait()
	close(waiting)
	for id := range waiting {
		ends[id] = append(ends[id], evidence.CaseEnded{ID: id, Verdict: evidence.NotRun})
	}
	return ends
}

// accounts holds what the run knows against what the agents have recorded: each play has one end, each chain is whole, and what the run
// has of it is its beginning.
func (u *upset) accounts(ends map[string][]evidence.CaseEnded, out string) {
	for i := range disturbedPlays {
		id := fmt.Sprintf("TC_B_%02d_CS", i)
		if len(ends[id]) != 1 {
			u.Errorf("%s has %d ends: %v", id, len(ends[id]), ends[id])
		}
	}
	passed := map[string]int{}
	for i, name := range []string{"b1", "b2"} {
		theirs, err := evidence.ReadDir(filepath.Join(u.own[i], "run-1-"+name))
		if err != nil {
			u.Errorf("the chain of %s: %v", name, err)
			continue
		}
		for _, rec := range theirs.Records {
			if rec.End != nil && rec.End.Verdict == evidence.Pass {
				passed[rec.End.ID]++
			}
		}
		ours, err := evidence.ReadDir(filepath.Join(out, name))
		if err != nil {
			u.Errorf("what came of %s: %v", name, err)
			continue
		}
		for j, rec := range ours.Records {
			if rec.Hash != theirs.Records[j].Hash {
				u.Errorf("record %d of %s is another than its agent's", j+1, name)
				break
			}
		}
	}
	for id, all := range ends {
		if len(all) == 1 && all[0].Verdict == evidence.Pass && passed[id] == 0 {
			u.Errorf("%s is PASS, and no agent has recorded that", id)
		}
	}
}

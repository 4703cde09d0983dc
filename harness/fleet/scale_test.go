package fleet

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// scaleEnv names the numbers of benches to simulate, with commas between; hostEnv has this program serve a fleet from a folder.
const (
	scaleEnv = "CERTBENCH_FLEET_SCALE"
	hostEnv  = "CERTBENCH_FLEET_HOST"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(hostEnv); dir != "" {
		h, err := Serve(context.Background(), Hosting{Dir: dir, Listen: "127.0.0.1:0"})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(h.URL())
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // until whoever started it is gone
		h.Close()
		return
	}
	os.Exit(m.Run())
}

// apart is a server in a process of its own, whose memory and time can be read.
type apart struct {
	url, dir string
	process  *exec.Cmd
}

func serveApart(t *testing.T) *apart {
	t.Helper()
	a := &apart{dir: t.TempDir(), process: exec.Command(os.Args[0])}
	a.process.Env = append(os.Environ(), hostEnv+"="+a.dir)
	in, err := a.process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := a.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = a.process.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	a.url = strings.TrimSpace(line)
	return a
}

func (a *apart) enter(t *testing.T, r Role, bench string) *Fleet {
	t.Helper()
	return entered(t, Access{URL: a.url, Creds: keyFile(filepath.Join(a.dir, "keys", DefaultLab), r), Role: r, Bench: bench})
}

// peak is the most memory that the server has had, in MB.
func (a *apart) peak(t *testing.T) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", a.process.Process.Pid))
	if err != nil {
		t.Skip("this machine does not tell the memory of a process: ", err)
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kb / 1024
}

// processor is the time that a process has computed.
func processor(t *testing.T, pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// TestWhatAFleetCostsByItsBenches prints a line for each number of benches: run it by .ci/fleet-scale. All benches play all the time, a
// hundred plays a second of all, while others reserve and give back.
func TestWhatAFleetCostsByItsBenches(t *testing.T) {
	sizes := os.Getenv(scaleEnv)
	if sizes == "" {
		t.Skip("it measures; " + scaleEnv + "=100,1000 names the numbers of benches")
	}
	fmt.Printf("benches  plays/s  server MB  server CPU %%  reserved p50 ms  p99 ms  load before  (%d cores)\n", runtime.NumCPU())
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(size, func(t *testing.T) { scale(t, n) })
	}
}

const (
	playsASecond = 100
	measured     = 20 * time.Second
	runs         = 10
)

func scale(t *testing.T, n int) {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		t.Skip("this machine does not tell its load: ", err)
	}
	h := serveApart(t)
	each := time.Duration(n) * time.Second / playsASecond
	dir := t.TempDir()
	for i := range n {
		name := fmt.Sprintf("bench-%d", i)
		f := h.enter(t, Agent, name) // a connection for each
		servedIn(t, f, filepath.Join(dir, name), Bench{Name: name, Session: "1", Product: "P", PICS: "abc"}, manner{takes: func(Play) time.Duration { return each }})
	}
	for i := range 10 {
		name := fmt.Sprintf("spare-%d", i)
		if _, err := h.enter(t, Agent, name).Register(t.Context(), Bench{Name: name, Session: "1", Product: "Q", PICS: "abc"}); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	var plays atomic.Int64
	var all sync.WaitGroup
	for i := range runs {
		all.Go(func() { keepPlaying(ctx, t, h.enter(t, Runner, ""), fmt.Sprintf("run-%d", i), n/runs, &plays) })
	}
	for deadline := time.Now().Add(2 * time.Minute); plays.Load() < int64(n); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Errorf("of %d benches, %d plays have ended after two minutes", n, plays.Load())
			break
		}
	}
	before, used, began := plays.Load(), processor(t, h.process.Process.Pid), time.Now()
	took := reservations(t, h.enter(t, Runner, ""))
	time.Sleep(time.Until(began.Add(measured))) // what is measured is a rate
	passed := time.Since(began)
	fmt.Printf("%7d  %7.1f  %9d  %12.1f  %15.1f  %6.1f  %s\n", n, float64(plays.Load()-before)/passed.Seconds(), h.peak(t),
		100*float64(processor(t, h.process.Process.Pid)-used)/float64(passed), ms(took[len(took)/2]), ms(took[len(took)*99/100]), strings.Fields(string(load))[0])
	stop()
	all.Wait()
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// reservations reserve one of a few benches again and again, and return how long each took, the shortest first.
func reservations(t *testing.T, f *Fleet) []time.Duration {
	b := board(t, f)
	var took []time.Duration
	for i := range 200 {
		w := Wish{Run: fmt.Sprintf("reserves-%d", i), Product: "Q", PICS: "abc", Most: 1}
		began := time.Now()
		leases, err := f.Reserve(t.Context(), b, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(began))
		leases[0].GiveBack()
	}
	slices.Sort(took)
	return took
}

// keepPlaying holds benches and has them play until ctx ends.
func keepPlaying(ctx context.Context, t *testing.T, f *Fleet, run string, most int, plays *atomic.Int64) {
	b := board(t, f)
	w := wish(run)
	w.Most = most
	leases, err := reserveAll(t, f, b, w)
	if err != nil {
		t.Error(err)
		return
	}
	remotes := map[string]*Remote{}
	collector := f.Collect(run, func(bench string, rec evidence.Record) { remotes[bench].Record(rec) }, func(bench string, cause error) { remotes[bench].Lose(cause) })
	dir := t.TempDir()
	for _, l := range leases {
		collector.Expect(l.Bench, filepath.Join(dir, l.Bench))
		if remotes[l.Bench], err = On(t.Context(), l, b, collector, Begin{}); err != nil {
			t.Error(err)
			return
		}
	}
	collecting, stop := context.WithCancel(context.Background())
	var both sync.WaitGroup
	both.Go(func() {
		if err := collector.Run(collecting); err != nil {
			t.Error(err)
		}
	})
	var benches sync.WaitGroup
	for _, r := range remotes {
		benches.Go(func() {
			for ctx.Err() == nil && r.Latched() == nil {
				if end := r.Play(context.WithoutCancel(ctx), octt.Case{ID: "TC_B_01_CS"}, evidence.CaseStarted{ID: "TC_B_01_CS"}, ""); end.Verdict == evidence.Pass {
					plays.Add(1)
				} else if ctx.Err() == nil {
					t.Errorf("a play ended %+v", end)
				}
			}
			r.Repay(ctx)
		})
	}
	benches.Wait()
	stop()
	both.Wait()
}

// reserveAll waits until so many benches are there, since a run takes what it can get at first.
func reserveAll(t *testing.T, f *Fleet, b *Board, w Wish) ([]*Lease, error) {
	until(t, b, "the benches are there", func() bool {
		n := 0
		for _, s := range b.Benches() {
			if s.Bench.Product == w.Product {
				n++
			}
		}
		return n >= w.Most*runs
	})
	return f.Reserve(t.Context(), b, w, nil)
}

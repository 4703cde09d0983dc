package main

import (
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
)

// watchedPlays wait less than others, so that a page has as much to show as it ever has.
const watchedPlays = "F || TC_E_03_CS || TC_E_05_CS || TC_B_09_CS"

// BenchmarkARunThatFiveWatch plays each time two runs side by side, under the same load of this machine, one of which has its page open by five watchers
// outside of it, and compares them: the CPU time of certbench with its station, and each response time with the same one of the other run. What is
// reported is the median of the pairs with its quartiles. Page and watchers are to cost at most a twentieth, and to move no time by more than a tenth of a
// millisecond.
//
//	go test ./harness/cmd/certbench -run - -bench FiveWatch -benchtime 8x
func BenchmarkARunThatFiveWatch(b *testing.B) {
	var ratios, moved []float64
	for b.Loop() {
		var pair [2]sampled
		var both sync.WaitGroup
		for i := range pair {
			both.Go(func() { pair[i] = watchedRun(b, i*5) })
		}
		both.Wait()
		if b.Failed() {
			return
		}
		plain, watched := pair[0], pair[1]
		ratios = append(ratios, watched.cpu.Seconds()/plain.cpu.Seconds())
		for _, id := range []kpi.ID{kpi.Response, kpi.Triggered, kpi.RemoteStart, kpi.RemoteStop} {
			if with, without := watched.times[id], plain.times[id]; len(with) == len(without) {
				for i := range with {
					moved = append(moved, 1000*(with[i]-without[i]))
				}
			}
		}
		b.Logf("CPU %.2f s with five watchers, %.2f s without: %.3f times; %d response times", watched.cpu.Seconds(), plain.cpu.Seconds(), ratios[len(ratios)-1], len(watched.times[kpi.Response]))
	}
	for name, all := range map[string][]float64{"times-CPU": ratios, "ms-moved": moved} {
		if len(all) == 0 {
			b.Fatalf("nothing could be compared for %s", name)
		}
		slices.Sort(all)
		b.ReportMetric((all[(len(all)-1)/2]+all[len(all)/2])/2, name)
		b.ReportMetric(all[len(all)/4], name+"-q1")
		b.ReportMetric(all[len(all)*3/4], name+"-q3")
	}
}

// sampled is what a run has cost, and the samples of its indicators in their order.
type sampled struct {
	cpu   time.Duration
	times map[kpi.ID][]float64 // in seconds
}

// watchedRun plays on the reference station, with a page where there are watchers.
func watchedRun(b *testing.B, watchers int) (s sampled) {
	dir := filepath.Join(b.TempDir(), "run")
	args := []string{"run", "--cases", watchedPlays, "--out", dir}
	if watchers > 0 {
		args = append(args, "--live", "127.0.0.1:0")
	}
	command := exec.Command(program, args...)
	said := &overheard{}
	command.Stderr = said
	if err := command.Start(); err != nil {
		b.Error(err)
		return s
	}
	var gone sync.WaitGroup
	for end := time.Now().Add(patience); watchers > 0; time.Sleep(5 * time.Millisecond) {
		at := pageAddress.FindStringSubmatch(said.String())
		if at == nil && time.Now().Before(end) {
			continue
		}
		if at == nil {
			b.Errorf("there is no page:\n%s", said)
			break
		}
		for range watchers {
			gone.Go(func() { watchOn(b, at[1]) })
		}
		break
	}
	err := command.Wait()
	gone.Wait()
	if err != nil {
		b.Errorf("the run ends with %v\n%s", err, said)
		return s
	}
	s.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	log, err := evidence.ReadDir(dir)
	if err != nil {
		b.Error(err)
		return s
	}
	meter := kpi.NewMeter()
	for _, rec := range log.Records {
		meter.Add(rec)
	}
	s.times = map[kpi.ID][]float64{}
	for _, i := range meter.SoFar(len(log.Records)) {
		s.times[i.ID] = i.Last
	}
	return s
}

// watchOn reads the stream of a page to its end.
func watchOn(b *testing.B, address string) {
	answer, err := http.Get(address + "events")
	if err != nil {
		b.Error(err)
		return
	}
	defer answer.Body.Close()
	if n, err := io.Copy(io.Discard, answer.Body); err != nil || n == 0 {
		b.Errorf("the stream ends after %d bytes: %v", n, err)
	}
}

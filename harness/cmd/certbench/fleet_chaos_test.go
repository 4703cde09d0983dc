package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/fleet"
	"github.com/certbench/certbench/harness/fleet/fleettest"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/ports"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

// What .ci/fleet-chaos sets: how many runs are disturbed, on how many fleets side by side, the seed, and that the program takes from the
// environment by how many seconds its clock is ahead, under the name of aheadEnv.
const (
	chaosEnv = "CERTBENCH_FLEET_CHAOS"
	sideEnv  = "CERTBENCH_FLEET_SIDE"
	seedEnv  = "CERTBENCH_FLEET_SEED"
	clockEnv = "CERTBENCH_HAS_CLOCK"
	aheadEnv = "CERTBENCH_AHEAD"
)

// A run of the chaos is to end within chaosPatience: what is cut for a minute is lost after 30 s, and played again elsewhere.
const chaosPatience = 6 * time.Minute

// shaken is a fleet of processes that is disturbed: a server, two agents, each beside a station of its own that outlives it, and a runner,
// each on a wire of its own.
type shaken struct {
	*testing.T
	random  *rand.Rand
	cases   string
	longest time.Duration // for which a network is cut
	dir, at string        // of the server
	server  *running
	benches []*shakenBench
	wire    *fleettest.Wire // of the runner
	run     *running
	out     string // its folder
	resumed int
	latest  time.Duration // after which something goes wrong
}

type shakenBench struct {
	name, file, out string
	clock           []string // the environment by which it is ahead
	station         *fresh
	wire            *fleettest.Wire
	agent           *running
	disk            string // of its own, where evidence is recorded; empty where this user may not mount one
}

func shake(t *testing.T, seed uint64, cases string, longest time.Duration) *shaken {
	s := &shaken{T: t, random: rand.New(rand.NewPCG(seed, 0)), cases: cases, longest: longest, dir: filepath.Join(t.TempDir(), "fleet"), at: ports.Free(t)}
	s.serve()
	s.wire = fleettest.New(t, s.at)
	for i := range 2 {
		name := fmt.Sprintf("shaken-%d-%x-b%d", os.Getpid(), seed, i+1) // benches of one name exclude each other, also those of other tests
		b := &shakenBench{name: name, station: newFresh(t, name), wire: fleettest.New(t, s.at)}
		b.file, b.out = write(t, filepath.Join(t.TempDir(), "bench.yaml"), b.station.file), filepath.Join(t.TempDir(), "out")
		s.benches = append(s.benches, b)
	}
	if os.Getenv(clockEnv) != "" {
		s.benches[1].clock = []string{aheadEnv + "=3600"}
	}
	return s
}

func (s *shaken) serve() {
	s.server = startFor(s.T, 2*time.Hour, program, nil, nil, "fleet", "serve", "--dir", s.dir, "--listen", s.at)
	s.server.await("The fleet is served at")
}

func (s *shaken) with(role string, w *fleettest.Wire, args ...string) []string {
	return append(args, "--fleet", "nats://"+w.Address(), "--creds", filepath.Join(s.dir, "keys", fleet.DefaultLab, role+".nk"))
}

// begin has the agent of a bench begin.
func (s *shaken) begin(b *shakenBench) {
	b.agent = startFor(s.T, 2*time.Hour, program, nil, append([]string{"STATION_PASSWORD=" + deskPassword}, b.clock...), s.with("agent", b.wire, "agent", "--bench", b.file, "--out", b.out)...)
}

// kill ends a process as a power cut would.
func (r *running) kill() {
	_ = r.cmd.Process.Kill() // it may have ended
	_ = r.cmd.Wait()
}

// ended tells whether the process has ended, also where nobody has waited for it.
func (r *running) ended() bool { return hasEnded(r.cmd) }

func hasEnded(c *exec.Cmd) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.Process.Pid))
	return c.ProcessState != nil || err != nil || bytes.Contains(stat, []byte(") Z "))
}

// stationsLive tells of a station that somebody else has ended: it is to outlive its agent, and what its run came to says nothing of the fleet.
func (s *shaken) stationsLive() {
	for _, b := range s.benches {
		if hasEnded(b.station.process) {
			s.Errorf("the station of %s has ended, which this test has not asked it to", b.name)
		}
	}
}

// status is what the fleet says of itself.
func (s *shaken) status() (status fleetStatus, err error) {
	code, out, errs := inProcess("fleet", "status", "--format", "json", "--fleet", "nats://"+s.at, "--creds", filepath.Join(s.dir, "keys", fleet.DefaultLab, "watcher.nk"))
	if code != codePassed {
		return status, errors.New(errs)
	}
	return status, json.Unmarshal([]byte(out), &status)
}

// until waits for the fleet to stand somehow.
func (s *shaken) until(what string, most time.Duration, is func(fleetStatus) bool) {
	s.Helper()
	var status fleetStatus
	var err error
	for deadline := time.Now().Add(most); time.Now().Before(deadline); time.Sleep(300 * time.Millisecond) {
		for _, b := range s.benches {
			if b.agent.ended() {
				s.Fatalf("%s: the agent of %s has ended:\n%s", what, b.name, b.agent.said())
			}
		}
		if status, err = s.status(); err == nil && is(status) {
			return
		}
	}
	s.Fatalf("%s: not within %v; the fleet says %+v %v", what, most, status, err)
}

// heal brings everything to where a run can begin: all processes live, no bench is latched or held.
func (s *shaken) heal() {
	for _, b := range s.benches {
		if b.agent != nil && !b.agent.ended() {
			b.agent.asks(syscall.SIGTERM)
			_ = b.agent.cmd.Wait()
		}
		entries, err := filepath.Glob(filepath.Join(b.out, "*"))
		if err != nil {
			s.Fatal(err)
		}
		for _, name := range entries {
			if !strings.HasSuffix(name, ".fence") {
				_ = os.RemoveAll(name)
			}
		}
		s.begin(b)
	}
	s.until("all benches are free", 2*time.Minute, func(f fleetStatus) bool {
		return len(f.Benches) == len(s.benches) && !slices.ContainsFunc(f.Benches, func(b fleet.Standing) bool { return b.Tenancy != nil || b.Bench.Latched != "" })
	})
}

// plays begins the run, or goes on with it where there is something to go on with.
func (s *shaken) plays() {
	args := []string{"run", "--cases", s.cases, "--out", s.out}
	if isFleetRun(s.out) {
		args = []string{"run", "--resume", s.out}
		s.resumed++
	}
	s.run = startFor(s.T, chaosPatience, program, nil, nil, s.with("runner", s.wire, args...)...)
}

func (s *shaken) pause(most time.Duration) { time.Sleep(time.Duration(s.random.Int64N(int64(most)))) }

// shakes are what goes wrong, each once in a run. What an act needs that this machine has not, it says.
var shakes = []struct {
	name  string
	lacks func(*shaken) string
	do    func(*shaken)
}{
	{"an agent is killed", nil, func(s *shaken) {
		b := s.benches[s.random.IntN(2)]
		b.agent.kill()
		s.pause(s.longest / 3)
		s.begin(b)
	}},
	{"the runner is killed and resumed", nil, func(s *shaken) {
		s.run.kill()
		s.pause(s.longest * 2 / 3)
		s.plays()
	}},
	{"the server is killed and started", nil, func(s *shaken) {
		s.server.kill()
		s.pause(s.longest / 3)
		s.serve()
	}},
	{"the network is cut", nil, func(s *shaken) {
		wires := [][]*fleettest.Wire{{s.wire}, {s.benches[0].wire}, {s.benches[1].wire}, {s.wire, s.benches[0].wire, s.benches[1].wire}}[s.random.IntN(4)]
		for _, w := range wires {
			w.Cut(true)
		}
		s.pause(s.longest)
		for _, w := range wires {
			w.Cut(false)
		}
	}},
	{"a clock is an hour ahead", func(s *shaken) string {
		if s.benches[1].clock == nil {
			return "the clock of this program cannot be set; .ci/fleet-chaos builds one of which it can"
		}
		return ""
	}, func(s *shaken) { // it is all the time; and the runner is killed, so that all is counted anew
		s.run.kill()
		s.plays()
	}},
	{"a disk is full", func(s *shaken) string { return s.benches[0].ownDisk(s.T) }, func(s *shaken) {
		full := filepath.Join(s.benches[0].disk, "full")
		f, err := os.Create(full)
		if err != nil {
			return // it is full by itself
		}
		_, _ = io.Copy(f, zeros{}) // until there is no room
		_ = f.Close()
	}},
}

// zeros never end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// ownDisk gives a bench a small disk of its own; it says why not.
func (b *shakenBench) ownDisk(t *testing.T) string {
	if b.disk != "" {
		return ""
	}
	if err := os.MkdirAll(b.out, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", b.out, "tmpfs", 0, "size=32m"); err != nil {
		return fmt.Sprintf("this user may not mount a small disk: %v", err)
	}
	b.disk = b.out
	t.Cleanup(func() {
		if b.agent != nil {
			b.agent.kill()
		}
		if err := syscall.Unmount(b.disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return ""
}

// shakenRun plays a plan once, while something goes wrong at a random moment.
func (s *shaken) shakenRun(i int, name string, do func(*shaken)) {
	defer s.stationsLive()
	s.heal()
	s.out, s.resumed = filepath.Join(s.TempDir(), fmt.Sprintf("run-%d", i)), 0
	began := time.Now()
	s.plays()
	s.pause(s.latest)
	at := time.Since(began)
	do(s)
	code := s.run.end()
	s.Logf("%d: %s after %.1f s; resumed %d times; exit code %d after %.0f s", i, name, at.Seconds(), s.resumed, code, time.Since(began).Seconds())
	switch {
	case code == codeUsage:
		s.Errorf("%s: the run is refused:\n%s", name, s.run.said())
	case code == codeTrouble && !isFleetRun(s.out): // it had not begun, and says so
		s.Logf("nothing was begun: %s", s.run.said())
	default:
		s.accounts(name)
	}
	s.rest()
}

// accounts holds the report against what the agents have recorded.
func (s *shaken) accounts(name string) {
	s.Helper()
	if _, err := os.Stat(filepath.Join(s.out, reports.JoinedName)); err != nil && strings.Contains(s.run.said(), "no bench of the fleet has recorded anything") {
		return // every play is none
	}
	source, err := reports.Load(s.out)
	if err != nil {
		s.Errorf("%s: %v; the run said:\n%s", name, err, s.run.said())
		return
	}
	if code, out, errs := inProcess("verify", s.out); code != codePassed && !strings.HasPrefix(out, "Unaltered") { // and cut off, in a part
		s.Errorf("%s: the report does not verify (%d): %s%s", name, code, out, errs)
	}
	came := map[string]int{}
	for _, p := range source.Run.Plays {
		switch p.Verdict {
		case evidence.NotRun, evidence.NotApplicable:
		case evidence.Fail:
			s.Errorf("%s: %s FAILs on a station that is good: %s", name, evidence.PlayName(p.Begin.ID, p.Begin.Mode), p.Reason)
			fallthrough
		default:
			came[evidence.PlayName(p.Begin.ID, p.Begin.Mode)]++
		}
	}
	said := map[string]evidence.Verdict{}
	for _, o := range source.Outcomes {
		said[o.Planned.ID] = o.Verdict
	}
	for _, play := range selectedPlays(s.T, s.cases) {
		id, _, _ := strings.Cut(play, "/")
		switch n := came[play]; {
		case n > 1:
			s.Errorf("%s: %s has ended %d times", name, play, n)
		case n == 0 && said[id] != evidence.NotRun && said[id] != evidence.Inconclusive && said[id] != "":
			s.Errorf("%s: %s has no end, and its case is %s", name, play, said[id])
		}
	}
	s.chains(name)
}

// selectedPlays are the plays of an expression for the default product.
func selectedPlays(t *testing.T, cases string) (all []string) {
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := suites.Plan(declared, cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range plan {
		if item.Verdict == "" {
			for _, mode := range item.Modes() {
				all = append(all, suites.PlayName(item.Entry.ID, mode))
			}
		}
	}
	return all
}

// chains requires that nothing which an agent has recorded is altered, and that each part of the report is the beginning of what one has.
func (s *shaken) chains(name string) {
	own := map[string][]string{} // the hashes of a chain, by that of its first record
	for _, b := range s.benches {
		folders, err := filepath.Glob(filepath.Join(b.out, "*", evidence.FileName))
		if err != nil {
			s.Fatal(err)
		}
		for _, folder := range folders {
			log, err := evidence.ReadDir(filepath.Dir(folder))
			if err != nil {
				s.Errorf("%s: %v", name, err)
				continue
			}
			var of evidence.Problem
			if wrong := log.Verify(); errors.As(wrong, &of) && of.Trouble == evidence.Altered {
				s.Errorf("%s: the chain of %s: %v", name, folder, wrong)
			}
			var hashes []string
			for _, rec := range log.Records {
				hashes = append(hashes, rec.Hash)
			}
			if len(hashes) > 0 {
				own[hashes[0]] = hashes
			}
		}
	}
	parts, err := filepath.Glob(filepath.Join(s.out, "parts", "*"))
	if err != nil {
		s.Fatal(err)
	}
	for _, part := range parts {
		log, err := evidence.ReadDir(part)
		if err != nil || len(log.Records) == 0 {
			s.Errorf("%s: %s: %d records, %v", name, part, len(log.Records), err)
			continue
		}
		theirs := own[log.Records[0].Hash]
		if len(theirs) < len(log.Records) || theirs[len(log.Records)-1] != log.Records[len(log.Records)-1].Hash {
			s.Errorf("%s: %s is not the beginning of what an agent has recorded (%d records, of %d)", name, part, len(log.Records), len(theirs))
		}
	}
}

// rest requires that no bench is held beyond the time that a lease lasts, and that every line of every bench comes to its safe state, where
// its agent lives.
func (s *shaken) rest() {
	s.Helper()
	s.until("no lease is left", fleet.LeaseLasts+15*time.Second, func(f fleetStatus) bool {
		return !slices.ContainsFunc(f.Benches, func(b fleet.Standing) bool { return b.Tenancy != nil })
	})
	for _, b := range s.benches {
		var said string
		for deadline := time.Now().Add(patience); ; time.Sleep(200 * time.Millisecond) {
			if said = unsafeLines(b.station.panel); said == "" {
				break
			}
			if time.Now().After(deadline) {
				s.Errorf("the lines of %s are not safe: %s; its agent said:\n%s", b.name, said, b.agent.said())
				break
			}
		}
	}
}

// unsafeLines tells what of a station's physical side is not as at rest; empty for nothing.
func unsafeLines(panel string) string {
	answer, err := http.Get("http://" + panel + "/api/v1/state")
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	var told struct {
		State struct {
			Mains      bool `json:"mains"`
			Connectors []struct {
				Plugged bool   `json:"plugged"`
				EVReady bool   `json:"evReady"`
				Pilot   string `json:"pilot"`
				Faulted bool   `json:"faulted"`
			} `json:"connectors"`
		} `json:"state"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&told); err != nil {
		return err.Error()
	}
	if !told.State.Mains {
		return "the mains are cut"
	}
	for i, c := range told.State.Connectors {
		if c.Plugged || c.EVReady || c.Faulted || c.Pilot != "A" {
			return fmt.Sprintf("connector %d: %+v", i+1, c)
		}
	}
	return ""
}

// TestARunOfAFleetSurvives is the small slice: what .ci/fleet-chaos does to hundreds of runs, to one or two.
func TestARunOfAFleetSurvives(t *testing.T) {
	t.Parallel()
	const few, many = "TC_B_21_CS || TC_E_03_CS || TC_B_01_CS", "TC_E_06_CS || TC_E_15_CS || TC_E_03_CS || TC_B_21_CS || TC_C_02_CS"
	runs := number(t, chaosEnv, 0)
	if runs == 0 {
		seed := uint64(number(t, seedEnv, 20260101)) // the same in every run of CI, which .ci/fleet-chaos looks beyond
		t.Logf("%s=%d", seedEnv, seed)
		s := shake(t, seed, few, 4*time.Second)
		s.latest = 6 * time.Second
		for i, shake := range shakes[:2] {
			s.shakenRun(i+1, shake.name, shake.do)
		}
		return
	}
	side := number(t, sideEnv, 4)
	seed := uint64(number(t, seedEnv, int(time.Now().Unix())))
	for at := range side {
		t.Run(fmt.Sprintf("fleet %d of seed %d", at+1, seed), func(t *testing.T) {
			t.Parallel()
			s := shake(t, seed<<8+uint64(at), many, time.Minute) // of seeds side by side, no two fleets have the same chance
			s.latest = 25 * time.Second
			for i := at; i < runs; i += side {
				shake := shakes[i/side%len(shakes)]
				if shake.lacks != nil {
					if why := shake.lacks(s); why != "" {
						t.Logf("%d: NOT RUN: %s: %s", i+1, shake.name, why)
						continue
					}
				}
				s.shakenRun(i+1, shake.name, shake.do)
				fmt.Printf("run %d of %d: %s: failed %t\n", i+1, runs, shake.name, t.Failed())
			}
		})
	}
}

// number is that of an environment variable.
func number(t *testing.T, name string, otherwise int) int {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%s is no number from 1 on", name, text)
	}
	return n
}

package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
)

// asks sends a signal.
func (r *running) asks(by syscall.Signal) {
	r.Helper()
	if err := r.cmd.Process.Signal(by); err != nil {
		r.Fatal(err)
	}
}

// left is what became of a run that was asked to end: that it ended, and its evidence, which must be whole. What a run would
// wait for, were it not asked, is longer than a test has patience.
func left(r *running, dir string) map[string]evidence.Verdict {
	r.Helper()
	r.ends(codeTrouble)
	s := whole(r.T, dir)
	if s.Cut || !strings.Contains(s.Reason, "The run was interrupted") {
		r.Errorf("expected a run that was interrupted and not cut off, got cut %t and %q", s.Cut, s.Reason)
	}
	got := verdicts(s)
	for id, v := range got {
		if v == evidence.Error || v == evidence.Fail {
			r.Errorf("%s is %s: an interruption is nobody's fault", id, v)
		}
	}
	return got
}

func TestARunThatWaitsForItsStationEndsAtOnce(t *testing.T) {
	for _, by := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(by.String(), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "run")
			r := start(t, nil, "run", "--bench", absent(t, "5m"), "--cases", "TC_B_06_CS", "--out", dir)
			listens(r)
			r.asks(by)
			if got := left(r, dir); got["TC_B_06_CS"] != evidence.NotRun {
				t.Errorf("expected TC_B_06_CS NOT RUN, got %s", got["TC_B_06_CS"])
			}
		})
	}
}

// TestARunThatIsAskedToEndAtItsVeryStart leaves nothing behind, or whole evidence.
func TestARunThatIsAskedToEndAtItsVeryStart(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{20 * time.Millisecond, 100 * time.Millisecond, 300 * time.Millisecond} {
		dir := filepath.Join(t.TempDir(), "run")
		r := start(t, nil, "run", "--cases", "TC_B_06_CS", "--out", dir)
		time.Sleep(after) // there is no event to wait for: any moment is one
		r.asks(syscall.SIGTERM)
		if code := r.end(); code != codeTrouble && code != -1 && code != codePassed {
			t.Errorf("after %s: code %d; it said:\n%s", after, code, r.said())
		}
		if _, err := os.Stat(filepath.Join(dir, evidence.FileName)); err == nil {
			if code, out, _ := inProcess("verify", dir); code != codePassed {
				t.Errorf("after %s: expected whole evidence, got code %d and %s", after, code, out)
			}
		}
	}
}

var names atomic.Int32

// oneName is a name for a bench that no other has.
func oneName() string { return fmt.Sprintf("test-%d-%d", os.Getpid(), names.Add(1)) }

// logged is a bench whose rigs are commands that do nothing, but that those of the cable write down what they do. It gives the
// station a minute for every answer.
func logged(t *testing.T) (bench, log string) {
	t.Helper()
	log = filepath.Join(t.TempDir(), "cable.log")
	does := func(word string) string { return `{command: [sh, -c, "echo ` + word + ` >> ` + log + `"]}` }
	const idle = "{command: [true]}"
	return variant(t, "name: reference", "name: "+oneName(), "  message: 10s", "  message: 10s\n  response: 1m\n  boot: 5m",
		"  panel: {type: panel}", "  logged:\n    type: exec\n    do: {connect: "+does("connect")+", connect_idle: "+does("connect")+", disconnect: "+does("disconnect")+
			", present: "+idle+", power_cycle: "+idle+"}",
		"cable: panel", "cable: logged", "ends: panel", "ends: none", "pilot: panel", "pilot: none", "tokens: panel", "tokens: logged", "display: panel", "display: none", "customers: panel", "customers: none",
		"mains: panel", "mains: logged", "bay: panel", "bay: none", "faults: panel", "faults: none"), log
}

// lastWord is the last line of a log.
func lastWord(t *testing.T, log string) string {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		return err.Error()
	}
	words := strings.Fields(string(text))
	return words[len(words)-1]
}

// children are the processes that a process has started.
func children(t *testing.T, of int) []int {
	t.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", of))
	if err != nil || len(tasks) == 0 {
		t.Skipf("this kernel does not tell which processes one has started: %v", err)
	}
	var all []int
	for _, task := range tasks {
		text, err := os.ReadFile(task) // a thread may have ended meanwhile
		for word := range strings.FieldsSeq(string(text)) {
			if pid, wrong := strconv.Atoi(word); err == nil && wrong == nil {
				all = append(all, pid)
			}
		}
	}
	return all
}

// inCase waits until a case has plugged in.
func inCase(r *running, log string) {
	r.Helper()
	for {
		if text, err := os.ReadFile(log); err == nil && strings.HasSuffix(string(text), "connect\n") && !strings.HasSuffix(string(text), "disconnect\n") {
			return
		}
		select {
		case <-r.ctx.Done():
			r.Fatalf("nothing was plugged in; certbench said:\n%s", r.said())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func TestARunThatIsAskedToEndInACaseBringsTheStationToRest(t *testing.T) {
	for _, by := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(by.String(), func(t *testing.T) {
			t.Parallel()
			bench, log := logged(t)
			dir := filepath.Join(t.TempDir(), "run")
			r := start(t, nil, "run", "--bench", bench, "--cases", "TC_E_03_CS", "--out", dir)
			inCase(r, log)
			r.asks(by)
			if got := left(r, dir); got["TC_E_03_CS"] != evidence.NotRun { // of its main part nothing has begun
				t.Errorf("expected TC_E_03_CS NOT RUN, got %s", got["TC_E_03_CS"])
			}
			if got := lastWord(t, log); got != "disconnect" {
				t.Errorf("expected the rigs to be safe, the last they did is %q", got)
			}
		})
	}
}

// TestACleanUpSaysWhatItWaitsForAndASecondSignalSkipsIt has a station that is stopped, so that it answers nothing any more.
func TestACleanUpSaysWhatItWaitsForAndASecondSignalSkipsIt(t *testing.T) {
	for _, by := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(by.String(), func(t *testing.T) {
			t.Parallel()
			bench, log := logged(t)
			dir := filepath.Join(t.TempDir(), "run")
			r := start(t, nil, "run", "--bench", bench, "--cases", "TC_E_03_CS", "--out", dir)
			inCase(r, log)
			for _, station := range children(t, r.cmd.Process.Pid) {
				if err := syscall.Kill(station, syscall.SIGSTOP); err != nil && err != syscall.ESRCH { // a child that was not the station
					t.Fatal(err)
				}
			}
			r.asks(by)
			r.asks(by) // one press may arrive twice
			line := r.await("is brought to rest after TC_E_03_CS: waiting for ")
			if !strings.Contains(line, "the answer to ") || !strings.Contains(line, "at most ") || !strings.Contains(line, "Ctrl-C again skips that") {
				t.Errorf("expected what is waited for, how long, and how to skip it, got %q", line)
			}
			if got := lastWord(t, log); got != "disconnect" {
				t.Errorf("expected the rigs to be safe before the station has answered, the last they did is %q", got)
			}
			r.asks(by)
			got := left(r, dir)
			if got["TC_E_03_CS"] != evidence.NotRun || !strings.Contains(r.said(), "Asked again: the way back to rest is skipped") {
				t.Errorf("expected TC_E_03_CS NOT RUN and the skip to be said, got %s and:\n%s", got["TC_E_03_CS"], r.said())
			}
			if got := lastWord(t, log); got != "disconnect" {
				t.Errorf("expected the rigs to be safe, the last they did is %q", got)
			}
		})
	}
}

// TestARunThatIsAskedToEndAtAPrompt has a person who does not answer any more, and one who brings the bench to rest.
func TestARunThatIsAskedToEndAtAPrompt(t *testing.T) {
	for who, answers := range map[string]bool{"one who stays": true, "one who has left": false} {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			bench := variant(t, "name: reference", "name: "+oneName(), "rigs:\n", "rigs:\n  engineer: {type: manual}\n", "cable: panel", "cable: engineer", "ends: panel", "ends: engineer", "pilot: panel", "pilot: engineer")
			dir := filepath.Join(t.TempDir(), "run")
			in, keys, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { in.Close(); keys.Close() })
			r := startProgram(t, program, in, nil, "run", "--bench", bench, "--cases", "TC_E_04_CS", "--out", dir)
			enter := func() {
				if _, err := io.WriteString(keys, "\n"); err != nil {
					t.Error(err)
				}
			}
			r.await("Bring the bench to rest: no EV connected anywhere")
			enter()
			r.await("Connect the EV and EVSE")
			r.asks(syscall.SIGTERM)
			r.await("Bring the bench to rest")
			if answers {
				enter()
				left(r, dir)
				return
			}
			time.Sleep(2 * onePress) // a second press is one that comes later
			r.asks(syscall.SIGTERM)
			r.ends(codeTrouble)
			if s := whole(t, dir); s.Cut || !strings.Contains(s.Reason, "The run was interrupted") || !strings.Contains(r.said(), "NOT SAFE: ") {
				t.Errorf("expected whole evidence of an interrupted run, and a word that the bench is not safe, got %q and:\n%s", s.Reason, r.said())
			}
		})
	}
}

func TestOnlyAPressThatComesLaterIsASecondOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signals, ended, again := make(chan os.Signal, 8), make(chan struct{}), make(chan struct{})
		asked := 0
		go count(signals, ended, func() { asked++ }, again)
		press := func() (second bool) {
			signals <- os.Interrupt
			synctest.Wait()
			select {
			case <-again:
				return true
			default:
				return false
			}
		}
		for range 2 {
			if press() || asked != 1 {
				t.Errorf("expected two signals at once to be one press, got %d", asked)
			}
		}
		time.Sleep(onePress)
		if !press() || asked != 1 {
			t.Errorf("expected the second press to be known, and the first told once, got %d", asked)
		}
		close(ended)
	})
}

// TestARunThatIsAskedToEndTwiceLeavesARigThatHangs has the server of one of two rigs keep silent: it is told that it could not be
// asked, and the other is safe all the same.
func TestARunThatIsAskedToEndTwiceLeavesARigThatHangs(t *testing.T) {
	t.Parallel()
	var hangs atomic.Bool
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if hangs.Load() {
			<-over
		}
		if r.Method == http.MethodGet {
			http.NotFound(w, r) // it offers no read-back
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(over) })
	path, log := logged(t)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bench := write(t, path, changed(t, string(text), "  logged:\n", "  silent: {type: sutapi, timeout: 1h, url: "+server.URL+"}\n  logged:\n", "bay: none", "bay: silent"))
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--bench", bench, "--cases", "TC_E_03_CS", "--out", dir)
	inCase(r, log)
	hangs.Store(true)
	r.asks(syscall.SIGTERM)
	time.Sleep(2 * onePress) // a second press is one that comes later
	r.asks(syscall.SIGTERM)
	left(r, dir)
	_, then, asked := strings.Cut(r.said(), "Asked again: ")
	if !asked || !strings.Contains(then, "rig silent: ") || strings.Contains(then, "rig logged: ") || strings.Contains(then, "Ctrl-C again") {
		t.Errorf("expected the rig that hangs to be named, and no other, got:\n%s", r.said())
	}
	if got := lastWord(t, log); got != "disconnect" {
		t.Errorf("expected the other rig to be safe, the last it did is %q", got)
	}
}

func TestARigThatIsWaitedForIsNamedWithItsOwnBound(t *testing.T) {
	now := time.Now()
	got := restingStill(rigs.Resting{Rig: "hand", Since: now.Add(-12 * time.Second), Most: 20 * time.Second}, now)
	if want := "The rigs are brought to rest: waiting for rig hand since 12s, at most 20s by the limits of its acts; Ctrl-C again gives it a few seconds more."; got != want {
		t.Errorf("expected %q, got %q", want, got)
	}
	if got := restingStill(rigs.Resting{Rig: "hand", Since: now}, now); strings.Contains(got, "at most") {
		t.Errorf("expected no bound of a rig that knows none, got %q", got)
	}
}

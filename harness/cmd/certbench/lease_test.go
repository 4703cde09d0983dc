package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
)

// alone takes the leases of a bench for a command that says nothing.
func alone(t *testing.T, f *bench.File) (giveBack func() error, err error) {
	c := &cobra.Command{}
	c.SetContext(t.Context())
	c.SetErr(io.Discard)
	return leases(c, []*bench.File{f})
}

func TestTwoRunsOnOneBenchExcludeEachOther(t *testing.T) {
	text := fmt.Sprintf("name: lease-%d\nlisten: 127.0.0.1:0\nstation: {id: A, password: 0123456789abcdef}\n", os.Getpid())
	f, err := bench.Read("bench.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	giveBack, err := alone(t, f)
	if err != nil {
		t.Fatal(err)
	}
	_, err = alone(t, f)
	if want := fmt.Sprintf("bench %s is in use by process %d of user", f.Name, os.Getpid()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("expected … %s …, got %v", want, err)
	}
	if err := giveBack(); err != nil {
		t.Fatal(err)
	}
	again, err := alone(t, f)
	if err != nil {
		t.Fatalf("the lease was given back, but cannot be taken again: %v", err)
	}
	if err := again(); err != nil {
		t.Fatal(err)
	}
}

// leaseFile is a bench of its own with the path of its lease, in a folder of temporary files of its own.
func leaseFile(t *testing.T) (*bench.File, string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	f, err := bench.Read("bench.yaml", []byte("name: shared\nlisten: 127.0.0.1:0\nstation: {id: A, password: 0123456789abcdef}\n"))
	if err != nil {
		t.Fatal(err)
	}
	return f, filepath.Join(dir, "certbench-shared.lock")
}

// waiting is a bench file whose station never comes, so that the doctor holds the bench until somebody ends it.
const waiting = "name: %s\nlisten: 127.0.0.1:0\nstation: {id: A, password: 0123456789abcdef}\n"

func TestAHolderThatIsKilledLeavesNoDeadLock(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	file := write(t, filepath.Join(t.TempDir(), "bench.yaml"), fmt.Sprintf(waiting, "killed"))
	lock := filepath.Join(os.TempDir(), "certbench-killed.lock")
	hold := func() *running {
		r := start(t, nil, "doctor", "--bench", file, "--wait", "1m")
		for n := (note{}); n.heard.IsZero(); n = noted(t, lock) {
			if r.ctx.Err() != nil {
				t.Fatal("the doctor did not take the lease")
			}
			time.Sleep(5 * time.Millisecond)
		}
		return r
	}
	first := hold()
	if code, _, told := inProcess("doctor", "--bench", file); code != codeTrouble || !strings.Contains(told, fmt.Sprintf("bench killed is in use by process %d of user", first.cmd.Process.Pid)) {
		t.Errorf("while it lives: got code %d, %s; expected it to be named", code, told)
	}
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.cmd.Wait() // killed
	var told strings.Builder
	c := &cobra.Command{}
	c.SetContext(t.Context())
	c.SetErr(&told)
	f, err := bench.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	giveBack, err := leases(c, []*bench.File{f})
	if err != nil {
		t.Fatalf("the holder was killed, but its lease cannot be taken: %v", err)
	}
	if want := fmt.Sprintf("bench killed was not given back by process %d of user", first.cmd.Process.Pid); !strings.Contains(told.String(), want) {
		t.Errorf("expected … %s …, got %s", want, told.String())
	}
	if err := giveBack(); err != nil {
		t.Error(err)
	}
	if n := noted(t, lock); n.text != "" {
		t.Errorf("given back the lease says %q, expected nothing", n.text)
	}
}

// noted reads the note of a lease, the zero one where there is none yet.
func noted(t *testing.T, lock string) note {
	t.Helper()
	text, err := os.ReadFile(lock)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return parseNote(string(text))
}

func TestTwoBenchesWithOneRigExcludeEachOther(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	read := func(name, url string) *bench.File {
		f, err := bench.Read("bench.yaml", fmt.Appendf(nil, "name: %s\nlisten: 127.0.0.1:0\nstation: {id: A, password: 0123456789abcdef}\nrigs: {r: {type: sutapi, url: %q}}\nacts: {cable: r}\n", name, url))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	giveBack, err := alone(t, read("one", "http://user:secret@10.0.0.1/api/v1"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = alone(t, read("two", "http://user:secret@10.0.0.1/api/v1/"))
	if err == nil || !strings.Contains(err.Error(), "the rig at http://user:xxxxx@10.0.0.1/api/v1 is in use by process") || strings.Contains(err.Error(), "secret") {
		t.Errorf("expected the rig to be in use, got %v", err)
	}
	other, err := alone(t, read("three", "http://10.0.0.2/api/v1"))
	if err != nil {
		t.Fatalf("another rig: %v", err)
	}
	if err := errors.Join(giveBack(), other()); err != nil {
		t.Error(err)
	}
	again, err := alone(t, read("two", "http://user:secret@10.0.0.1/api/v1"))
	if err != nil {
		t.Fatalf("the rig was given back: %v", err)
	}
	if err := again(); err != nil {
		t.Error(err)
	}
}

// TestTwoBenchesThatMoveOneThingExcludeEachOther: whatever type of rig moves it, and however it is written.
func TestTwoBenchesThatMoveOneThingExcludeEachOther(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	line := filepath.Join(t.TempDir(), "ttyUSB0")
	alias := line + "-by-id"
	program := filepath.Join(t.TempDir(), "relay")
	if err := errors.Join(os.WriteFile(line, nil, 0o600), os.Symlink(line, alias), os.WriteFile(program, nil, 0o700), os.Symlink(program, program+"-2")); err != nil {
		t.Fatal(err)
	}
	calls := func(call string) string {
		return "{type: TYPE, do: {connect: {" + call + "}, connect_idle: {" + call + "}, disconnect: {" + call + "}}}"
	}
	command := func(words string) string { return strings.Replace(calls("command: ["+words+"]"), "TYPE", "exec", 1) }
	request := func(url string) string { return strings.Replace(calls("url: '"+url+"'"), "TYPE", "http", 1) }
	const both, cable, tokens = 2, "cable: r", "tokens: r"
	for name, c := range map[string]struct {
		one, two, acts string
		shared         string // what both move, empty for nothing
	}{
		"one command":               {command(program + ", '1'"), command(program + "-2, '1'"), cable, "the command " + program + " 1"},
		"two relays of one board":   {command(program + ", '1'"), command(program + ", '2'"), cable, ""},
		"one relay for one EVSE":    {command(program + ", '{evse}'"), command(program + ", '1'"), cable, "the command " + program + " 1"},
		"a device by another name":  {command(program + ", " + line), command(program + ", " + line), cable, "the command " + program + " " + line},
		"commands that do nothing":  {command("'true'"), command("'true'"), cable, ""},
		"one request":               {request("http://PDU:80/outlet/1"), request("http://pdu/outlet/1"), cable, "the request POST http://pdu/outlet/1"},
		"two outlets of one device": {request("http://pdu/outlet/1"), request("http://pdu/outlet/2"), cable, ""},
		"one serial line":           {"{type: serial, port: " + line + "}", "{type: serial, port: " + alias + "}", tokens, "the serial line " + line},
		"one GPIO line":             {"{type: gpio, wiring: {mains: {name: k1}}}", "{type: gpio, wiring: {mains: {name: k1, active_low: true}}}", "mains: r", "the GPIO line k1"},
		"two GPIO lines":            {"{type: gpio, wiring: {mains: {name: k1}}}", "{type: gpio, wiring: {mains: {name: k2}}}", "mains: r", ""},
	} {
		var files [both]*bench.File
		for i, rig := range []string{c.one, c.two} {
			text := fmt.Sprintf("name: %s\nlisten: 127.0.0.1:0\nstation: {id: A%d, password: 0123456789abcdef}\nrigs: {r: %s}\nacts: {%s}\n", oneName(), i, rig, c.acts)
			var err error
			if files[i], err = bench.Read("bench.yaml", []byte(text)); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		first, err := alone(t, files[0])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		second, err := alone(t, files[1])
		if want := c.shared + " is in use by process"; (err != nil) != (c.shared != "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: expected %q, got %v", name, want, err)
		}
		if err == nil {
			first, second = second, first
			if err := second(); err != nil {
				t.Error(err)
			}
		}
		if err := first(); err != nil {
			t.Error(err)
		}
		if err := bench.Apart(files[:]); (err != nil) != (c.shared != "") {
			t.Errorf("%s: expected the two in one run to be refused: %t, got %v", name, c.shared != "", err)
		}
	}
}

func TestALeaseThatSomebodyRemovesEndsTheRun(t *testing.T) {
	f, path := leaseFile(t)
	var told strings.Builder
	c := &cobra.Command{}
	c.SetContext(t.Context())
	c.SetErr(&told)
	giveBack, err := leases(c, []*bench.File{f})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.Context().Done():
	case <-time.After(patience):
		t.Fatal("the run goes on without its lease")
	}
	if cause := context.Cause(c.Context()); !strings.Contains(cause.Error(), "the lease of bench shared is lost, for somebody removed "+path) {
		t.Errorf("got %v, expected how the lease was lost", cause)
	}
	if err := giveBack(); err != nil {
		t.Error(err)
	}
}

func TestATechnicianWhoLosesTheLeaseIsInTrouble(t *testing.T) {
	p, file := aBenchOfItsOwn(t)
	path := filepath.Join(os.TempDir(), "certbench-"+t.Name()+".lock")
	typed, hand := io.Pipe() // nobody types
	defer hand.Close()
	command := root()
	var out, errs bytes.Buffer
	command.SetIn(typed)
	command.SetOut(&out)
	command.SetErr(&errs)
	ended := make(chan int, 1)
	go func() { ended <- execute(t.Context(), command, []string{"rig", "--bench", file, "plug"}) }()
	for by := time.Now().Add(patience); !p.Read().Connectors[0].Plugged; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(by) {
			t.Fatal("no EV was connected")
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if code := <-ended; code != codeTrouble || p.Read().Connectors[0].Plugged {
		t.Errorf("got exit code %d, plugged %t and %q, expected %d and the safe state", code, p.Read().Connectors[0].Plugged, errs.String(), codeTrouble)
	}
}

func TestALeaseNeedsAFolderThatAllFind(t *testing.T) {
	for folder, says := range map[string]string{
		"here":                                  "set TMPDIR to a folder from its root on",
		filepath.Join(t.TempDir(), "not-there"): "set TMPDIR to a folder that is there",
	} {
		if _, err := take(exclusive{"bench x", filepath.Join(folder, "certbench-x.lock")}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v, expected … %s …", folder, err, says)
		}
	}
}

func TestWhatALeaseSaysOfItsHolder(t *testing.T) {
	otherBoot := strings.Replace(signature(time.Now()), bootWord, bootWord+"x", 1)
	for name, c := range map[string]struct {
		text             string
		elsewhere, quiet bool
	}{
		"nobody":                          {"", false, false},
		"this process":                    {signature(time.Now()), false, false},
		"it is stopped":                   {signature(time.Now().Add(-time.Hour)), false, true},
		"another machine, just now":       {otherBoot, true, false},
		"before the last boot":            {strings.Replace(signature(time.Now().Add(-time.Hour)), bootWord, bootWord+"x", 1), false, true},
		"a note of an earlier version":    {"process 7 of user 0 on a since 2026-01-01 00:00:00\n", false, false},
		"a note that was cut off":         {signature(time.Now())[:60], false, false},
		"another machine, its clock fast": {strings.Replace(signature(time.Now().Add(leaseStale/2)), bootWord, bootWord+"x", 1), true, false},
	} {
		n := parseNote(c.text)
		if n.elsewhere() != c.elsewhere || (n.silence() != "") != c.quiet || n.another("f") != nil {
			t.Errorf("%s: got elsewhere %t, silence %q, another %v; expected %t and %t", name, n.elsewhere(), n.silence(), n.another("f"), c.elsewhere, c.quiet)
		}
	}
	for _, text := range []string{"precious\n", "proces 7", strings.Repeat("process ", 200)} {
		if parseNote(text).another("f") == nil {
			t.Errorf("%.20q… is taken for a lease", text)
		}
	}
}

func TestALockThatReachesNoOtherMachineIsNotTrusted(t *testing.T) {
	f, path := leaseFile(t)
	write(t, path, strings.Replace(signature(time.Now()), bootWord, bootWord+"x", 1))
	if _, err := alone(t, f); err == nil || !strings.Contains(err.Error(), "although its lock is free: "+filepath.Dir(path)+" seems to be on a disk that several machines share") {
		t.Errorf("got %v, expected the holder on the other machine to be believed", err)
	}
	write(t, path, strings.Replace(signature(time.Now().Add(-leaseStale)), bootWord, bootWord+"x", 1))
	giveBack, err := alone(t, f)
	if err != nil {
		t.Fatalf("the other machine is silent: %v", err)
	}
	if err := giveBack(); err != nil {
		t.Error(err)
	}
}

func TestALeaseTouchesNoFileOfSomebodyElse(t *testing.T) {
	f, path := leaseFile(t)
	other := write(t, filepath.Join(t.TempDir(), "precious"), "precious\n")
	for name, c := range map[string]struct {
		put  func() error
		want string
	}{
		"a symbolic link": {func() error { return os.Symlink(other, path) }, "is a symbolic link; remove it, or name the bench otherwise"},
		"a hard link":     {func() error { return os.Link(other, path) }, "holds something else; move it away, or name the bench otherwise"},
		"a pipe":          {func() error { return syscall.Mkfifo(path, 0o666) }, "is no file; remove it, or name the bench otherwise"},
		"a folder":        {func() error { return os.Mkdir(path, 0o777) }, "is no file; remove it, or name the bench otherwise"},
	} {
		if err := c.put(); err != nil {
			t.Fatal(err)
		}
		if _, err := alone(t, f); err == nil || !strings.Contains(err.Error(), "the lease of bench shared cannot be taken: "+path+" "+c.want) {
			t.Errorf("%s: expected … %s, got %v", name, c.want, err)
		}
		if text, err := os.ReadFile(other); err != nil || string(text) != "precious\n" {
			t.Errorf("%s: the file of somebody else holds %q now, %v", name, text, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

func TestALeaseCanBeTakenByEveryUser(t *testing.T) {
	f, path := leaseFile(t)
	defer syscall.Umask(syscall.Umask(0o077))
	for _, mode := range []os.FileMode{0o666, 0o444} { // as it was made; as another user made it
		giveBack, err := alone(t, f)
		if err != nil {
			t.Fatalf("mode %o: %v", mode, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("expected mode %o, got %v, %v", mode, info.Mode(), err)
		}
		if err := errors.Join(giveBack(), os.Chmod(path, 0o444)); err != nil {
			t.Fatal(err)
		}
	}
}

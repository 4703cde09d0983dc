package ntp

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	beevik "github.com/beevik/ntp"
)

var update = flag.Bool("update", false, "write testdata/clients.txt anew")

// limit is generous: nothing here waits for it unless something hangs.
const limit = time.Minute

// client is an NTP client that other people have written. None of them sets the clock of the machine as it is called here.
type client struct {
	name string
	has  func() error // why it is not there
	// ask returns by how much the clock is wrong, or why the answer was not taken.
	ask  func(ctx context.Context, port string) (time.Duration, error)
	rare bool // no package has it: it may be missing in CI
}

var clients = []client{
	// -Q prints what it would do to the clock. A polling interval of 1/16 s has it take its four samples at once.
	{name: "chronyd -Q", has: inPath("chronyd"), ask: func(ctx context.Context, port string) (time.Duration, error) {
		return offset(ctx, `wrong by (\S+) seconds \(ignored\)`, "chronyd", "-Q", "-t", "8", "server 127.0.0.1 port "+port+" iburst minpoll -4 maxpoll -4")
	}},
	{name: "ntpdig", has: inPath("ntpdig"), ask: func(ctx context.Context, port string) (time.Duration, error) {
		return offset(ctx, `"offset":(\S+?),.*"adjusted":false`, python, "-c", ntpdig, port)
	}},
	{name: "ntplib", has: inFile("/usr/lib/python3/dist-packages/ntplib.py"), ask: func(ctx context.Context, port string) (time.Duration, error) {
		return offset(ctx, `(\S+)`, python, "-c", "import ntplib,sys; print(ntplib.NTPClient().request('127.0.0.1', port=int(sys.argv[1]), version=3, timeout=5).offset)", port)
	}},
	// -w sets nothing. It never ends by itself: the answer to its first request is enough.
	{name: "busybox ntpd -w", rare: true, has: busyboxHasIt, ask: func(ctx context.Context, port string) (time.Duration, error) {
		ctx, enough := context.WithTimeout(ctx, 2*time.Second)
		defer enough()
		return offset(ctx, `offset:(\S+)`, "busybox", "ntpd", "-w", "-n", "-d", "-p", "127.0.0.1:"+port)
	}},
	{name: "beevik/ntp", has: func() error { return nil }, ask: func(_ context.Context, port string) (time.Duration, error) {
		r, err := beevik.QueryWithOptions("127.0.0.1:"+port, beevik.QueryOptions{Timeout: 5 * time.Second})
		if err == nil {
			err = r.Validate()
		}
		if err != nil {
			return 0, err
		}
		return r.ClockOffset, nil
	}},
}

// python is Debian's: another one does not find Debian's modules.
const python = "/usr/bin/python3"

// ntpdig runs it as it is, but for the port: it asks port 123 and no other, which only root can serve.
const ntpdig = `
import shutil, socket, sys
real = socket.getaddrinfo
port = int(sys.argv[1])
socket.getaddrinfo = lambda host, service, *rest, **more: real(host, port if service == 123 else service, *rest, **more)
sys.argv = ['ntpdig', '-j', '-t', '5', '127.0.0.1']
path = shutil.which('ntpdig')
exec(compile(open(path).read(), path, 'exec'))
`

func inPath(name string) func() error {
	return func() error {
		_, err := exec.LookPath(name)
		return err
	}
}

func inFile(path string) func() error {
	return func() error {
		_, err := os.Stat(path)
		return err
	}
}

func busyboxHasIt() error {
	out, err := exec.Command("busybox", "--list").Output()
	if err == nil && !strings.Contains("\n"+string(out), "\nntpd\n") {
		err = errors.New("the busybox of this machine was built without ntpd, as Debian's is")
	}
	return err
}

// offset runs a client and reads from what it prints by how much the clock is wrong, in seconds.
func offset(ctx context.Context, pattern, name string, args ...string) (time.Duration, error) {
	out, failed := exec.CommandContext(ctx, name, args...).CombinedOutput()
	m := regexp.MustCompile(pattern).FindStringSubmatch(string(out))
	if m == nil {
		return 0, fmt.Errorf("%w: %s", errors.Join(errNotTaken, failed), out)
	}
	seconds, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, fmt.Errorf("%w: %s", errors.Join(errNotTaken, failed), out)
	}
	return time.Duration(seconds * float64(time.Second)), nil
}

// errNotTaken is that a client tells no offset.
var errNotTaken = errors.New("the client tells no offset")

// outcome is what a client makes of the server, in words.
func outcome(by time.Duration, err error) string {
	const near = 2 * time.Second // on a busy machine
	switch {
	case err != nil:
		return "refused"
	case by.Abs() < near:
		return "taken"
	case (by - 24*time.Hour).Abs() < near:
		return "taken, a day ahead"
	}
	return "taken, off by " + by.String()
}

// TestWhatClientsMakeOfTheServer has each client ask a good server and one with each fault, over UDP. The table is what the bench
// may expect of stations: one of the clients takes stratum 0 and an alarm as time, so that neither is a FAIL of a station.
func TestWhatClientsMakeOfTheServer(t *testing.T) {
	const file = "testdata/clients.txt"
	golden, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var mu sync.Mutex
	rows := map[string]string{}
	t.Run("clients", func(t *testing.T) {
		for _, c := range clients {
			for _, fault := range append([]Fault{None}, Faults()...) {
				name := fmt.Sprintf("%-16s %-15s", c.name, describe(fault))
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					if err := c.has(); err != nil {
						lacking(t, c, err)
					}
					got := ask(t, c, fault)
					mu.Lock()
					rows[name] = got
					mu.Unlock()
					if want := name + got + "\n"; !*update && !strings.Contains("\n"+string(golden), "\n"+want) {
						t.Errorf("%s does not have %q", file, want)
					}
				})
			}
		}
	})
	if *update {
		writeRows(t, file, rows)
	}
}

func describe(f Fault) string {
	if f == None {
		return "good"
	}
	return string(f)
}

// lacking ends a test for want of a client; CI has to have all that there are packages of.
func lacking(t *testing.T, c client, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" && !c.rare {
		t.Fatalf("%s is missing; install it with: make packages (%v)", c.name, err)
	}
	t.Skipf("%s is missing: %v", c.name, err)
}

// ask serves over UDP, has the client ask, and looks that the server has heard it.
func ask(t *testing.T, c client, fault Fault) string {
	t.Helper()
	line, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := serve(t, line)
	b.Behave(fault)
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	_, port, err := net.SplitHostPort(line.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	by, err := c.ask(ctx, port)
	t.Logf("%s: off by %s, %v", c.name, by, err)
	told := b.told()
	if len(told) == 0 {
		t.Fatalf("the client did not ask: %v", err)
	}
	for _, r := range told {
		if r.Why != "" {
			t.Errorf("a request was turned down: %+v", r)
		}
	}
	return outcome(by, err)
}

func writeRows(t *testing.T, file string, rows map[string]string) {
	t.Helper()
	var text strings.Builder
	for _, c := range clients {
		for _, fault := range append([]Fault{None}, Faults()...) {
			name := fmt.Sprintf("%-16s %-15s", c.name, describe(fault))
			got, asked := rows[name]
			if !asked {
				t.Fatalf("%s was not asked; the table is written with all clients", name)
			}
			text.WriteString(name + got + "\n")
		}
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

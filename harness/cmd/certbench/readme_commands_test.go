package main

import (
	"context"
	"crypto/elliptic"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/ports"
)

// unrun are the commands of the READMEs that the test of them does not run, by what they begin with, and why. Their flags and
// arguments are parsed all the same.
var unrun = map[string]string{
	"certbench run --bench":                      "plays for half an hour; another test plays some cases by the same files",
	"certbench run --cases":                      "is what the tests of run do",
	"certbench fleet serve":                      "serves until it is told to end; the guide of a rack is followed by a test of its own",
	"certbench agent":                            "stands beside a bench until it is told to end",
	"certbench run --pics my-pics.yaml --fleet":  "plays on a fleet that is not there",
	"certbench sut-api":                          "serves until it is told to end",
	"certbench rig --bench my-bench.yaml --live": "serves until it is told to end",
	"certbench station --csms":                   "runs until it is told to end; the other commands are asked beside one",
	"CERTBENCH_PASSWORD=0123456789abcdef ":       "runs until it is told to end; the other commands are asked beside one",
	"certbench doctor --bench my-bench.yaml --pics my-pics.yaml --clock": "wants ntp in the bench file, and minutes",
}

// TestTheCommandsOfTheREADMEsWork has a shell run them, in the order of each README, in a folder with the files that it has its reader
// make, and beside a station; each README at a desk of its own, for what they wait for most. What is not run is parsed, so that no
// command or flag is shown that does not exist. Targets of make exist.
func TestTheCommandsOfTheREADMEsWork(t *testing.T) {
	t.Parallel()
	all := readmes(t)
	run, left := chores(t, all)
	commands := 0
	for _, lines := range run {
		commands += len(lines)
	}
	if commands < 20 {
		t.Errorf("%d commands of the READMEs are run, want at least 20", commands)
	}
	for beginning, reason := range unrun {
		if !left[beginning] {
			t.Errorf("no README shows %q, which is not run because it %s", beginning, reason)
		}
	}
	before := newRuns(t)
	for i, name := range slices.Sorted(maps.Keys(run)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk := newDesk(t, fmt.Sprintf("desk-%d", i+1), before)
			for _, line := range run[name] {
				desk.run(t, name, line)
			}
		})
	}
}

// chores are the lines that are run, by README in its order: a line that several show is run in the first of them, unless it writes a file
// that others may read. With them, which beginnings of unrun are shown. All other lines are held against the command and the Makefile.
func chores(t *testing.T, all map[string]string) (run map[string][]string, left map[string]bool) {
	t.Helper()
	makefile, err := os.ReadFile(filepath.Join(top, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	run, left = map[string][]string{}, map[string]bool{}
	ran := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, line := range blocks(all[name], "sh") {
			beginning := unrunBy(line)
			left[beginning] = true
			switch {
			case strings.HasPrefix(line, "make "):
				if !regexp.MustCompile(`(?m)^` + strings.Fields(line)[1] + `:`).Match(makefile) {
					t.Errorf("%s: %s: the Makefile has no such target", name, line)
				}
			case !strings.Contains(line, "certbench "):
				t.Errorf("%s: %s: neither make nor certbench", name, line)
			case beginning != "":
				if err := parses(words(line)); err != nil {
					t.Errorf("%s: %s: %v", name, line, err)
				}
			case !ran[line] || strings.Contains(line, " > "):
				ran[line] = true
				run[name] = append(run[name], line)
			}
		}
	}
	return run, left
}

// unrunBy is the longest beginning in unrun that a line has; empty where it is run.
func unrunBy(line string) string {
	longest := ""
	for beginning := range unrun {
		if strings.HasPrefix(line, beginning) && len(beginning) > len(longest) {
			longest = beginning
		}
	}
	return longest
}

// desk is where somebody follows a README: a folder, and a station at the bench of the README.
type desk struct {
	dir     string
	station *fresh
}

// newRuns is a folder with the runs that a reader has had before.
func newRuns(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"before", "after"} {
		start(t, nil, "run", "--cases", "TC_B_06_CS", "--out", filepath.Join(dir, name)).ends(codePassed)
	}
	return dir
}

// newDesk is one with only what a reader brings along.
func newDesk(t *testing.T, bench, runs string) *desk {
	t.Helper()
	d := &desk{dir: filepath.Join(t.TempDir(), "desk"), station: newFresh(t, bench)}
	if err := os.CopyFS(filepath.Join(d.dir, "runs"), os.DirFS(runs)); err != nil {
		t.Fatal(err)
	}
	_, csr := newCSR(t, elliptic.P256(), pkix.Name{CommonName: "SN-0042", Organization: []string{"Certbench CSO"}})
	text, err := os.ReadFile(csr)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"my-bench.yaml": d.station.file, "station.csr": string(text), "product-1.4.bin": "1.4", "product-1.5.bin": "1.5", "product-broken.bin": "-"} {
		write(t, filepath.Join(d.dir, name), text)
	}
	expect(t, codePassed, "pics", "export", filepath.Join(d.dir, "PICS.xlsx"))
	d.declares(t)
	return d
}

// declares is the reader, who answers what a draft or a sheet leaves open. The certificate's own answers hold one contradiction, and
// the station here has no battery to tell the state of; who answers for his product declares neither.
func (d *desk) declares(t *testing.T) {
	t.Helper()
	text := changed(t, string(examples.PICS()), "  AQ-4: no", "  AQ-4: yes")
	write(t, filepath.Join(d.dir, "my-pics.yaml"), strings.ReplaceAll(text, ", SoC", ""))
}

// patienceOfAReader bounds one command.
const patienceOfAReader = 3 * time.Minute

const deskPassword = "0123456789abcdef"

func (d *desk) run(t *testing.T, readme, line string) {
	t.Helper()
	made := strings.Contains(line, "--out my-pics.yaml")
	if made { // by the command, and nothing is overwritten
		if err := os.Remove(filepath.Join(d.dir, "my-pics.yaml")); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(line, "--bench") {
		d.station.end()
		d.station.start(t)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patienceOfAReader)
	defer cancel()
	c := exec.CommandContext(ctx, "sh", "-c", line)
	c.Dir = d.dir
	c.Env = append(os.Environ(), "PATH="+filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"), "STATION_PASSWORD="+deskPassword)
	began := time.Now()
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%s: %s: %v; it said:\n%s", readme, line, err, out)
	}
	t.Logf("%s: %s", time.Since(began).Round(time.Millisecond), line)
	if made {
		d.declares(t)
	}
}

// fresh is a station at the bench of the README, which can be had anew. One that has just started tells the bench of its boot; of one
// that connects without it, the bench waits for a sign for timeouts.greeting.
type fresh struct {
	csms, panel string
	file        string // the README's bench file with the addresses here
	end         func()
	process     *exec.Cmd
}

func newFresh(t *testing.T, bench string) *fresh {
	t.Helper()
	f := &fresh{csms: ports.Free(t), panel: ports.Free(t), file: strings.Join(blocks(readme(t, "README.md"), "yaml"), "\n") + "\n"}
	for old, now := range map[string]string{"192.168.1.10:9000": f.csms, "192.168.1.10:9001": ports.Free(t), "192.168.1.20:8080": f.panel,
		"name: my-bench": "name: " + bench} { // runs on benches of one name exclude each other
		f.file = changed(t, f.file, old, now)
	}
	f.start(t)
	t.Cleanup(func() { f.end() })
	return f
}

func (f *fresh) start(t *testing.T) {
	t.Helper()
	c := exec.Command(program, "station", "--csms", "ws://"+f.csms+"/ocpp", "--id", "CB-0001", "--panel", f.panel, "--with-parent",
		"--set", "OCPPCommCtrlr.RetryBackOffWaitMinimum=1", "--set", "OCPPCommCtrlr.RetryBackOffRepeatTimes=0", "--set", "OCPPCommCtrlr.RetryBackOffRandomRange=0")
	c.Env = append(os.Environ(), bench.PasswordEnv+"="+deskPassword)
	parent, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	greeting, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	f.process = c
	f.end = func() {
		if err := errors.Join(parent.Close(), c.Wait()); err != nil {
			t.Errorf("the station ended with %v", err)
		}
	}
	if _, err := greeting.Read(make([]byte, 1)); err != nil {
		t.Errorf("the station does not say where it is: %v", err)
	}
}

// TestTheBenchFileOfTheREADMEPlays: with what it leaves out, cases pass that need each kind of act, on a station that answers the SUT
// API.
func TestTheBenchFileOfTheREADMEPlays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "my-bench.yaml"), newFresh(t, "ten-lines").file)
	start(t, []string{"STATION_PASSWORD=" + deskPassword}, "run", "--bench", file, "--out", filepath.Join(dir, "run"),
		"--cases", "TC_B_01_CS || TC_E_03_CS || TC_B_06_CS || TC_N_25_CS/HTTP || TC_G_03_CS").ends(codePassed)
}

// words splits a line as a shell does, as far as the READMEs need it, and leaves out certbench itself, what is set before it, and where
// the output goes to.
func words(line string) []string {
	_, line, _ = strings.Cut(line, "certbench ")
	line, _, _ = strings.Cut(line, " > ")
	var out []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

// parses tells whether a command line names a command and flags that exist.
func parses(args []string) error {
	command, rest, err := root().Find(args)
	if err != nil {
		return err
	}
	if path := strings.Fields(command.CommandPath()); len(path) < 2 || path[1] != args[0] {
		return fmt.Errorf("certbench has no command %s", args[0])
	}
	if err := command.ParseFlags(rest); err != nil {
		return err
	}
	return command.ValidateArgs(command.Flags().Args())
}

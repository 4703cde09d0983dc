package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/fleet"
	"github.com/certbench/certbench/harness/fleet/fleettest"
	"github.com/certbench/certbench/harness/ports"
	"github.com/certbench/certbench/reports"
)

// hosted is a fleet that a process serves.
type hosted struct {
	*testing.T
	dir, url string
	server   *running
}

func host(t *testing.T) *hosted {
	t.Helper()
	h := &hosted{T: t, dir: filepath.Join(t.TempDir(), "fleet")}
	h.server = start(t, nil, "fleet", "serve", "--dir", h.dir, "--listen", "127.0.0.1:0")
	line := h.server.await("The fleet is served at")
	h.url = regexp.MustCompile(`nats://[0-9.:]+[0-9]`).FindString(line)
	return h
}

// with are the flags by which a role enters.
func (h *hosted) with(role string, args ...string) []string {
	return append(args, "--fleet", h.url, "--creds", filepath.Join(h.dir, "keys", "lab", role+".nk"))
}

// agent stands beside a reference station, and records in a folder that is returned.
func (h *hosted) agent(name, station string, more ...string) (r *running, out string) {
	h.Helper()
	return h.agentAt(h.url, name, station, more...)
}

// agentAt reaches the fleet at an address of its own.
func (h *hosted) agentAt(url, name, station string, more ...string) (r *running, out string) {
	h.Helper()
	dir := h.TempDir()
	file := bytes.Replace(examples.Bench(), []byte("name: reference"), []byte("name: "+name), 1)
	file = bytes.Replace(file, []byte("id: CB-0001"), []byte("id: "+station), 1)
	bench := write(h.T, filepath.Join(dir, "bench.yaml"), string(file))
	out = filepath.Join(dir, "out")
	there := &hosted{h.T, h.dir, url, nil}
	r = start(h.T, nil, append(there.with("agent", "agent", "--bench", bench, "--out", out), more...)...)
	r.await("is in the fleet")
	return r, out
}

// standing waits until so many benches are registered.
func (h *hosted) standing(n int) {
	h.Helper()
	for deadline := time.Now().Add(patience); ; {
		_, out, errs := inProcess(h.with("watcher", "fleet", "status")...)
		if strings.Count(out, "\n") == n+1 {
			return
		}
		if time.Now().After(deadline) {
			h.Fatalf("%d benches were awaited, and the fleet says:\n%s%s", n, out, errs)
		}
	}
}

func TestAFleetComesOutAsOneMachineDoes(t *testing.T) {
	t.Parallel()
	const cases = "TC_B_01_CS || TC_B_06_CS || TC_B_20_CS"
	here, there := filepath.Join(t.TempDir(), "here"), filepath.Join(t.TempDir(), "there")
	one := start(t, nil, "run", "--parallel", "2", "--cases", cases, "--out", here)
	h := host(t)
	h.agent("b1", "CB-0001", "--place", "room-1")
	h.agent("b2", "CB-0002", "--place", "room-2")
	h.standing(2)
	r := start(t, nil, h.with("runner", "run", "--on", "place=room-*", "--cases", cases, "--out", there)...)
	one.ends(codePassed)
	r.ends(codePassed)
	a, b := whole(t, here), summary(t, there)
	for id, verdict := range verdicts(a) {
		if got := verdicts(b)[id]; got != verdict {
			t.Errorf("%s is %s here and %s there", id, verdict, got)
		}
	}
	if on := onBenches(b, "TC_B_01_CS") + onBenches(b, "TC_B_20_CS"); on != "b1b2" && on != "b2b1" {
		t.Errorf("expected each bench to play one of two long cases, got %q", on)
	}
	if code, out, errs := inProcess("verify", there); code != codePassed {
		t.Errorf("the report does not verify: %s%s", out, errs)
	}
	start(t, nil, h.with("runner", "run", "--resume", there)...).ends(codePassed) // nothing is left to play
	h.standing(2)
	if _, out, _ := inProcess(h.with("watcher", "fleet", "status")...); strings.Count(out, "free") != 2 {
		t.Errorf("after the run the benches are not free:\n%s", out)
	}
}

// TestABenchThatIsLostForGoodEndsItsRunAndHoldsNobodyUp has one of two benches killed in the middle of a play, and the only bench of
// another run cut off.
func TestABenchThatIsLostForGoodEndsItsRunAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	const cases = "TC_B_01_CS || TC_B_20_CS || TC_B_21_CS"
	h := host(t)
	wire := fleettest.New(t, strings.TrimPrefix(h.url, "nats://"))
	killed, _ := h.agent("killed", "CB-0001")
	h.agent("stays", "CB-0002")
	h.agentAt("nats://"+wire.Address(), "cut", "CB-0003")
	h.standing(3)
	dirs := map[string]string{"killed": filepath.Join(t.TempDir(), "run"), "cut": filepath.Join(t.TempDir(), "run")}
	at := ports.Free(t)
	two := start(t, nil, h.with("runner", "run", "--on", "!name=cut", "--cases", cases, "--live", at, "--out", dirs["killed"])...)
	one := start(t, nil, h.with("runner", "run", "--on", "name=cut", "--cases", cases, "--out", dirs["cut"])...)
	for _, part := range []string{filepath.Join(dirs["killed"], "parts", "1"), filepath.Join(dirs["killed"], "parts", "2"), filepath.Join(dirs["cut"], "parts", "1")} {
		playing(t, part)
	}
	wire.Cut(true)
	killed.kill()

	two.await("The bench killed is lost to the run")
	pageShows(t, at, "The bench killed is lost to the run: the agent of bench killed is gone.") // what it was playing goes on elsewhere
	two.ends(codePassed)
	for _, c := range summary(t, dirs["killed"]).Cases {
		if len(c.Plays) > 0 && c.Verdict != evidence.Pass {
			t.Errorf("%s is %s: %s", c.ID, c.Verdict, c.Reason)
		}
	}
	one.ends(codeTrouble)
	for id, verdict := range verdicts(summary(t, dirs["cut"])) {
		if verdict != evidence.NotRun && verdict != evidence.NotApplicable {
			t.Errorf("%s is %s on a bench that was cut off", id, verdict)
		}
	}
	saysWhatWasLost(t, two, dirs["killed"], "killed")
	saysWhatWasLost(t, one, dirs["cut"], "cut")

	if _, out, errs := inProcess(h.with("watcher", "fleet", "status")...); strings.Count(out, "\n") != 2 || !regexp.MustCompile(`stays .* free\n`).MatchString(out) {
		t.Errorf("of three benches one is left, and free; the fleet says:\n%s%s", out, errs)
	}
	h.agent("killed", "CB-0001")
	for _, name := range []string{"killed", "stays"} {
		start(t, nil, h.with("runner", "run", "--on", "name="+name, "--cases", "TC_B_06_CS", "--out", filepath.Join(t.TempDir(), "run"))...).ends(codePassed)
	}
}

// saysWhatWasLost requires that every document and the terminal say which bench was lost, and since when it is silent.
func saysWhatWasLost(t *testing.T, r *running, dir, bench string) {
	t.Helper()
	lost := slices.IndexFunc(summary(t, dir).Joined.Parts, func(p reports.JoinedPart) bool { return p.Lost != "" })
	if lost < 0 {
		t.Fatalf("no part of the run was lost; it said:\n%s", r.said())
	}
	part := summary(t, dir).Joined.Parts[lost]
	log, err := evidence.ReadDir(filepath.Join(dir, filepath.FromSlash(part.Folder)))
	if err != nil {
		t.Fatal(err)
	}
	if last := log.Records[len(log.Records)-1].At; !part.Last.Equal(last) {
		t.Errorf("the last record of %s is of %v, and the report says %v", bench, last, part.Last)
	}
	want := fmt.Sprintf("the agent of bench %s is gone; the last record of the bench is of %s UTC", bench, part.Last.UTC().Format(time.DateTime))
	if !strings.Contains(r.said(), want) || !strings.Contains(r.said(), fmt.Sprintf("The bench %s is lost to the run: the agent of bench %[1]s is gone.", bench)) {
		t.Errorf("the terminal does not say that %s:\n%s", want, r.said())
	}
	for _, name := range []string{"run.json", "report.html", "junit.xml", "abstract.html"} {
		if text := read(t, filepath.Join(dir, name)); !strings.Contains(text, want) {
			t.Errorf("%s does not say that %s", name, want)
		}
	}
	if _, out, errs := inProcess("verify", dir); !strings.HasPrefix(out, "Unaltered") { // and cut off, in the part of the bench
		t.Errorf("the report does not verify: %s%s", out, errs)
	}
}

// TestARunOnAFleetIsHeldAgainstWhatIsExpectedAsOneOnOneMachineIs has TC_B_07_CS fail each time.
func TestARunOnAFleetIsHeldAgainstWhatIsExpectedAsOneOnOneMachineIs(t *testing.T) {
	t.Parallel()
	h := host(t)
	start(t, nil, h.with("agent", "agent", "--bench", faulty(t), "--out", filepath.Join(t.TempDir(), "out"))...).await("is in the fleet")
	before := failedRun(t)
	_, draft, _ := inProcess("known", "draft", before)
	file := write(t, filepath.Join(t.TempDir(), "known.yaml"), strings.NewReplacer("reason:", "reason: old library", "ticket:", "ticket: FW-1", "until:", "until: 2999-12-31").Replace(draft))
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, h.with("runner", "run", "--cases", twoCases, "--known", file, "--repeat", "2", "--out", dir)...).ends(codePassed)
	s := summary(t, dir)
	if s.Verdict != reports.KnownFailures || len(s.Known) < 2 || s.Known[0].State != reports.KnownHappened {
		t.Errorf("with known failures the run is %s, and they are %+v", s.Verdict, s.Known)
	}
	for _, c := range s.Cases {
		var attempts []int
		for _, p := range c.Plays {
			attempts = append(attempts, p.Attempt)
		}
		if strings.Contains(twoCases, c.ID) && !slices.Equal(attempts, []int{1, 2}) {
			t.Errorf("%s was played as the times %v, expected 1 and 2", c.ID, attempts)
		}
	}
	if code, out, errs := inProcess("verify", dir); code != codePassed {
		t.Errorf("the report does not verify: %s%s", out, errs)
	}
	r := start(t, nil, h.with("runner", "run", "--cases", twoCases, "--baseline", before, "--out", filepath.Join(t.TempDir(), "run"))...)
	r.ends(codePassed)
	if !strings.Contains(r.said(), "as in the baseline") {
		t.Errorf("nothing is said of the baseline:\n%s", r.said())
	}
}

// TestABenchOfWhichNothingHasComeIsNotedOnce leaves out the part of a runner that was ended itself.
func TestABenchOfWhichNothingHasComeIsNotedOnce(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "parts", "2"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "parts", "2", evidence.FileName), "{}\n")
	since := time.Date(2026, 3, 1, 8, 30, 5, 0, time.UTC)
	n := &fleetNote{Parts: []fleetPart{{Left: fleet.Left{Bench: "b1"}, Lost: "its agent is gone", Since: since}, {Left: fleet.Left{Bench: "b2"}}, {Left: fleet.Left{Bench: "b3"}, Lost: goneOnWith}}}
	silent, err := n.compact(dir)
	if want := []reports.Silent{{Bench: "b1", Why: "its agent is gone", Since: since}}; err != nil || !slices.Equal(silent, want) || len(n.Parts) != 1 || n.Parts[0].Bench != "b2" {
		t.Errorf("silent are %v, and left is %+v (%v)", silent, n.Parts, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "parts", "1", evidence.FileName)); err != nil {
		t.Errorf("what has come is not the first part: %v", err)
	}
	if again, err := n.compact(dir); err != nil || len(again) > 0 || len(n.Silent) != 1 {
		t.Errorf("the second time %v, in all %v (%v)", again, n.Silent, err)
	}
}

// playing waits until a play has begun in a folder of an agent or in a part of a run, by a pattern.
func playing(t *testing.T, folder string) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		files, err := filepath.Glob(filepath.Join(folder, evidence.FileName))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if text, err := os.ReadFile(name); err == nil && bytes.Contains(text, []byte(`"kind":"begin"`)) {
				return
			}
		}
	}
	t.Fatal("no play begins")
}

// TestTheGuideOfARackWorks follows it as it stands, but for the port, which others may use.
func TestTheGuideOfARackWorks(t *testing.T) {
	t.Parallel()
	guide := blocks(readme(t, "harness/examples/fleet/README.md"), "sh")
	dir, at := t.TempDir(), ports.Free(t)
	name := fmt.Sprintf("guide-%d", os.Getpid())
	write(t, filepath.Join(dir, "my-bench.yaml"), changed(t, string(examples.Bench()), "name: reference", "name: "+name))
	write(t, filepath.Join(dir, "my-pics.yaml"), string(examples.PICS()))
	follow := func(line string) *running {
		args := words(strings.ReplaceAll(line, "127.0.0.1:4222", at))
		return startFor(t, patience, "env", nil, nil, append([]string{"--chdir", dir, program}, args...)...)
	}
	server := follow(guide[0] + " --listen 127.0.0.1:4222")
	server.await("The fleet is served at")
	agent := follow(guide[1])
	agent.await("is in the fleet")
	follow(guide[2]).ends(codePassed)
	for _, line := range guide[3:] {
		if err := parses(words(line)); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	key := follow("certbench fleet key bench-2 --dir fleet")
	key.ends(codePassed)
	if path := filepath.Join(dir, strings.TrimSpace(key.stdout.String())); !strings.HasPrefix(read(t, path), "SU") {
		t.Errorf("%s holds no key", path)
	}
}

// TestABenchThatIsTakenOutStaysOutUntilItIsLetInAgain has its agent say why it ends, and the status as well.
func TestABenchThatIsTakenOutStaysOutUntilItIsLetInAgain(t *testing.T) {
	t.Parallel()
	h := host(t)
	agent, _ := h.agent("drained", "CB-0001")
	h.standing(1)
	drains := func(says string, args ...string) {
		t.Helper()
		if code, out, errs := inProcess(h.with("runner", append([]string{"fleet", "drain"}, args...)...)...); code != codePassed || !strings.Contains(out, says) {
			t.Errorf("%v: exit code %d, %q, %s", args, code, out, errs)
		}
	}
	drains("No bench elsewhere is in the fleet now", "elsewhere")
	drains("", "elsewhere", "--undo")
	drains("The bench drained is taken out of the fleet", "drained")
	agent.ends(codePassed)
	if !strings.Contains(agent.said(), "has taken it out of the fleet; certbench fleet drain drained --undo lets it in again") {
		t.Errorf("the agent does not say why it ends:\n%s", agent.said())
	}
	h.standing(1)
	if _, out, _ := inProcess(h.with("watcher", "fleet", "status")...); !regexp.MustCompile(`drained .* has taken it out of the fleet\n`).MatchString(out) {
		t.Errorf("the fleet says:\n%s", out)
	}
	again, _ := h.agent("drained", "CB-0001")
	again.ends(codePassed)
	drains("", "drained", "--undo")
	h.agent("drained", "CB-0001")
	h.standing(1)
	if _, out, _ := inProcess(h.with("watcher", "fleet", "status")...); !strings.Contains(out, "free") {
		t.Errorf("the fleet says:\n%s", out)
	}
}

// TestAKeyOfAnotherRoleIsRefusedInOneSentenceThatNamesIt tries what nobody may with the key of another.
func TestAKeyOfAnotherRoleIsRefusedInOneSentenceThatNamesIt(t *testing.T) {
	t.Parallel()
	h := host(t)
	for _, of := range []struct {
		key  string
		args []string
		says string
	}{
		{"watcher", []string{"run", "--cases", "TC_B_06_CS", "--out", filepath.Join(t.TempDir(), "run")}, "watcher.nk one of a runner?"},
		{"watcher", []string{"fleet", "drain", "b1"}, "watcher.nk one of a runner?"},
		{"runner", []string{"agent"}, "runner.nk one of an agent beside the bench reference?"},
		{"agent", []string{"fleet", "status"}, "agent.nk one of a watcher?"},
	} {
		if code, _, errs := inProcess(h.with(of.key, of.args...)...); code != codeTrouble || !strings.Contains(errs, of.says) || strings.Count(strings.TrimSpace(errs), "\n") > 0 {
			t.Errorf("%v with the key of the %s: exit code %d, %q", of.args, of.key, code, errs)
		}
	}
	if code, _, errs := inProcess("fleet", "status", "--fleet", h.url); code != codeTrouble || !strings.Contains(errs, "None was named") {
		t.Errorf("without a key: exit code %d, %q", code, errs)
	}
}

func TestWhatDoesNotGoWithAFleetIsRefusedInOneSentence(t *testing.T) {
	for _, of := range [][]string{
		{"--bench", "b.yaml"}, {"--parallel", "2"}, {"--security-profile", "2"}, {"--shard", "1/2"}, {"--most", "-1"}, {"--on", "plaec=room-1"},
	} {
		code, _, errs := inProcess(append([]string{"run", "--fleet", "nats://127.0.0.1:1"}, of...)...)
		if code != codeUsage || !strings.Contains(errs, of[0]) || strings.Count(strings.TrimSpace(errs), "\n") > 0 {
			t.Errorf("%v: exit code %d, %q", of, code, errs)
		}
	}
	for _, of := range [][]string{{"--on", "place=x"}, {"--most", "1"}, {"--creds", "x"}, {"--wait", "1s"}} {
		if code, _, errs := inProcess(append([]string{"run"}, of...)...); code != codeUsage || !strings.Contains(errs, "--fleet") {
			t.Errorf("%v without a fleet: exit code %d, %q", of, code, errs)
		}
	}
	dir := t.TempDir()
	for _, of := range []struct {
		args []string
		says string
	}{
		{[]string{"--fleet", "nats://127.0.0.1:1", "--resume", dir}, "holds no run on a fleet"},
		{[]string{"--fleet", "nats://127.0.0.1:1", "--resume", dir, "--cases", "B"}, "--cases does not go with --resume"},
		{[]string{"--resume", dir}, "is no run folder"},
	} {
		if code, _, errs := inProcess(append([]string{"run"}, of.args...)...); code != codeUsage || !strings.Contains(errs, of.says) {
			t.Errorf("%v: exit code %d, %q", of.args, code, errs)
		}
	}
	write(t, filepath.Join(dir, fleetNoteName), `{"arguments": ["run", "--fleet", "nats://127.0.0.1:1"], "certbench": "v0.0.1"}`)
	if code, _, errs := inProcess("run", "--resume", dir); code != codeUsage || !strings.Contains(errs, "begun by certbench v0.0.1") {
		t.Errorf("a run of another certbench: exit code %d, %q", code, errs)
	}
	unlock, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if code, _, errs := inProcess("run", "--resume", dir); code != codeTrouble || !strings.Contains(errs, "another certbench plays") {
		t.Errorf("a run that another plays: exit code %d, %q", code, errs)
	}
	if err := unlock(); err != nil {
		t.Error(err)
	}
}

func TestAFleetIsToldTheDoctorsLastWord(t *testing.T) {
	t.Parallel()
	h := host(t)
	name := fmt.Sprintf("examined-%d", os.Getpid())
	file := write(t, filepath.Join(t.TempDir(), "bench.yaml"), changed(t, string(examples.Bench()), "name: reference", "name: "+name))
	start(t, nil, "doctor", "--bench", file, "--look-only").end()
	h.agent(name, "CB-0001")
	h.standing(1)
	if _, out, errs := inProcess(h.with("watcher", "fleet", "status")...); strings.Contains(out, "not asked") || !regexp.MustCompile(`(PASS|WARNING|ERROR) at 20`).MatchString(out) {
		t.Errorf("the fleet says:\n%s%s", out, errs)
	}
}

func TestThePageOfARunOnAFleetShowsAllBenches(t *testing.T) {
	t.Parallel()
	h := host(t)
	h.agent("page-b1", "CB-0001")
	h.agent("page-b2", "CB-0002")
	h.standing(2)
	at := ports.Free(t)
	r := start(t, nil, h.with("runner", "run", "--cases", "TC_B_21_CS", "--live", at, "--out", filepath.Join(t.TempDir(), "run"))...)
	r.await("The page is at")
	pageShows(t, at, "page-b1", "page-b2", "TC_B_21_CS")
	r.ends(codePassed)
}

// pageShows waits until the page of a run shows some texts.
func pageShows(t *testing.T, at string, texts ...string) {
	t.Helper()
	page := ""
	lacks := func(text string) bool { return !strings.Contains(page, text) }
	for deadline := time.Now().Add(patience); slices.ContainsFunc(texts, lacks); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the page shows:\n%s", page)
		}
		if got, err := fetched("http://" + at + "/"); err == nil {
			page = got
		}
	}
}

func fetched(url string) (string, error) {
	answer, err := http.Get(url)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

// TestAClusterThatIsThereIsSetUpForAFleet has a server of NATS stand in for one, without users.
func TestAClusterThatIsThereIsSetUpForAFleet(t *testing.T) {
	t.Parallel()
	engine, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true, JetStream: true, StoreDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	go engine.Start()
	t.Cleanup(func() { engine.Shutdown(); engine.WaitForShutdown() })
	if !engine.ReadyForConnections(patience) {
		t.Fatal("the server does not start")
	}
	code, out, errs := inProcess("fleet", "serve", "--nats", engine.ClientURL(), "--bench", "b1", "--bench", "b2")
	if names := regexp.MustCompile(`--name '([^']*)'`).FindAllStringSubmatch(out, -1); code != codePassed || fmt.Sprint(names) != "[[--name 'agent-b1' agent-b1] [--name 'agent-b2' agent-b2] [--name 'runner' runner] [--name 'watcher' watcher]]" {
		t.Errorf("exit code %d; %s%s", code, out, errs)
	}
	if code, out, errs := inProcess("fleet", "status", "--fleet", engine.ClientURL()); code != codePassed || strings.Count(out, "\n") != 1 {
		t.Errorf("exit code %d; the fleet says:\n%s%s", code, out, errs)
	}
	for _, of := range [][]string{{"--nats", "nats://127.0.0.1:1", "--dir", "x"}, {"--bench", "b1"}, {"--creds", "x"}} {
		if code, _, errs := inProcess(append([]string{"fleet", "serve"}, of...)...); code != codeUsage || errs == "" {
			t.Errorf("%v: exit code %d, %q", of, code, errs)
		}
	}
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
)

// nobody is the default bench whose cable, card reader and mains are commands that do nothing, as rigs do whose wires lead
// nowhere.
func nobody(t *testing.T) string {
	const idle = "{command: [true]}"
	return variant(t, "name: reference", "name: "+oneName(), "  message: 10s", "  hold: 500ms\n  boot: 8s\n  message: 1s\n  response: 2s",
		"rigs:\n", "rigs:\n  nobody:\n    type: exec\n    places: [{evse: 2, connector: 1}]\n    do: {connect: "+idle+", connect_idle: "+idle+", disconnect: "+idle+", request: "+idle+", suspend: "+idle+
			", plug: "+idle+", unplug: "+idle+", present: "+idle+", power_cycle: "+idle+", cut: "+idle+", restore: "+idle+"}\n",
		"cable: panel", "cable: nobody", "ends: panel", "ends: nobody", "pilot: panel", "pilot: nobody", "tokens: panel", "tokens: nobody", "mains: panel", "mains: nobody", "link: none", "link: nobody")
}

// saw are the findings of a doctor, with their verdicts.
func saw(t *testing.T, r *running, code int) []examined {
	t.Helper()
	r.ends(code)
	var found []examined
	if err := json.Unmarshal(r.stdout.Bytes(), &found); err != nil {
		t.Fatalf("%v in %s", err, r.said())
	}
	return found
}

// TestTheDoctorTellsPeopleOfAWaitThatMayBeLong, and programs only of what it found.
func TestTheDoctorTellsPeopleOfAWaitThatMayBeLong(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "doctor", "--out", t.TempDir())
	r.ends(codePassed)
	if said := r.said(); !strings.Contains(said, "mains PowerCycle                     waiting for the station to tell of it, at most ") {
		t.Errorf("expected to be told of the wait for the boot, got:\n%s", said)
	}
}

func TestTheDoctorFindsWhatTheStationDoesNotSee(t *testing.T) {
	t.Parallel()
	found := saw(t, start(t, nil, "doctor", "--bench", nobody(t), "--out", t.TempDir(), "--format", "json"), codeTrouble)
	for what, words := range map[string]string{
		"cable ConnectIdleEV":  "the station does not see the EV: it reports no Occupied for EVSE 1 connector 1",
		"cable DisconnectEV":   "the station does not see the EV go",
		"ends PlugEnd":         "the station does not see it: it reports no Occupied for EVSE 1 connector 1",
		"tokens valid_idtoken": "the station asks about no idToken after CERTBENCH-VALID-1 was presented",
		"link CutLink":         "the station still answers after it was taken off the network",
		"mains PowerCycle":     "the station does not boot after its mains were cut and restored",
	} {
		if !slices.ContainsFunc(found, func(x examined) bool {
			return x.What == what && x.Verdict == evidence.Error && strings.Contains(x.Found, words) && x.Do != ""
		}) {
			t.Errorf("expected %q about %s, with what to do, among %+v", words, what, found)
		}
	}
	const second = "it reports no Occupied for EVSE 2 connector 1"
	if !slices.ContainsFunc(found, func(x examined) bool { return x.What == "cable ConnectIdleEV" && strings.Contains(x.Found, second) }) {
		t.Errorf("expected the cable to be moved at each place of the rig, and %q, among %+v", second, found)
	}
	for _, what := range []string{"cable", "ends", "link", "mains"} {
		if slices.ContainsFunc(found, func(x examined) bool { return x.What == what }) {
			t.Errorf("expected no word that %s is done, beside what is wrong with it, among %+v", what, found)
		}
	}
	for _, what := range []string{"bay", "station CB-0001"} {
		if !slices.ContainsFunc(found, func(x examined) bool { return x.What == what && x.Verdict == evidence.Pass }) {
			t.Errorf("expected %s to pass among %+v", what, found)
		}
	}
}

// TestTheDoctorPassesNoActThatShowsNowhere: a rig that reads nothing back, at a station that does not tell of it or is not there.
func TestTheDoctorPassesNoActThatShowsNowhere(t *testing.T) {
	bay := rigs.DriveIn(rigs.Place{EVSE: 1, Connector: 1})
	file := &bench.File{Acts: map[rigs.Kind]string{rigs.KindBay: "barrier"}, Rigs: map[string]bench.RigFile{"barrier": {Type: bench.TypeExec}}}
	for _, c := range []struct {
		connected  bool
		seen, told []string
		verdict    evidence.Verdict
		words      string
	}{
		{true, nil, nil, evidence.Warning, "the station need not tell of it"},
		{false, nil, nil, evidence.Warning, "no station is there that would tell"},
		{true, []string{"DriveIn: closed"}, nil, evidence.Pass, "DriveIn: closed"},
		{true, nil, []string{"Occupied", "Available"}, evidence.Pass, "the station tells Occupied, then Available"},
	} {
		w := walk{bench: file, connected: c.connected}
		x := w.done(bay, c.seen, c.told)
		if x.Verdict == evidence.Warning && c.connected && !strings.Contains(x.Do, "rigs.barrier") {
			t.Errorf("expected the rig by its name in the bench file, got %q", x.Do)
		}
		if x.Verdict != c.verdict || !strings.Contains(x.Found, c.words) || (x.Do == "") != (c.verdict == evidence.Pass) {
			t.Errorf("%+v: got %+v", c, x)
		}
	}
}

func TestTheDoctorGivesTheWholeCommand(t *testing.T) {
	f := files{benches: []string{"my bench.yaml"}, pics: "my-pics.yaml"}
	if got := f.flags(); got != " --bench 'my bench.yaml' --pics my-pics.yaml" {
		t.Errorf("expected the flags as a shell takes them, got %q", got)
	}
	if got := (files{}).flags(); got != "" {
		t.Errorf("expected no flag where no file is named, got %q", got)
	}
}

func TestADoctorThatOnlyLooksMovesNothing(t *testing.T) {
	t.Parallel()
	for _, x := range saw(t, start(t, nil, "doctor", "--bench", nobody(t), "--look-only", "--out", t.TempDir(), "--format", "json"), codePassed) {
		if slices.Contains([]string{"cable", "tokens", "bay", "mains"}, strings.Fields(x.What)[0]) {
			t.Errorf("expected no act, got %+v", x)
		}
	}
}

func TestABrokenRigStartsNoRun(t *testing.T) {
	t.Parallel()
	broken := variant(t, "name: reference", "name: broken", "rigs:\n",
		"rigs:\n  switch: {type: exec, do: {cut: {command: [true]}, restore: {command: [true]}, check: {command: [sh, -c, echo no relay board >&2; exit 1]}}}\n", "link: none", "link: switch")
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--bench", broken, "--cases", "TC_B_06_CS", "--out", dir)
	r.ends(codeTrouble)
	if want := "rig switch fails its check, and certbench doctor says more: check: the command sh -c echo no relay board"; !strings.Contains(r.said(), want) {
		t.Errorf("expected %q, got %s", want, r.said())
	}
	if got := verdicts(whole(t, dir))["TC_B_06_CS"]; got != "" && got != evidence.NotRun {
		t.Errorf("TC_B_06_CS: expected no play, got %s", got)
	}
	found := saw(t, start(t, nil, "doctor", "--bench", broken, "--out", t.TempDir(), "--format", "json"), codeTrouble)
	for what, verdict := range map[string]evidence.Verdict{"rig switch": evidence.Error, "acts": evidence.Warning, "station CB-0001": evidence.Pass} {
		if !slices.ContainsFunc(found, func(x examined) bool { return x.What == what && x.Verdict == verdict }) {
			t.Errorf("expected %s of %s among %+v", verdict, what, found)
		}
	}
}

func TestTheDoctorChargesForAMoment(t *testing.T) {
	t.Parallel()
	found := saw(t, start(t, nil, "doctor", "--charge", "--out", t.TempDir(), "--format", "json"), codePassed)
	if last := found[len(found)-1]; last.What != "charging" || last.Verdict != evidence.Pass {
		t.Errorf("expected charging to pass, got %+v", last)
	}
}

func TestWhatAStationReadsTellsHowItsReaderIsWired(t *testing.T) {
	for read, want := range map[string]struct {
		verdict evidence.Verdict
		words   string
	}{
		"04a1b2c3": {evidence.Pass, "the station reads 04a1b2c3"},
		"FB5E4D3C": {evidence.Error, "D0 and D1 are swapped: the station reads FB5E4D3C, which is 04A1B2C3 with every bit turned round"},
		"C3B2A104": {evidence.Error, "the station reads C3B2A104 where 04A1B2C3 was presented"},
	} {
		x := compared("tokens valid_idtoken", "04A1B2C3", read)
		if x.Verdict != want.verdict || x.Found != want.words || (x.Do == "") != (x.Verdict == evidence.Pass) {
			t.Errorf("%s: expected %+v, got %+v", read, want, x)
		}
	}
}

// TestTheDoctorExaminesTheClock over UDP, on a station that goes by NTP and on one that is a day off. The bad answers are seen only
// after the station's next requests, which harness/bench waits for in virtual time.
func TestTheDoctorExaminesTheClock(t *testing.T) {
	for name, c := range map[string]struct {
		defect  string
		code    int
		verdict evidence.Verdict
		words   string
	}{
		"good":      {"", codePassed, evidence.Pass, "the clock is 5m0s ahead of the bench, as the server's; so is the generatedAt of a report"},
		"a day off": {"ntp-a-day-off", codeFailed, evidence.Fail, "the clock is 24h5m0s ahead"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bench := variant(t, "name: reference", "name: "+oneName(), "  message: 10s", "  message: 10s\n  clock: 2s", "reference:", "reference:\n    defects: ["+c.defect+"]")
			found := saw(t, start(t, nil, "doctor", "--clock", "--bench", bench, "--out", t.TempDir(), "--format", "json"), c.code)
			if !slices.ContainsFunc(found, func(x examined) bool {
				return x.What == "clock by NTP" && x.Verdict == c.verdict && strings.Contains(x.Found, c.words)
			}) {
				t.Errorf("expected %s with %q, got %+v", c.verdict, c.words, found)
			}
			if slices.ContainsFunc(found, func(x examined) bool { return x.What == "clock put back" }) {
				t.Errorf("expected the clock to be put back without a word, got %+v", found)
			}
		})
	}
}

func TestAnInterruptionIsToldInWordsOfOurs(t *testing.T) {
	for err, want := range map[error]string{
		fmt.Errorf("not tried: %w", context.Canceled): "not tried: the doctor was interrupted",
		errors.New("no such device"):                  "no such device",
	} {
		if got := wrong("acts", err, "ask again").Found; got != want {
			t.Errorf("expected %q, got %q", want, got)
		}
	}
}

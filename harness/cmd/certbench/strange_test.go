package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
)

// The station only reconnects, and no case boots it: who it is must be asked for all the same.
func TestAStationOfAnotherModelIsCalledOutAtOnceAndEndsTheRunInconclusive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	picsFile := write(t, filepath.Join(dir, "pics.yaml"), changed(t, string(examples.PICS()), "designation: CP Flex Plus EU", "designation: CP Flex", "model: CP840-LTE-ETH-16A3-L5-MID", "model: CP-1000"))
	port := freePort(t)
	_, hello := startStation(t, "--csms", "ws://127.0.0.1:"+port+"/ocpp", "--id", "FOREIGN-9")
	bench := variant(t, "name: reference", "name: "+oneName(), "listen: 127.0.0.1:0", "listen: 127.0.0.1:"+port, "id: CB-0001", "id: FOREIGN-9",
		reference(t), "  password: "+password+"\n", "{type: panel}", `{type: sutapi, url: "`+hello.Panel+`/api/v1", ev: "`+hello.Panel+`/ev/api/v1"}`)
	for _, run := range []string{"boots", "only reconnects"} {
		out := filepath.Join(dir, run)
		r := start(t, nil, "run", "--bench", bench, "--pics", picsFile, "--cases", "TC_P_01_CS", "--out", out)
		r.await("this is not the station that is declared")
		r.ends(codeTrouble)
		said := r.said()
		const differs = `Expected model "CP-1000 or CP Flex", got model "CP840-LTE-ETH-16A3-L".`
		if strings.Count(said, "this is not the station that is declared") != 1 || strings.Count(said, differs) != 3 || !strings.Contains(said, "exit code 3: The station is not the one that is declared") {
			t.Errorf("%s: expected it to be called out at the beginning, in what the run came to, and as the reason of the exit code, got:\n%s", run, said)
		}
		if text := r.stdout.String(); !strings.Contains(text, "Another station than the PICS declares:") || !strings.Contains(text, differs) {
			t.Errorf("%s: expected one finding in what the run came to, got:\n%s", run, text)
		}
		s := whole(t, out)
		if got := verdicts(s)["TC_P_01_CS"]; got != evidence.Pass {
			t.Errorf("%s: the case became %s", run, got)
		}
	}
}

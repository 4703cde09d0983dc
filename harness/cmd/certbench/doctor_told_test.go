package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
)

func TestTheDoctorTellsAsItFindsAndSaysWhyNobodyIsThere(t *testing.T) {
	t.Parallel()
	r := start(t, nil, "doctor", "--bench", absent(t, "12s"), "--out", t.TempDir(), "--look-only")
	r.await("PASS     clock")
	r.await("opened, the rigs are in their safe state") // before the station is waited for
	r.await("the station ABSENT is not connected after 10s: nothing has tried to connect; configure the station with the endpoint ws://127.0.0.1:")
	r.ends(codeTrouble)
	if want := "not connected within 12s: nothing has tried to connect"; !strings.Contains(r.said(), want) {
		t.Errorf("expected the doctor to wait as long as timeouts.boot, and %q, got:\n%s", want, r.said())
	}
}

func TestTheDoctorHoldsThePICSAgainstTheStation(t *testing.T) {
	t.Parallel()
	picsFile := write(t, filepath.Join(t.TempDir(), "pics.yaml"), strings.NewReplacer("vendor: certbench", "vendor: Acme", "model: Reference", "model: Box", "ORS-24: [HTTP, HTTPS, SFTP, FTP, FTPS]", "ORS-24: [SFTP]").Replace(string(examples.Full())))
	port := freePort(t)
	_, hello := startStation(t, "--csms", "ws://127.0.0.1:"+port+"/ocpp", "--id", "FOREIGN-3")
	bench := variant(t, "name: reference", "name: "+oneName(), "listen: 127.0.0.1:0", "listen: 127.0.0.1:"+port, "id: CB-0001", "id: FOREIGN-3",
		reference(t), "  password: "+password+"\n", "{type: panel}", `{type: sutapi, url: "`+hello.Panel+`/api/v1", ev: "`+hello.Panel+`/ev/api/v1"}`)
	r := start(t, nil, "doctor", "--look-only", "--pics", picsFile, "--bench", bench, "--out", t.TempDir(), "--format", "json", "--wait", "30s")
	told := ""
	for _, x := range saw(t, r, codePassed) {
		if x.What == "PICS and station" {
			told += string(x.Verdict) + " " + x.Found + "\n"
		}
	}
	for _, words := range []string{"WARNING", "AuthCacheCtrlr.Available is answered with Unknown", `its vendorName is "ChargePoint Inc."`, `its model is "CP840-LTE-ETH-16A3-L"`,
		`OCPPCommCtrlr.FileTransferProtocols is "`} {
		if !strings.Contains(told, words) {
			t.Errorf("expected %q where a PICS is another product's, got:\n%s", words, told)
		}
	}
	compared := 0
	for _, x := range saw(t, start(t, nil, "doctor", "--look-only", "--out", t.TempDir(), "--format", "json"), codePassed) {
		if x.What != "PICS and station" {
			continue
		}
		if compared++; x.Verdict != evidence.Pass {
			t.Errorf("expected no difference of the reference station and its own PICS, got %s", x.Found)
		}
		for _, words := range []string{"Compared: AuthCacheCtrlr.Available (C-49), TxCtrlr.TxStartPoint (C-09.1 to C-09.6, C-51)", "(ORS-6)", "Not compared: who the station is"} {
			if !strings.Contains(x.Found, words) {
				t.Errorf("expected to be told what was compared and what not, %q, got %s", words, x.Found)
			}
		}
	}
	if compared != 1 {
		t.Errorf("expected one line on the reference station and its own PICS, got %d", compared)
	}
}

// TestTheDoctorNoticesThatTheStationIsGone instead of blaming the wires.
func TestTheDoctorNoticesThatTheStationIsGone(t *testing.T) {
	t.Parallel()
	bench, log := logged(t)
	r := start(t, nil, "doctor", "--bench", bench, "--out", t.TempDir())
	inCase(r, log)
	for _, child := range children(t, r.cmd.Process.Pid) {
		if name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", child)); err == nil && strings.HasPrefix(string(name), "certbench") {
			if err := syscall.Kill(child, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.ends(codeTrouble)
	if said := r.said(); !strings.Contains(said, "it is gone, so that it tells nothing") || strings.Contains(said, "does not see the EV") {
		t.Errorf("expected that the station is gone and no word on wires, got:\n%s", said)
	}
}

func TestTheDoctorsAdviceIsForTheRigThatThereIs(t *testing.T) {
	t.Parallel()
	advised := false
	for _, x := range saw(t, start(t, nil, "doctor", "--bench", nobody(t), "--out", t.TempDir(), "--format", "json"), codeTrouble) {
		if x.Verdict == evidence.Error && (strings.Contains(x.Do, "kohm") || strings.Contains(x.Do, "D0 and D1") || strings.Contains(x.Do, "contactor")) {
			t.Errorf("%s: expected advice for a command, got %q", x.What, x.Do)
		}
		advised = advised || strings.HasPrefix(x.Do, "run the command of rigs.nobody by hand")
	}
	if !advised {
		t.Error("expected to be told to run the command of rigs.nobody by hand, and was not")
	}
}

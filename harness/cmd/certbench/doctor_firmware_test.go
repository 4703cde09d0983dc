package main

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
)

func TestTheDoctorSaysWhichImagesAreMissing(t *testing.T) {
	t.Chdir(t.TempDir())
	expect(t, codePassed, "firmware", "init", "m")
	for _, version := range []string{"1", "2", "3"} {
		expect(t, codePassed, "firmware", "make", "--version", version, version+".bin")
		expect(t, codePassed, "firmware", "sign", "--certificate", "m/signing-ecdsa.pem", "--key", "m/signing-ecdsa.key", version+".bin")
	}
	const file = "name: b\nlisten: 127.0.0.1:9000\nfiles: {listen: \"127.0.0.1:9001\"}\nstation: {id: A, password: 0123456789abcdef}\nrigs: {p: {type: manual}}\nacts: {cable: p}\n"
	const tested = file + "firmware:\n  signingCertificate: m/signing-ecdsa.pem\n  tested: {file: 1.bin, version: \"1\"}\n"
	for name, c := range map[string]struct {
		text      string
		verdict   evidence.Verdict
		found, do string
	}{
		"none":   {file, evidence.Warning, "none: cases that update the firmware are NOT RUN", "add firmware: to the bench file"},
		"tested": {tested, evidence.Warning, "the tested firmware 1 (SHA-256 ", "add firmware.other, firmware.spoiled, firmware.manufacturer with its key, or firmware.expiredCertificate to the bench file"},
		"all": {tested + "  other: {file: 2.bin}\n  spoiled: {file: 3.bin}\n  manufacturer: {certificates: m/maker-ecdsa.pem, key: m/maker-ecdsa.key}\n",
			evidence.Pass, "the other firmware (SHA-256 ", ""},
		"reference": {strings.Replace(file, "id: A, password: 0123456789abcdef", "id: A, reference: {}", 1), evidence.Pass, "the reference station brings its own along", ""},
	} {
		f, err := bench.Read("bench.yaml", []byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if x := firmware(f); x.Verdict != c.verdict || !strings.Contains(x.Found, c.found) || !strings.HasPrefix(x.Do, c.do) || c.do == "" && x.Do != "" {
			t.Errorf("%s: expected %s with %q and %q, got %+v", name, c.verdict, c.found, c.do, x)
		}
	}
}

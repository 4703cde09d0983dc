package main

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

func TestTheDoctorSaysByWhichProtocolsNoFileCanBeMoved(t *testing.T) {
	const file = "name: b\nlisten: 127.0.0.1:9000\nstation: {id: A, password: 0123456789abcdef}\nrigs: {p: {type: manual}}\nacts: {cable: p}\n"
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	for section, c := range map[string]struct {
		verdict evidence.Verdict
		found   string
		do      string
	}{
		"": {evidence.Warning, "no file server; the PICS (ORS-24) also names HTTP, HTTPS, SFTP, FTP, FTPS, with which no case is played", "that of HTTP is listen:"},
		"files: {listen: '127.0.0.1:9001', protocols: {SFTP: {listen: '127.0.0.1:9002'}}}\n": {evidence.Warning,
			"HTTP, SFTP; the PICS (ORS-24) also names HTTPS, FTP, FTPS, with which no case is played", "protocols: {HTTPS: {listen: …}}"},
		"files: {listen: '127.0.0.1:9001', protocols: {SFTP: {listen: '127.0.0.1:9002'}, FTP: {listen: '127.0.0.1:9003'}, FTPS: {listen: '127.0.0.1:9004'}, HTTPS: {listen: '127.0.0.1:9005'}}}\n": {
			evidence.Pass, "HTTP, HTTPS, SFTP, FTP, FTPS", ""},
	} {
		on, err := bench.Read("bench.yaml", []byte(file+section))
		if err != nil {
			t.Fatal(err)
		}
		if got := transfers(on, declared); got.Verdict != c.verdict || got.Found != c.found || !strings.Contains(got.Do, c.do) {
			t.Errorf("%s: expected %s, %q and %q, got %+v", section, c.verdict, c.found, c.do, got)
		}
	}
}

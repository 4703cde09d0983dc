package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// TestTheAbstractTellsWhatTheBenchFileNames has a station of another process, over a technology that the bench file names, with the image
// of what it runs.
func TestTheAbstractTellsWhatTheBenchFileNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	image := filepath.Join(dir, "product.bin")
	maker := filepath.Join(dir, "maker")
	signing := filepath.Join(maker, "signing-ecdsa")
	for _, args := range [][]string{
		{"firmware", "init", maker}, {"firmware", "make", "--version", "1.4", image},
		{"firmware", "sign", "--certificate", signing + ".pem", "--key", signing + ".key", image},
	} {
		if code, _, stderr := inProcess(args...); code != codePassed {
			t.Fatal(stderr)
		}
	}
	content, err := os.ReadFile(image)
	if err != nil {
		t.Fatal(err)
	}
	port, files := freePort(t), freePort(t)
	startStation(t, "--csms", "ws://127.0.0.1:"+port+"/ocpp", "--id", "ABSTRACT-1")
	minimal := "name: abstract-" + port + "\nlisten: 127.0.0.1:" + port + "\nstation: {id: ABSTRACT-1, password: " + password + "}\n"
	named := minimal + "communication: WiFi\nfiles: {listen: \"127.0.0.1:" + files + "\"}\nfirmware:\n  signingCertificate: " + signing + ".pem\n  tested: {file: " + image + "}\n"
	for text, want := range map[string][]string{
		named:   {"<td>WiFi</td>", hashOf(content) + " (SHA-256 of product.bin)"},
		minimal: {"not stated: the bench file names none"},
	} {
		out := filepath.Join(t.TempDir(), "run")
		start(t, nil, "run", "--bench", write(t, filepath.Join(t.TempDir(), "bench.yaml"), text), "--cases", "TC_B_06_CS", "--out", out).ends(codePassed)
		if s := whole(t, out); verdicts(s)["TC_B_06_CS"] != evidence.Pass {
			t.Errorf("expected PASS, got %+v", s.Counts)
		}
		page, err := os.ReadFile(filepath.Join(out, "abstract.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range want {
			if !strings.Contains(string(page), text) {
				t.Errorf("the abstract does not tell %q", text)
			}
		}
		if hash := hashOf(content); len(want) == 1 && strings.Contains(string(page), hash) {
			t.Errorf("the abstract tells an image %s that no bench file names", hash)
		}
	}
}

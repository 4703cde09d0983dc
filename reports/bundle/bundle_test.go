package bundle

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

func TestABundleProvesItsRun(t *testing.T) {
	dir := runFolder(t)
	private, public := newTestKey(t)
	path := filepath.Join(t.TempDir(), "run.zip")
	made, err := Pack(t.Context(), dir, path, thisVersion, private, false)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"station.log"}; !slices.Equal(made.Left, want) {
		t.Errorf("left out %v, want %v", made.Left, want)
	}
	p, err := Verify(t.Context(), path, thisVersion, public)
	if err != nil || !p.Unaltered() || !p.Signed || len(p.Unproven) > 0 {
		t.Fatalf("a bundle as it was made: %+v, %v", p, err)
	}
	if f := p.Facts; f.Product != "CP Flex Plus EU" || f.Verdict != evidence.Fail || p.Result != "FAILED" || f.Stations[0].Firmware != "1.2" || f.Certbench != thisVersion || f.Records == 0 || f.Head == "" {
		t.Errorf("facts: %+v, %s", f, p.Result)
	}
	files := unzipped(t, path)
	want := []string{AttestationName, evidence.FileName, "bench.yaml", "pics.yaml", CertificatesName, FirmwareName, "run.json", "junit.xml", "abstract.html", "report.html"}
	var got []string
	for _, f := range files {
		got = append(got, f.name)
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("the bundle lacks %s: %v", name, got)
		}
	}
	if got[0] != AttestationName || slices.Contains(got, "station.log") {
		t.Errorf("the bundle holds %v", got)
	}
	for _, f := range files {
		switch f.name {
		case CertificatesName:
			var blocks int
			for rest := f.content; ; blocks++ {
				var b *pem.Block
				if b, rest = pem.Decode(rest); b == nil {
					break
				}
			}
			if text := string(f.content); blocks != 2 || !strings.Contains(text, "# shown by the CSMS: CN=csms.example\n") || !strings.Contains(text, "# sent by the CSMS in InstallCertificate: CN=installed.example\n") {
				t.Errorf("%d certificates, want each once: %s", blocks, text)
			}
		case FirmwareName:
			if want := hashed256("firmware") + "  fw-1.2.bin\n"; string(f.content) != want {
				t.Errorf("firmware: %q, want %q", f.content, want)
			}
		}
	}
}

type unzippedFile struct {
	name    string
	content []byte
}

// unzipped reads an archive as anybody's reader does.
func unzipped(t testing.TB, path string) (files []unzippedFile) {
	t.Helper()
	r, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, unzippedFile{f.Name, content})
	}
	return files
}

func TestTheSameRunGivesTheSameBytes(t *testing.T) {
	dir := runFolder(t)
	private, _ := newTestKey(t)
	first, second := read(t, bundled(t, dir, private)), read(t, bundled(t, dir, private))
	if !bytes.Equal(first, second) {
		t.Error("two bundles of one run differ")
	}
}

func TestWhatABundleSaysIsWhatJUnitSays(t *testing.T) {
	private, _ := newTestKey(t)
	files := unzipped(t, bundled(t, runFolder(t), private))
	var envelope struct{ Payload string }
	if err := json.Unmarshal(files[0].content, &envelope); err != nil {
		t.Fatal(err)
	}
	payload, err := base64.StdEncoding.DecodeString(envelope.Payload)
	if err != nil {
		t.Fatal(err)
	}
	var st struct {
		Predicate struct {
			Result                                string
			PassedTests, WarnedTests, FailedTests []string
			Configuration                         []struct {
				Name   string
				Digest map[string]string
			}
		}
	}
	if err := json.Unmarshal(payload, &st); err != nil {
		t.Fatal(err)
	}
	p := st.Predicate
	var junit string
	for _, f := range files {
		if f.name == "junit.xml" {
			junit = string(f.content)
		}
	}
	for _, name := range append(p.PassedTests, p.FailedTests...) {
		if !strings.Contains(junit, `name="`+name+`"`) {
			t.Errorf("junit.xml has no test %q", name)
		}
	}
	if len(p.PassedTests) != 1 || len(p.FailedTests) != 1 || len(p.WarnedTests) != 0 || p.Result != "FAILED" {
		t.Errorf("%+v; want one test that passed, one that failed, and FAILED", p)
	}
	var names []string
	for _, c := range p.Configuration {
		names = append(names, c.Name)
		if len(c.Digest["sha256"]) != 64 {
			t.Errorf("%s has no digest", c.Name)
		}
	}
	if want := []string{"pics.yaml", "bench.yaml", "OCPP 2.0.1 Edition 3", "fw-1.2.bin"}; !slices.Equal(names, want) {
		t.Errorf("configuration %v, want %v", names, want)
	}
}

func TestAFolderThatDoesNotVerifyIsNotBundled(t *testing.T) {
	private, _ := newTestKey(t)
	for name, c := range map[string]struct {
		spoil func(t *testing.T, dir string)
		want  string
	}{
		"altered evidence": {func(t *testing.T, dir string) {
			path := filepath.Join(dir, evidence.FileName)
			put(t, dir, evidence.FileName, bytes.Replace(read(t, path), []byte(`"FAIL"`), []byte(`"PASS"`), 1))
		}, "was altered after the run"},
		"another bench file": {func(t *testing.T, dir string) { put(t, dir, "bench.yaml", []byte("name: other\n")) }, "The file bench.yaml of this folder is not the one"},
		"a forged report":    {func(t *testing.T, dir string) { put(t, dir, "report.html", []byte("all passed")) }, "report.html is not what the evidence makes."},
		"no junit.xml":       {func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "junit.xml")) }, "junit.xml is missing"},
		"a run that was cut off": {func(t *testing.T, dir string) {
			lines := bytes.SplitAfter(read(t, filepath.Join(dir, evidence.FileName)), []byte("\n"))
			put(t, dir, evidence.FileName, bytes.Join(lines[:len(lines)-2], nil))
		}, "was cut off before its end"},
	} {
		dir, out := runFolder(t), t.TempDir()
		c.spoil(t, dir)
		_, err := Pack(t.Context(), dir, filepath.Join(out, "run.zip"), thisVersion, private, false)
		var refused Refusal
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: expected a refusal with %q, got %v", name, c.want, err)
		}
		if left, _ := os.ReadDir(out); len(left) > 0 {
			t.Errorf("%s: %s was left behind", name, left[0].Name())
		}
	}
}

func TestNoPrivateKeyIsBundled(t *testing.T) {
	private, _ := newTestKey(t)
	dir := runFolder(t, evidence.Record{Note: &evidence.Note{Text: "-----BEGIN EC PRIVATE KEY-----"}})
	out := t.TempDir()
	_, err := Pack(t.Context(), dir, filepath.Join(out, "run.zip"), thisVersion, private, false)
	var refused Refusal
	if !errors.As(err, &refused) || !strings.HasPrefix(err.Error(), "events.jsonl holds a private key") {
		t.Errorf("expected a refusal that names the file, got %v", err)
	}
	if left, _ := os.ReadDir(out); len(left) > 0 {
		t.Errorf("%s was left behind", left[0].Name())
	}
	var watch keyWatch
	for _, b := range []byte("a PRIVATE KEY-----b") {
		if _, err := watch.Write([]byte{b}); err != nil {
			t.Fatal(err)
		}
	}
	if !watch.seen {
		t.Error("a key that comes in parts was not seen")
	}
}

func TestARunThatWasCutOffIsBundledOnDemandAndSaysSo(t *testing.T) {
	private, public := newTestKey(t)
	dir := runFolder(t)
	lines := bytes.SplitAfter(read(t, filepath.Join(dir, evidence.FileName)), []byte("\n"))
	put(t, dir, evidence.FileName, bytes.Join(lines[:len(lines)-2], nil))
	rewrite(t, dir)
	path := filepath.Join(t.TempDir(), "run.zip")
	if _, err := Pack(t.Context(), dir, path, thisVersion, private, true); err != nil {
		t.Fatal(err)
	}
	p, err := Verify(t.Context(), path, thisVersion, public)
	if err != nil || !p.Unaltered() || !p.Facts.Cut || p.Result != "FAILED" || !slices.Contains(p.Unproven, "The run was cut off before its end.") {
		t.Errorf("expected a bundle that says that the run was cut off, got %+v, %v", p, err)
	}
}

func TestABundleOverwritesNothing(t *testing.T) {
	private, _ := newTestKey(t)
	dir, path := runFolder(t), put(t, t.TempDir(), "run.zip", []byte("mine"))
	if _, err := Pack(t.Context(), dir, path, thisVersion, private, false); err == nil || !strings.Contains(err.Error(), "is there already") || string(read(t, path)) != "mine" {
		t.Errorf("expected to be told, got %v", err)
	}
}

func TestWhatWasJoinedOfSeveralRunsIsBundledWhole(t *testing.T) {
	private, public := newTestKey(t)
	dir := filepath.Join(t.TempDir(), "whole")
	if err := reports.Join([]string{runFolder(t), runFolder(t)}, dir, reports.JoinOptions{Twice: true}); err != nil {
		t.Fatal(err)
	}
	rewrite(t, dir)
	path := bundled(t, dir, private)
	p, err := Verify(t.Context(), path, thisVersion, public)
	if err != nil || !p.Unaltered() || !p.Signed || len(p.Unproven) > 0 {
		t.Fatalf("a bundle as it was made: %+v, %v", p, err)
	}
	names := map[string]bool{}
	for _, f := range unzipped(t, path) {
		names[f.name] = true
	}
	for _, want := range []string{reports.JoinedName, "parts/1/events.jsonl", "parts/1/pics.yaml", "parts/2/events.jsonl", "parts/2/bench.yaml"} {
		if !names[want] {
			t.Errorf("the bundle lacks %s: %v", want, names)
		}
	}
}

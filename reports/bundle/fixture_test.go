package bundle

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/reports"
)

const thisVersion = "v0.0.0-test"

// benchText stands for a bench file without its secrets.
const benchText = "name: rack 1\nstation: {id: CB-0001, password: \"[redacted]\"}\n"

// runFolder is a run folder as a run leaves it, with one case that passed, one that failed, and certificates.
func runFolder(t testing.TB, more ...evidence.Record) string {
	t.Helper()
	dir := t.TempDir()
	r, err := evidence.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	leaf, installed := certificate(t, "csms.example"), certificate(t, "installed.example")
	payload, err := json.Marshal([]any{2, "1", "InstallCertificate", map[string]string{"certificateType": "CSMSRootCertificate", "certificate": string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: installed}))}})
	if err != nil {
		t.Fatal(err)
	}
	records := []evidence.Record{
		{Run: &evidence.RunStarted{ID: rand.Text(), Certbench: thisVersion, Bench: "rack 1", BenchHash: hashed256(benchText), Product: "CP Flex Plus EU", PICSHash: hashed256(string(examples.PICS())),
			Schemas: "OCPP 2.0.1 Edition 3", SchemaHash: hashed256("schemas"), Edition: "Edition 3", Firmware: []evidence.FirmwareUsed{{Kind: "tested", File: "fw-1.2.bin", Version: "1.2", SHA256: hashed256("firmware")}}}},
		{Station: &evidence.Station{ID: "CB-0001", Vendor: "Maker", Model: "Flex", Serial: "SN-1", Firmware: "1.2"}},
		{Planned: &evidence.Planned{ID: "TC_B_01_CS", Name: "Cold boot", Block: "B", Profiles: []string{"Core"}, Mandatory: true}},
		{Planned: &evidence.Planned{ID: "TC_B_02_CS", Name: "Cold boot - Pending", Block: "B", Profiles: []string{"Core"}, Mandatory: true}},
		{Secured: &evidence.Secured{Endpoint: "wss", Setup: "good", Outcome: "accepted", Server: &evidence.Certificate{Subject: "CN=csms.example", SHA256: hashed256(string(leaf)), DER: leaf}}},
	}
	for i, v := range []evidence.Verdict{evidence.Pass, evidence.Fail} {
		id := fmt.Sprintf("TC_B_0%d_CS", i+1)
		records = append(records,
			evidence.Record{Play: i + 1, Case: id, Begin: &evidence.CaseStarted{ID: id, Name: "Cold boot"}},
			evidence.Record{Play: i + 1, Case: id, Frame: &evidence.Frame{Direction: evidence.Out, Type: "CALL", MessageID: "1", Action: "InstallCertificate", Raw: string(payload), Size: int64(len(payload))}},
			evidence.Record{Play: i + 1, Case: id, Check: &evidence.Check{Stage: evidence.Main, Requirement: "It boots", Verdict: v}},
			evidence.Record{Play: i + 1, Case: id, End: &evidence.CaseEnded{ID: id, Verdict: v, Took: time.Second}})
	}
	records = append(records, more...)
	records = append(records, evidence.Record{Finished: &evidence.RunEnded{Verdict: evidence.Fail}})
	for _, rec := range records {
		if _, err := r.Append(rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, dir, reports.PICSName, examples.PICS())
	put(t, dir, reports.BenchName, []byte(benchText))
	put(t, dir, "station.log", []byte("a word of the station's"))
	if _, err := reports.WriteAll(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func put(t testing.TB, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func hashed256(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func certificate(t testing.TB, name string) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<32, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func newTestKey(t testing.TB) (private, public *Key) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if _, err := NewKey(path); err != nil {
		t.Fatal(err)
	}
	private, err := ReadPrivate(path)
	if err != nil {
		t.Fatal(err)
	}
	public, err = ReadPublic(path + PublicSuffix)
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

// packed makes a bundle of a run folder.
func bundled(t testing.TB, dir string, key *Key) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run.zip")
	if _, err := Pack(t.Context(), dir, path, thisVersion, key, false); err != nil {
		t.Fatal(err)
	}
	return path
}

// small is a bundle of a few small files, which no run has made: everything but what is inside can be proved of it.
func small(t testing.TB, key *Key, names ...string) []byte {
	t.Helper()
	st := statement{Type: "https://in-toto.io/Statement/v1", PredicateType: PredicateType, Predicate: testResult{Result: resultPassed, Configuration: []descriptor{}, Facts: Facts{Product: "P", BundledBy: thisVersion, Ended: time.Date(2026, 3, 1, 8, 0, 2, 0, time.UTC)}}}
	var parts []part
	for i, name := range names {
		content := bytes.Repeat([]byte(fmt.Sprintf("content %d of %s. ", i, name)), 3)
		parts = append(parts, part{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }})
	}
	return packedAs(t, st, parts, key)
}

func packedAs(t testing.TB, st statement, parts []part, key *Key) []byte {
	t.Helper()
	open := func(name string) *os.File {
		f, err := os.Create(filepath.Join(t.TempDir(), name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	archive := open("archive")
	if _, err := pack(t.Context(), st, parts, key, open("spool"), archive); err != nil {
		t.Fatal(err)
	}
	return read(t, archive.Name())
}

// proofOf verifies the bytes of a bundle.
func proofOf(t testing.TB, archive []byte, key *Key) *Proof {
	t.Helper()
	p, err := verify(t.Context(), bytes.NewReader(archive), int64(len(archive)), thisVersion, key)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rewrite makes the documents of a folder again.
func rewrite(t testing.TB, dir string) {
	t.Helper()
	if _, err := reports.WriteAll(dir); err != nil {
		t.Fatal(err)
	}
}

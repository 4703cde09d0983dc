package main

import (
	"os"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
)

func TestFirmwareIsSignedForABenchFileAndVerified(t *testing.T) {
	t.Chdir(t.TempDir())
	out := expect(t, codePassed, "firmware", "init", "my-maker")
	if !strings.Contains(out, "The product needs my-maker/maker-rsa.pem") || !strings.Contains(out, "signingCertificate: my-maker/signing-ecdsa.pem") {
		t.Errorf("firmware init says\n%s\nwant what the product needs, and the bench file", out)
	}
	for _, args := range [][]string{{"--version", "1.4", "1.bin"}, {"--version", "1.5", "2.bin"}, {"--version", "1.6", "--spoiled", "3.bin"}} {
		expect(t, codePassed, append([]string{"firmware", "make"}, args...)...)
	}
	for _, kind := range []string{"ecdsa", "rsa"} {
		certificate, key := "my-maker/signing-"+kind+".pem", "my-maker/signing-"+kind+".key"
		out = expect(t, codePassed, "firmware", "sign", "--certificate", certificate, "--key", key, "1.bin", "2.bin", "3.bin")
		if strings.Count(out, "is signed with") != 3 {
			t.Errorf("firmware sign says\n%s\nwant three images to be signed", out)
		}
		if out := expect(t, codePassed, "firmware", "sign", "--certificate", certificate, "--key", key, "1.bin"); !strings.Contains(out, "1.bin is signed already, in 1.bin.sig") {
			t.Errorf("firmware sign says %q once more, want that it is signed already", out)
		}
		verify := []string{"firmware", "verify", "--certificate", certificate, "--manufacturer", "my-maker/maker-" + kind + ".pem", "1.bin", "3.bin"}
		if out := expect(t, codePassed, verify...); !strings.Contains(out, "1.bin: a station would take it, and a certbench station tells version 1.4 then\n3.bin: a station would take it\n") {
			t.Errorf("firmware verify says\n%s", out)
		}
		text := `name: bench-7
listen: 127.0.0.1:9000
files: {listen: "127.0.0.1:9001"}
firmware:
  tested: {file: 1.bin, version: "1.4"}
  other: {file: 2.bin, version: "1.5"}
  spoiled: {file: 3.bin}
  signingCertificate: ` + certificate + `
  manufacturer: {certificates: my-maker/maker-` + kind + `.pem, key: my-maker/maker-` + kind + `.key}
station: {id: CB-0001, password: 0123456789abcdef}
rigs:
  engineer: {type: manual}
acts: {cable: engineer}
`
		if _, err := bench.Read("bench.yaml", []byte(text)); err != nil {
			t.Errorf("a bench file with what was signed: %v", err)
		}
		file, err := os.ReadFile("2.bin")
		if err != nil {
			t.Fatal(err)
		}
		write(t, "2.bin", strings.Replace(string(file), "1.5", "1.7", 1))
		if out := expect(t, codeFailed, "firmware", "verify", "--certificate", certificate, "2.bin"); !strings.Contains(out, "2.bin: a station would refuse it: the signature is not that of the file") {
			t.Errorf("firmware verify of a changed image says %q", out)
		}
		if code, _, stderr := inProcess("firmware", "sign", "--certificate", certificate, "--key", key, "2.bin"); code != codeUsage || !strings.Contains(stderr, "2.bin.sig is there already, and is none of 2.bin by this key") {
			t.Errorf("firmware sign of a changed image: code %d, %q; want that another signature is there", code, stderr)
		}
		write(t, "2.bin", string(file))
		for _, name := range []string{"1.bin.sig", "2.bin.sig", "3.bin.sig"} {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestMistakesWithFirmwareAreOneSentence(t *testing.T) {
	t.Chdir(t.TempDir())
	expect(t, codePassed, "firmware", "init", "m")
	write(t, "a.bin", "a")
	write(t, "empty.bin", "")
	sign := []string{"firmware", "sign", "--certificate", "m/signing-rsa.pem", "--key", "m/signing-rsa.key"}
	for want, args := range map[string][]string{
		"m holds ": {"firmware", "init", "m"},
		"firmware is signed with the key of a signing certificate; add --certificate and --key": {"firmware", "sign", "a.bin"},
		"is about images, and none is named":                                                    sign,
		"open b.bin":                                                                            append(sign, "b.bin"),
		"empty.bin is empty":                                                                    append(sign, "empty.bin"),
		"the key in m/signing-ecdsa.key is not that of":                                         {"firmware", "sign", "--certificate", "m/signing-rsa.pem", "--key", "m/signing-ecdsa.key", "a.bin"},
		"add --certificate with a PEM file":                                                     {"firmware", "verify", "a.bin"},
		"is not signed by the manufacturer":                                                     {"firmware", "verify", "--certificate", "m/signing-rsa.pem", "--manufacturer", "m/maker-ecdsa.pem", "a.bin"},
		"a.bin is there already, and nothing is overwritten":                                    {"firmware", "make", "a.bin"},
		`--version "` + strings.Repeat("1", 51):                                                 {"firmware", "make", "--version", strings.Repeat("1", 51), "b.bin"},
		`there is no command "firmware unsign"; write one of init, make, sign, verify`:          {"firmware", "unsign"},
	} {
		if code, _, stderr := inProcess(args...); code != codeUsage || !strings.Contains(stderr, want) {
			t.Errorf("certbench %s: code %d and %q, want %d and %q", strings.Join(args, " "), code, stderr, codeUsage, want)
		}
	}
	if code, out, _ := inProcess("firmware", "verify", "--certificate", "m/signing-rsa.pem", "a.bin"); code != codeFailed || !strings.Contains(out, "no file a.bin.sig") {
		t.Errorf("firmware verify without a signature: code %d and %q", code, out)
	}
}

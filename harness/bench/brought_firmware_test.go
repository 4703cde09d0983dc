package bench

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/octt"
)

// factory is what a maker of firmware has, in files of a folder in which the test is.
type factory struct {
	*testing.T
	root    *pki.Authority
	signing pki.Chain
}

func newFactory(t *testing.T, alg pki.Algorithm) *factory {
	t.Helper()
	t.Chdir(t.TempDir())
	p, err := pki.New(pki.Settings{Host: "maker"})
	if err != nil {
		t.Fatal(err)
	}
	f := &factory{T: t}
	if f.root, err = p.SigningRoot(alg); err == nil {
		f.signing, err = p.Signing(alg)
	}
	if err == nil {
		err = f.root.Write("maker.pem", "maker.key")
	}
	if err == nil {
		err = f.signing.Write("signing.pem", "signing.key")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"1.bin", "2.bin", "broken.bin"} {
		f.writes(name, "firmware "+name)
		f.writes(name+SignatureSuffix, f.signs("firmware "+name))
	}
	return f
}

func (f *factory) writes(name, text string) {
	f.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		f.Fatal(err)
	}
}

func (f *factory) signs(text string) string {
	f.Helper()
	signature, err := f.signing.SignFirmware([]byte(text))
	if err != nil {
		f.Fatal(err)
	}
	return signature
}

// with is the file of a foreign bench with the images.
func with(firmware string) string {
	return foreign + "files: {listen: \"127.0.0.1:9001\"}\nfirmware:\n" + firmware
}

const (
	tested   = "  tested: {file: 1.bin, version: \"1\"}\n"
	other    = "  other: {file: 2.bin, version: \"2\"}\n"
	spoiled  = "  spoiled: {file: broken.bin}\n"
	signedBy = "  signingCertificate: signing.pem\n"
	madeBy   = "  manufacturer: {certificates: maker.pem, key: maker.key}\n"
)

func TestTheImagesOfABenchFileAreOfferedAsTheyAre(t *testing.T) {
	for _, alg := range []pki.Algorithm{pki.ECDSA, pki.RSA} {
		t.Run(string(alg), func(t *testing.T) {
			newFactory(t, alg)
			f := mustRead(t, with(tested+other+spoiled+signedBy+madeBy))
			for kind, name := range map[octt.FirmwareKind]string{octt.TestedFirmware: "1.bin", octt.OtherFirmware: "2.bin", octt.SpoiledFirmware: "broken.bin"} {
				i, err := f.firmware.Image(kind)
				if err != nil {
					t.Fatal(err)
				}
				certificate, err := readOne("signing.pem")
				if err != nil {
					t.Fatal(err)
				}
				if err := pki.VerifyFirmware(certificate, []byte("firmware "+name), i.Signature); err != nil || i.SigningCertificate != pki.PEM(certificate) {
					t.Errorf("%s: expected the signature of its file and its certificate, got %v", kind, err)
				}
				if want := "/firmware/" + string(kind) + "/" + name; f.firmware.path(kind) != want {
					t.Errorf("%s: expected the path %s, got %s", kind, want, f.firmware.path(kind))
				}
				wrong, err := f.firmware.WrongSignature(kind)
				if err != nil {
					t.Fatal(err)
				}
				if err := pki.VerifyFirmware(certificate, []byte("firmware "+name), wrong); err == nil || len(wrong) < len(i.Signature)-8 {
					t.Errorf("%s: expected a real signature that is not that of the file, got %q (%v)", kind, wrong, err)
				}
			}
			for _, fault := range []octt.CertificateFault{octt.ExpiredCertificate, octt.OfUnknownRoot} {
				if text, err := f.firmware.WrongCertificate(fault); err != nil || !strings.Contains(text, "BEGIN CERTIFICATE") {
					t.Errorf("a certificate that is %s: expected one in PEM, got %q and %v", fault, text, err)
				}
			}
		})
	}
}

func TestASignatureMayStandAsBase64OrAsBytes(t *testing.T) {
	f := newFactory(t, pki.ECDSA)
	signature := f.signs("firmware 1.bin")
	der, err := base64.StdEncoding.DecodeString(signature)
	if err != nil {
		t.Fatal(err)
	}
	f.writes("raw", string(der))
	f.writes("lines", signature[:40]+"\n"+signature[40:]+"\n")
	for _, as := range []string{signature, "raw", "lines"} {
		read := mustRead(t, with(fmt.Sprintf("  tested: {file: 1.bin, signature: %q}\n", as)+signedBy))
		if i, err := read.firmware.Image(octt.TestedFirmware); err != nil || i.Signature != signature {
			t.Errorf("%.20q: expected the signature %q, got %q and %v", as, signature, i.Signature, err)
		}
	}
}

func TestWhatABenchWithoutAnImageOrAKeyLacksIsSaid(t *testing.T) {
	newFactory(t, pki.ECDSA)
	f := mustRead(t, with(tested+signedBy))
	_, image := f.firmware.Image(octt.OtherFirmware)
	_, expired := f.firmware.WrongCertificate(octt.ExpiredCertificate)
	for want, err := range map[string]error{"the other firmware": image, "the manufacturer's root with its private key": expired} {
		if lack, ok := err.(interface{ Lacks() string }); !ok || lack.Lacks() != want {
			t.Errorf("expected an error for want of %s, got %v", want, err)
		}
	}
	if _, err := f.firmware.WrongCertificate(octt.OfUnknownRoot); err != nil {
		t.Errorf("expected a certificate of an unknown root without any key of the maker, got %v", err)
	}
}

func TestAnExpiredCertificateMayBeBroughtAlong(t *testing.T) {
	f := newFactory(t, pki.ECDSA)
	late, err := f.root.SpoiledSigning(pki.ECDSA, pki.Expired, pki.Settings{})
	if err == nil {
		err = late.Write("late.pem", "late.key")
	}
	if err != nil {
		t.Fatal(err)
	}
	read := mustRead(t, with(tested+signedBy+"  manufacturer: {certificates: maker.pem}\n  expiredCertificate: late.pem\n"))
	if text, err := read.firmware.WrongCertificate(octt.ExpiredCertificate); err != nil || text != late.PEM() {
		t.Errorf("expected the certificate of the file, got %q and %v", text, err)
	}
}

func TestUnverifiedSignaturesAreTakenAsTheyAre(t *testing.T) {
	f := newFactory(t, pki.ECDSA)
	schnorr := func(text string) string { return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte(text), 8)) }
	f.writes("1.bin.sig", schnorr("1"))
	f.writes("2.bin.sig", schnorr("2"))
	read := mustRead(t, with(tested+other+signedBy+"  unverified: true\n"))
	i, err := read.firmware.Image(octt.OtherFirmware)
	if err != nil || i.Signature != schnorr("2") {
		t.Errorf("expected the signature as it is, got %q and %v", i.Signature, err)
	}
	if wrong, err := read.firmware.WrongSignature(octt.OtherFirmware); err != nil || wrong != schnorr("1") {
		t.Errorf("expected the signature of the tested firmware for a wrong one, got %q and %v", wrong, err)
	}
}

func TestMistakesOfTheFirmwareOfABenchFile(t *testing.T) {
	f := newFactory(t, pki.ECDSA)
	chained, err := f.root.Signing(pki.ECDSA, pki.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	f.writes("chain.pem", chained.PEM()+f.root.PEM())
	p, err := pki.New(pki.Settings{Host: "another"})
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := p.Signing(pki.ECDSA)
	if err == nil {
		err = stranger.Write("stranger.pem", "stranger.key")
	}
	if err != nil {
		t.Fatal(err)
	}
	past, err := f.root.SpoiledSigning(pki.ECDSA, pki.Expired, pki.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	f.writes("past.pem", past.PEM())
	f.writes("unsigned.bin", "unsigned")
	f.writes("empty.bin", "")
	f.writes("a b.bin", "x")
	f.writes("long.sig", strings.Repeat("A", 804))
	if err := os.Mkdir("folder", 0o700); err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	one := func(what string) string { return "  tested: {file: 1.bin, " + what + "}\n" + signedBy }
	for name, c := range map[string]struct{ text, want string }{
		"of the reference station": {strings.Replace(with(tested+signedBy), "id: CB", "reference: {}, id: CB", 1), "firmware names the images of a product, and the reference station brings its own along; leave firmware: out"},
		"no server":                {foreign + "firmware:\n" + tested + signedBy, "bench.yaml:9:9: firmware names images, and the bench has no server that a station could download them from; add files:"},
		"no tested one":            {with(other + signedBy), "firmware lacks the image that the product runs when it comes to the bench, to which the bench brings it back; add tested:"},
		"signed twice":             {with(tested+signedBy) + "configured: {invalid_firmware_signature: AA==}\n", "configured.invalid_firmware_signature and firmware both say how firmware is signed; keep firmware"},
		"no file":                  {with("  tested: {version: \"1\"}\n" + signedBy), "bench.yaml:10:11: firmware.tested lacks its image; write file:"},
		"no such file":             {with("  tested: {file: 3.bin}\n" + signedBy), "bench.yaml:10:18: firmware.tested.file cannot be read: stat 3.bin: no such file or directory; names of files are from where certbench is started, which is " + here},
		"a folder":                 {with("  tested: {file: folder}\n" + signedBy), "firmware.tested.file folder is a folder; name the file"},
		"an empty file":            {with("  tested: {file: empty.bin}\n" + signedBy), "firmware.tested.file empty.bin has 0 bytes; an image has 1 to"},
		"a name with a space":      {with("  tested: {file: a b.bin}\n" + signedBy), "firmware.tested.file a b.bin has a name that not every station can ask for; rename it"},
		"a long version":           {with(strings.Replace(tested, `"1"`, strings.Repeat("1", 51), 1) + signedBy), "firmware.tested.version has 51 characters, and a station can tell 50"},
		"no certificate":           {with(tested), "firmware.tested lacks the certificate of the key that has signed it; write signingCertificate: with its file (PEM), here or once below firmware"},
		"no such certificate":      {with(tested + "  signingCertificate: none.pem\n"), "bench.yaml:11:23: firmware.signingCertificate: open none.pem: no such file or directory; names of files are from where certbench is started, which is " + here},
		"no such certificate, all": {with(tested + other + spoiled + "  signingCertificate: none.pem\n"), "bench.yaml:13:23: firmware.signingCertificate: open none.pem"},
		"a chain":                  {with(tested + "  signingCertificate: chain.pem\n"), "chain.pem holds 2 certificates, and an UpdateFirmwareRequest carries one; leave what is above it in firmware.manufacturer"},
		"an old certificate":       {with(tested + "  signingCertificate: past.pem\n"), `the certificate "Certbench firmware signing" is valid from `},
		"another manufacturer's":   {with(tested + "  signingCertificate: stranger.pem\n" + madeBy), `is not signed by the manufacturer "Certbench manufacturer's root 1 ECDSA P-256"; name the one that has signed it, or none`},
		"no manufacturer":          {with(tested + signedBy + "  manufacturer: {key: maker.key}\n"), "firmware.manufacturer lacks its certificate; write {certificates: root.pem, key: root.key}"},
		"another key":              {with(tested + signedBy + "  manufacturer: {certificates: maker.pem, key: signing.key}\n"), "firmware.manufacturer: the key in signing.key is not that of"},
		"unsigned":                 {with("  tested: {file: unsigned.bin}\n" + signedBy), "firmware.tested.signature: there is none, and no file unsigned.bin.sig; make it with certbench firmware sign"},
		"neither file nor Base64":  {with(one("signature: none.sig")), `bench.yaml:10:36: firmware.tested.signature: "none.sig" is neither a file nor Base64; write`},
		"a long signature":         {with(one("signature: long.sig")), "firmware.tested.signature: it has 804 characters, and an UpdateFirmwareRequest takes 800"},
		"the signatures swapped":   {with(one("signature: 2.bin.sig") + other), "bench.yaml:10:36: firmware.tested: the signature is that of firmware.other; a station would rightly refuse it. Give each image its own"},
		"an empty signature":       {with(one("signature: empty.bin")), "firmware.tested.signature: there is nothing in empty.bin; remove it, and make the signature anew"},
		"the signature of another": {with(one("signature: 2.bin.sig")), "firmware.tested: the signature is not that of the file by the key of \"Certbench firmware signing\": it is not in DER, or of other bytes, or of another key; a station would rightly refuse it. Sign 1.bin with the key of the certificate"},
		"the same file twice":      {with(tested + "  other: {file: 1.bin, version: \"2\"}\n" + signedBy), "bench.yaml:11:17: firmware.other.file has the same bytes as firmware.tested.file; name another image"},
		"the same version twice":   {with(tested + "  other: {file: 2.bin, version: \"1\"}\n" + signedBy), `firmware.other.version "1" is also that of firmware.tested, so that the version of a station would not tell which of them it runs`},
		"a good one as expired":    {with(tested + signedBy + "  expiredCertificate: signing.pem\n"), `firmware.expiredCertificate: the certificate "Certbench firmware signing" has not expired: it is valid to ` + time.Now().AddDate(2, 0, 0).Format("2006")},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read("bench.yaml", []byte(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Count(err.Error(), "\n") > 0 {
				t.Errorf("expected the one sentence\n%q, got\n%v", c.want, err)
			}
		})
	}
}

func TestAllImagesStandInTheOrderOfTheBenchFile(t *testing.T) {
	newFactory(t, pki.ECDSA)
	var names []string
	for _, i := range mustRead(t, with(tested+spoiled+other+signedBy)).Images().All() {
		names = append(names, string(i.Kind)+" "+i.Name+" "+i.SHA256[:1])
	}
	if got := strings.Join(names, ", "); len(names) != 3 || !strings.HasPrefix(got, "tested 1.bin ") || names[2][:len("spoiled broken.bin")] != "spoiled broken.bin" {
		t.Errorf("expected tested, other and spoiled with their names and hashes, got %s", got)
	}
	if none := (*Firmware)(nil).All(); len(none) != 0 {
		t.Errorf("expected none of a bench without images, got %v", none)
	}
}

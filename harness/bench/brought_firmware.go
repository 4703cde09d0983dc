package bench

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/octt"
)

// FirmwareFile is the firmware images of a product, which cases have it install. The station is brought back to the tested one.
type FirmwareFile struct {
	Tested  *ImageFile `yaml:"tested"`  // what the product runs when it comes to the bench
	Other   *ImageFile `yaml:"other"`   // another one that it takes
	Spoiled *ImageFile `yaml:"spoiled"` // one that is rightly signed, and that it cannot verify or install
	// SigningCertificate is that of the images that name none, Manufacturer what is above it, and ExpiredCertificate one below that which
	// has expired; without it one is made where the key of Manufacturer is to be had.
	SigningCertificate string         `yaml:"signingCertificate"`
	Manufacturer       *AuthorityFile `yaml:"manufacturer"`
	ExpiredCertificate string         `yaml:"expiredCertificate"`
	// Unverified takes signatures as they are: those of ECSchnorr, which L01.FR.04 names, nothing here can verify.
	Unverified bool `yaml:"unverified"`
}

// ImageFile is one of them.
type ImageFile struct {
	File               string `yaml:"file"`
	Signature          string `yaml:"signature"`          // a file, or Base64; the file of certbench firmware sign when left out
	SigningCertificate string `yaml:"signingCertificate"` // a file in PEM, or env:NAME
	Version            string `yaml:"version"`            // that the station tells as its firmwareVersion
}

// SignatureSuffix is what the file of a signature has behind the name of its image.
const SignatureSuffix = ".sig"

const (
	largestImage   = 512 << 20 // bytes
	longestVersion = 50        // characters (part 2, ChargingStationType)
)

// image is the entry of a kind; nil where the file has none.
func (f *FirmwareFile) image(kind octt.FirmwareKind) *ImageFile {
	switch kind {
	case octt.TestedFirmware:
		return f.Tested
	case octt.OtherFirmware:
		return f.Other
	}
	return f.Spoiled
}

// checkFirmware reads the images, and refuses what would have a case fail that the station passes.
func (f *File) checkFirmware(d *decoder) {
	if f.Firmware == nil {
		return
	}
	before := d.failures
	switch {
	case f.Station.Reference != nil:
		d.fail("firmware", "firmware names the images of a product, and the reference station brings its own along; leave firmware: out")
	case f.Files == nil:
		d.fail("firmware", "firmware names images, and the bench has no server that a station could download them from; add files: {listen: \"0.0.0.0:9001\", url: \"http://192.168.1.10:9001\"}")
	case f.Firmware.Tested == nil:
		d.fail("firmware", "firmware lacks the image that the product runs when it comes to the bench, to which the bench brings it back; add tested: {file: …, signature: …, signingCertificate: …, version: …}")
	}
	if path := d.written("configured.signingCertificate", "configured.invalid_firmware_signature"); d.at[path] != nil {
		d.fail(path, "%s and firmware both say how firmware is signed; keep firmware", path)
	}
	if d.failures > before {
		return
	}
	maker := f.Firmware.readMaker(d)
	var all []Image
	for _, kind := range imageKinds {
		if f.Firmware.image(kind) != nil {
			if i, ok := f.Firmware.readImage(d, kind, maker); ok {
				all = append(all, i)
			}
		}
	}
	checkDifferent(d, all)
	f.firmware = newFirmware(maker, all...)
	f.firmware.unverified = f.Firmware.Unverified
	f.firmware.expired = f.Firmware.readExpired(d, maker)
}

// Images are those that the file names; nil where it names none.
func (f *File) Images() *Firmware { return f.firmware }

// readMaker reads what is above the signing certificates; nil where the file names nothing.
func (f *FirmwareFile) readMaker(d *decoder) *pki.Authority {
	const path = "firmware.manufacturer"
	if f.Manufacturer == nil {
		return nil
	}
	if f.Manufacturer.Certificates == "" {
		d.fail(path, "%s lacks its certificate; write {certificates: root.pem, key: root.key}, the key only where the bench may sign with it", path)
		return nil
	}
	a, err := pki.ReadAuthority(pki.Source(f.Manufacturer.Certificates), pki.Source(f.Manufacturer.Key))
	if err != nil {
		d.fail(path, "%s: %v", path, lookedIn(err))
		return nil
	}
	return a
}

// readImage reads an image and what belongs to it. Whatever is wrong is told; ok is false then.
func (f *FirmwareFile) readImage(d *decoder, kind octt.FirmwareKind, maker *pki.Authority) (Image, bool) {
	path, named, before := "firmware."+string(kind), f.image(kind), d.failures
	i := Image{Name: filepath.Base(named.File), FirmwareImage: octt.FirmwareImage{Kind: kind, Version: named.Version}}
	i.File = readFirmware(d, path, named.File)
	if len(named.Version) > longestVersion {
		d.fail(path+".version", "%s.version has %d characters, and a station can tell %d as its firmwareVersion; write what its BootNotificationRequest has", path, len(named.Version), longestVersion)
	}
	signing := f.readSigning(d, path, named, maker)
	if d.failures > before {
		return i, false
	}
	text, err := readSignature(named.Signature, named.File)
	if err != nil {
		d.fail(path+".signature", "%s.signature: %v", path, err)
		return i, false
	}
	if err := pki.VerifyFirmware(signing, i.File, text); err != nil && !f.Unverified {
		if of, swapped := f.signs(signing, text); swapped {
			d.fail(path+".signature", "%s: the signature is that of firmware.%s; a station would rightly refuse it. Give each image its own", path, of)
			return i, false
		}
		d.fail(path+".signature", "%s: %v; a station would rightly refuse it. Sign %s with the key of the certificate: certbench firmware sign --help says how. Or, for signatures of ECSchnorr, write unverified: true below firmware", path, err, named.File)
		return i, false
	}
	sum := sha256.Sum256(i.File)
	i.SHA256, i.Signature = hex.EncodeToString(sum[:]), text
	i.SigningCertificate = pki.PEM(signing)
	return i, true
}

// signs tells of which of the images a signature is.
func (f *FirmwareFile) signs(signing *x509.Certificate, signature string) (octt.FirmwareKind, bool) {
	for _, kind := range imageKinds {
		if named := f.image(kind); named != nil {
			file, err := os.ReadFile(named.File) // what cannot be read is told where its own turn comes
			if err == nil && pki.VerifyFirmware(signing, file, signature) == nil {
				return kind, true
			}
		}
	}
	return "", false
}

func readFirmware(d *decoder, path, name string) []byte {
	if name == "" {
		d.fail(path, "%s lacks its image; write file: with the path of what the station is to download", path)
		return nil
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		d.fail(path+".file", "%s.file cannot be read: %v", path, lookedIn(err))
		return nil
	case info.IsDir():
		d.fail(path+".file", "%s.file %s is a folder; name the file that the station is to download", path, name)
		return nil
	case info.Size() == 0 || info.Size() > largestImage:
		d.fail(path+".file", "%s.file %s has %d bytes; an image has 1 to %d", path, name, info.Size(), largestImage)
		return nil
	case strings.ContainsFunc(filepath.Base(name), notInAName):
		d.fail(path+".file", "%s.file %s has a name that not every station can ask for; rename it with letters, digits and -_. alone", path, name)
		return nil
	}
	file, err := os.ReadFile(name)
	if err != nil {
		d.fail(path+".file", "%s.file cannot be read: %v", path, err)
	}
	return file
}

// lookedIn adds to an error about a file that is not there in which folder its relative name was looked for.
func lookedIn(err error) error {
	var of *fs.PathError
	if !errors.As(err, &of) || !errors.Is(err, fs.ErrNotExist) || filepath.IsAbs(of.Path) {
		return err
	}
	here, unknown := os.Getwd()
	if unknown != nil {
		return err
	}
	return fmt.Errorf("%w; names of files are from where certbench is started, which is %s", err, here)
}

// readSigning reads the certificate of an image: one alone, as firmware.signingCertificate has it, and one that is good.
func (f *FirmwareFile) readSigning(d *decoder, path string, named *ImageFile, maker *pki.Authority) *x509.Certificate {
	name, at := named.SigningCertificate, path+".signingCertificate"
	if name == "" {
		name, at = f.SigningCertificate, "firmware.signingCertificate"
	}
	if name == "" {
		d.fail(path, "%s lacks the certificate of the key that has signed it; write signingCertificate: with its file (PEM), here or once below firmware", path)
		return nil
	}
	c, err := readOne(name)
	if err == nil {
		err = untimely(c)
	}
	if err == nil {
		err = below(c, maker)
	}
	if err != nil {
		d.fail(at, "%s: %v", at, lookedIn(err))
		return nil
	}
	return c
}

// ReadSigning reads a signing certificate that is good now, and where manufacturer is not empty, of what stands in that file. Both are
// the path of a file, or env:NAME.
func ReadSigning(certificate, manufacturer string) (*x509.Certificate, error) {
	c, err := readOne(certificate)
	if err == nil {
		err = untimely(c)
	}
	if err != nil || manufacturer == "" {
		return c, err
	}
	maker, err := pki.ReadAuthority(pki.Source(manufacturer), "")
	if err == nil {
		err = below(c, maker)
	}
	return c, err
}

// ReadSignature is the signature that stands beside an image, in Base64.
func ReadSignature(image string) (string, error) { return readSignature("", image) }

// readOne reads a signing certificate.
func readOne(name string) (*x509.Certificate, error) {
	found, err := pki.ReadCertificates(pki.Source(name))
	if err != nil {
		return nil, err
	}
	if len(found) > 1 {
		return nil, fmt.Errorf("%s holds %d certificates, and an UpdateFirmwareRequest carries one; leave what is above it in firmware.manufacturer", name, len(found))
	}
	if n := len(pki.PEM(found[0])); n > pki.LongestSigningCertificate {
		return nil, fmt.Errorf("%s has %d characters, and an UpdateFirmwareRequest takes %d", name, n, pki.LongestSigningCertificate)
	}
	_, err = pki.AlgorithmOf(found[0].PublicKey)
	return found[0], err
}

func untimely(c *x509.Certificate) error {
	if now := time.Now(); now.After(c.NotAfter) || now.Before(c.NotBefore) {
		return fmt.Errorf("the certificate %q is valid from %s to %s, and not now; a station would rightly refuse it. Name another, or set the clock of this machine",
			c.Subject.CommonName, c.NotBefore.Format(time.DateOnly), c.NotAfter.Format(time.DateOnly))
	}
	return nil
}

func below(c *x509.Certificate, maker *pki.Authority) error {
	if maker == nil || pki.SignedBy(c, maker.Certificate) {
		return nil
	}
	return fmt.Errorf("the certificate %q is not signed by the manufacturer %q; name the one that has signed it, or none", c.Subject.CommonName, maker)
}

// readSignature finds a signature: in a file, as Base64 or as its bytes, or as Base64 where its file would be named.
func readSignature(named, of string) (string, error) {
	name := named
	if name == "" {
		name = of + SignatureSuffix
	}
	text, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && named == "":
		return "", fmt.Errorf("there is none, and no file %s; make it with certbench firmware sign, or write signature: with another file or with Base64", name)
	case errors.Is(err, fs.ErrNotExist), err != nil && len(named) > 2*len(of)+64: // no name of a file is that long
		text = []byte(named)
	case err != nil:
		return "", err
	}
	compact := strings.Join(strings.Fields(string(text)), "")
	if compact == "" {
		return "", fmt.Errorf("there is nothing in %s; remove it, and make the signature anew with certbench firmware sign", name)
	}
	if _, err := base64.StdEncoding.DecodeString(compact); err != nil {
		if string(text) == named {
			return "", fmt.Errorf("%.40q is neither a file nor Base64; write the path of the signature's file, or its Base64", named)
		}
		compact = base64.StdEncoding.EncodeToString(text)
	}
	if n := len(compact); n > pki.LongestFirmwareSignature {
		return "", fmt.Errorf("it has %d characters, and an UpdateFirmwareRequest takes %d", n, pki.LongestFirmwareSignature)
	}
	return compact, nil
}

// checkDifferent refuses images that no case could tell apart.
func checkDifferent(d *decoder, all []Image) {
	for n, i := range all {
		for _, j := range all[:n] {
			at := "firmware." + string(i.Kind)
			switch {
			case bytes.Equal(i.File, j.File):
				d.fail(at+".file", "%s.file has the same bytes as firmware.%s.file; name another image", at, j.Kind)
			case i.Kind == octt.OtherFirmware && i.Version != "" && i.Version == j.Version:
				d.fail(at+".version", "%s.version %q is also that of firmware.%s, so that the version of a station would not tell which of them it runs; correct one of them, or leave both out for a station that tells no version", at, i.Version, j.Kind)
			}
		}
	}
}

// readExpired reads the certificate that has expired, in PEM; empty where the file names none.
func (f *FirmwareFile) readExpired(d *decoder, maker *pki.Authority) string {
	const path = "firmware.expiredCertificate"
	if f.ExpiredCertificate == "" {
		return ""
	}
	c, err := readOne(f.ExpiredCertificate)
	switch {
	case err == nil && time.Now().Before(c.NotAfter):
		err = fmt.Errorf("the certificate %q has not expired: it is valid to %s; a station would rightly take it", c.Subject.CommonName, c.NotAfter.Format(time.DateOnly))
	case err == nil:
		err = below(c, maker)
	}
	if err != nil {
		d.fail(path, "%s: %v", path, err)
		return ""
	}
	return pki.PEM(c)
}

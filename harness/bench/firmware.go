package bench

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/certbench/certbench/csmsmock/files"
	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station/image"
)

// Firmware is the images of a bench, with what stands behind their signatures. It implements octt.Firmware.
type Firmware struct {
	images  map[octt.FirmwareKind]Image
	maker   *pki.Authority // below which wrong certificates are made; nil where only those of nobody can be
	expired string         // a certificate of its hierarchy that was brought along, in PEM

	unverified bool // the signatures are of a kind that nothing here knows

	mu    sync.Mutex
	wrong map[string]string // what was made wrong, by what it is
}

// Image is a file of firmware, and what an UpdateFirmwareRequest says of it.
type Image struct {
	octt.FirmwareImage
	Name string // of the file, as the station is told it
	File []byte
}

// imageKinds are all kinds of images, in the order in which a bench file has them.
var imageKinds = []octt.FirmwareKind{octt.TestedFirmware, octt.OtherFirmware, octt.SpoiledFirmware}

func newFirmware(maker *pki.Authority, all ...Image) *Firmware {
	f := &Firmware{images: map[octt.FirmwareKind]Image{}, maker: maker, wrong: map[string]string{}}
	for _, i := range all {
		i.Size = int64(len(i.File))
		f.images[i.Kind] = i
	}
	return f
}

// All are the images, in the order in which a bench file has them. A nil Firmware has none.
func (f *Firmware) All() (all []Image) {
	for _, kind := range imageKinds {
		if f != nil {
			if i, ok := f.images[kind]; ok {
				all = append(all, i)
			}
		}
	}
	return all
}

// Image implements octt.Firmware.
func (f *Firmware) Image(kind octt.FirmwareKind) (octt.FirmwareImage, error) {
	if i, ok := f.images[kind]; ok {
		return i.FirmwareImage, nil
	}
	return octt.FirmwareImage{}, &noImage{kind}
}

// noImage is why a case that needs an image is not run.
type noImage struct{ kind octt.FirmwareKind }

func (e *noImage) Error() string {
	return fmt.Sprintf("add firmware.%s with file, signature and signingCertificate", e.kind)
}

// Lacks says what would have to be brought along.
func (e *noImage) Lacks() string { return fmt.Sprintf("the %s firmware", e.kind) }

// WrongSignature implements octt.Firmware: that of the same file by a key that nobody knows, of the kind of the right one. Where nothing
// here can make one of that kind, it is that of another image.
func (f *Firmware) WrongSignature(kind octt.FirmwareKind) (string, error) {
	i, ok := f.images[kind]
	if !ok {
		return "", &noImage{kind}
	}
	for _, other := range imageKinds { // of the maker's own kind, whatever that is
		if o, there := f.images[other]; there && other != kind && f.unverified {
			return o.Signature, nil
		}
	}
	return f.once("signature of "+string(kind), func() (string, error) {
		alg, err := signedWith(i.SigningCertificate)
		if err != nil {
			return "", err
		}
		nobody, err := f.spoiled(alg, pki.UnknownRoot)
		if err != nil {
			return "", err
		}
		return nobody.SignFirmware(i.File)
	})
}

// WrongCertificate implements octt.Firmware.
func (f *Firmware) WrongCertificate(fault octt.CertificateFault) (string, error) {
	of, ok := map[octt.CertificateFault]pki.Fault{octt.ExpiredCertificate: pki.Expired, octt.OfUnknownRoot: pki.UnknownRoot}[fault]
	if !ok {
		return "", fmt.Errorf("no signing certificate can be made that is %s", fault)
	}
	if fault == octt.ExpiredCertificate && f.expired != "" {
		return f.expired, nil
	}
	return f.once("certificate: "+string(fault), func() (string, error) {
		alg := pki.ECDSA
		for _, kind := range imageKinds {
			if i, ok := f.images[kind]; ok {
				var err error
				if alg, err = signedWith(i.SigningCertificate); err != nil {
					return "", err
				}
				break
			}
		}
		chain, err := f.spoiled(alg, of)
		if err != nil {
			return "", err
		}
		return chain.PEM(), nil
	})
}

// spoiled is a signing certificate with a fault. Without an authority it is one of nobody's, where that is the fault.
func (f *Firmware) spoiled(alg pki.Algorithm, fault pki.Fault) (pki.Chain, error) {
	maker := f.maker
	if maker == nil || !maker.Signs() {
		if fault != pki.UnknownRoot {
			return pki.Chain{}, &noMaker{fault}
		}
		maker = new(pki.Authority)
	}
	return maker.SpoiledSigning(alg, fault, pki.Settings{})
}

// noMaker is why a case that needs a certificate of the manufacturer's hierarchy is not run.
type noMaker struct{ fault pki.Fault }

func (e *noMaker) Error() string {
	return fmt.Sprintf("no signing certificate that is %s can be made below it; add firmware.manufacturer with certificates and key, or firmware.expiredCertificate", e.fault)
}

// Lacks says what would have to be brought along.
func (e *noMaker) Lacks() string { return "the manufacturer's root with its private key" }

// once makes a text when it is first asked for.
func (f *Firmware) once(what string, make func() (string, error)) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if text, ok := f.wrong[what]; ok {
		return text, nil
	}
	text, err := make()
	if err == nil {
		f.wrong[what] = text
	}
	return text, err
}

// signedWith is of which kind the key of a signing certificate in PEM is.
func signedWith(text string) (pki.Algorithm, error) {
	found, err := pki.ParseCertificates("the signing certificate", text)
	if err != nil {
		return "", err
	}
	return pki.AlgorithmOf(found[0].PublicKey)
}

// path is where the file server has an image. Where there is none, something stands in for it that no station would take.
func (f *Firmware) path(kind octt.FirmwareKind) string {
	if f != nil {
		if i, ok := f.images[kind]; ok {
			return "/firmware/" + string(kind) + "/" + i.Name // its ending may tell the station what it is
		}
	}
	return files.Firmware
}

// offer has a server offer the images.
func (f *Firmware) offer(s *files.Server) {
	if f == nil {
		return
	}
	for kind, i := range f.images {
		s.Put(f.path(kind), i.File)
	}
}

// The firmware of the reference station: what it runs where the PICS does not say, and another.
const (
	ReferenceVersion      = "1"
	referenceOtherVersion = "2"
)

// otherVersion is that of the firmware which a reference station does not run.
func otherVersion(runs string) string {
	if runs == referenceOtherVersion {
		return ReferenceVersion
	}
	return referenceOtherVersion
}

// imageFiles are the files of the firmware of a reference station that runs a version, which nobody changes: a hundred stations share
// them. Of the spoiled one the checksum inside is not that of its payload: whoever signs it signs it rightly.
func imageFiles(runs string) map[octt.FirmwareKind][]byte {
	made, _ := imagesMade.LoadOrStore(runs, sync.OnceValue(func() map[octt.FirmwareKind][]byte {
		other := otherVersion(runs)
		return map[octt.FirmwareKind][]byte{
			octt.TestedFirmware: image.Make(runs, payload(runs)), octt.OtherFirmware: image.Make(other, payload(other)),
			octt.SpoiledFirmware: spoil(image.Make(other, payload("spoiled"))),
		}
	}))
	return made.(func() map[octt.FirmwareKind][]byte)()
}

// imagesMade keeps what imageFiles has made, by the version.
var imagesMade sync.Map

// payload is some blocks of whatever a station reads at once.
func payload(version string) []byte {
	return bytes.Repeat([]byte("firmware of the reference station "+version+"\n"), 1<<10)
}

// spoil makes the checksum of an image wrong.
func spoil(file []byte) []byte {
	file[len(file)-1] ^= 1
	return file
}

// MakeImage makes an image for a reference station that tells a version then, or one of which the checksum is wrong.
func MakeImage(version string, spoiled bool) ([]byte, error) {
	file := image.Make(version, payload(version))
	if _, err := image.Read(file); err != nil {
		return nil, err
	}
	if spoiled {
		file = spoil(file)
	}
	return file, nil
}

// ImageVersion is the version of an image that a reference station can install; ok is false for another file.
func ImageVersion(file []byte) (version string, ok bool) {
	i, err := image.Read(file)
	return i.Version, err == nil
}

// images are those of the bench, and the roots by which a station that the bench makes knows them. Both may be nil.
func (f *File) images(of pics.Product) (*Firmware, []*x509.Certificate, error) {
	if f.Station.Reference == nil {
		return f.firmware, nil, nil
	}
	return MakeFirmware(pki.ECDSA, ReferenceIdentity(of).Firmware)
}

// MakeFirmware makes the images of a reference station that runs a version, signed with a key of a kind, and tells the root by which
// it knows them.
func MakeFirmware(alg pki.Algorithm, runs string) (*Firmware, []*x509.Certificate, error) {
	p, err := pki.New(pki.Settings{Host: referenceHost})
	if err != nil {
		return nil, nil, err
	}
	root, err := p.SigningRoot(alg)
	if err != nil {
		return nil, nil, err
	}
	signing, err := p.Signing(alg)
	if err != nil {
		return nil, nil, err
	}
	var all []Image
	names := map[octt.FirmwareKind]string{octt.TestedFirmware: ReferenceVersion, octt.OtherFirmware: referenceOtherVersion, octt.SpoiledFirmware: referenceOtherVersion}
	versions := map[octt.FirmwareKind]string{octt.TestedFirmware: runs, octt.OtherFirmware: otherVersion(runs), octt.SpoiledFirmware: otherVersion(runs)}
	files := imageFiles(runs)
	for _, kind := range slices.Sorted(maps.Keys(files)) {
		file := files[kind]
		signature, err := signing.SignFirmware(file)
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("the %s firmware", kind), err)
		}
		sum := sha256.Sum256(file)
		all = append(all, Image{Name: "certbench-" + names[kind] + ".bin", File: file,
			FirmwareImage: octt.FirmwareImage{Kind: kind, SigningCertificate: signing.PEM(), Signature: signature, Version: versions[kind], SHA256: hex.EncodeToString(sum[:])}})
	}
	return newFirmware(root, all...), []*x509.Certificate{root.Certificate}, nil
}

// memoryFirmware is MakeFirmware once for a kind of key and a day: benches in memory are made for each play, signing images anew for
// each was a seventh of the time of all, and in the synthetic time of one bench a certificate is as valid as in that of the next.
func memoryFirmware(alg pki.Algorithm) (*Firmware, []*x509.Certificate, error) {
	made, _ := inMemory.LoadOrStore(string(alg)+time.Now().Format(time.DateOnly), sync.OnceValue(func() (m madeFirmware) {
		m.images, m.roots, m.err = MakeFirmware(alg, ReferenceVersion)
		return m
	}))
	m := made.(func() madeFirmware)()
	return m.images, m.roots, m.err
}

// inMemory keeps what memoryFirmware has made.
var inMemory sync.Map

type madeFirmware struct {
	images *Firmware
	roots  []*x509.Certificate
	err    error
}

package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
)

// The manufacturer's hierarchy stands beside that of the CSO: a station holds the certificate with which its firmware is signed
// against the root of whoever has made it (part 2, section A 1.4.2).

// The longest texts of an UpdateFirmwareRequest, in characters (part 2, FirmwareType).
const (
	LongestSigningCertificate = 5500
	LongestFirmwareSignature  = 800
)

const manufacturer = "Certbench manufacturer"

// SigningRoot is what a station has to have installed as ManufacturerRootCertificate, for the firmware of Signing. Another PKI has
// another.
func (p *PKI) SigningRoot(alg Algorithm) (*Authority, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return kept(p.makers, alg, func() (*Authority, error) {
		now := p.settings.Now()
		return selfSigned(alg, subjectOf(manufacturer, fmt.Sprintf("Certbench manufacturer's root %d %s", p.rank, alg)), now.Add(-rootBehind), now.Add(rootAhead))
	})
}

// Signing is a new firmware signing certificate with its key, directly below SigningRoot: signingCertificate is one certificate,
// and a station may take no other beside it.
func (p *PKI) Signing(alg Algorithm) (Chain, error) {
	root, err := p.SigningRoot(alg)
	if err != nil {
		return Chain{}, err
	}
	return root.Signing(alg, p.settings)
}

// SpoiledSigning is a firmware signing certificate that is wrong in one of Expired, NotYetValid, UnknownRoot and SelfSigned, and
// right in all else.
func (p *PKI) SpoiledSigning(alg Algorithm, fault Fault) (Chain, error) {
	root, err := p.SigningRoot(alg)
	if err != nil {
		return Chain{}, err
	}
	return root.SpoiledSigning(alg, fault, p.settings)
}

// Signing is a firmware signing certificate below an authority, such as a manufacturer's that was brought along. Of the settings it
// takes the clock.
func (a *Authority) Signing(alg Algorithm, s Settings) (Chain, error) {
	chain, err := a.leaf(alg, s.signingTemplate())
	chain.Name = good
	return chain, err
}

// SpoiledSigning is PKI.SpoiledSigning below an authority. UnknownRoot and SelfSigned need no key of it.
func (a *Authority) SpoiledSigning(alg Algorithm, fault Fault, s Settings) (Chain, error) {
	t := s.signingTemplate()
	switch fault {
	case Expired:
		t.NotAfter = s.now().Add(-expiredSince)
		t.NotBefore = t.NotAfter.Add(-expiredLife)
	case NotYetValid:
		t.NotBefore = s.now().Add(validIn)
	case UnknownRoot:
		now := s.now()
		stranger, err := selfSigned(alg, subjectOf("Nobody", "A manufacturer's root that no station has"), now.Add(-rootBehind), now.Add(rootAhead))
		if err != nil {
			return Chain{}, err
		}
		a = stranger
	case SelfSigned:
		key, err := alg.generate()
		if err != nil {
			return Chain{}, err
		}
		cert, err := issue(t, nil, key.Public(), key)
		return Chain{Name: string(fault), Sent: []*x509.Certificate{cert}, Root: cert, key: key}, err
	default:
		return Chain{}, fmt.Errorf("no firmware signing certificate can be spoiled by %q", fault)
	}
	chain, err := a.leaf(alg, t)
	chain.Name = string(fault)
	return chain, err
}

// signingTemplate is a firmware signing certificate: it has the owner's organization (A00.FR.509), may make signatures (A00.FR.512),
// and has no extended key usage (A00.FR.514).
func (s Settings) signingTemplate() *x509.Certificate {
	now := s.now()
	return &x509.Certificate{
		Subject:   subjectOf(manufacturer, "Certbench firmware signing"),
		NotBefore: now.Add(-leafBehind), NotAfter: now.Add(leafAhead),
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature,
	}
}

// SignFirmware signs a file with the key of a chain of Signing.
func (c Chain) SignFirmware(file []byte) (string, error) { return SignFirmware(c.key, file) }

// SignFirmware signs a file as firmware.signature has it, in Base64: over the whole file, with SHA-256, and with RSA-PSS or ECDSA
// (L01.FR.04). That requirement names ECSchnorr in the place of ECDSA, for which X.509 knows no key and no library is in use, while
// A00.FR.505 has certificates be signed with RSA-PSS or ECDSA: what is meant is taken to be ECDSA. The salt is as long as the hash
// (RFC 8017, section 9.1), and an ECDSA signature is in DER (RFC 3279, section 2.2.3).
func SignFirmware(key crypto.Signer, file []byte) (string, error) {
	if key == nil {
		return "", errors.New("firmware cannot be signed without a private key")
	}
	var how crypto.SignerOpts = crypto.SHA256
	switch key.Public().(type) {
	case *rsa.PublicKey:
		how = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
	case *ecdsa.PublicKey:
	default:
		return "", fmt.Errorf("firmware is signed with a key of RSA or of an elliptic curve, not with one of the type %T", key.Public())
	}
	sum := sha256.Sum256(file)
	signature, err := key.Sign(rand.Reader, sum[:], how)
	if err != nil {
		return "", fmt.Errorf("signing the firmware: %w", err)
	}
	text := base64.StdEncoding.EncodeToString(signature)
	if len(text) > LongestFirmwareSignature {
		return "", fmt.Errorf("the signature has %d characters, and an UpdateFirmwareRequest takes %d; sign with a key of at most 4096 bits", len(text), LongestFirmwareSignature)
	}
	return text, nil
}

// VerifyFirmware says why a signature of SignFirmware, or one of its form with a salt of another length, is not that of a file.
func VerifyFirmware(certificate *x509.Certificate, file []byte, signature string) error {
	der, err := base64.StdEncoding.DecodeString(signature)
	if err != nil {
		return fmt.Errorf("the signature is not in Base64: %w", err)
	}
	sum := sha256.Sum256(file)
	switch key := certificate.PublicKey.(type) {
	case *rsa.PublicKey:
		err = rsa.VerifyPSS(key, crypto.SHA256, sum[:], der, nil)
		if err != nil && rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], der) == nil {
			return errors.New("the signature is one of RSA PKCS #1 v1.5, and part 2, L01.FR.04 has RSA-PSS")
		}
	case *ecdsa.PublicKey:
		if !ecdsa.VerifyASN1(key, sum[:], der) {
			err = errors.New("it is not in DER, or of other bytes, or of another key")
		}
	default:
		return fmt.Errorf("the signing certificate has a key of the type %T; it has to be RSA or an elliptic curve", key)
	}
	if err != nil {
		return fmt.Errorf("the signature is not that of the file by the key of %q: %w", certificate.Subject.CommonName, err)
	}
	return nil
}

package pki

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"
)

var firmware = bytes.Repeat([]byte("firmware"), 1000)

func TestSignedFirmwareIsVerifiedByTheCertificateOfItsRoot(t *testing.T) {
	p := newTestPKI(t)
	for _, alg := range []Algorithm{ECDSA, RSA} {
		chain, err := p.Signing(alg)
		if err != nil {
			t.Fatal(err)
		}
		root, err := p.SigningRoot(alg)
		if err != nil {
			t.Fatal(err)
		}
		if err := held(chain, root); err != nil {
			t.Errorf("%s: expected a certificate that leads to the manufacturer's root, got %v", alg, err)
		}
		signature, err := chain.SignFirmware(firmware)
		if err != nil {
			t.Fatal(err)
		}
		if err := VerifyFirmware(chain.Leaf(), firmware, signature); err != nil {
			t.Errorf("%s: expected the signature of the file, got %v", alg, err)
		}
		if err := VerifyFirmware(chain.Leaf(), firmware[1:], signature); err == nil {
			t.Errorf("%s: expected a signature of other bytes to be found out", alg)
		}
		if len(chain.PEM()) > LongestSigningCertificate || len(signature) > LongestFirmwareSignature {
			t.Errorf("%s: expected texts that an UpdateFirmwareRequest takes, got %d and %d characters", alg, len(chain.PEM()), len(signature))
		}
	}
}

func held(chain Chain, root *Authority) error {
	roots := x509.NewCertPool()
	roots.AddCert(root.Certificate)
	_, err := chain.Leaf().Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	return err
}

func TestASpoiledSigningCertificateIsWrongInOneThing(t *testing.T) {
	p := newTestPKI(t)
	root, err := p.SigningRoot(ECDSA)
	if err != nil {
		t.Fatal(err)
	}
	for fault, what := range map[Fault]string{
		Expired: "expired", NotYetValid: "not yet valid", UnknownRoot: "unknown authority", SelfSigned: "unknown authority",
	} {
		chain, err := p.SpoiledSigning(ECDSA, fault)
		if err != nil {
			t.Fatal(err)
		}
		if err := held(chain, root); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: expected a certificate that is refused because it is %s, got %v", fault, what, err)
		}
		signature, err := chain.SignFirmware(firmware)
		if err != nil {
			t.Fatal(err)
		}
		if err := VerifyFirmware(chain.Leaf(), firmware, signature); err != nil {
			t.Errorf("%s: expected a signature that is right, got %v", fault, err)
		}
	}
	if _, err := p.SpoiledSigning(ECDSA, OtherHost); err == nil {
		t.Error("expected a fault that no signing certificate can have to be refused")
	}
}

func TestASignatureOfAnotherFormIsNamed(t *testing.T) {
	p := newTestPKI(t)
	sum := sha256.Sum256(firmware)
	for name, c := range map[string]struct {
		alg  Algorithm
		sign func(crypto.Signer) ([]byte, error)
		want string
	}{
		"PKCS #1 v1.5": {RSA, func(k crypto.Signer) ([]byte, error) { return k.Sign(rand.Reader, sum[:], crypto.SHA256) }, "RSA PKCS #1 v1.5"},
		"a long salt": {RSA, func(k crypto.Signer) ([]byte, error) {
			return rsa.SignPSS(rand.Reader, k.(*rsa.PrivateKey), crypto.SHA256, sum[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto})
		}, ""},
		"r and s alone": {ECDSA, func(k crypto.Signer) ([]byte, error) {
			r, s, err := ecdsa.Sign(rand.Reader, k.(*ecdsa.PrivateKey), sum[:])
			if err != nil {
				return nil, err
			}
			return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...), nil
		}, "not in DER"},
	} {
		chain, err := p.Signing(c.alg)
		if err != nil {
			t.Fatal(err)
		}
		signature, err := c.sign(chain.key)
		if err != nil {
			t.Fatal(err)
		}
		err = VerifyFirmware(chain.Leaf(), firmware, base64.StdEncoding.EncodeToString(signature))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: expected %q, got %v", name, c.want, err)
		}
	}
	chain, err := p.Signing(ECDSA)
	if err != nil {
		t.Fatal(err)
	}
	if err := VerifyFirmware(chain.Leaf(), firmware, "no signature"); err == nil || !strings.Contains(err.Error(), "Base64") {
		t.Errorf("expected a text that is no Base64 to be named, got %v", err)
	}
}

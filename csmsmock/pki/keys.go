package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
)

// Algorithm is the kind of a key pair. A CSMS has one of each, so that both pairs of cipher suites can be shown (part 2,
// A00.FR.318).
type Algorithm string

// The algorithms.
const (
	ECDSA Algorithm = "ECDSA P-256"
	RSA   Algorithm = "RSA 2048"
)

// rsaBits is the least that part 2 allows (A00.FR.502).
const rsaBits = 2048

func (a Algorithm) generate() (crypto.Signer, error) {
	switch a {
	case ECDSA:
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case RSA:
		return rsa.GenerateKey(rand.Reader, rsaBits)
	}
	return nil, fmt.Errorf("the key algorithm %q is unknown; there are %q and %q", a, ECDSA, RSA)
}

// AlgorithmOf tells of which kind a key is that was brought along.
func AlgorithmOf(key crypto.PublicKey) (Algorithm, error) {
	switch key.(type) {
	case *ecdsa.PublicKey:
		return ECDSA, nil
	case *rsa.PublicKey:
		return RSA, nil
	}
	return "", fmt.Errorf("a key of the type %T; take RSA or an elliptic curve", key)
}

// newSerial returns a serial number of 16 octets whose first is below 16. RFC 5280 (4.1.2.2) allows 20 octets, and crypto/x509
// would take more than that, and 0, without a word. An odd count of hexadecimal digits tells a station that writes whole octets,
// where part 2 (CertificateHashDataType) has no leading zeros.
func newSerial() (*big.Int, error) {
	least := new(big.Int).Lsh(big.NewInt(1), 120)
	n, err := rand.Int(rand.Reader, new(big.Int).Mul(least, big.NewInt(15)))
	if err != nil {
		return nil, err
	}
	return n.Add(n, least), nil
}

// PEM is a certificate as messages carry it.
func PEM(c *x509.Certificate) string { return string(certificatesPEM(c)) }

func certificatesPEM(certificates ...*x509.Certificate) []byte {
	var text []byte
	for _, c := range certificates {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return text
}

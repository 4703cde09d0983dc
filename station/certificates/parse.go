package certificates

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// pemCertificate is the label of a certificate in PEM (RFC 7468, section 5).
const pemCertificate = "CERTIFICATE"

// Least lengths of keys in bits (A00.FR.502, FR.503).
const (
	leastRSA   = 2048
	leastCurve = 224
)

// parseChain reads certificates in PEM, in their order. A block that pem cannot read would be passed over in silence, so that
// blocks are counted.
func parseChain(text string) ([]*x509.Certificate, error) {
	var chain []*x509.Certificate
	rest := []byte(text)
	for begun := bytes.Count(rest, []byte("-----BEGIN ")); begun > len(chain); {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return nil, fmt.Errorf("%d of %d blocks can be read as PEM", len(chain), begun)
		}
		if block.Type != pemCertificate {
			return nil, fmt.Errorf("block %d is a %s", len(chain)+1, block.Type)
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d: %w", len(chain)+1, err)
		}
		chain = append(chain, certificate)
	}
	if len(chain) == 0 {
		return nil, errors.New("it is not in PEM")
	}
	return chain, nil
}

// parseOne reads the only certificate of a text.
func parseOne(text string) (*x509.Certificate, error) {
	chain, err := parseChain(text)
	if err == nil && len(chain) > 1 {
		err = fmt.Errorf("there are %d certificates where one is wanted", len(chain))
	}
	if err != nil {
		return nil, err
	}
	return chain[0], nil
}

// weak says why a key is too short (A00.FR.501 to FR.503), nil when it is not.
func weak(key any) error {
	switch key := key.(type) {
	case *rsa.PublicKey:
		if n := key.N.BitLen(); n < leastRSA {
			return fmt.Errorf("its RSA key has %d bits, of which %d are the least", n, leastRSA)
		}
	case *ecdsa.PublicKey:
		if n := key.Curve.Params().BitSize; n < leastCurve {
			return fmt.Errorf("its elliptic curve has %d bits, of which %d are the least", n, leastCurve)
		}
	}
	return nil
}

// untimely says why a certificate is not valid at present, by the station's clock.
func (cs *Certificates) untimely(c *x509.Certificate) error {
	switch now := cs.kernel.Now(); {
	case now.Before(c.NotBefore):
		return fmt.Errorf("it is valid from %s on", c.NotBefore.UTC())
	case now.After(c.NotAfter):
		return fmt.Errorf("it has expired at %s", c.NotAfter.UTC())
	}
	return nil
}

// selfIssued tells a certificate that names itself as its issuer.
func selfIssued(c *x509.Certificate) bool { return bytes.Equal(c.RawIssuer, c.RawSubject) }

package pki

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"slices"
	"time"
)

// Authority is a certificate together with the key that signs others with it. Its key is never shown.
type Authority struct {
	Certificate *x509.Certificate
	key         crypto.Signer
	above       []*x509.Certificate // its own issuers, without the root
	root        *x509.Certificate
}

// String names the authority.
func (a *Authority) String() string { return a.Certificate.Subject.CommonName }

// PEM is its certificate, as InstallCertificate wants it.
func (a *Authority) PEM() string { return string(certificatesPEM(a.Certificate)) }

// Root is the certificate in which a chain of this authority ends.
func (a *Authority) Root() *x509.Certificate { return a.root }

// Signs tells whether it has its key.
func (a *Authority) Signs() bool { return a.key != nil }

// subjectOf names an owner as part 2 wants it: with O and CN (A00.FR.509 to 511).
func subjectOf(organization, commonName string) pkix.Name {
	return pkix.Name{Organization: []string{organization}, CommonName: commonName}
}

// selfSigned makes a root.
func selfSigned(alg Algorithm, subject pkix.Name, from, to time.Time) (*Authority, error) {
	key, err := alg.generate()
	if err != nil {
		return nil, err
	}
	cert, err := issue(authorityTemplate(subject, from, to), nil, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return &Authority{Certificate: cert, key: key, root: cert}, nil
}

func authorityTemplate(subject pkix.Name, from, to time.Time) *x509.Certificate {
	return &x509.Certificate{
		Subject: subject, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature, // the last for OCSP
	}
}

// sub makes an authority below this one.
func (a *Authority) sub(alg Algorithm, subject pkix.Name, from, to time.Time) (*Authority, error) {
	key, err := alg.generate()
	if err != nil {
		return nil, err
	}
	cert, err := issue(authorityTemplate(subject, from, to), a.Certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	return &Authority{Certificate: cert, key: key, above: a.own(), root: a.root}, nil
}

// own is what a server sends behind a leaf that this authority signed: itself and its issuers, without the root.
func (a *Authority) own() []*x509.Certificate {
	if a.Certificate.Equal(a.root) {
		return nil
	}
	return append([]*x509.Certificate{a.Certificate}, a.above...)
}

// leaf signs a certificate for a new key.
func (a *Authority) leaf(alg Algorithm, template *x509.Certificate) (Chain, error) {
	key, err := alg.generate()
	if err != nil {
		return Chain{}, err
	}
	return a.certify(template, key)
}

// NoKey is why a certificate cannot be made below an authority that was brought along without its key.
type NoKey struct{ Wanted, Of string }

func (e *NoKey) Error() string {
	return fmt.Sprintf("the certificate %q cannot be signed: the private key of %q was not brought along", e.Wanted, e.Of)
}

// Lacks says what would have to be brought along.
func (e *NoKey) Lacks() string { return fmt.Sprintf("the private key of %q", e.Of) }

// issue signs a template for a public key; a nil issuer is the template itself.
func issue(template, issuer *x509.Certificate, public crypto.PublicKey, signer crypto.Signer) (*x509.Certificate, error) {
	if signer == nil {
		return nil, &NoKey{Wanted: template.Subject.CommonName, Of: issuer.Subject.CommonName}
	}
	if template.SerialNumber == nil {
		serial, err := newSerial()
		if err != nil {
			return nil, err
		}
		template.SerialNumber = serial
	}
	if issuer == nil {
		issuer = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, public, signer)
	if err != nil {
		return nil, fmt.Errorf("signing the certificate of %q: %w", template.Subject.CommonName, err)
	}
	return x509.ParseCertificate(der)
}

// Chain is what one side of a handshake shows, with the key for it. Its key is never shown.
type Chain struct {
	Name string              // how records call it: the fault, or "good"
	Sent []*x509.Certificate // the leaf first, without the root
	Root *x509.Certificate   // in which it ends, if it is known
	key  crypto.Signer
}

// Leaf is the certificate itself.
func (c Chain) Leaf() *x509.Certificate { return c.Sent[0] }

// PEM is the chain as it is sent, the leaf first.
func (c Chain) PEM() string { return string(certificatesPEM(c.Sent...)) }

// String names the chain.
func (c Chain) String() string { return fmt.Sprintf("%s (CN %q)", c.Name, c.Leaf().Subject.CommonName) }

// withSent is the chain with other certificates on the wire.
func (c Chain) withSent(sent ...*x509.Certificate) Chain {
	c.Sent = slices.Clone(sent)
	return c
}

// certificates is the authority as a list of roots.
func (a *Authority) certificates() []*x509.Certificate { return []*x509.Certificate{a.Certificate} }

package certificates

import (
	"crypto/x509"
	"errors"
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Signing reads the certificate of who has signed a firmware, in PEM, and holds it against the clock, the certificate
// properties (part 2, section A 1.4.1) and the manufacturer's roots as they are installed now (L01.FR.12, FR.21). There are no
// intermediate certificates (L01, remarks): a root itself has issued it.
func (cs *Certificates) Signing(text string) (*x509.Certificate, error) {
	c, err := parseOne(text)
	if err == nil {
		err = cs.untimely(c)
	}
	if err == nil {
		err = weak(c.PublicKey)
	}
	if err == nil {
		err = fitToSign(c)
	}
	if err == nil {
		err = cs.ofManufacturer(c)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// fitToSign holds a certificate against its own words. Key usages are A00.FR.512, of which A00.FR.514 would rather have no
// extended ones; where they are, they bind (RFC 5280, sections 4.2.1.3 and 4.2.1.12).
func fitToSign(c *x509.Certificate) error {
	extended := len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) > 0
	switch {
	case len(c.Subject.Organization) == 0: // A00.FR.509
		return errors.New("its subject has no O")
	case c.IsCA:
		return errors.New("it is that of a certificate authority")
	case c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageDigitalSignature == 0:
		return errors.New("its key must not sign")
	case extended && !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageCodeSigning) && !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageAny):
		return errors.New("its key must not sign code")
	}
	return nil
}

// ofManufacturer says why a certificate does not lead to a manufacturer's root.
func (cs *Certificates) ofManufacturer(c *x509.Certificate) error {
	roots, some := x509.NewCertPool(), false
	for _, r := range cs.Roots {
		if r.Use == ocpp201.InstallCertificateUseManufacturerRootCertificate {
			roots.AddCert(r.Certificate)
			some = true
		}
	}
	if !some { // M04, remarks: then no signed firmware can be installed
		return errors.New("no manufacturer's root certificate is installed")
	}
	_, err := c.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: x509.NewCertPool(), CurrentTime: cs.kernel.Now(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	return err
}

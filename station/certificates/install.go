package certificates

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
)

const csmsRoot = ocpp201.InstallCertificateUseCSMSRootCertificate

// uses are the certificates that this station has a use for: it knows no ISO 15118.
var uses = []ocpp201.InstallCertificateUse{csmsRoot, ocpp201.InstallCertificateUseManufacturerRootCertificate}

// Install answers use case M05.
func (cs *Certificates) Install(q ocpp201.InstallCertificateRequest) (ocpp201.InstallCertificateResponse, error) {
	refused := func(status ocpp201.InstallCertificateStatus, code string, err error) (ocpp201.InstallCertificateResponse, error) {
		return ocpp201.InstallCertificateResponse{Status: status, StatusInfo: cs.wire.Reason(code, err.Error())}, nil
	}
	c, err := parseOne(q.Certificate)
	if err == nil {
		err = cs.Decide.Invalid(q.CertificateType, c)
	}
	if err != nil { // M05.FR.07
		return refused(ocpp201.InstallCertificateStatusRejected, "InvalidCertificate", err)
	}
	before := cs.Roots
	next, err := cs.with(q.CertificateType, c)
	switch {
	case err != nil: // M05.FR.11
		return refused(ocpp201.InstallCertificateStatusRejected, "InvalidCertificate", err)
	case len(next) > max(cs.product.Capabilities.CertificateEntries, len(before)): // M05.FR.06
		return refused(ocpp201.InstallCertificateStatusRejected, "OutOfStorage",
			fmt.Errorf("there is no room for more than %d certificates", cs.product.Capabilities.CertificateEntries))
	}
	cs.Roots = next
	if err := cs.save(); err != nil { // M05.FR.03
		cs.Roots = before
		return refused(ocpp201.InstallCertificateStatusFailed, "InternalError", err)
	}
	cs.reconfigured()
	return ocpp201.InstallCertificateResponse{Status: ocpp201.InstallCertificateStatusAccepted}, nil // M05.FR.02
}

// with is the roots with a new one. One that is there is replaced (M05.FR.17). Where AdditionalRootCertificateCheck is true
// a CSMS root takes the place of the one before, which stays as fallback (M05.FR.09 to FR.12). Reading: while a fallback is
// there, its successor has proved nothing yet; a third root is held against the fallback, and takes the successor's place.
func (cs *Certificates) with(use ocpp201.InstallCertificateUse, c *x509.Certificate) ([]*Root, error) {
	next := &Root{Use: use, Certificate: c}
	known := slices.IndexFunc(cs.Roots, func(r *Root) bool { return r.Use == use && r.Certificate.Equal(c) })
	proven := cs.proven()
	if use == csmsRoot && cs.strict() && proven != nil && !proven.Certificate.Equal(c) {
		if err := cs.Decide.Succeeds(proven.Certificate, c); err != nil {
			return nil, err
		}
		next.Hash = cs.Decide.Hash(c, proven.Certificate)
		others := slices.DeleteFunc(slices.Clone(cs.Roots), func(r *Root) bool { return r.Use == csmsRoot })
		fallback := *proven
		fallback.Fallback = true
		return append(others, &fallback, next), nil
	}
	issuer := cs.issuerOf(use, c)
	if issuer == nil {
		return nil, errors.New("it is not self-signed, and whoever has issued it is not installed")
	}
	next.Hash = cs.Decide.Hash(c, issuer)
	if known < 0 {
		return append(slices.Clone(cs.Roots), next), nil
	}
	roots := slices.Clone(cs.Roots)
	next.Fallback, next.Factory = roots[known].Fallback, roots[known].Factory
	roots[known] = next
	return roots, nil
}

// issuerOf finds who has issued a root: itself, or one that is installed for the same use; nil where neither is so.
func (cs *Certificates) issuerOf(use ocpp201.InstallCertificateUse, c *x509.Certificate) *x509.Certificate {
	if selfIssued(c) {
		return c
	}
	for _, r := range cs.Roots {
		if r.Use == use && issued(r.Certificate, c) {
			return r.Certificate
		}
	}
	return nil
}

// strict tells whether AdditionalRootCertificateCheck is true.
func (cs *Certificates) strict() bool {
	return cs.model.Enabled("SecurityCtrlr", "AdditionalRootCertificateCheck")
}

// proven is the CSMS root with which a connection was made, or would be if none was replaced; nil where there is none.
func (cs *Certificates) proven() *Root {
	var last *Root
	for _, r := range cs.Roots {
		if r.Use != csmsRoot {
			continue
		}
		if last = r; r.Fallback {
			return r
		}
	}
	return last
}

// succeeds holds a CSMS root against the one that it is to replace (M05.FR.10).
func succeeds(old, next *x509.Certificate) error {
	if !bytes.Equal(old.RawSubject, next.RawIssuer) {
		return errors.New("it is not issued by the CSMS root that it would replace")
	}
	if err := next.CheckSignatureFrom(old); err != nil {
		return fmt.Errorf("it is not signed by the CSMS root that it would replace: %w", err)
	}
	return nil
}

// invalid holds a root against what the station has a use for, the clock, and the certificate properties (part 2, section A
// 1.4.1). RFC 5280, section 4.2.1.9: without basicConstraints a key must not be used to verify certificates.
func (cs *Certificates) invalid(use ocpp201.InstallCertificateUse, c *x509.Certificate) error {
	if !slices.Contains(uses, use) {
		return fmt.Errorf("the station has no use for a %s", use)
	}
	if err := cs.untimely(c); err != nil {
		return err
	}
	if err := weak(c.PublicKey); err != nil {
		return err
	}
	switch {
	case !c.BasicConstraintsValid || !c.IsCA, c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageCertSign == 0:
		return errors.New("it must not sign certificates")
	case selfIssued(c):
		return c.CheckSignatureFrom(c)
	}
	return nil
}

// reconfigured notes that security parameters have changed, which is not critical (part 2 appendices, "Security Events";
// A04.FR.04): it is in the log, and no message.
func (cs *Certificates) reconfigured() {
	cs.kernel.Security.Note(cs.kernel.Now(), "ReconfigurationOfSecurityParameters")
}

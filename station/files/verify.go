package files

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// distrusted is the answer to an update that is refused for its signing certificate (L01.FR.21, FR.22), nil for one that is not.
func (fs *Files) distrusted(firmware ocpp201.Firmware) *ocpp201.UpdateFirmwareResponse {
	invalid := func(err error) *ocpp201.UpdateFirmwareResponse {
		fs.wire.Then(func() { fs.provisioning.TellSecurity("InvalidFirmwareSigningCertificate", fs.kernel.Now()) }) // L01.FR.02
		return &ocpp201.UpdateFirmwareResponse{Status: ocpp201.UpdateFirmwareStatusInvalidCertificate, StatusInfo: fs.wire.Reason("InvalidCertificate", err.Error())}
	}
	can := &fs.product.Capabilities
	if firmware.SigningCertificate != nil {
		if err := fs.Decide.Trusted(*firmware.SigningCertificate); err != nil {
			return invalid(err)
		}
		return nil
	}
	missing := errors.New("there is no signing certificate, and unsigned firmware is not taken")
	switch {
	case can.InstallsUnsigned && firmware.Signature == nil: // L02
		return nil
	case can.MissingCertificateIsInvalid:
		return invalid(missing)
	}
	answer := fs.refusedUpdate("MissingParam", missing)
	return &answer
}

// trusted says why a signing certificate is not valid, nil when it is (L01.FR.12).
func (fs *Files) trusted(certificate string) error {
	_, err := fs.certificates.Signing(certificate)
	return err
}

// genuine says why a file has not the signature of its order (L01.FR.04), nil when it has. The certificate is held against the clock
// and the roots once more: it may have been a long time since the request, and without a root nothing is installed (M04, remarks).
func (fs *Files) genuine(o Order, file []byte) error {
	if o.Certificate == nil {
		return nil // L02: distrusted has let it pass
	}
	certificate, err := fs.certificates.Signing(*o.Certificate)
	if err != nil {
		return fmt.Errorf("its certificate is not valid any more: %w", err)
	}
	return Signed(certificate, o.Signature, file)
}

// Signed says why a signature, in Base64, is not one over the whole file by the key of a certificate, nil when it is. A certificate
// with an RSA key stands for RSA-PSS, one on an elliptic curve for ECDSA, both with SHA-256. L01.FR.04 names ECSchnorr in the place
// of the latter: but for certificates part 2 has RSA-PSS or ECDSA (A00.FR.505), X.509 has no algorithm for ECSchnorr, and no errata
// sheet comes back to it.
func Signed(certificate *x509.Certificate, signature *string, file []byte) error {
	if signature == nil {
		return errors.New("there is none") // L01, scenario step 5
	}
	decoded, err := base64.StdEncoding.DecodeString(*signature)
	if err != nil {
		return fmt.Errorf("it is not in Base64: %w", err)
	}
	digest := sha256.Sum256(file)
	switch key := certificate.PublicKey.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPSS(key, crypto.SHA256, digest[:], decoded, nil)
	case *ecdsa.PublicKey:
		if ecdsa.VerifyASN1(key, digest[:], decoded) {
			return nil
		}
	}
	return errors.New("it is none of the signing certificate's key")
}

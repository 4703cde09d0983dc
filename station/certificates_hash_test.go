package station_test

import (
	"crypto"
	"crypto/x509"
	"encoding/hex"
	"testing"

	"golang.org/x/crypto/ocsp"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// hashOf is the hash data that an OCSP request of x/crypto has for certificates of an issuer.
func hashOf(issuer *x509.Certificate, serial string) ocpp201.CertificateHashData {
	der, err := ocsp.CreateRequest(issuer, issuer, &ocsp.RequestOptions{Hash: crypto.SHA256})
	if err != nil {
		panic(err)
	}
	request, err := ocsp.ParseRequest(der)
	if err != nil {
		panic(err)
	}
	return ocpp201.CertificateHashData{
		HashAlgorithm: ocpp201.HashAlgorithmSHA256, IssuerNameHash: hex.EncodeToString(request.IssuerNameHash),
		IssuerKeyHash: hex.EncodeToString(request.IssuerKeyHash), SerialNumber: serial,
	}
}

func TestHashDataAreThoseOfOCSP(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		root := made(t, "root", nil, numbered(0x03ee))
		r.install(csms, root.pem(), "Accepted")
		if got, want := r.installed().CertificateHashDataChain[0].CertificateHashData, hashOf(root.Certificate, "3ee"); got != want {
			t.Errorf("expected %+v, got %+v", want, got)
		}
	})
}

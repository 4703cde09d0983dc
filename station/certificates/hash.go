package certificates

import (
	"crypto"
	_ "crypto/sha256" // the algorithms of HashAlgorithmEnumType
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/hex"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/certbench/certbench/schemas/ocpp201"
)

var algorithms = map[ocpp201.HashAlgorithm]crypto.Hash{
	ocpp201.HashAlgorithmSHA256: crypto.SHA256, ocpp201.HashAlgorithmSHA384: crypto.SHA384, ocpp201.HashAlgorithmSHA512: crypto.SHA512,
}

// HashWith is the certificateHashData of certificates by an algorithm (part 2, CertificateHashDataType): of the issuer's name
// as the certificate has it, and of the issuer's public key without the tag, the length and the count of unused bits of the
// BIT STRING that holds it, as in OCSP (RFC 6960, section 4.1.1).
func HashWith(algorithm ocpp201.HashAlgorithm) func(certificate, issuer *x509.Certificate) ocpp201.CertificateHashData {
	return func(certificate, issuer *x509.Certificate) ocpp201.CertificateHashData {
		return ocpp201.CertificateHashData{
			HashAlgorithm: algorithm, IssuerNameHash: Digest(algorithm, certificate.RawIssuer),
			IssuerKeyHash: Digest(algorithm, PublicKey(issuer)), SerialNumber: certificate.SerialNumber.Text(16),
		}
	}
}

// Digest is a hash in hexadecimal.
func Digest(algorithm ocpp201.HashAlgorithm, data []byte) string {
	h := algorithms[algorithm].New()
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// PublicKey is the value of a certificate's public key: the content of the BIT STRING (RFC 5280, section 4.1.2.7).
func PublicKey(c *x509.Certificate) []byte {
	info, key := cryptobyte.String(c.RawSubjectPublicKeyInfo), []byte(nil)
	if !info.ReadASN1(&info, asn1.SEQUENCE) || !info.SkipASN1(asn1.SEQUENCE) || !info.ReadASN1BitStringAsBytes(&key) {
		panic("a certificate that was parsed has no public key")
	}
	return key
}

// same compares the hash data of a request with those of a certificate. Hexadecimal numbers are the same in any case of
// letters, and the serial number is one (part 2, CertificateHashDataType: an identifierString).
func same(asked, stored ocpp201.CertificateHashData) bool {
	serial := func(h ocpp201.CertificateHashData) string { return strings.TrimLeft(h.SerialNumber, "0") }
	return asked.HashAlgorithm == stored.HashAlgorithm && strings.EqualFold(asked.IssuerNameHash, stored.IssuerNameHash) &&
		strings.EqualFold(asked.IssuerKeyHash, stored.IssuerKeyHash) && strings.EqualFold(serial(asked), serial(stored))
}

package pki

import (
	"crypto"
	_ "crypto/sha256" // the hashes that HashAlgorithmEnumType has
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"strings"
)

// HashData is CertificateHashDataType (part 2, 2.6): hashes in lower-case hexadecimal, the serial number in hexadecimal
// without leading zeros. Whoever compares does so without case.
type HashData struct {
	HashAlgorithm  string // SHA256, SHA384, SHA512
	IssuerNameHash string // over the DER of the issuer's distinguished name
	IssuerKeyHash  string // over the issuer's public key: the value of the BIT STRING, without tag, length and unused bits
	SerialNumber   string
}

// HashDataOf computes the hash data of a certificate; that of a root has itself as issuer.
func HashDataOf(certificate, issuer *x509.Certificate, hash crypto.Hash) (HashData, error) {
	names := map[crypto.Hash]string{crypto.SHA256: "SHA256", crypto.SHA384: "SHA384", crypto.SHA512: "SHA512"}
	name, ok := names[hash]
	if !ok {
		return HashData{}, fmt.Errorf("hash data cannot be made with %v; take SHA-256, SHA-384 or SHA-512", hash)
	}
	var key struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(issuer.RawSubjectPublicKeyInfo, &key); err != nil {
		return HashData{}, fmt.Errorf("the public key of the issuer %q: %w", issuer.Subject.CommonName, err)
	}
	return HashData{
		HashAlgorithm:  name,
		IssuerNameHash: digest(hash, certificate.RawIssuer),
		IssuerKeyHash:  digest(hash, key.Key.RightAlign()),
		SerialNumber:   certificate.SerialNumber.Text(16),
	}, nil
}

func digest(hash crypto.Hash, of []byte) string {
	h := hash.New()
	h.Write(of)
	return hex.EncodeToString(h.Sum(nil))
}

// Same tells whether both name the same certificate, whatever the case of their letters.
func (h HashData) Same(other HashData) bool {
	return h.HashAlgorithm == other.HashAlgorithm && strings.EqualFold(h.IssuerNameHash, other.IssuerNameHash) &&
		strings.EqualFold(h.IssuerKeyHash, other.IssuerKeyHash) && strings.EqualFold(h.SerialNumber, other.SerialNumber)
}

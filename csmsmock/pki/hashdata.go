package pki

import (
	"crypto"
	_ "crypto/sha1"   // the hash of most OCSP requests
	_ "crypto/sha256" // the hashes that HashAlgorithmEnumType has
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
)

// HashData is CertificateHashDataType (part 2, 2.6): hashes in lower-case hexadecimal, the serial number in hexadecimal
// without leading zeros. Whoever compares does so without case.
type HashData struct {
	HashAlgorithm  string `json:"hashAlgorithm"`  // SHA256, SHA384, SHA512
	IssuerNameHash string `json:"issuerNameHash"` // over the DER of the issuer's name in the certificate
	IssuerKeyHash  string `json:"issuerKeyHash"`  // over the issuer's public key: the value of the BIT STRING, without tag, length and unused bits
	SerialNumber   string `json:"serialNumber"`
}

// HashDataOf computes the hash data of a certificate; that of a root has itself as issuer.
func HashDataOf(certificate, issuer *x509.Certificate, hash crypto.Hash) (HashData, error) {
	names := map[crypto.Hash]string{crypto.SHA256: "SHA256", crypto.SHA384: "SHA384", crypto.SHA512: "SHA512"}
	algorithm, ok := names[hash]
	if !ok {
		return HashData{}, fmt.Errorf("hash data cannot be made with %v; take SHA-256, SHA-384 or SHA-512", hash)
	}
	_, key, err := issuerHashes(issuer, hash)
	if err != nil {
		return HashData{}, err
	}
	return HashData{
		HashAlgorithm:  algorithm,
		IssuerNameHash: hex.EncodeToString(digest(hash, certificate.RawIssuer)),
		IssuerKeyHash:  hex.EncodeToString(key),
		SerialNumber:   certificate.SerialNumber.Text(16),
	}, nil
}

// issuerHashes are the hashes by which OCSP names an issuer as well (RFC 6960, 4.1.1).
func issuerHashes(issuer *x509.Certificate, hash crypto.Hash) (name, key []byte, err error) {
	var public struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(issuer.RawSubjectPublicKeyInfo, &public); err != nil {
		return nil, nil, fmt.Errorf("the public key of the issuer %q: %w", issuer.Subject.CommonName, err)
	}
	return digest(hash, issuer.RawSubject), digest(hash, public.Key.RightAlign()), nil
}

func digest(hash crypto.Hash, of []byte) []byte {
	h := hash.New()
	h.Write(of)
	return h.Sum(nil)
}

// HashDataOfAll is the hash data by each algorithm that a station may choose (part 2, HashAlgorithmEnumType).
func HashDataOfAll(c, issuer *x509.Certificate) ([]HashData, error) {
	var all []HashData
	for _, hash := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
		h, err := HashDataOf(c, issuer, hash)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}

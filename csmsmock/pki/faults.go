package pki

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"net"
	"slices"
	"strings"
)

// Fault is the one thing in which a chain is wrong.
type Fault string

// The faults that every verifying stack refuses, and that a verdict can rest on (errata 2025-09, 6.2.3).
const (
	Expired             Fault = "expired"
	NotYetValid         Fault = "not yet valid"
	UnknownRoot         Fault = "unknown root"
	SelfSigned          Fault = "self-signed"
	OtherHost           Fault = "other host"
	MissingIntermediate Fault = "missing intermediate"
)

// Wildcard has the CN "*.bench.test" for the host csms.bench.test. Stacks take it; part 2 does not, unless
// AllowCSMSTLSWildcards says so (errata 2025-09, 2.62 and 6.2.4).
const Wildcard Fault = "wildcard"

// The faults on which stacks differ: that a station takes or refuses such a chain is no failure by itself.
const (
	WrongOrder       Fault = "issuer before leaf"
	LeafTwice        Fault = "leaf twice"
	ExtraCertificate Fault = "a certificate that belongs to nothing"
	SHA1Signature    Fault = "signed with SHA-1"
	ShortKey         Fault = "RSA key of 1024 bits"
	CommonNameOnly   Fault = "no subjectAltName"
	AddressOnly      Fault = "subjectAltName with an address alone"
	PartialWildcard  Fault = "partial wildcard"
	NoServerAuth     Fault = "extended key usage without serverAuth"
	MustStaple       Fault = "wants an OCSP response that does not come"
)

// SureFaults are the faults that all refuse, in the order of erratum 6.2.3.
var SureFaults = []Fault{Expired, NotYetValid, UnknownRoot, OtherHost, SelfSigned, MissingIntermediate}

// DisputedFaults are those on which stacks differ.
var DisputedFaults = []Fault{WrongOrder, LeafTwice, ExtraCertificate, SHA1Signature, ShortKey, CommonNameOnly, AddressOnly, PartialWildcard, NoServerAuth, MustStaple}

// The margins by which Expired and NotYetValid miss: no clock of a station is that wrong.
const (
	expiredSince = 30 * day
	validIn      = 30 * day
	expiredLife  = 365 * day
)

// Spoiled is a chain of the CSMS that is right in everything but the fault. Wildcard and PartialWildcard need a host with at
// least two labels behind the first; ShortKey needs RSA.
func (p *PKI) Spoiled(alg Algorithm, fault Fault) (Chain, error) {
	if brought, ok := p.brought(alg, fault); ok {
		return brought, nil
	}
	t := p.serverTemplate()
	switch fault {
	case OtherHost:
		other := "not-" + p.settings.Host // of the same domain: a comparison of its end must not help
		if net.ParseIP(p.settings.Host) != nil {
			other = "csms.elsewhere.test"
		}
		rename(t, other)
	case Wildcard, PartialWildcard:
		name, err := wildcardFor(p.settings.Host, fault)
		if err != nil {
			return Chain{}, err
		}
		rename(t, name)
	case CommonNameOnly:
		t.DNSNames, t.IPAddresses = nil, nil
	case AddressOnly:
		t.DNSNames, t.IPAddresses = nil, []net.IP{net.IPv4(192, 0, 2, 1)} // of the addresses for documents (RFC 5737)
	case SHA1Signature:
		t.SignatureAlgorithm = map[Algorithm]x509.SignatureAlgorithm{ECDSA: x509.ECDSAWithSHA1, RSA: x509.SHA1WithRSA}[alg]
	case NoServerAuth:
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	case MustStaple:
		t.ExtraExtensions = []pkix.Extension{mustStaple}
	case ShortKey, WrongOrder, LeafTwice, ExtraCertificate:
		return p.disputed(alg, fault, t)
	default:
		return p.spoiled(alg, fault, t)
	}
	return p.served(alg, string(fault), t)
}

// SpoiledStation is a chain of a charging station that is wrong in one of Expired, NotYetValid, UnknownRoot, SelfSigned and
// MissingIntermediate; for another CN take Station.
func (p *PKI) SpoiledStation(alg Algorithm, serial string, fault Fault) (Chain, error) {
	return p.spoiled(alg, fault, p.stationTemplate(subjectOf(p.settings.Organization, serial)))
}

// spoiled makes the faults that do not depend on whose certificate it is.
func (p *PKI) spoiled(alg Algorithm, fault Fault, t *x509.Certificate) (Chain, error) {
	switch fault {
	case Expired:
		t.NotAfter = p.settings.Now().Add(-expiredSince)
		t.NotBefore = t.NotAfter.Add(-expiredLife)
	case NotYetValid:
		t.NotBefore = p.settings.Now().Add(validIn)
	case UnknownRoot:
		stranger, err := p.stranger(alg)
		if err != nil {
			return Chain{}, err
		}
		chain, err := stranger.leaf(alg, forKey(t, alg))
		chain.Name = string(fault)
		return chain, err
	case SelfSigned:
		return selfSignedLeaf(alg, t)
	case MissingIntermediate:
		chain, err := p.served(alg, string(fault), t)
		if err != nil {
			return Chain{}, err
		}
		return chain.withSent(chain.Leaf()), nil
	default:
		return Chain{}, fmt.Errorf("no such certificate can be spoiled by %q", fault)
	}
	return p.served(alg, string(fault), t)
}

// disputed makes those whose leaf is right and whose list or key is not.
func (p *PKI) disputed(alg Algorithm, fault Fault, t *x509.Certificate) (Chain, error) {
	if fault == ShortKey {
		return p.shortKey(alg, t)
	}
	chain, err := p.served(alg, string(fault), t)
	if err != nil {
		return Chain{}, err
	}
	leaf, rest := chain.Leaf(), chain.Sent[1:]
	switch fault {
	case WrongOrder:
		return chain.withSent(append(slices.Clone(rest), leaf)...), nil
	case LeafTwice:
		return chain.withSent(append([]*x509.Certificate{leaf, leaf}, rest...)...), nil
	}
	stranger, err := p.stranger(alg)
	if err != nil {
		return Chain{}, err
	}
	return chain.withSent(append(slices.Clone(chain.Sent), stranger.Certificate)...), nil
}

// shortRSA is what crypto/rsa still makes, and BSI and part 2 no longer allow (A00.FR.502).
const shortRSA = 1024

func (p *PKI) shortKey(alg Algorithm, t *x509.Certificate) (Chain, error) {
	if alg != RSA {
		return Chain{}, fmt.Errorf("a chain with a short key is of %q, not of %q", RSA, alg)
	}
	issuer, err := p.Issuer(alg)
	if err != nil {
		return Chain{}, err
	}
	key, err := rsa.GenerateKey(rand.Reader, shortRSA)
	if err != nil {
		return Chain{}, err
	}
	chain, err := issuer.certify(forKey(t, alg), key)
	chain.Name = string(ShortKey)
	return chain, err
}

func rename(t *x509.Certificate, name string) {
	t.Subject.CommonName, t.DNSNames, t.IPAddresses = name, []string{name}, nil
}

// wildcardFor puts the star for the first label, or for its end. A wildcard directly below a top-level name is refused by
// some stacks by itself, and shows nothing.
func wildcardFor(host string, fault Fault) (string, error) {
	first, rest, _ := strings.Cut(host, ".")
	if net.ParseIP(host) != nil || strings.Count(rest, ".") < 1 {
		return "", fmt.Errorf("no wildcard certificate can be made for the host %q: it needs a name with three labels, such as csms.bench.test", host)
	}
	if fault == PartialWildcard {
		return first[:1] + "*." + rest, nil
	}
	return "*." + rest, nil
}

func selfSignedLeaf(alg Algorithm, t *x509.Certificate) (Chain, error) {
	key, err := alg.generate()
	if err != nil {
		return Chain{}, err
	}
	cert, err := issue(forKey(t, alg), nil, key.Public(), key)
	if err != nil {
		return Chain{}, err
	}
	return Chain{Name: string(SelfSigned), Sent: []*x509.Certificate{cert}, Root: cert, key: key}, nil
}

// mustStaple is the TLS feature status_request (RFC 7633).
var mustStaple = pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 24}, Value: []byte{0x30, 0x03, 0x02, 0x01, 0x05}}

// certify signs a certificate for a key.
func (a *Authority) certify(t *x509.Certificate, key crypto.Signer) (Chain, error) {
	cert, err := issue(t, a.Certificate, key.Public(), a.key)
	if err != nil {
		return Chain{}, err
	}
	return Chain{Sent: append([]*x509.Certificate{cert}, a.own()...), Root: a.root, key: key}, nil
}

package pki

import (
	"crypto/x509"
	"fmt"
	"net"
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

// SureFaults are the faults that all refuse, in the order of erratum 6.2.3.
var SureFaults = []Fault{Expired, NotYetValid, UnknownRoot, OtherHost, SelfSigned, MissingIntermediate}

// The margins by which Expired and NotYetValid miss: no clock of a station is that wrong.
const (
	expiredSince = 30 * day
	validIn      = 30 * day
)

// Spoiled is a chain of the CSMS that is right in everything but the fault. Wildcard needs a host with at least two labels
// behind the first.
func (p *PKI) Spoiled(alg Algorithm, fault Fault) (Chain, error) {
	t := p.serverTemplate()
	switch fault {
	case Expired:
		t.NotBefore, t.NotAfter = p.settings.Now().Add(-365*day), p.settings.Now().Add(-expiredSince)
	case NotYetValid:
		t.NotBefore = p.settings.Now().Add(validIn)
	case OtherHost:
		p.elsewhere(t)
	case Wildcard:
		name, err := wildcardFor(p.settings.Host)
		if err != nil {
			return Chain{}, err
		}
		t.Subject.CommonName, t.DNSNames, t.IPAddresses = name, []string{name}, nil
	case UnknownRoot:
		stranger, err := p.stranger(alg)
		if err != nil {
			return Chain{}, err
		}
		chain, err := stranger.leaf(alg, forKey(t, alg))
		chain.Name = string(fault)
		return chain, err
	case SelfSigned:
		return p.selfSignedLeaf(alg, t)
	case MissingIntermediate:
		chain, err := p.served(alg, string(fault), t)
		if err != nil {
			return Chain{}, err
		}
		return chain.withSent(chain.Leaf()), nil
	default:
		return Chain{}, fmt.Errorf("there is no chain spoiled by %q", fault)
	}
	return p.served(alg, string(fault), t)
}

// elsewhere names a host that is not this one: of the same domain, since a comparison of its end must not help.
func (p *PKI) elsewhere(t *x509.Certificate) {
	other := "not-" + p.settings.Host
	if net.ParseIP(p.settings.Host) != nil {
		other = "csms.elsewhere.test"
	}
	t.Subject.CommonName, t.DNSNames, t.IPAddresses = other, []string{other}, nil
}

// wildcardFor puts the star for the first label. A wildcard directly below a top-level name is refused by some stacks by
// itself, and shows nothing.
func wildcardFor(host string) (string, error) {
	_, rest, _ := strings.Cut(host, ".")
	if net.ParseIP(host) != nil || strings.Count(rest, ".") < 1 {
		return "", fmt.Errorf("no wildcard certificate can be made for the host %q: it needs a name with three labels, such as csms.bench.test", host)
	}
	return "*." + rest, nil
}

func (p *PKI) selfSignedLeaf(alg Algorithm, t *x509.Certificate) (Chain, error) {
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

// SpoiledStation is a chain of a charging station that is wrong in one of Expired, NotYetValid, UnknownRoot, SelfSigned and
// MissingIntermediate; for another CN take Station.
func (p *PKI) SpoiledStation(alg Algorithm, serial string, fault Fault) (Chain, error) {
	t := p.stationTemplate(subjectOf(p.settings.Organization, serial))
	switch fault {
	case Expired:
		t.NotBefore, t.NotAfter = p.settings.Now().Add(-365*day), p.settings.Now().Add(-expiredSince)
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
		return p.selfSignedLeaf(alg, t)
	case MissingIntermediate:
		chain, err := p.served(alg, string(fault), t)
		if err != nil {
			return Chain{}, err
		}
		return chain.withSent(chain.Leaf()), nil
	default:
		return Chain{}, fmt.Errorf("there is no station's chain spoiled by %q", fault)
	}
	return p.served(alg, string(fault), t)
}

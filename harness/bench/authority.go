package bench

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// authority is the certificate authority of the bench as cases know it. It makes what it is asked for, once.
type authority struct {
	bench func(octt.Root) (*pki.PKI, error) // whose certificates its endpoints show
	alg   pki.Algorithm                     // of the roots, as the endpoints prefer it

	mu     sync.Mutex
	others map[string]*pki.PKI // by what they are for
	ends   time.Time           // of the certificate that was signed last
}

func newAuthority(bench func(octt.Root) (*pki.PKI, error), alg pki.Algorithm) *authority {
	return &authority{bench: bench, alg: alg, others: map[string]*pki.PKI{}}
}

// long is how long the certificates of ExpiredRoot have expired: more than a root lives.
const long = 30

// other is another PKI of the bench, beside the one of its endpoints.
func (a *authority) other(what string, make func(own *pki.PKI) (*pki.PKI, error)) (*pki.PKI, error) {
	own, err := a.bench(octt.OldRoot)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if p, ok := a.others[what]; ok {
		return p, nil
	}
	p, err := make(own)
	if err == nil {
		a.others[what] = p
	}
	return p, err
}

func (a *authority) CSMSRoot(which octt.Root) (octt.HashedCertificate, error) {
	return a.rootOf(a.bench(which))
}

func (a *authority) ManufacturerRoot() (octt.HashedCertificate, error) {
	return a.rootOf(a.other("manufacturer", func(own *pki.PKI) (*pki.PKI, error) {
		return pki.New(pki.Settings{Host: own.Host(), Organization: "Certbench manufacturer"})
	}))
}

func (a *authority) ExpiredRoot() (octt.HashedCertificate, error) {
	return a.rootOf(a.other("expired", func(own *pki.PKI) (*pki.PKI, error) {
		return pki.New(pki.Settings{Host: own.Host(), Organization: "Certbench expired", Now: func() time.Time { return time.Now().AddDate(-long, 0, 0) }})
	}))
}

// rootOf is the root of a PKI.
func (a *authority) rootOf(p *pki.PKI, err error) (octt.HashedCertificate, error) {
	if err != nil {
		return octt.HashedCertificate{}, err
	}
	root, err := p.Root(a.alg)
	if err != nil {
		return octt.HashedCertificate{}, err
	}
	issuer, err := p.RootIssuer(a.alg)
	if err != nil {
		return octt.HashedCertificate{}, err
	}
	return certificate(root.PEM(), root.Certificate, issuer)
}

// certificate is a certificate as cases have it.
func certificate(text string, c, issuer *x509.Certificate) (octt.HashedCertificate, error) {
	out := octt.HashedCertificate{PEM: text, Hash: map[ocpp201.HashAlgorithm]ocpp201.CertificateHashData{}}
	all, err := pki.HashDataOfAll(c, issuer)
	if err != nil {
		return octt.HashedCertificate{}, err
	}
	for _, h := range all {
		algorithm := ocpp201.HashAlgorithm(h.HashAlgorithm)
		out.Hash[algorithm] = ocpp201.CertificateHashData{
			HashAlgorithm: algorithm, IssuerNameHash: h.IssuerNameHash, IssuerKeyHash: h.IssuerKeyHash, SerialNumber: h.SerialNumber,
		}
	}
	return out, nil
}

func (a *authority) Sign(csr string, below octt.Root) (octt.HashedCertificate, error) {
	own, err := a.bench(below)
	if err != nil {
		return octt.HashedCertificate{}, err
	}
	return signed(own.SignWith(pki.ReadCSR(csr), a.endsFirst))
}

// sooner and soonest are by how much a renewed certificate ends before the last one, and before what any other has for its life.
const (
	sooner  = time.Hour
	soonest = 30 * 24 * time.Hour
)

// endsFirst has the new certificate of a station, to which it has to switch (part 2, A02.FR.08), be the one that ends first: a station
// that shows whichever is valid longest would not be seen otherwise.
func (a *authority) endsFirst(c *x509.Certificate) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ends.IsZero() {
		a.ends = c.NotAfter.Add(sooner - soonest)
	}
	a.ends = a.ends.Add(-sooner)
	c.NotAfter = a.ends
}

func (a *authority) SignWrongly(csr string, fault octt.CertificateFault) (octt.HashedCertificate, error) {
	own, err := a.bench(octt.OldRoot)
	if err != nil {
		return octt.HashedCertificate{}, err
	}
	request := pki.ReadCSR(csr)
	switch fault {
	case octt.ExpiredCertificate:
		return signed(own.SignWith(request, func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().AddDate(0, -2, 0), time.Now().AddDate(0, -1, 0)
		}))
	case octt.OfUnknownRoot:
		stranger, err := a.other("unknown", func(own *pki.PKI) (*pki.PKI, error) { return pki.New(pki.Settings{Host: own.Host()}) })
		if err != nil {
			return octt.HashedCertificate{}, err
		}
		return signed(stranger.Sign(request))
	case octt.OfAnotherKey:
		if request.Request == nil {
			return octt.HashedCertificate{}, errors.New(request.Wrong())
		}
		return signed(own.Station(a.alg, request.Request.Subject.CommonName))
	}
	return octt.HashedCertificate{}, fmt.Errorf("no certificate can be made that is %s", fault)
}

// signed is a chain as it is sent to a station.
func signed(chain pki.Chain, err error) (octt.HashedCertificate, error) {
	if err != nil {
		return octt.HashedCertificate{}, err
	}
	issuer := chain.Root
	if len(chain.Sent) > 1 {
		issuer = chain.Sent[1]
	}
	return certificate(chain.PEM(), chain.Leaf(), issuer)
}

// ofPEM are the faults by which a text is no signing request by RFC 2986 in PEM by RFC 7468, or its key is too short: what the tables
// look at. White space beside the lines, and text around them, may be there (RFC 7468, section 2), and lines may end with CR alone.
var ofPEM = []pki.CSRFault{
	pki.CSRNoPEM, pki.CSRLabel, pki.CSRBOM, pki.CSREscaped, pki.CSROneLine, pki.CSRJoined, pki.CSRSeveral, pki.CSRUnreadable, pki.CSRTrailing,
	pki.CSRSignature, pki.CSRWeakKey, pki.CSRSANTwice,
}

func (a *authority) Request(csr, serial, id string) octt.SigningRequest {
	request := pki.ReadCSR(csr)
	request.Hold(serial, "")
	var out octt.SigningRequest
	if request.Request != nil {
		sum := sha256.Sum256(request.Request.RawSubjectPublicKeyInfo)
		out.Key = hex.EncodeToString(sum[:])
	}
	for _, fault := range request.Faults {
		words := string(fault)
		switch {
		case slices.Contains(ofPEM, fault):
			if fault == pki.CSRUnreadable && request.Detail != "" {
				words += " (" + request.Detail + ")"
			}
			out.Faults = append(out.Faults, words)
		case fault == pki.CSRCommonName && request.Request.Subject.CommonName != id, fault == pki.CSRNoName:
			out.Name = append(out.Name, fmt.Sprintf("%s: it is %q", words, request.Request.Subject.CommonName))
		default:
			out.Advice = append(out.Advice, words)
		}
	}
	return out
}

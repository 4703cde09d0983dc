package pki

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"
)

// Settings say for whom a PKI is.
type Settings struct {
	// Host is the name or address by which stations reach the CSMS; it is the CN of its certificates (part 2, A00.FR.510).
	Host string
	// Aliases are other names and addresses of the CSMS, which its certificates have beside Host.
	Aliases []string
	// Organization is the CSO, the O of every certificate (A00.FR.404, 509). Default "Certbench CSO".
	Organization string
	// Now is the clock by which certificates are valid. Default time.Now.
	Now func() time.Time
	// Roots are authorities that were brought along, roots or issuers, one for the algorithm of each one's key. An algorithm
	// without one has the first of them, or the one that a chain of it ends in; without any it gets a root of its own.
	Roots []*Authority
	// NextRoots are what Next has for roots, where the second root was brought along as well, signed by the first.
	NextRoots []*Authority
	// Prefer is of the root that stations have, below which is signed what they ask for. Default ECDSA.
	Prefer Algorithm
	// Chains that were brought along for the CSMS, for when the key of a root is not to be had, under the fault that they have; of
	// the good ones "". What is not there is signed with the root's key.
	Chains map[Fault][]Chain
}

// now is the present moment by the clock of the settings.
func (s Settings) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// The lives of certificates. They begin before now, because a station's clock may be behind; nothing that is good ends
// during a run, however many virtual days that takes.
const (
	day           = 24 * time.Hour
	rootBehind    = 3 * 365 * day
	rootAhead     = 20 * 365 * day
	leafBehind    = 2 * day
	leafAhead     = 2 * 365 * day
	stationBehind = time.Hour // below any other: a renewed certificate may have to be the newest
)

// PKI is the certificates of a run. All methods may be called concurrently.
type PKI struct {
	settings Settings

	mu      sync.Mutex
	roots   map[Algorithm]*Authority
	issuers map[Algorithm]*Authority
	stray   map[Algorithm]*Authority // the issuers of UnknownRoot
	makers  map[Algorithm]*Authority // the roots of SigningRoot
	servers map[server]Chain         // good chains that are new enough to be shown again
	signing func(Algorithm) (*Authority, error)
	rank    int // 1, and 2 of the next
}

// New returns a PKI for a host.
func New(s Settings) (*PKI, error) {
	if s.Host == "" {
		return nil, errors.New("a PKI needs the name or address by which stations reach the CSMS")
	}
	if s.Organization == "" {
		s.Organization = "Certbench CSO"
	}
	if s.Prefer == "" {
		s.Prefer = ECDSA
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	p := newPKI(s, 1)
	return p, p.take(s.Roots, s.Chains[""])
}

// take has authorities that were brought along for the roots and issuers of their algorithms, and of those of chains.
func (p *PKI) take(brought []*Authority, chains []Chain) error {
	for _, a := range brought {
		alg, err := AlgorithmOf(a.Certificate.PublicKey)
		if err != nil {
			return fmt.Errorf("the authority %q: %w", a, err)
		}
		p.use(alg, a)
	}
	for _, c := range chains {
		alg, err := AlgorithmOf(c.Leaf().PublicKey)
		if err != nil {
			return fmt.Errorf("the chain %q: %w", c, err)
		}
		for _, a := range brought {
			if SignedBy(c.Sent[len(c.Sent)-1], a.root) {
				p.use(alg, a)
			}
		}
	}
	for _, alg := range []Algorithm{ECDSA, RSA} {
		if _, ok := p.roots[alg]; !ok && len(brought) > 0 {
			p.use(alg, brought[0])
		}
	}
	return nil
}

// use has an authority that was brought along for the root of an algorithm, or for its issuer.
func (p *PKI) use(alg Algorithm, a *Authority) {
	p.roots[alg] = a
	if !a.Certificate.Equal(a.root) {
		p.roots[alg] = &Authority{Certificate: a.root, root: a.root} // whose key stays where it is
		p.issuers[alg] = a
	}
}

func newPKI(s Settings, rank int) *PKI {
	return &PKI{settings: s, rank: rank, roots: map[Algorithm]*Authority{}, issuers: map[Algorithm]*Authority{},
		stray: map[Algorithm]*Authority{}, makers: map[Algorithm]*Authority{}, servers: map[server]Chain{}}
}

// Host is the name or address of the settings.
func (p *PKI) Host() string { return p.settings.Host }

// Root is what a station has to have installed as CSMSRootCertificate.
func (p *PKI) Root(alg Algorithm) (*Authority, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.root(alg)
}

// RootIssuer is the certificate of whoever has signed a root: the root itself, or the one of the PKI before.
func (p *PKI) RootIssuer(alg Algorithm) (*x509.Certificate, error) {
	if p.signing != nil {
		before, err := p.signing(alg)
		if err != nil {
			return nil, err
		}
		return before.Certificate, nil
	}
	root, err := p.Root(alg)
	if err != nil {
		return nil, err
	}
	return root.Certificate, nil
}

func (p *PKI) root(alg Algorithm) (*Authority, error) {
	return kept(p.roots, alg, func() (*Authority, error) {
		now := p.settings.Now()
		subject := subjectOf(p.settings.Organization, fmt.Sprintf("Certbench root %d %s", p.rank, alg))
		if p.signing == nil {
			return selfSigned(alg, subject, now.Add(-rootBehind), now.Add(rootAhead))
		}
		first, err := p.signing(alg)
		if err != nil {
			return nil, err
		}
		next, err := first.sub(alg, subject, now.Add(-rootBehind+day), now.Add(rootAhead-day))
		if err != nil {
			return nil, err
		}
		next.above, next.root = nil, next.Certificate // for a station that has it, chains end here
		return next, nil
	})
}

// Issuer is the authority between the root and the leaves: chains have one, as most of the field's have.
func (p *PKI) Issuer(alg Algorithm) (*Authority, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return kept(p.issuers, alg, func() (*Authority, error) {
		root, err := p.root(alg)
		if err != nil {
			return nil, err
		}
		return p.below(root, fmt.Sprintf("Certbench issuer %d %s", p.rank, alg))
	})
}

// below makes an issuer that lives within its root, also one that was brought along.
func (p *PKI) below(root *Authority, name string) (*Authority, error) {
	alg, err := AlgorithmOf(root.Certificate.PublicKey)
	if err != nil {
		return nil, err
	}
	now := p.settings.Now()
	from, to := now.Add(-rootBehind+2*day), now.Add(rootAhead-2*day)
	return root.sub(alg, subjectOf(p.settings.Organization, name), later(from, root.Certificate.NotBefore), earlier(to, root.Certificate.NotAfter))
}

// stranger is the issuer below a root that no station has.
func (p *PKI) stranger(alg Algorithm) (*Authority, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return kept(p.stray, alg, func() (*Authority, error) {
		now := p.settings.Now()
		root, err := selfSigned(alg, subjectOf("Nobody", "A root that no station has"), now.Add(-rootBehind), now.Add(rootAhead))
		if err != nil {
			return nil, err
		}
		return p.below(root, "An issuer below a root that no station has")
	})
}

// Next is the PKI after this one: other roots, for the same host. Signed says whether they are signed by the roots before,
// as a station with AdditionalRootCertificateCheck wants it (part 2, M05), or by themselves. Those that were brought along are signed.
func (p *PKI) Next(signed bool) (*PKI, error) {
	s := p.settings
	brought := s.NextRoots
	s.Roots, s.NextRoots, s.Chains = nil, nil, nil
	next := newPKI(s, p.rank+1)
	if !signed {
		return next, nil
	}
	next.signing = p.Root
	return next, next.take(brought, nil)
}

// Server is a good chain of the CSMS: the leaf, with the host's name and address in CN and subjectAltName, and its issuer.
// For newFor it is the same one.
func (p *PKI) Server(alg Algorithm) (Chain, error) {
	if brought, ok := p.brought(alg, ""); ok {
		return brought, nil
	}
	return p.again(server{alg, alg}, func() (Chain, error) { return p.served(alg, good, p.serverTemplate()) })
}

// server is a kind of good chain of the CSMS: the algorithms of the root that it ends in, and of its own key.
type server struct{ root, key Algorithm }

// newFor is how long a good chain is shown again before another is made: a CSMS does not renew its certificate with each setting of
// an endpoint, and to make an RSA key takes longer than to play a case.
const newFor = time.Hour

// again is a good chain of a kind that was made within newFor by the clock of the settings, which may go back, or else a new one.
func (p *PKI) again(of server, made func() (Chain, error)) (Chain, error) {
	p.mu.Lock()
	kept, known := p.servers[of]
	p.mu.Unlock()
	if known && p.settings.Now().Sub(kept.Leaf().NotBefore.Add(leafBehind)).Abs() < newFor {
		return kept, nil
	}
	chain, err := made()
	if err != nil {
		return Chain{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.servers[of] = chain
	return chain, nil
}

// ServerFor is a good chain as Server has it for another server of the CSMS, such as that of its files, at hosts of its own: one that
// was brought along where that is for all of them.
func (p *PKI) ServerFor(alg Algorithm, hosts ...string) (Chain, error) {
	if len(hosts) == 0 {
		return Chain{}, errors.New("a certificate needs the name or address by which stations reach the server")
	}
	if brought, ok := p.brought(alg, ""); ok && !slices.ContainsFunc(hosts, func(host string) bool { return brought.Leaf().VerifyHostname(host) != nil }) {
		return brought, nil
	}
	return p.served(alg, good, p.templateFor(hosts))
}

// ServerBelow is Server for a key of one kind below the root of another, which is the one that a station has.
func (p *PKI) ServerBelow(root, alg Algorithm) (Chain, error) {
	return p.again(server{root, alg}, func() (Chain, error) {
		issuer, err := p.Issuer(root)
		if err != nil {
			return Chain{}, err
		}
		chain, err := issuer.leaf(alg, forKey(p.serverTemplate(), alg))
		chain.Name = good
		return chain, err
	})
}

// brought is a chain that was brought along.
func (p *PKI) brought(alg Algorithm, fault Fault) (Chain, bool) {
	for _, c := range p.settings.Chains[fault] {
		if of, err := AlgorithmOf(c.Leaf().PublicKey); err == nil && of == alg {
			if fault != "" {
				c.Name = string(fault)
			}
			return c, true
		}
	}
	return Chain{}, false
}

const good = "good"

func (p *PKI) served(alg Algorithm, name string, template *x509.Certificate) (Chain, error) {
	issuer, err := p.Issuer(alg)
	if err != nil {
		return Chain{}, err
	}
	chain, err := issuer.leaf(alg, forKey(template, alg))
	chain.Name = name
	return chain, err
}

// serverTemplate is a certificate of the CSMS. It has no extended key usage (A00.FR.514). The subjectAltName goes beyond what
// part 2 calls for, because clients that follow RFC 6125 look at no CN; an address is there as iPAddress and as dNSName,
// since stacks for small devices compare text only.
func (p *PKI) serverTemplate() *x509.Certificate {
	return p.templateFor(append([]string{p.settings.Host}, p.settings.Aliases...))
}

// templateFor is serverTemplate for hosts, of which the first is the CN.
func (p *PKI) templateFor(hosts []string) *x509.Certificate {
	now := p.settings.Now()
	t := &x509.Certificate{
		Subject:   subjectOf(p.settings.Organization, hosts[0]),
		NotBefore: now.Add(-leafBehind), NotAfter: now.Add(leafAhead),
		BasicConstraintsValid: true,
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		}
		t.DNSNames = append(t.DNSNames, host)
	}
	return t
}

// Station is a good chain of a charging station: its CN is the unique serial number (A00.FR.511), and it has no
// subjectAltName.
func (p *PKI) Station(alg Algorithm, serial string) (Chain, error) {
	return p.served(alg, good, p.stationTemplate(subjectOf(p.settings.Organization, serial)))
}

func (p *PKI) stationTemplate(subject pkix.Name) *x509.Certificate {
	now := p.settings.Now()
	return &x509.Certificate{
		Subject:   subject,
		NotBefore: now.Add(-stationBehind), NotAfter: now.Add(leafAhead),
		BasicConstraintsValid: true,
	}
}

// forKey sets the key usage that the suites of an algorithm need (A00.FR.512): RSA key exchange encrypts.
func forKey(t *x509.Certificate, alg Algorithm) *x509.Certificate {
	t.KeyUsage = x509.KeyUsageDigitalSignature
	if alg == RSA {
		t.KeyUsage |= x509.KeyUsageKeyEncipherment
	}
	return t
}

func kept(all map[Algorithm]*Authority, alg Algorithm, make func() (*Authority, error)) (*Authority, error) {
	if a, ok := all[alg]; ok {
		return a, nil
	}
	a, err := make()
	if err == nil {
		all[alg] = a
	}
	return a, err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

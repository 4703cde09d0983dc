package bench

import (
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/strictyaml"
)

// AuthorityFile is a root that is brought along, or an issuer with what is above it up to the root. Without a key it signs nothing.
type AuthorityFile struct {
	Certificates string `yaml:"certificates"` // a file in PEM, or env:NAME for an environment variable
	Key          string `yaml:"key"`
}

// ChainFile is a certificate of the CSMS that is brought along, with its issuers behind it.
type ChainFile struct {
	Certificates string `yaml:"certificates"`
	Key          string `yaml:"key"`
	Fault        string `yaml:"fault"` // the one thing in which it is wrong; a good one has none
}

// brought is what a bench file brings along, read.
type brought struct {
	pki.Settings // without the host
	algorithms   []pki.Algorithm
	stationRoots []*x509.Certificate
}

// brings tells whether the roots of the CSMS are brought along: then the station has them, and needs none of the run's.
func (s *SecurityFile) brings() bool { return s.PKI != "" || len(s.Roots) > 0 }

// algorithmsOf are the kinds of keys by the words of a bench file.
var algorithmsOf = map[string]pki.Algorithm{"ECDSA": pki.ECDSA, "RSA": pki.RSA}

// checkBrought reads what is brought along, and refuses what no handshake could be made with, now and not when the first case needs it.
func (f *File) checkBrought(d *decoder) {
	s := &f.Security
	if s.PKI != "" && len(s.Roots)+len(s.NextRoots) > 0 {
		d.fail(d.written("security.roots", "security.nextRoots"), "security.pki and security.roots both say which roots the CSMS has; keep one")
		return
	}
	before := d.failures
	f.bringRoots(d)
	f.bringChains(d)
	if d.failures == before {
		f.bringAlgorithms(d)
	}
	if len(f.brought.algorithms) > 0 {
		f.brought.Prefer = f.brought.algorithms[0]
	}
	for i, name := range s.StationRoots {
		found, err := pki.ReadCertificates(pki.Source(name))
		if err != nil {
			d.fail(fmt.Sprintf("security.stationRoots.%d", i), "security.stationRoots: %v", err)
		}
		f.brought.stationRoots = append(f.brought.stationRoots, found...)
	}
}

func (f *File) bringRoots(d *decoder) {
	s := &f.Security
	if s.PKI != "" {
		folder, err := pki.OpenFolder(s.PKI)
		if err != nil {
			d.fail("security.pki", "security.pki: %v", err)
			return
		}
		f.brought.Roots, f.brought.NextRoots = folder.Roots, folder.Next
	}
	f.brought.Roots = append(f.brought.Roots, readAuthorities(d, "security.roots", s.Roots)...)
	f.brought.NextRoots = append(f.brought.NextRoots, readAuthorities(d, "security.nextRoots", s.NextRoots)...)
	for _, a := range slices.Concat(f.brought.Roots, f.brought.NextRoots) {
		if now := time.Now(); now.After(a.Certificate.NotAfter) || now.Before(a.Certificate.NotBefore) {
			d.fail(d.written("security.pki", "security.roots"), "the authority %q is valid from %s to %s, and not now; bring along another, or set the clock of this machine",
				a, a.Certificate.NotBefore.Format(time.DateOnly), a.Certificate.NotAfter.Format(time.DateOnly))
		}
	}
	for i, a := range f.brought.NextRoots {
		if !slices.ContainsFunc(f.brought.Roots, func(first *pki.Authority) bool { return pki.SignedBy(a.Certificate, first.Root()) }) {
			d.fail(fmt.Sprintf("security.nextRoots.%d", i), "the second root %q is signed by none of security.roots, as a station wants it (part 2, M05.FR.10); bring along one that is, or leave it out: with the key of the first one is made", a)
		}
	}
}

// readAuthorities reads those of a list.
func readAuthorities(d *decoder, path string, list []AuthorityFile) []*pki.Authority {
	var read []*pki.Authority
	for i, a := range list {
		at := fmt.Sprintf("%s.%d", path, i)
		if a.Certificates == "" {
			d.fail(at, "%s lacks its certificate; write {certificates: root.pem, key: root.key}, the key only where the bench may sign with it", path)
			continue
		}
		one, err := pki.ReadAuthority(pki.Source(a.Certificates), pki.Source(a.Key))
		if err != nil {
			d.fail(at, "%s: %v", path, err)
			continue
		}
		read = append(read, one)
	}
	return read
}

func (f *File) bringChains(d *decoder) {
	const path = "security.chains"
	if len(f.Security.Chains) > 0 && !f.Security.brings() {
		d.fail(path, "%s has certificates of the CSMS without the root that they lead to, which the station has; add roots: [{certificates: root.pem}] beside it", path)
		return
	}
	f.brought.Chains = map[pki.Fault][]pki.Chain{}
	for i, c := range f.Security.Chains {
		at := fmt.Sprintf("%s.%d", path, i)
		fault, err := faultNamed(c.Fault)
		if err != nil {
			d.fail(at+".fault", "%v", err)
			continue
		}
		if c.Certificates == "" || c.Key == "" {
			d.fail(at, "%s lacks its certificates or its key; write {certificates: csms.pem, key: csms.key}", at)
			continue
		}
		chain, err := pki.ReadChain(pki.Source(c.Certificates), pki.Source(c.Key))
		if err != nil {
			d.fail(at, "%s: %v", path, err)
			continue
		}
		f.brought.Chains[fault] = append(f.brought.Chains[fault], chain)
		if fault == "" {
			f.checkChain(d, at, chain)
		}
	}
}

// faultNamed is a fault by the word of a bench file, of those that cases show.
func faultNamed(name string) (pki.Fault, error) {
	var known []string
	for _, fault := range append(slices.Clone(pki.SureFaults), pki.Wildcard) {
		known = append(known, string(fault))
	}
	if name != "" && !slices.Contains(known, name) {
		return "", fmt.Errorf("security.chains cannot have the fault %q; %s, and a good chain has none", name, strictyaml.Known(name, known))
	}
	return pki.Fault(name), nil
}

// checkChain refuses a good chain that no station could take.
func (f *File) checkChain(d *decoder, path string, chain pki.Chain) {
	var roots []*x509.Certificate
	for _, a := range f.brought.Roots {
		roots = append(roots, a.Root())
	}
	for _, host := range f.hosts() {
		for _, x := range pki.Inspect(chain.Sent, pki.Against{Host: host, Roots: roots, Now: time.Now()}) {
			if x.Sure {
				d.fail(path, "no station would take %s: certificate %d: %s certbench pki show explains it", chain, max(x.Certificate, 1), x.Text)
			}
		}
	}
}

// hosts are those by which the station reaches the CSMS, as far as the file says.
func (f *File) hosts() []string {
	places := []struct{ url, listen string }{{f.URL, f.Listen}}
	if f.Second != nil {
		places = append(places, struct{ url, listen string }{f.Second.URL, f.Second.Listen})
	}
	var hosts []string
	for _, p := range places {
		host, _, _ := net.SplitHostPort(p.listen)
		if u, err := url.Parse(p.url); err == nil && u.Hostname() != "" {
			host = u.Hostname()
		}
		if !everywhere(host) && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// bringAlgorithms says of which kinds the certificates are that the endpoints show: those that are written, or all that can be.
func (f *File) bringAlgorithms(d *decoder) {
	can := f.canShow()
	for i, word := range f.Security.Algorithms {
		alg, ok := algorithmsOf[word]
		switch {
		case !ok:
			d.fail(fmt.Sprintf("security.algorithms.%d", i), "security.algorithms cannot hold %q; write ECDSA or RSA", word)
		case f.Security.brings() && !slices.Contains(can, alg):
			d.fail(fmt.Sprintf("security.algorithms.%d", i), "security.algorithms holds %s, and no chain of that kind can be shown; add one to security.chains, or the key of a root to security.roots", word)
		}
		f.brought.algorithms = append(f.brought.algorithms, alg)
	}
	if len(f.Security.Algorithms) > 0 || !f.Security.brings() {
		return
	}
	if f.brought.algorithms = can; len(can) == 0 {
		d.fail("security.roots", "security.roots has no key, and security.chains no good chain, so that the CSMS has nothing to show; add the key of a root, or chains: [{certificates: csms.pem, key: csms.key}]")
	}
}

// canShow are the kinds of which there is a good chain, or a root of that kind that can sign one.
func (f *File) canShow() []pki.Algorithm {
	var can []pki.Algorithm
	for _, alg := range []pki.Algorithm{pki.ECDSA, pki.RSA} {
		of := func(c *x509.Certificate) bool {
			is, err := pki.AlgorithmOf(c.PublicKey)
			return err == nil && is == alg
		}
		if slices.ContainsFunc(f.brought.Chains[""], func(c pki.Chain) bool { return of(c.Leaf()) }) ||
			slices.ContainsFunc(f.brought.Roots, func(a *pki.Authority) bool { return a.Signs() && of(a.Certificate) }) {
			can = append(can, alg)
		}
	}
	return can
}

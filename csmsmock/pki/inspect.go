package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"
)

// Against is what certificates are held against; what is empty is not looked at.
type Against struct {
	Host   string // by which stations reach the CSMS: the certificate is one of the CSMS
	Serial string // the serial number of the station: the certificate is a station's
	Roots  []*x509.Certificate
	Now    time.Time
}

// Objection is what there is to say against a certificate.
type Objection struct {
	Certificate int    // its place, from 1; 0 where it is all of them together
	Sure        bool   // whoever verifies refuses it; otherwise stacks differ, or part 2 wants it otherwise
	Text        string // a sentence
	Requirement string // of part 2, or the document that has it; empty where it is what stacks do
}

// Inspect says what a verifying stack, or part 2, has against certificates that are sent together: the leaf first, then its issuers.
func Inspect(sent []*x509.Certificate, against Against) []Objection {
	i := inspection{sent: sent, Against: against}
	for n, c := range sent {
		i.place = n + 1
		i.dates(c)
		i.strength(c)
		i.subject(c)
	}
	if i.bundle() {
		return i.found
	}
	leaf := max(slices.IndexFunc(sent, func(c *x509.Certificate) bool { return !c.IsCA }), 0)
	i.place = leaf + 1
	i.leaf(sent[leaf])
	i.path(leaf)
	i.place = 0
	i.size()
	return i.found
}

// bundle tells a list of roots, which is no chain.
func (i *inspection) bundle() bool {
	return i.Host == "" && i.Serial == "" && !slices.ContainsFunc(i.sent, func(c *x509.Certificate) bool { return !c.IsCA || !selfIssued(c) })
}

type inspection struct {
	Against
	sent  []*x509.Certificate
	place int // of the certificate that is looked at
	found []Objection
}

func (i *inspection) note(is, sure bool, requirement, format string, args ...any) {
	if is {
		i.found = append(i.found, Objection{Certificate: i.place, Sure: sure, Text: fmt.Sprintf(format, args...), Requirement: requirement})
	}
}

// sure notes what all refuse, and other what some do, or part 2 has otherwise.
func (i *inspection) sure(is bool, requirement, format string, args ...any) {
	i.note(is, true, requirement, format, args...)
}

func (i *inspection) other(is bool, requirement, format string, args ...any) {
	i.note(is, false, requirement, format, args...)
}

const dayAndTime = "2006-01-02 15:04 MST"

func (i *inspection) dates(c *x509.Certificate) {
	i.sure(i.Now.After(c.NotAfter), "RFC 5280, 4.1.2.5", "It expired on %s.", c.NotAfter.UTC().Format(dayAndTime))
	i.sure(i.Now.Before(c.NotBefore), "RFC 5280, 4.1.2.5", "It is not valid before %s. A station whose clock is behind sees that of a good one as well.", c.NotBefore.UTC().Format(dayAndTime))
}

func (i *inspection) strength(c *x509.Certificate) {
	i.other(weak(c.PublicKey), "A00.FR.502, A00.FR.503", "The key is too short: %s. Part 2 wants RSA of %d bits, or a curve of %d, at least.", KeyName(c.PublicKey), leastRSA, leastCurve)
	switch c.SignatureAlgorithm {
	case x509.MD5WithRSA, x509.SHA1WithRSA, x509.ECDSAWithSHA1, x509.DSAWithSHA1:
		i.other(!selfIssued(c), "A00.FR.504, A00.FR.506", "It is signed with %s, which many stacks refuse. Sign with SHA-256.", c.SignatureAlgorithm)
	}
	i.other(c.SerialNumber.Sign() <= 0 || c.SerialNumber.BitLen() > 20*8-1, "A00.FR.508; RFC 5280, 4.1.2.2",
		"The serial number has to be above 0 and fit into 20 octets.")
	i.other(c.KeyUsage == 0, "A00.FR.512", "It has no Key Usage, which should say what its key is for.")
}

func (i *inspection) subject(c *x509.Certificate) {
	i.other(strings.Join(c.Subject.Organization, "") == "", "A00.FR.509", "The subject has no O (organizationName), which is the name of its owner.")
	i.other(c.Subject.CommonName == "" && !c.IsCA, "A00.FR.510, A00.FR.511", "The subject has no CN (commonName).")
}

// issuer looks at a certificate that has signed another.
func (i *inspection) issuer(c *x509.Certificate) {
	i.sure(!c.IsCA, "RFC 5280, 4.2.1.9", "It signs certificates, and its basic constraints do not say that it is an authority (CA).")
	i.sure(c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageCertSign == 0, "RFC 5280, 4.2.1.3", "It signs certificates, and its Key Usage does not allow that (keyCertSign).")
}

func (i *inspection) leaf(c *x509.Certificate) {
	if c.IsCA && i.Host == "" && i.Serial == "" {
		return // roots and issuers are shown by themselves
	}
	i.sure(c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageDigitalSignature == 0 && c.KeyUsage&x509.KeyUsageKeyEncipherment == 0, "A00.FR.512",
		"Its Key Usage allows neither to sign (digitalSignature) nor to encrypt (keyEncipherment): it is good for no handshake.")
	_, isRSA := c.PublicKey.(*rsa.PublicKey)
	i.other(isRSA && c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageKeyEncipherment == 0, "A00.FR.319, A00.FR.512",
		"Its Key Usage lacks keyEncipherment, so that it is not good for the suites with TLS_RSA.")
	i.other(len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) > 0, "A00.FR.514", "It has an Extended Key Usage, which part 2 strongly recommends to leave out.")
	i.other(slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(mustStaple.Id) }), "RFC 7633", "It wants an OCSP response in each handshake (must-staple), which few servers give.")
	if i.Host != "" {
		i.csms(c)
	}
	if i.Serial != "" {
		i.station(c)
	}
}

func (i *inspection) csms(c *x509.Certificate) {
	names := namesHost(c, i.Host)
	i.sure(!names, "A00.FR.510", "It is for %s, and not for %s.", strings.Join(Names(c), ", "), i.Host)
	i.other(names && c.Subject.CommonName != i.Host, "A00.FR.510", "The CN is %q, and should be the name by which stations reach the CSMS, %q.", c.Subject.CommonName, i.Host)
	i.other(len(c.DNSNames)+len(c.IPAddresses) == 0, "", "It has no subjectAltName. Stacks that follow RFC 6125 do not look at the CN, and refuse it.")
	ip := net.ParseIP(i.Host)
	i.other(ip != nil && !slices.Contains(c.DNSNames, i.Host), "", "The address is there as iPAddress alone. Small stacks compare text: have a dNSName of the same digits beside it.")
	i.other(ip == nil && len(c.DNSNames) == 0 && len(c.IPAddresses) > 0, "", "Its subjectAltName has addresses alone, and some stacks do not look at the CN then.")
	for _, name := range Names(c) {
		star, rest, is := strings.Cut(name, "*")
		i.other(is, "errata 2025-09, 2.62", "%q is a wildcard, which a station takes only where AllowCSMSTLSWildcards says so.", name)
		i.other(is && (star != "" || !strings.HasPrefix(rest, ".")), "RFC 6125, 6.4.3", "%q has its star beside letters, which most stacks refuse.", name)
		i.other(is && strings.Count(rest, ".") < 2, "", "%q has its star directly below a top-level name, which some stacks refuse.", name)
	}
	i.other(len(c.ExtKeyUsage) > 0 && !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageServerAuth) && !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageAny), "RFC 5280, 4.2.1.12",
		"Its Extended Key Usage does not name serverAuth, without which most stacks refuse a server.")
}

func (i *inspection) station(c *x509.Certificate) {
	cn := c.Subject.CommonName
	i.sure(cn != i.Serial, "A00.FR.405, A00.FR.511", "The CN is %q, and has to be the station's serial number, %q.", cn, i.Serial)
	i.other(isAddress(cn), "A00.FR.511", "The CN %q is a URL or an IP address.", cn)
	i.other(len(c.DNSNames)+len(c.IPAddresses) > 0, "A00.FR.511", "It has a subjectAltName, which a station's certificate should not have.")
}

// path goes from the leaf to where it leads, by who has signed whom.
func (i *inspection) path(leaf int) {
	i.other(leaf > 0, inOrder, "The leaf has to come first, then its issuer, and so on. Some stacks take the first one for the leaf.")
	way := []int{leaf}
	for {
		at := way[len(way)-1]
		next := i.signer(at, way)
		if next < 0 {
			break
		}
		i.place = at + 1
		i.other(leaf == 0 && next != at+1, inOrder, "It is signed by certificate %d, which should come next.", next+1)
		i.place = next + 1
		i.issuer(i.sent[next])
		way = append(way, next)
	}
	for n, c := range i.sent {
		i.place = n + 1
		again := slices.ContainsFunc(way, func(w int) bool { return w != n && i.sent[w].Equal(c) })
		i.other(!slices.Contains(way, n) && again, inOrder, "It is sent twice.")
		i.other(!slices.Contains(way, n) && !again, inOrder, "It belongs to nothing that is sent with it. Leave it out.")
	}
	i.end(way)
}

// inOrder has each certificate directly certify the one before it.
const inOrder = "RFC 5246, 7.4.2"

// signer is the place of who has signed a certificate, of those that are not on the way yet; -1 for none.
func (i *inspection) signer(of int, way []int) int {
	for n, c := range i.sent {
		if !slices.Contains(way, n) && !c.Equal(i.sent[of]) && SignedBy(i.sent[of], c) {
			return n
		}
	}
	return -1
}

// end looks at where the way leads to.
func (i *inspection) end(way []int) {
	leaf, last := i.sent[way[0]], i.sent[way[len(way)-1]]
	i.place = way[len(way)-1] + 1
	switch {
	case selfIssued(leaf) && !leaf.IsCA:
		i.sure(!i.known(leaf), "", "It has signed itself, so that a station has no reason to trust it.")
	case len(i.Roots) > 0:
		trusted := slices.ContainsFunc(way, func(n int) bool { return i.known(i.sent[n]) || i.rooted(i.sent[n]) })
		i.sure(!trusted && selfIssued(last), "RFC 5280, 6", "It is a root, and none of those that were given.")
		i.sure(!trusted && !selfIssued(last), "RFC 5280, 6", "It is signed by %s, which is neither sent with it nor among the roots.", last.Issuer)
	case leaf.IsCA || selfIssued(last):
	case len(way) == 1:
		i.note(true, len(i.sent) > 1, "RFC 5280, 6", "It is signed by %s, which is not sent with it: only a station that has this one for a root can verify it.", last.Issuer)
	}
	i.other(len(way) > 1 && selfIssued(last), inOrder, "A root is sent as well, which a station has to have already. It may be left out.")
}

// The limits of small stacks (mbedTLS, wolfSSL): a chain below both is taken by all.
const (
	mostAuthorities = 4
	mostBytes       = 16 << 10
)

func (i *inspection) size() {
	bytes := 0
	for _, c := range i.sent {
		bytes += len(c.Raw) + 3
	}
	i.place = 0
	i.other(len(i.sent)-1 > mostAuthorities, "", "It has %d authorities, and small stacks take %d.", len(i.sent)-1, mostAuthorities)
	i.other(bytes > mostBytes, "", "It has %d bytes, and small stacks take less than %d.", bytes, mostBytes)
}

// rooted tells whether a root has signed it, and known whether it is a root.
func (i *inspection) rooted(c *x509.Certificate) bool {
	return slices.ContainsFunc(i.Roots, func(root *x509.Certificate) bool { return SignedBy(c, root) })
}

func (i *inspection) known(c *x509.Certificate) bool {
	return slices.ContainsFunc(i.Roots, c.Equal)
}

// SignedBy tells whether a certificate is signed with the key of another, whatever that one may do.
func SignedBy(c, issuer *x509.Certificate) bool {
	if string(c.RawIssuer) != string(issuer.RawSubject) {
		return false
	}
	switch c.SignatureAlgorithm {
	case x509.MD5WithRSA, x509.SHA1WithRSA, x509.ECDSAWithSHA1, x509.DSAWithSHA1:
		return true // crypto/x509 verifies no such signature; that it is weak is objected to by itself
	}
	return issuer.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

func selfIssued(c *x509.Certificate) bool { return string(c.RawIssuer) == string(c.RawSubject) }

// Names are those that a certificate is for: of its subjectAltName, or without one its CN.
func Names(c *x509.Certificate) []string {
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		if !slices.Contains(names, ip.String()) {
			names = append(names, ip.String())
		}
	}
	if len(names) == 0 {
		return []string{c.Subject.CommonName}
	}
	return names
}

// namesHost tells whether a certificate is for a host, by its subjectAltName or without one by its CN, as RFC 2818 (3.1) has it.
func namesHost(c *x509.Certificate, host string) bool {
	if len(c.DNSNames)+len(c.IPAddresses) > 0 {
		return c.VerifyHostname(host) == nil || slices.Contains(c.DNSNames, host)
	}
	alone := &x509.Certificate{DNSNames: []string{c.Subject.CommonName}}
	return c.Subject.CommonName == host || alone.VerifyHostname(host) == nil
}

// KeyName says of what kind a public key is.
func KeyName(public crypto.PublicKey) string {
	switch key := public.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", key.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA " + key.Curve.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return fmt.Sprintf("%T", public)
}

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// hello is what the ClientHello of a station says of its TLS, as far as the bench and part 2 have something to say of it. last is its
// last connection, nil where none came.
func hello(last *evidence.Secured) []examined {
	if last == nil {
		return []examined{{What: "TLS hello", Verdict: evidence.Warning, Found: "not looked at: no connection came",
			Do: "see above why the station is not connected, and ask the doctor again"}}
	}
	found := []examined{handshake(last)}
	if last.Offer == nil {
		return append(found, wrong("TLS hello", errors.New("what came is no ClientHello"), "have the station connect to wss://, and speak TLS from the first byte"))
	}
	o := &offered{last.Offer}
	return append(found, o.versions(), o.suites(), o.curves(), o.signatures(), o.name(), o.records(), o.compression())
}

// handshake is what the last connection came to.
func handshake(s *evidence.Secured) examined {
	const what = "TLS handshake"
	if !s.Requested() {
		do := "a station that ends it does not take the certificate: look at its roots, its clock, and the name in its URL; certbench pki show explains a chain"
		if s.Why != "" {
			do = "correct in the station what the sentence names"
		}
		return wrong(what, errors.New(strings.Join(append([]string{s.Ended()}, s.Alerts...), ", ")), do)
	}
	found := fmt.Sprintf("%s with %s", s.Version, s.Suite)
	if len(s.Client) > 0 {
		found += fmt.Sprintf("; the station shows the certificate of %s, %s %d", s.Client[0].Common, s.Client[0].Key, s.Client[0].KeyBits)
	}
	if len(s.ClientFaults) > 0 {
		return examined{What: what, Verdict: evidence.Warning, Found: found + ": " + strings.Join(s.ClientFaults, "; "), Do: "give the station another certificate; certbench pki csr --sign signs one"}
	}
	return well(what, found)
}

type offered struct{ *evidence.TLSOffer }

// all are the versions that are offered: without supported_versions the highest one, and nobody knows what is below it.
func (o *offered) all() []string {
	if len(o.Versions) > 0 {
		return o.Versions
	}
	return []string{o.Legacy}
}

// allowed tells a version that part 2 allows (A00.FR.313).
func allowed(version string) bool { return version == "TLS 1.2" || version == "TLS 1.3" }

func (o *offered) versions() examined {
	const what = "TLS versions"
	text := strings.Join(o.all(), ", ")
	old := slices.DeleteFunc(slices.Clone(o.all()), allowed)
	switch {
	case len(old) == len(o.all()):
		return wrong(what, fmt.Errorf("it offers %s at most", text), "enable TLS 1.2 in the station's TLS library; part 2 allows nothing below (A00.FR.313)")
	case len(old) > 0:
		return examined{What: what, Verdict: evidence.Warning, Found: "it offers " + text,
			Do: "set the least version of the station's TLS library to TLS 1.2: below it nothing may be used (A00.FR.313), and TC_A_06_CS shows whether it is"}
	case len(o.Versions) == 0:
		return well(what, text+" at most; it does not list what is below")
	}
	return well(what, text)
}

// The two pairs of which a station has to have one (A00.FR.319, A00.FR.422).
var (
	suitesECDSA = []string{"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"}
	suitesRSA   = []string{"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384"}
)

func (o *offered) suites() examined {
	const what = "TLS cipher suites"
	has := func(suite string) bool { return slices.Contains(o.Suites, suite) }
	lacking := func(pair []string) []string { return slices.DeleteFunc(slices.Clone(pair), has) }
	ecdsa, rsa := lacking(suitesECDSA), lacking(suitesRSA)
	text := strings.Join(o.Suites, ", ")
	weak := slices.DeleteFunc(slices.Clone(o.Suites), func(s string) bool { return !broken(s) })
	keyExchange := len(o.Suites) > 0 && !slices.ContainsFunc(o.Suites, func(s string) bool { return !strings.HasPrefix(s, "TLS_RSA_") })
	switch {
	case len(ecdsa) > 0 && len(rsa) > 0:
		return wrong(what, fmt.Errorf("it offers %s, and neither pair of part 2", text),
			fmt.Sprintf("enable %s, or %s, in the station's TLS library (A00.FR.319)", strings.Join(ecdsa, " and "), strings.Join(rsa, " and ")))
	case len(weak) > 0:
		return examined{What: what, Verdict: evidence.Warning, Found: "it offers " + strings.Join(weak, ", "), Do: "disable what is unsuitable even for legacy use (A00.FR.320): RC4, DES, MD5, export suites, and those without encryption or authentication"}
	case keyExchange:
		return examined{What: what, Verdict: evidence.Warning, Found: "it offers RSA key exchange alone: " + text,
			Do: "the CSMS needs a certificate with an RSA key: write security: {algorithms: [RSA]}; better enable the suites of TLS_ECDHE_ECDSA, which keep recorded traffic secret when a key is lost (A00.FR.319, note 1)"}
	}
	return well(what, text)
}

// The suites, of those that crypto/tls has no name for, that encrypt nothing or authenticate nobody, or do so with an export key or
// with DES (IANA, TLS cipher suites).
var brokenNumbers = []string{
	"0x0000", "0x0001", "0x0002", "0x003B", "0xC001", "0xC006", "0xC00B", "0xC010", "0xC015", // no encryption
	"0x0003", "0x0006", "0x0008", "0x000B", "0x000E", "0x0011", "0x0014", "0x0017", "0x0019", // export
	"0x0009", "0x000C", "0x000F", "0x0012", "0x0015", "0x001A", // DES
	"0x0018", "0x001B", "0x0034", "0x003A", "0x006C", "0x006D", "0x00A6", "0x00A7", "0xC016", "0xC017", "0xC018", "0xC019", // no authentication
	"0x0004", "0xC002", "0xC00C", // RC4 with MD5, or without ECDHE
}

func broken(suite string) bool {
	return strings.Contains(suite, "_RC4_") || slices.Contains(brokenNumbers, suite)
}

// The curve of the certificates that the bench makes.
const benchCurve = "CurveP256"

func (o *offered) curves() examined {
	const what = "TLS curves"
	elliptic := slices.ContainsFunc(o.Suites, func(s string) bool { return strings.HasPrefix(s, "TLS_ECDHE_") })
	switch {
	case len(o.Curves) == 0 && elliptic:
		return examined{What: what, Verdict: evidence.Warning, Found: "it offers ECDHE and names no curve", Do: "send the extension supported_groups with secp256r1 (RFC 8422, 5.1.1): some servers take no ECDHE without"}
	case len(o.Curves) == 0:
		return well(what, "none, and no ECDHE that would need one")
	case elliptic && !slices.Contains(o.Curves, benchCurve):
		return wrong(what, fmt.Errorf("it offers %s, without secp256r1", strings.Join(o.Curves, ", ")), "enable secp256r1 (P-256) in the station's TLS library: the key of an ECDSA certificate of the CSMS is on it")
	}
	return well(what, strings.Join(o.Curves, ", "))
}

func (o *offered) signatures() examined {
	const what = "TLS signatures"
	text := strings.Join(o.Signatures, ", ")
	switch {
	case len(o.Signatures) == 0 && !slices.ContainsFunc(o.all(), allowed):
		return well(what, "none, which are only sent from TLS 1.2 on")
	case len(o.Signatures) == 0 && !slices.ContainsFunc(o.Suites, func(s string) bool { return strings.HasPrefix(s, "TLS_RSA_") }):
		return wrong(what, errors.New("it sends no signature_algorithms"), "send that extension with ecdsa_secp256r1_sha256 or rsa_pkcs1_sha256: without it SHA-1 is what TLS 1.2 falls back to (RFC 5246, 7.4.1.4.1), which the CSMS does not sign with")
	case len(o.Signatures) == 0:
		return examined{What: what, Verdict: evidence.Warning, Found: "it sends no signature_algorithms, so that only RSA key exchange can work", Do: "send that extension with ecdsa_secp256r1_sha256 or rsa_pkcs1_sha256"}
	case !slices.ContainsFunc(o.Signatures, func(s string) bool { return strings.HasSuffix(s, "SHA256") }):
		return wrong(what, fmt.Errorf("it takes %s, none of them with SHA-256", text), "enable ecdsa_secp256r1_sha256 or rsa_pkcs1_sha256 (A00.FR.506)")
	}
	return well(what, text)
}

func (o *offered) name() examined {
	const what = "TLS server name"
	switch {
	case strings.HasSuffix(o.ServerName, "."):
		return wrong(what, fmt.Errorf("it asks for %q, with a dot at its end", o.ServerName), "take the dot away in the CSMS URL of the station: a server name has none (RFC 6066, 3), and servers end the handshake")
	case o.ServerName == "":
		return well(what, "none; the bench has one certificate and needs none, but a CSMS behind a shared address does")
	}
	return well(what, o.ServerName)
}

func (o *offered) records() examined {
	const what = "TLS records"
	if o.MaxFragment == 0 {
		return well(what, "of any length: it asks for no max_fragment_length, so that its buffer has to hold 16 kB")
	}
	return well(what, fmt.Sprintf("of at most %d bytes, by max_fragment_length: the bench writes in pieces that fit, as not every CSMS does", o.MaxFragment))
}

func (o *offered) compression() examined {
	const what = "TLS compression"
	if len(o.Compression) > 0 {
		return examined{What: what, Verdict: evidence.Warning, Found: fmt.Sprintf("it offers the methods %v", o.Compression), Do: "disable compression in the station's TLS library (A00.FR.321)"}
	}
	return well(what, "none")
}

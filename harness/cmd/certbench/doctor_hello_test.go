package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// soundOffer is a ClientHello that nothing is to be said of.
func soundOffer() *evidence.TLSOffer {
	return &evidence.TLSOffer{Legacy: "TLS 1.2", Versions: []string{"TLS 1.3", "TLS 1.2"}, Suites: slices.Clone(suitesECDSA),
		Curves: []string{"X25519", "CurveP256"}, Signatures: []string{"ECDSAWithP256AndSHA256"}, ServerName: "csms.bench.test"}
}

func TestTheDoctorSaysWhatAHelloOffers(t *testing.T) {
	for _, x := range hello(&evidence.Secured{Outcome: "accepted", Version: "TLS 1.2", Suite: suitesECDSA[0], Offer: soundOffer()}) {
		if x.Verdict != evidence.Pass || x.Do != "" || x.Found == "" {
			t.Errorf("a sound hello: %+v, want nothing to do", x)
		}
	}
	for name, c := range map[string]struct {
		change  func(*evidence.TLSOffer)
		what    string
		verdict evidence.Verdict
		words   string
	}{
		"old alone":        {func(o *evidence.TLSOffer) { o.Versions, o.Legacy = nil, "TLS 1.1" }, "TLS versions", evidence.Error, "it offers TLS 1.1 at most"},
		"old as well":      {func(o *evidence.TLSOffer) { o.Versions = append(o.Versions, "TLS 1.0") }, "TLS versions", evidence.Warning, "set the least version"},
		"no list":          {func(o *evidence.TLSOffer) { o.Versions = nil }, "TLS versions", evidence.Pass, "TLS 1.2 at most"},
		"half a pair":      {func(o *evidence.TLSOffer) { o.Suites = o.Suites[:1] }, "TLS cipher suites", evidence.Error, "enable TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, or TLS_RSA_WITH_AES_128_GCM_SHA256 and"},
		"RSA alone":        {func(o *evidence.TLSOffer) { o.Suites = suitesRSA }, "TLS cipher suites", evidence.Warning, "it offers RSA key exchange alone"},
		"RC4":              {func(o *evidence.TLSOffer) { o.Suites = append(o.Suites, "TLS_RSA_WITH_RC4_128_SHA") }, "TLS cipher suites", evidence.Warning, "it offers TLS_RSA_WITH_RC4_128_SHA"},
		"no encryption":    {func(o *evidence.TLSOffer) { o.Suites = append(o.Suites, "0xC006") }, "TLS cipher suites", evidence.Warning, "0xC006"},
		"no curve":         {func(o *evidence.TLSOffer) { o.Curves = nil }, "TLS curves", evidence.Warning, "names no curve"},
		"another curve":    {func(o *evidence.TLSOffer) { o.Curves = []string{"CurveP384"} }, "TLS curves", evidence.Error, "without secp256r1"},
		"no signatures":    {func(o *evidence.TLSOffer) { o.Signatures = nil }, "TLS signatures", evidence.Error, "it sends no signature_algorithms"},
		"none, RSA":        {func(o *evidence.TLSOffer) { o.Signatures, o.Suites = nil, suitesRSA }, "TLS signatures", evidence.Warning, "only RSA key exchange can work"},
		"none, too old":    {func(o *evidence.TLSOffer) { o.Signatures, o.Versions, o.Legacy = nil, nil, "TLS 1.1" }, "TLS signatures", evidence.Pass, "only sent from TLS 1.2 on"},
		"SHA-1":            {func(o *evidence.TLSOffer) { o.Signatures = []string{"PKCS1WithSHA1"} }, "TLS signatures", evidence.Error, "none of them with SHA-256"},
		"a dot":            {func(o *evidence.TLSOffer) { o.ServerName += "." }, "TLS server name", evidence.Error, "take the dot away"},
		"no name":          {func(o *evidence.TLSOffer) { o.ServerName = "" }, "TLS server name", evidence.Pass, "none; the bench has one certificate"},
		"small buffers":    {func(o *evidence.TLSOffer) { o.MaxFragment = 1024 }, "TLS records", evidence.Pass, "of at most 1024 bytes"},
		"a compressed one": {func(o *evidence.TLSOffer) { o.Compression = []int{1} }, "TLS compression", evidence.Warning, "A00.FR.321"},
	} {
		o := soundOffer()
		c.change(o)
		found := hello(&evidence.Secured{Outcome: "accepted", Offer: o})
		if !slices.ContainsFunc(found, func(x examined) bool {
			return x.What == c.what && x.Verdict == c.verdict && strings.Contains(x.Found+" "+x.Do, c.words)
		}) {
			t.Errorf("%s: expected %s of %s with %q, among %+v", name, c.verdict, c.what, c.words, found)
		}
	}
}

func TestTheDoctorSaysWhatAHandshakeCameTo(t *testing.T) {
	for name, c := range map[string]struct {
		last    *evidence.Secured
		verdict evidence.Verdict
		words   string
	}{
		"never":       {nil, evidence.Warning, "no connection came"},
		"refused":     {&evidence.Secured{Outcome: "refused with an alert", Alerts: []string{"station: 48 unknown_ca"}}, evidence.Error, "refused with an alert, station: 48 unknown_ca"},
		"turned away": {&evidence.Secured{Outcome: "turned away by the mock", Why: "it sends no signature_algorithms"}, evidence.Error, "(it sends no signature_algorithms)"},
		"let in": {&evidence.Secured{Outcome: "accepted", Version: "TLS 1.3", Client: []evidence.Certificate{{Common: "SN-1", Key: "ECDSA", KeyBits: 256}}, ClientFaults: []string{"expired"}},
			evidence.Warning, "the certificate of SN-1, ECDSA 256: expired"},
	} {
		if x := hello(c.last)[0]; x.Verdict != c.verdict || !strings.Contains(x.Found, c.words) || x.Do == "" {
			t.Errorf("%s: %+v, want %s with %q and what to do", name, x, c.verdict, c.words)
		}
	}
}

// TestTheDoctorLooksAtTheHelloOfAStationWithTLS, connected or not, and at none where there is no TLS.
func TestTheDoctorLooksAtTheHelloOfAStationWithTLS(t *testing.T) {
	t.Parallel()
	tls := func(found []examined) (seen []string) {
		for _, x := range found {
			if strings.HasPrefix(x.What, "TLS ") {
				seen = append(seen, x.What+" "+string(x.Verdict))
			}
		}
		return seen
	}
	file := variant(t, "name: reference", "security: {profile: 3}\nname: "+oneName())
	seen := tls(saw(t, start(t, nil, "doctor", "--bench", file, "--look-only", "--out", t.TempDir(), "--format", "json"), codePassed))
	if want := []string{"TLS handshake PASS", "TLS versions PASS", "TLS cipher suites PASS", "TLS curves PASS", "TLS signatures PASS", "TLS server name PASS", "TLS records PASS", "TLS compression PASS"}; !slices.Equal(seen, want) {
		t.Errorf("in security profile 3 the doctor sees %q, want %q", seen, want)
	}
	if seen := tls(saw(t, start(t, nil, "doctor", "--look-only", "--out", t.TempDir(), "--format", "json"), codePassed)); len(seen) > 0 {
		t.Errorf("without TLS the doctor sees %q, want nothing", seen)
	}
}

func TestASocketOnWhichNothingCameIsNoConnectionOfTheStation(t *testing.T) {
	var said heard
	refused := &evidence.Secured{Outcome: "refused with an alert"}
	for _, s := range []*evidence.Secured{refused, {Outcome: "closed before it sent a byte"}} {
		said.record(evidence.Record{Kind: evidence.KindSecured, Secured: s})
	}
	if last := said.lastSecured(); last != refused {
		t.Errorf("the last connection is %+v, want the one that was refused", last)
	}
}

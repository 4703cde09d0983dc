package pki

import (
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNothingIsSaidAgainstWhatIsGood(t *testing.T) {
	for _, alg := range []Algorithm{ECDSA, RSA} {
		p := needRSA(t)
		root := must(p.Root(alg))(t)
		against := Against{Roots: root.certificates(), Now: p.settings.Now()}
		server, station := against, against
		server.Host, station.Serial = host, serial
		for name, c := range map[string]struct {
			sent    []*x509.Certificate
			against Against
		}{
			"the CSMS":         {must(p.Server(alg))(t).Sent, server},
			"a station":        {must(p.Station(alg, serial))(t).Sent, station},
			"a root":           {root.certificates(), Against{Now: against.Now}},
			"a list of roots":  {append(root.certificates(), must(p.stranger(alg))(t).root), Against{Now: against.Now}},
			"without any root": {must(p.Server(alg))(t).Sent, Against{Host: host, Now: against.Now}},
		} {
			if found := Inspect(c.sent, c.against); len(found) > 0 {
				t.Errorf("%s with %s: %+v, want nothing", name, alg, found)
			}
		}
	}
}

// TestEveryFaultOfAChainIsObjectedTo holds that what all stacks refuse is told apart from what some do.
func TestEveryFaultOfAChainIsObjectedTo(t *testing.T) {
	p := needRSA(t)
	root := must(p.Root(RSA))(t)
	against := Against{Host: host, Roots: root.certificates(), Now: p.settings.Now()}
	for fault, want := range map[Fault]Objection{
		Expired:             {1, true, "It expired on", ""},
		NotYetValid:         {1, true, "It is not valid before", ""},
		UnknownRoot:         {2, true, "which is neither sent with it nor among the roots", ""},
		SelfSigned:          {1, true, "It has signed itself", ""},
		OtherHost:           {1, true, "It is for not-csms.bench.test, and not for csms.bench.test.", ""},
		MissingIntermediate: {1, true, "which is neither sent with it nor among the roots", ""},
		Wildcard:            {1, false, `"*.bench.test" is a wildcard`, ""},
		PartialWildcard:     {1, false, `"c*.bench.test" has its star beside letters`, ""},
		WrongOrder:          {2, false, "The leaf has to come first", ""},
		LeafTwice:           {2, false, "It is sent twice.", ""},
		ExtraCertificate:    {3, false, "It belongs to nothing", ""},
		SHA1Signature:       {1, false, "It is signed with SHA1-RSA", ""},
		ShortKey:            {1, false, "The key is too short: RSA 1024.", ""},
		CommonNameOnly:      {1, false, "It has no subjectAltName.", ""},
		AddressOnly:         {1, false, "Its subjectAltName has addresses alone", ""},
		NoServerAuth:        {1, false, "does not name serverAuth", ""},
		MustStaple:          {1, false, "It wants an OCSP response", ""},
	} {
		found := Inspect(must(p.Spoiled(RSA, fault))(t).Sent, against)
		if !slices.ContainsFunc(found, func(o Objection) bool {
			return o.Certificate == want.Certificate && o.Sure == want.Sure && strings.Contains(o.Text, want.Text)
		}) {
			t.Errorf("%s: %+v, want of certificate %d, sure %t: %q", fault, found, want.Certificate, want.Sure, want.Text)
		}
		for _, o := range found {
			// What is there with an address alone is also not for the host: some stacks look at the CN then.
			if o.Sure != want.Sure && fault != AddressOnly && fault != PartialWildcard {
				t.Errorf("%s: %+v beside it, want none that is sure %t", fault, o, o.Sure)
			}
		}
	}
}

func TestWhatIsWrongWithAnIssuerIsObjectedTo(t *testing.T) {
	p := newTestPKI(t)
	issuer := must(p.Issuer(ECDSA))(t)
	leaf := must(p.Server(ECDSA))(t)
	fake := &Authority{Certificate: leaf.Leaf(), key: leaf.key, above: issuer.own(), root: issuer.root}
	below := must(fake.leaf(ECDSA, p.stationTemplate(subjectOf("", "http://10.0.0.1"))))(t)
	sent := append([]*x509.Certificate{below.Leaf(), leaf.Leaf()}, issuer.own()...)
	found := Inspect(sent, Against{Serial: serial, Now: time.Now()})
	for want, sure := range map[string]bool{
		"do not say that it is an authority":               true,
		"its Key Usage does not allow that (keyCertSign)":  true,
		`has to be the station's serial number, "SN-0042"`: true,
		"is a URL or an IP address":                        false,
		"It has no Key Usage":                              false,
		"The subject has no O":                             false,
	} {
		if !slices.ContainsFunc(found, func(o Objection) bool { return strings.Contains(o.Text, want) && o.Sure == sure }) {
			t.Errorf("%+v, want %q, sure %t", found, want, sure)
		}
	}
	if o := Inspect(sent[:1], Against{Now: time.Now()}); len(o) == 0 || !strings.Contains(o[len(o)-1].Text, "only a station that has this one for a root") {
		t.Errorf("a leaf alone: %+v, want a word on its issuer", o)
	}
}

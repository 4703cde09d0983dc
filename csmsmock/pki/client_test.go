package pki

import (
	"crypto/tls"
	"slices"
	"testing"
)

// asking is a good setup that asks the station for its certificate.
func asking(tolerate ...ClientFault) func(*PKI) Setup {
	return func(p *PKI) Setup {
		s := goodSetup(p)
		root, err := p.Root(ECDSA)
		if err != nil {
			panic(err)
		}
		s.Client = &ClientPolicy{Roots: root.certificates(), CommonName: serial, Organization: "Certbench CSO", Tolerate: tolerate}
		return s
	}
}

// with is the client with a chain to show.
func (f *field) with(chain Chain, version uint16) *tls.Config {
	f.t.Helper()
	config := f.client()
	config.MaxVersion = version
	mine := must(chain.TLS())(f.t)
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &mine, nil }
	return config
}

func TestAStationWithAGoodCertificateIsLetIn(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		inField(t, asking(), func(t *testing.T, f *field) {
			mine := must(f.pki.Station(ECDSA, serial))(t)
			if err := f.visit(f.with(mine, version)); err != nil {
				t.Fatal(err)
			}
			r := f.want(Accepted)
			if c := r.Client; !c.Admitted || len(c.Faults) > 0 || len(c.Certificates) != 2 || !c.Certificates[0].Equal(mine.Leaf()) {
				t.Errorf("client = %+v, want the station's two certificates, and no fault", c)
			}
		})
	}
}

func TestWhatIsWrongWithAStationsCertificateIsNamed(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for fault, want := range map[Fault]ClientFault{
			Expired: ClientExpired, NotYetValid: ClientNotYetValid, UnknownRoot: ClientUnknown, SelfSigned: ClientSelfSigned,
			MissingIntermediate: ClientIncomplete,
		} {
			inField(t, asking(), func(t *testing.T, f *field) {
				mine := must(f.pki.SpoiledStation(ECDSA, serial, fault))(t)
				if f.visit(f.with(mine, version)) == nil {
					t.Errorf("a station whose certificate is %q was let in", fault)
				}
				r := f.want(TurnedAway)
				if !slices.Equal(r.Client.Faults, []ClientFault{want}) || r.Client.Admitted || r.Handshake {
					t.Errorf("client of %q in %s = %+v, want only the fault %q", fault, tls.VersionName(version), r.Client, want)
				}
			})
		}
	}
}

func TestAStationWithoutACertificateIsTurnedAway(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		inField(t, asking(), func(t *testing.T, f *field) {
			config := f.client()
			config.MaxVersion = version
			if f.visit(config) == nil {
				t.Error("a station without a certificate was let in")
			}
			if r := f.want(TurnedAway); !slices.Equal(r.Client.Faults, []ClientFault{ClientNone}) || r.Why == "" {
				t.Errorf("record = %+v, want the fault %q", r, ClientNone)
			}
		})
	}
}

func TestAnotherNameIsAFaultThatMayBeTolerated(t *testing.T) {
	inField(t, asking(ClientCommonName), func(t *testing.T, f *field) {
		other := must(f.pki.Station(ECDSA, "SN-0043"))(t)
		if err := f.visit(f.with(other, tls.VersionTLS13)); err != nil {
			t.Fatal(err)
		}
		if r := f.want(Accepted); !slices.Equal(r.Client.Faults, []ClientFault{ClientCommonName}) || !r.Client.Admitted {
			t.Errorf("client = %+v, want it let in, with the fault %q", r.Client, ClientCommonName)
		}
	})
}

package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"slices"

	"github.com/certbench/certbench/station/wire"
)

// Secure is what an attempt to connect over TLS goes by: the CSMS roots, and in security profile 3 the station's certificate. Of
// two CSMS roots of which one has replaced the other, the new one is tried first, and the old one after it has failed
// (M05.FR.14): at the CSMS of the last connection, and nowhere else (M05.FR.15). A certificate that has expired is shown all the same, for the CSMS to decide (A00.FR.430).
func (cs *Certificates) Secure(profile wire.Profile) (*tls.Config, error) {
	config := &tls.Config{RootCAs: x509.NewCertPool()}
	for _, r := range cs.Decide.Trusted(cs.elsewhere(profile)) {
		config.RootCAs.AddCert(r.Certificate)
	}
	if profile.Data.SecurityProfile < 3 {
		return config, nil
	}
	own := cs.Decide.Shown()
	if own == nil {
		return nil, errors.New("the station has no certificate of its own")
	}
	config.Certificates = []tls.Certificate{own.used()}
	return config, nil
}

// CSMSRoots are all CSMS root certificates that the station has, one that is being replaced included: what vouches for the other
// servers of the CSMS, of which part 2 does not tell which root comes first.
func (cs *Certificates) CSMSRoots() *x509.CertPool {
	pool := x509.NewCertPool()
	for _, r := range cs.Roots {
		if r.Use == csmsRoot {
			pool.AddCert(r.Certificate)
		}
	}
	return pool
}

// elsewhere tells a profile that is not the one of the last connection: the station is moving to another CSMS (B10).
func (cs *Certificates) elsewhere(profile wire.Profile) bool {
	return cs.slot != 0 && cs.slot != profile.Slot
}

// trusted are the CSMS roots that the next attempt goes by.
func (cs *Certificates) trusted(elsewhere bool) []*Root {
	var successors, fallbacks []*Root
	for _, r := range cs.Roots {
		switch {
		case r.Use != csmsRoot:
		case r.Fallback:
			fallbacks = append(fallbacks, r)
		default:
			successors = append(successors, r)
		}
	}
	if len(successors) == 0 || cs.fallsBack && !elsewhere && len(fallbacks) > 0 {
		return fallbacks
	}
	return successors
}

// shown is the station's certificate that the next attempt shows, nil when there is none.
func (cs *Certificates) shown() *Own {
	if len(cs.Own) == 0 {
		return nil
	}
	return cs.Own[0]
}

// Trusted tells that a connection was made with a profile: the CSMS root that was replaced goes (M05.FR.13), and so does the
// certificate of the station that is not in use (A02.FR.10).
func (cs *Certificates) Trusted(profile wire.Profile) {
	by := cs.Decide.Trusted(cs.elsewhere(profile))
	cs.slot = profile.Slot // kept with the roots: it matters only while there is one that was replaced
	if profile.Data.SecurityProfile < 2 {
		return
	}
	if len(by) > 0 && !by[0].Fallback {
		cs.Decide.DropFallback()
	}
	cs.fallsBack = false
	if profile.Data.SecurityProfile > 2 {
		cs.settle()
	}
}

func (cs *Certificates) dropFallback() {
	roots := slices.DeleteFunc(slices.Clone(cs.Roots), func(r *Root) bool { return r.Fallback })
	if len(roots) < len(cs.Roots) {
		cs.Roots = roots
		cs.saved()
	}
}

// Mistrusted tells that the certificate of the CSMS was not valid by the roots of Secure: the next attempt goes by the others,
// where there are any (M05.FR.14). After one that the station has moved to in vain, the old root is first where it came from
// (M05.FR.16).
func (cs *Certificates) Mistrusted(profile wire.Profile, _ error) {
	cs.fallsBack = cs.elsewhere(profile) || !cs.fallsBack
}

// Exhausted tells that no entry of NetworkConfigurationPriority has connected. Of two certificates of the station the other
// one is shown next (A02.FR.28): the old one, and so in turn.
func (cs *Certificates) Exhausted() {
	if len(cs.Own) > 1 {
		cs.Own[0], cs.Own[1] = cs.Own[1], cs.Own[0]
		cs.saved()
	}
}

package certificates

import (
	"errors"
	"slices"
	"time"
)

// takeIntoUse has a new certificate used from the next connection on, which is made at once where the station shows one
// (A02.FR.08). The old one stays until it is known which of them works (A02.FR.10, FR.28).
func (cs *Certificates) takeIntoUse(own *Own) {
	cs.Own = append([]*Own{own}, cs.Own[:min(len(cs.Own), 1)]...)
	cs.saved()
	cs.reconfigured()
	cs.renewed = false
	cs.ArmRenewal()
	cs.wire.Then(cs.reconnect)
}

// reconnect makes a new connection where the certificate matters: security profile 3.
func (cs *Certificates) reconnect() {
	if cs.model.Integer("SecurityCtrlr", "SecurityProfile", "") < 3 {
		cs.settle() // nothing will prove it, and nothing is lost by it
		return
	}
	cs.wire.Renew()
}

// settle gives up the certificates that are not in use (A02.FR.10), and says so of one that was to be used (A02.FR.29).
func (cs *Certificates) settle() {
	if len(cs.Own) < 2 {
		return
	}
	discarded := cs.Own[1:]
	cs.Own = cs.Own[:1]
	cs.saved()
	if slices.ContainsFunc(discarded, func(o *Own) bool { return o.newer(cs.Own[0]) }) {
		cs.provisioning.TellSecurity("DiscardedRenewedClientCertificate", cs.kernel.Now())
	}
}

// newer tells a certificate that was made after another one.
func (o *Own) newer(other *Own) bool {
	return other.Factory && !o.Factory || o.Chain[0].NotBefore.After(other.Chain[0].NotBefore)
}

// ArmRenewal has the certificate renewed when it expires in one month (A03.FR.02), once in a life: a CSMS that does not sign
// is asked again after the next boot.
func (cs *Certificates) ArmRenewal() {
	cs.kernel.Cancel(cs.renewal)
	if len(cs.Own) == 0 || cs.renewed {
		return
	}
	due := cs.Own[0].Chain[0].NotAfter.AddDate(0, -1, 0).Sub(cs.kernel.Now())
	cs.renewal = cs.kernel.After(min(max(due, 0), longestWait), func() {
		if cs.Own[0].Chain[0].NotAfter.AddDate(0, -1, 0).After(cs.kernel.Now()) || !cs.wire.Online() {
			cs.renewal = cs.kernel.After(retryRenewal, cs.ArmRenewal)
			return
		}
		cs.renewed = true
		cs.request(false)
	})
}

// retryRenewal is how often the station looks whether it can ask for a new certificate that is due.
const retryRenewal = time.Hour

// Lacks says what the station needs for a security profile and does not have (A05.FR.02, FR.03); nil when it has it.
func (cs *Certificates) Lacks(securityProfile int) error {
	switch {
	case securityProfile >= 2 && cs.proven() == nil:
		return errors.New("there is no CSMS root certificate")
	case securityProfile >= 3 && len(cs.Own) == 0:
		return errors.New("the station has no certificate of its own")
	}
	return nil
}

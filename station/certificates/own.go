package certificates

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// Request is a signing request that waits for its certificate. A reboot forgets it with its key: neither A02 nor A03 tells
// how to go on after one, and the CSMS can ask again.
type Request struct {
	Key  crypto.Signer
	DER  []byte
	sent int // times
	due  *kernel.Alarm
}

// Wait is how long to wait for a signed certificate.
type Wait = time.Duration

// SignOwn has the station's certificate renewed because the CSMS asks for it (A02).
func (cs *Certificates) SignOwn() { cs.request(true) }

// request makes a key pair, and asks for a certificate (A02.FR.02, FR.03). Requests that wait already stay: their certificates
// may be under way.
func (cs *Certificates) request(asked bool) {
	r, err := cs.Decide.NewRequest()
	if err != nil {
		cs.kernel.Log.Warn("no signing request", "error", err)
		return
	}
	cs.Requests = append(cs.Requests, r)
	cs.send(r, asked)
}

// send sends a request, and once more with the same key each time that the wait is over (A02.FR.17).
func (cs *Certificates) send(r *Request, asked bool) {
	r.sent++
	use := ocpp201.CertificateSigningUseChargingStationCertificate
	q := ocpp201.SignCertificateRequest{CSR: cs.Decide.Encoded(r.DER), CertificateType: &use}
	wire.Ask(cs.wire, q, wire.Sending{Asked: asked}, func(answer ocpp201.SignCertificateResponse) {
		if answer.Status != ocpp201.GenericStatusAccepted {
			cs.forget(r)
			return
		}
		if wait, again := cs.Decide.RepeatAfter(r.sent); again && slices.Contains(cs.Requests, r) {
			r.due = cs.kernel.After(wait, func() { cs.send(r, asked) })
		}
	}, func(error) { cs.forget(r) })
}

func (cs *Certificates) forget(r *Request) {
	cs.kernel.Cancel(r.due)
	cs.Requests = slices.DeleteFunc(cs.Requests, func(other *Request) bool { return other == r })
}

// repeatAfter doubles CertSigningWaitMinimum as often as CertSigningRepeatTimes says: with 1 there are two waits, the second
// twice as long, and a request at the end of each (A02.FR.17 to FR.19, CertSigningRepeatTimes; TC_A_23_CS counts the same).
func (cs *Certificates) repeatAfter(sent int) (Wait, bool) {
	if !cs.product.Capabilities.SigningTimeout {
		return 0, false
	}
	doubled := sent - 1
	if doubled > cs.model.Integer("SecurityCtrlr", "CertSigningRepeatTimes", "") {
		return 0, false
	}
	wait := cs.model.Seconds("SecurityCtrlr", "CertSigningWaitMinimum", "")
	for range doubled {
		wait = min(2*wait, longestWait)
	}
	return wait, true
}

// longestWait keeps the doubling from overflowing when CertSigningRepeatTimes is set to something absurd.
const longestWait = 30 * 24 * time.Hour

// newRequest makes a key pair on P-256 and its signing request, with the properties that the certificate shall have: O is
// OrganizationName, CN the station's serial number (A00.FR.509, FR.511).
func (cs *Certificates) newRequest() (*Request, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := RequestFor(key, cs.Subject())
	return &Request{Key: key, DER: der}, err
}

// RequestFor makes the signing request of a key (RFC 2986), in DER.
func RequestFor(key crypto.Signer, subject pkix.Name) ([]byte, error) {
	return x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: subject}, key)
}

// Subject is the name that the station's certificate shall have.
func (cs *Certificates) Subject() pkix.Name {
	return pkix.Name{CommonName: cs.commonName(), Organization: []string{cs.organization()}}
}

// commonName is the serial number of the station (A00.FR.511); one without a serial number has its identity for it.
func (cs *Certificates) commonName() string {
	if cs.product.Serial == "" {
		return cs.product.ID
	}
	return cs.product.Serial
}

func (cs *Certificates) organization() string {
	return cs.model.Controller("SecurityCtrlr", "OrganizationName", "").Read()
}

func encodedRequest(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))
}

// errTwice is why a certificate is not taken of a key that has one already, such as that of a request that was sent again: there
// is nothing wrong with it.
var errTwice = errors.New("the key has a certificate already")

// Signed answers the CertificateSigned of A02 and A03. One for another use than the station's own is none of its matters.
func (cs *Certificates) Signed(q ocpp201.CertificateSignedRequest) (ocpp201.CertificateSignedResponse, error) {
	rejected := func(code string, err error) (ocpp201.CertificateSignedResponse, error) {
		return ocpp201.CertificateSignedResponse{Status: ocpp201.CertificateSignedStatusRejected, StatusInfo: cs.wire.Reason(code, err.Error())}, nil
	}
	if q.CertificateType != nil && *q.CertificateType != ocpp201.CertificateSigningUseChargingStationCertificate {
		return rejected("UnsupportedParam", fmt.Errorf("the station has no %s", *q.CertificateType))
	}
	if limit := cs.product.Capabilities.CertificateChainSize; limit > 0 && len(q.CertificateChain) > limit { // A02.FR.16
		return rejected("TooLargeElement", fmt.Errorf("%d characters are more than MaxCertificateChainSize allows, which is %d", len(q.CertificateChain), limit))
	}
	chain, err := parseChain(q.CertificateChain)
	if err == nil {
		err = cs.Decide.Unfit(chain)
	}
	if err != nil { // A02.FR.07, A02.FR.20
		if !errors.Is(err, errTwice) {
			cs.discard()
			cs.wire.Then(func() { cs.provisioning.TellSecurity("InvalidChargingStationCertificate", cs.kernel.Now()) })
		}
		return rejected("InvalidCertificate", err)
	}
	request := cs.RequestOf(chain[0])
	cs.forget(request)
	own := &Own{Chain: chain, Key: request.Key}
	cs.identify(own)
	cs.Decide.Renewed(own)
	return ocpp201.CertificateSignedResponse{Status: ocpp201.CertificateSignedStatusAccepted}, nil // A02.FR.08
}

// discard gives up the requests that wait: after a certificate that was not valid none is sent again (A02.FR.20).
func (cs *Certificates) discard() {
	for _, r := range slices.Clone(cs.Requests) {
		cs.forget(r)
	}
}

// RequestOf finds the request with a certificate's key, nil for none.
func (cs *Certificates) RequestOf(c *x509.Certificate) *Request {
	for _, r := range cs.Requests {
		if ofKey(r.Key, c) {
			return r
		}
	}
	return nil
}

// ofKey tells whether a certificate is of a key.
func ofKey(key crypto.Signer, c *x509.Certificate) bool {
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(c.PublicKey)
}

// unfit holds a signed certificate against the clock, the certificate properties and the operator's hierarchy (A02.FR.06 with
// errata 2025-01, section 2.9), and against the key pairs of the station.
func (cs *Certificates) unfit(chain []*x509.Certificate) error {
	c := chain[0]
	if err := cs.untimely(c); err != nil {
		return err
	}
	if err := weak(c.PublicKey); err != nil {
		return err
	}
	switch {
	case c.Subject.CommonName != cs.commonName(): // A00.FR.511
		return fmt.Errorf("its CN is %q instead of %q", c.Subject.CommonName, cs.commonName())
	case len(c.Subject.Organization) == 0: // A00.FR.509
		return errors.New("its subject has no O")
	case c.IsCA:
		return errors.New("it is that of a certificate authority")
	}
	if err := cs.ofOperator(chain); err != nil {
		return err
	}
	switch {
	case cs.RequestOf(c) != nil:
		return nil
	case len(cs.Own) > 0 && ofKey(cs.Own[0].Key, c):
		return errTwice
	}
	return errors.New("the station has asked for no certificate of this key")
}

// ofOperator says why a chain does not lead to a CSMS root: the operator has one hierarchy for the CSMS and its stations
// (part 2, section A 1.4.2).
func (cs *Certificates) ofOperator(chain []*x509.Certificate) error {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, r := range cs.Roots {
		if r.Use == csmsRoot {
			roots.AddCert(r.Certificate)
		}
	}
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: cs.kernel.Now(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	return err
}

package certificates

import (
	"crypto/x509"
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/provisioning"
	"github.com/certbench/certbench/station/wire"
)

// Certificates is the certificate store of one life, and what is done with it.
type Certificates struct {
	Decide Decisions

	// Roots are the root certificates that are installed, in the order in which they were.
	Roots []*Root
	// Own are the station's certificates, the one in use first. There is a second one only until a connection has proved that
	// the one in use works (A02.FR.10).
	Own []*Own
	// Requests are the signing requests that wait for their certificates.
	Requests []*Request

	kernel       *kernel.Kernel
	model        *model.Model
	product      *product.Product
	wire         *wire.Wire
	provisioning *provisioning.Provisioning

	slot      int           // of the network profile of the last connection
	fallsBack bool          // the next attempt where the last connection was goes by the CSMS root that was replaced
	renewal   *kernel.Alarm // when the certificate in use is about to expire
	renewed   bool          // its renewal was asked for in this life
}

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Invalid says why a certificate cannot be a root for a use, nil when it can (M05.FR.07).
	Invalid func(use ocpp201.InstallCertificateUse, certificate *x509.Certificate) error
	// Succeeds says why a CSMS root may not replace the one that is trusted (M05.FR.10), nil when it may.
	Succeeds func(old, next *x509.Certificate) error
	// Hash is the certificateHashData of a certificate and the one that has issued it.
	Hash func(certificate, issuer *x509.Certificate) ocpp201.CertificateHashData
	// Same tells whether a request means a certificate by its hash data (M04.FR.02).
	Same func(asked, stored ocpp201.CertificateHashData) bool
	// Listed are the roots of the uses that were asked for; none asked for means all.
	Listed func(asked []ocpp201.GetCertificateIDUse) []*Root
	// MayDelete tells whether a root may be deleted (M04.FR.03).
	MayDelete func(*Root) bool
	// NewRequest makes a key pair and its signing request.
	NewRequest func() (*Request, error)
	// Encoded is a signing request as it is sent (RFC 2986 and PEM).
	Encoded func(request []byte) string
	// RepeatAfter is the wait for a signed certificate when a request was sent a number of times, and whether it is sent once
	// more after it (A02.FR.17 to FR.19).
	RepeatAfter func(sent int) (Wait, bool)
	// Unfit says why a signed certificate is not taken, nil when it is (A02.FR.06). chain begins with the certificate.
	Unfit func(chain []*x509.Certificate) error
	// Renewed takes a new certificate into use, beside the old one.
	Renewed func(*Own)
	// Trusted are the CSMS roots that the next attempt to connect goes by, elsewhere than where the last connection was or there,
	// and Shown is the station's certificate in it.
	Trusted func(elsewhere bool) []*Root
	Shown   func() *Own
	// DropFallback gives up the CSMS root that was replaced (M05.FR.13).
	DropFallback func()
}

// New makes the room of one life, which is empty until Factory is called.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire, registrar *provisioning.Provisioning) *Certificates {
	cs := &Certificates{kernel: k, model: m, product: p, wire: w, provisioning: registrar}
	cs.decideRightly()
	// M05.FR.06 limits those that the CSMS installs, and nothing else.
	m.Measure(ocpp201.Component{Name: controller}, "CertificateEntries", func() string { return strconv.Itoa(len(cs.Roots)) })
	return cs
}

func (cs *Certificates) decideRightly() {
	cs.Decide = Decisions{
		Invalid: cs.invalid, Succeeds: succeeds, Hash: HashWith(ocpp201.HashAlgorithmSHA256), Same: same, Listed: cs.listed, MayDelete: cs.mayDelete,
		NewRequest: cs.newRequest, Encoded: encodedRequest, RepeatAfter: cs.repeatAfter, Unfit: cs.unfit, Renewed: cs.takeIntoUse,
		Trusted: cs.trusted, Shown: cs.shown, DropFallback: cs.dropFallback,
	}
}

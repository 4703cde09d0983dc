package certificates

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"slices"
	"sync"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Record is the name under which certificates are kept.
const Record = "certificates"

// Root is a root certificate that is installed.
type Root struct {
	Use         ocpp201.InstallCertificateUse
	Certificate *x509.Certificate
	Hash        ocpp201.CertificateHashData
	Fallback    bool // a CSMS root that was replaced, until its successor has proved to work (M05.FR.12)
	Factory     bool // the product was shipped with it
}

// Own is a certificate of the station, with its key.
type Own struct {
	Chain   []*x509.Certificate // the certificate first, then what the CSMS has sent with it
	Key     crypto.Signer
	Hash    ocpp201.CertificateHashData // empty where nobody knows who has issued it
	Factory bool
}

// kept is what is saved of the room. Certificates are DER, keys PKCS #8.
type kept struct {
	Roots   []keptRoot
	Own     []keptOwn
	Slot    int      // of the network profile of the last connection
	Shipped []string // what the product was shipped with at the time, by fingerprint
}

type keptRoot struct {
	Use               ocpp201.InstallCertificateUse
	Certificate       []byte
	Hash              ocpp201.CertificateHashData
	Fallback, Factory bool
}

type keptOwn struct {
	Chain   [][]byte
	Key     []byte
	Hash    ocpp201.CertificateHashData
	Factory bool
}

// Factory takes what the product is shipped with.
func (cs *Certificates) Factory() {
	cs.Roots, cs.Own = cs.factoryRoots(), cs.factoryOwn()
}

func (cs *Certificates) factoryRoots() []*Root {
	var roots []*Root
	for _, shipped := range []struct {
		use  ocpp201.InstallCertificateUse
		some []*x509.Certificate
	}{
		{ocpp201.InstallCertificateUseCSMSRootCertificate, cs.product.Roots},
		{ocpp201.InstallCertificateUseManufacturerRootCertificate, cs.product.ManufacturerRoots},
	} {
		for _, c := range shipped.some {
			issuer := c
			if i := slices.IndexFunc(shipped.some, func(other *x509.Certificate) bool { return shippedWith(other, c) }); i >= 0 {
				issuer = shipped.some[i]
			}
			roots = append(roots, &Root{Use: shipped.use, Certificate: c, Hash: cs.Decide.Hash(c, issuer), Factory: true})
		}
	}
	return roots
}

// checked keeps of the roots that products are shipped with who has issued whom: they stay what they are over all lives of a
// station, and to check a signature takes longer than all else of a boot. What a CSMS installs is checked each time.
var checked sync.Map // [2]*x509.Certificate, the issuer first, to bool

// shippedWith is issued for two roots that a product is shipped with.
func shippedWith(issuer, c *x509.Certificate) bool {
	pair := [2]*x509.Certificate{issuer, c}
	if known, ok := checked.Load(pair); ok {
		return known.(bool)
	}
	is := issued(issuer, c)
	checked.Store(pair, is)
	return is
}

// issued tells whether a certificate was issued by another one, or by itself.
func issued(issuer, c *x509.Certificate) bool {
	return bytes.Equal(issuer.RawSubject, c.RawIssuer) && c.CheckSignatureFrom(issuer) == nil
}

func (cs *Certificates) factoryOwn() []*Own {
	shipped := cs.product.Certificate
	if shipped == nil {
		return nil
	}
	own := &Own{Factory: true}
	own.Key, _ = shipped.PrivateKey.(crypto.Signer) // every key of crypto/tls is one
	for _, der := range shipped.Certificate {
		if c, err := x509.ParseCertificate(der); err == nil {
			own.Chain = append(own.Chain, c)
		}
	}
	cs.identify(own)
	return []*Own{own}
}

// identify finds the hash data of a certificate of the station, while whoever has issued it is known: in its chain, or among
// the CSMS roots.
func (cs *Certificates) identify(own *Own) {
	issuer := cs.issuerOf(csmsRoot, own.Chain[0])
	for _, c := range own.Chain[1:] {
		if bytes.Equal(c.RawSubject, own.Chain[0].RawIssuer) {
			issuer = c
		}
	}
	if issuer != nil {
		own.Hash = cs.Decide.Hash(own.Chain[0], issuer)
	}
}

// Restore takes the certificates of earlier lives. Where the product is shipped with others than then, what it was shipped
// with then is gone, and the new ones are there.
func (cs *Certificates) Restore() {
	var k kept
	cs.kernel.Load(Record, &k)
	if k.Shipped == nil {
		return
	}
	roots, own := cs.Roots, cs.Own
	now := cs.shipped()
	present := func(print string) bool { return slices.Contains(now, print) }
	cs.Roots, cs.Own, cs.slot = nil, nil, k.Slot
	for _, r := range k.Roots {
		if c, err := x509.ParseCertificate(r.Certificate); err == nil && (!r.Factory || present(fingerprint(string(r.Use), r.Certificate))) {
			cs.Roots = append(cs.Roots, &Root{r.Use, c, r.Hash, r.Fallback, r.Factory})
		}
	}
	for _, r := range roots {
		if !slices.Contains(k.Shipped, fingerprint(string(r.Use), r.Certificate.Raw)) {
			cs.Roots = append(cs.Roots, r)
		}
	}
	for _, o := range own {
		if !slices.Contains(k.Shipped, o.fingerprint()) {
			cs.Own = append(cs.Own, o)
		}
	}
	for _, o := range k.Own {
		if restored := o.restored(); restored != nil && (!o.Factory || present(restored.fingerprint())) {
			cs.Own = append(cs.Own, restored)
		}
	}
}

// restored is nil where nothing can be made of what was kept.
func (o keptOwn) restored() *Own {
	own := &Own{Hash: o.Hash, Factory: o.Factory}
	for _, der := range o.Chain {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return nil
		}
		own.Chain = append(own.Chain, c)
	}
	key, err := x509.ParsePKCS8PrivateKey(o.Key)
	if err != nil || len(own.Chain) == 0 {
		return nil
	}
	own.Key, _ = key.(crypto.Signer)
	return own
}

// shipped are the fingerprints of what the product is shipped with.
func (cs *Certificates) shipped() []string {
	prints := []string{}
	for _, r := range cs.factoryRoots() {
		prints = append(prints, fingerprint(string(r.Use), r.Certificate.Raw))
	}
	for _, o := range cs.factoryOwn() {
		prints = append(prints, o.fingerprint())
	}
	return prints
}

func fingerprint(use string, der []byte) string {
	sum := sha256.Sum256(append([]byte(use+"\x00"), der...))
	return hex.EncodeToString(sum[:])
}

func (o *Own) fingerprint() string { return fingerprint("own", o.Chain[0].Raw) }

// save keeps the certificates for the next life. The error is why the memory has not taken them: nothing may be promised
// then (M05.FR.03, M04.FR.03).
func (cs *Certificates) save() error {
	k := kept{Slot: cs.slot, Shipped: cs.shipped()}
	for _, r := range cs.Roots {
		k.Roots = append(k.Roots, keptRoot{r.Use, r.Certificate.Raw, r.Hash, r.Fallback, r.Factory})
	}
	for _, o := range cs.Own {
		key, err := x509.MarshalPKCS8PrivateKey(o.Key)
		if err != nil {
			return err
		}
		own := keptOwn{Key: key, Hash: o.Hash, Factory: o.Factory}
		for _, c := range o.Chain {
			own.Chain = append(own.Chain, c.Raw)
		}
		k.Own = append(k.Own, own)
	}
	return cs.kernel.TrySave(Record, k)
}

// saved keeps what is no answer to anybody; a memory that fails ends the life.
func (cs *Certificates) saved() {
	if err := cs.save(); err != nil {
		cs.kernel.Halt(err)
	}
}

// used is a certificate of the station as crypto/tls has it.
func (o *Own) used() tls.Certificate {
	c := tls.Certificate{PrivateKey: o.Key, Leaf: o.Chain[0]}
	for _, part := range o.Chain {
		c.Certificate = append(c.Certificate, part.Raw)
	}
	return c
}

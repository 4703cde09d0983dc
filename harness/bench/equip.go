package bench

import (
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/station"
)

// equipment is what the factory gives a station for its security profile, out of the PKI of the run: nothing in 1, the root of
// the CSMS from 2 on, and in 3 a certificate of its own, with its key.
type equipment struct {
	roots []*pki.Authority
	own   *pki.Chain // nil below 3
}

// equipment makes it, and the PKI where there is none.
func (s *Security) equipment() (equipment, error) {
	if s.Profile < 2 {
		return equipment{}, nil
	}
	var err error
	if s.PKI == nil {
		if s.PKI, err = s.makePKI(); err != nil {
			return equipment{}, err
		}
	}
	var with equipment
	for _, alg := range s.algorithms() {
		root, err := s.PKI.Root(alg)
		if err != nil {
			return equipment{}, err
		}
		with.roots = append(with.roots, root)
	}
	if s.Profile < 3 {
		return with, nil
	}
	own, err := s.PKI.Station(s.algorithms()[0], s.Serial)
	with.own = &own
	return with, err
}

// equip gives it to a station in this process.
func (s *Security) equip(config *station.Config) error {
	with, err := s.equipment()
	if err != nil || s.Profile < 2 {
		return err
	}
	config.SecurityProfile, config.CSMSURL = s.Profile, strings.Replace(config.CSMSURL, "ws:", "wss:", 1)
	config.Roots = []*x509.Certificate{}
	config.Roots = append(config.Roots, roots(with.roots)...)
	if with.own == nil {
		return nil
	}
	own, err := with.own.TLS()
	config.Certificate = &own
	return err
}

// given is the equipment of a station that is a process of its own: files in a folder, which only their owner may read and which
// go with the bench. Those that its security profile does not have are empty.
type given struct{ folder, roots, certificate, key, manufacturer string }

// give writes it, with the roots of a manufacturer, of which there may be none.
func (s *Security) give(manufacturer []*x509.Certificate) (given, error) {
	with, err := s.equipment()
	if err != nil || len(with.roots)+len(manufacturer) == 0 {
		return given{}, err
	}
	var g given
	if g.folder, err = os.MkdirTemp("", "certbench-given-"); err != nil {
		return given{}, err
	}
	if len(with.roots) > 0 {
		g.roots = filepath.Join(g.folder, "roots.pem")
		err = pki.WriteCertificates(g.roots, roots(with.roots)...)
	}
	if len(manufacturer) > 0 {
		g.manufacturer = filepath.Join(g.folder, "manufacturer.pem")
		err = errors.Join(err, pki.WriteCertificates(g.manufacturer, manufacturer...))
	}
	if with.own != nil {
		g.certificate, g.key = filepath.Join(g.folder, "certificate.pem"), filepath.Join(g.folder, "key.pem")
		err = errors.Join(err, with.own.Write(g.certificate, g.key))
	}
	if err != nil {
		return given{}, errors.Join(err, g.remove())
	}
	return g, nil
}

func roots(of []*pki.Authority) (all []*x509.Certificate) {
	for _, a := range of {
		all = append(all, a.Certificate)
	}
	return all
}

func (g given) remove() error {
	if g.folder == "" {
		return nil
	}
	return os.RemoveAll(g.folder)
}

package selftest

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/wire"
)

// managesNone has a station take no request about certificates.
var managesNone = inHand(func(fw *station.Firmware) {
	wire.Handle(fw.Wire, func(q ocpp201.InstallCertificateRequest) (r ocpp201.InstallCertificateResponse, err error) {
		return r, wire.NotSupported(q.Action())
	})
	wire.Handle(fw.Wire, func(q ocpp201.GetInstalledCertificateIdsRequest) (r ocpp201.GetInstalledCertificateIdsResponse, err error) {
		return r, wire.NotSupported(q.Action())
	})
	wire.Handle(fw.Wire, func(q ocpp201.DeleteCertificateRequest) (r ocpp201.DeleteCertificateResponse, err error) {
		return r, wire.NotSupported(q.Action())
	})
})

// madeWithRoot is a station that came with the root of the bench.
func madeWithRoot(p *bench.MemoryParts) {
	root, err := p.PKI.Root(pki.ECDSA)
	if err != nil {
		panic(err)
	}
	block, _ := pem.Decode([]byte(root.PEM()))
	known, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		panic(err)
	}
	onStation(func(c *station.Config) { c.Roots = append(c.Roots, known) })(p)
}

// TestAStationWithoutCertificateManagementMayHaveTheRoot plays transfers by TLS in security profile 1 on stations to which no root can be
// given: they pass where it has the root all the same, and else prove nothing, but for what is wrong whatever it has.
func TestAStationWithoutCertificateManagementMayHaveTheRoot(t *testing.T) {
	denies := logStatuses(func(fw *station.Firmware, q ocpp201.LogStatusNotificationRequest, pass func()) {
		if q.Status != ocpp201.UploadLogStatusUploaded {
			pass()
			return
		}
		q.Status = ocpp201.UploadLogStatusPermissionDenied
		wire.Send(fw.Wire, q, wire.Sending{})
	})
	for name, c := range map[string]struct {
		change func(*bench.MemoryParts)
		want   evidence.Verdict
		words  string
	}{
		"it has the root":               {both(managesNone, madeWithRoot), evidence.Pass, ""},
		"it has not":                    {managesNone, evidence.Inconclusive, "Install the root as its maker does"},
		"it has the root, and says not": {both(managesNone, both(madeWithRoot, denies)), evidence.Fail, "status is \"Uploaded\""},
	} {
		for _, by := range []octt.Protocol{octt.HTTPS, octt.FTPS} {
			p := play(t, "TC_N_25_CS", setup{change: c.change, profile: 1, by: by})
			if place, sentence := firstWorst(p); p.Verdict != c.want || !strings.Contains(sentence, c.words) {
				t.Errorf("%s, by %s: expected %s and %q, got %s at %s: %s", name, by, c.want, c.words, p.Verdict, place, sentence)
			}
		}
	}
	refuses := inHand(func(fw *station.Firmware) { // one that manages certificates, and does not take that
		fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
			if _, ok := m.Body.(ocpp201.InstallCertificateResponse); ok {
				m.Body = ocpp201.InstallCertificateResponse{Status: ocpp201.InstallCertificateStatusRejected}
			}
			pass(m)
		})
	})
	if p := play(t, "TC_N_25_CS", setup{change: refuses, profile: 1, by: "HTTPS"}); p.Verdict != evidence.Inconclusive || !strings.Contains(p.Reason, "takes it by InstallCertificate") {
		t.Errorf("a root that is Rejected: expected INCONCLUSIVE in the preparation, got %s: %s", p.Verdict, p.Reason)
	}
}

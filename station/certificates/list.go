package certificates

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Installed answers use case M03: the roots, and not the station's own certificate, for which GetCertificateIdUseEnumType has
// no word.
func (cs *Certificates) Installed(q ocpp201.GetInstalledCertificateIdsRequest) (ocpp201.GetInstalledCertificateIdsResponse, error) {
	r := ocpp201.GetInstalledCertificateIdsResponse{Status: ocpp201.GetInstalledCertificateStatusAccepted} // M03.FR.03
	for _, root := range cs.Decide.Listed(q.CertificateType) {
		r.CertificateHashDataChain = append(r.CertificateHashDataChain, ocpp201.CertificateHashDataChain{
			CertificateType: ocpp201.GetCertificateIDUse(root.Use), CertificateHashData: root.Hash, // M03.FR.04
		})
	}
	if len(r.CertificateHashDataChain) == 0 { // M03.FR.02
		r.Status = ocpp201.GetInstalledCertificateStatusNotFound
		r.StatusInfo = cs.wire.Reason("NotFound", "no certificate of that type is installed")
	}
	return r, nil
}

func (cs *Certificates) listed(asked []ocpp201.GetCertificateIDUse) []*Root {
	var some []*Root
	for _, r := range cs.Roots {
		if len(asked) == 0 || slices.Contains(asked, ocpp201.GetCertificateIDUse(r.Use)) {
			some = append(some, r)
		}
	}
	return some
}

// Delete answers use case M04. One certificate may be installed for several uses, of which a request names none: it is
// deleted for all.
func (cs *Certificates) Delete(q ocpp201.DeleteCertificateRequest) (ocpp201.DeleteCertificateResponse, error) {
	answer := func(status ocpp201.DeleteCertificateStatus, code, why string) (ocpp201.DeleteCertificateResponse, error) {
		return ocpp201.DeleteCertificateResponse{Status: status, StatusInfo: cs.wire.Reason(code, why)}, nil
	}
	if cs.isOwn(q.CertificateHashData) { // M04.FR.06
		return answer(ocpp201.DeleteCertificateStatusFailed, "UnsupportedRequest", "it is the station's own certificate")
	}
	meant := func(r *Root) bool { return cs.Decide.Same(q.CertificateHashData, r.Hash) }
	before := cs.Roots
	i := slices.IndexFunc(before, meant)
	switch {
	case i < 0: // M04.FR.04
		return answer(ocpp201.DeleteCertificateStatusNotFound, "NotFound", "there is no such certificate")
	case !cs.Decide.MayDelete(before[i]): // M04.FR.03
		return answer(ocpp201.DeleteCertificateStatusFailed, "UnsupportedRequest", "it is the last one of its type")
	}
	cs.Roots = slices.DeleteFunc(slices.Clone(before), meant)
	if err := cs.save(); err != nil { // M04.FR.03
		cs.Roots = before
		return answer(ocpp201.DeleteCertificateStatusFailed, "InternalError", err.Error())
	}
	cs.reconfigured()
	return ocpp201.DeleteCertificateResponse{Status: ocpp201.DeleteCertificateStatusAccepted}, nil // M04.FR.02
}

// isOwn tells whether hash data are those of a certificate of the station.
func (cs *Certificates) isOwn(asked ocpp201.CertificateHashData) bool {
	return slices.ContainsFunc(cs.Own, func(o *Own) bool { return o.Hash.SerialNumber != "" && cs.Decide.Same(asked, o.Hash) })
}

// mayDelete keeps the last CSMS root of a product that does not part with it (AQ-1), because without one it could not connect
// any more.
func (cs *Certificates) mayDelete(r *Root) bool {
	if r.Use != csmsRoot || !cs.product.Capabilities.KeepsLastRoot {
		return true
	}
	return slices.ContainsFunc(cs.Roots, func(other *Root) bool { return other != r && other.Use == csmsRoot })
}

package operation

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/certificates"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// certificatePatches are the faults of certificates.
var certificatePatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.RootsNeverTaken, defects.RootsNotKept, defects.RefusedRootFailed, defects.RefusedRootInstalled, defects.RefusedRootEmptiesStore,
	}, Put: rootAnswers},
	{Of: []defects.Defect{defects.ExpiredRootTaken, defects.UnsignedRootTaken}, Put: rootsTaken},
	{Of: []defects.Defect{
		defects.HashOfKeyInfo, defects.HashOfNameAsText, defects.HashOfOtherAlgorithm, defects.SerialInDecimal, defects.SerialWithLeadingZero,
	}, Put: hashes},
	{Of: []defects.Defect{defects.ListsFirstTypeOnly, defects.ListsFirstRootOnly, defects.ListsNothingUnasked}, Put: lists},
	{Of: []defects.Defect{defects.ListsMakerAsCSMS, defects.NothingListedAccepted, defects.NothingListedEmptyList, defects.NothingListedCallError}, Put: listAnswers},
	{Of: []defects.Defect{
		defects.DeleteAcceptedNotDone, defects.DeleteFails, defects.DeleteFindsNothing, defects.DeleteUnknownAccepted, defects.DeleteUnknownFailed,
		defects.OwnCertificateDeleted, defects.OwnCertificateCallError,
	}, Put: deletes},
	{Of: []defects.Defect{defects.RequestWithoutLineEnds, defects.RequestNotInPEM, defects.RequestOfCertificateLabel}, Put: requestText},
	{Of: []defects.Defect{defects.RequestWeakKey, defects.RequestNotItsName, defects.RequestForgedSignature, defects.RequestSameKey}, Put: requestContent},
	{Of: []defects.Defect{defects.RequestForV2G}, Put: requestUse},
	{Of: []defects.Defect{defects.SignedRefused, defects.SignedOtherKeyTaken}, Put: signedAnswers},
	{Of: []defects.Defect{defects.SignedExpiredTaken, defects.SignedForeignTaken}, Put: signedTaken},
	{Of: []defects.Defect{defects.SignedRefusalNotTold, defects.SignedRefusalToldAsCSMS}, Put: refusalTold},
	{Of: []defects.Defect{defects.RejectedRequestRepeated}, Put: rejectedRequest},
	{Of: []defects.Defect{defects.NewRootNeverUsed, defects.OldRootNeverUsedAgain, defects.OldRootTrustedAsBefore}, Put: rootsTrusted},
	{Of: []defects.Defect{defects.OldRootKeptForGood, defects.OldRootDroppedByItsOwn}, Put: rootsDropped},
	{Of: []defects.Defect{defects.OldRootDroppedAtOnce}, Put: rootDroppedAtOnce},
	{Of: []defects.Defect{defects.OldCertificateGoesOn, defects.LongestCertificateUsed, defects.RenewedWithoutReconnect}, Put: renewals},
	{Of: []defects.Defect{defects.RequestRepeatedTooSoon, defects.RequestWaitNotDoubled, defects.RequestNotRepeated, defects.RequestRepeatedForEver}, Put: requestRepeats},
}

func rootAnswers(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.InstallCertificateRequest) (ocpp201.InstallCertificateResponse, error) {
		switch {
		case s.Has(defects.RootsNeverTaken):
			return ocpp201.InstallCertificateResponse{Status: ocpp201.InstallCertificateStatusRejected}, nil
		case s.Has(defects.RootsNotKept):
			return ocpp201.InstallCertificateResponse{Status: ocpp201.InstallCertificateStatusAccepted}, nil
		}
		r, err := fw.Certificates.Install(q)
		switch {
		case r.Status != ocpp201.InstallCertificateStatusRejected:
		case s.Has(defects.RefusedRootFailed):
			r.Status = ocpp201.InstallCertificateStatusFailed
		case s.Has(defects.RefusedRootInstalled):
			anyway(fw, q)
		case s.Has(defects.RefusedRootEmptiesStore):
			fw.Certificates.Roots = slices.DeleteFunc(slices.Clone(fw.Certificates.Roots), func(r *certificates.Root) bool { return r.Use == q.CertificateType })
		}
		return r, err
	})
}

// anyway installs a certificate without a look at it.
func anyway(fw *station.Firmware, q ocpp201.InstallCertificateRequest) {
	d := &fw.Certificates.Decide
	invalid, succeeds := d.Invalid, d.Succeeds
	d.Invalid = func(ocpp201.InstallCertificateUse, *x509.Certificate) error { return nil }
	d.Succeeds = func(_, _ *x509.Certificate) error { return nil }
	_, err := fw.Certificates.Install(q)
	d.Invalid, d.Succeeds = invalid, succeeds
	if err != nil {
		fw.Kernel.Halt(err)
	}
}

func rootsTaken(fw *station.Firmware, s defects.Set) {
	d := &fw.Certificates.Decide
	invalid, succeeds := d.Invalid, d.Succeeds
	d.Invalid = func(use ocpp201.InstallCertificateUse, c *x509.Certificate) error {
		err := invalid(use, c)
		if err != nil && fw.Kernel.Now().After(c.NotAfter) && s.Has(defects.ExpiredRootTaken) {
			return nil
		}
		return err
	}
	d.Succeeds = func(old, next *x509.Certificate) error {
		err := succeeds(old, next)
		if err != nil && s.Has(defects.UnsignedRootTaken) {
			return nil
		}
		return err
	}
}

func hashes(fw *station.Firmware, s defects.Set) {
	right := fw.Certificates.Decide.Hash
	fw.Certificates.Decide.Hash = func(c, issuer *x509.Certificate) ocpp201.CertificateHashData {
		h := right(c, issuer)
		switch {
		case s.Has(defects.HashOfKeyInfo):
			h.IssuerKeyHash = certificates.Digest(h.HashAlgorithm, issuer.RawSubjectPublicKeyInfo)
		case s.Has(defects.HashOfNameAsText):
			h.IssuerNameHash = certificates.Digest(h.HashAlgorithm, []byte(c.Issuer.String()))
		case s.Has(defects.HashOfOtherAlgorithm):
			h = certificates.HashWith(ocpp201.HashAlgorithmSHA512)(c, issuer)
			h.HashAlgorithm = ocpp201.HashAlgorithmSHA256
		case s.Has(defects.SerialInDecimal):
			h.SerialNumber = c.SerialNumber.String()
		case len(h.SerialNumber)%2 != 0 && s.Has(defects.SerialWithLeadingZero):
			h.SerialNumber = hex.EncodeToString(c.SerialNumber.Bytes())
		}
		return h
	}
}

func lists(fw *station.Firmware, s defects.Set) {
	right := fw.Certificates.Decide.Listed
	fw.Certificates.Decide.Listed = func(asked []ocpp201.GetCertificateIDUse) []*certificates.Root {
		some := right(asked)
		switch {
		case len(asked) > 1 && s.Has(defects.ListsFirstTypeOnly):
			return right(asked[:1])
		case len(some) > 1 && s.Has(defects.ListsFirstRootOnly):
			return some[:1]
		case len(asked) == 0 && len(some) > 0 && s.Has(defects.ListsNothingUnasked):
			return nil
		}
		return some
	}
}

func listAnswers(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		r, ok := m.Body.(ocpp201.GetInstalledCertificateIdsResponse)
		if !ok || m.Refusal != nil {
			pass(m)
			return
		}
		switch {
		case r.Status == ocpp201.GetInstalledCertificateStatusAccepted:
			for i := range r.CertificateHashDataChain {
				if e := &r.CertificateHashDataChain[i]; e.CertificateType == ocpp201.GetCertificateIDUseManufacturerRootCertificate && s.Has(defects.ListsMakerAsCSMS) {
					e.CertificateType = ocpp201.GetCertificateIDUseCSMSRootCertificate
				}
			}
			m.Body = r
		case s.Has(defects.NothingListedAccepted):
			r.Status = ocpp201.GetInstalledCertificateStatusAccepted
			m.Body = r
		case s.Has(defects.NothingListedEmptyList):
			m.Body = map[string]any{"status": r.Status, "certificateHashDataChain": []any{}}
		case s.Has(defects.NothingListedCallError):
			m.Refusal = &wire.CallError{Code: ocppj.GenericError, Description: "no certificate of that type"}
		}
		pass(m)
	})
}

func deletes(fw *station.Firmware, s defects.Set) {
	answer := func(status ocpp201.DeleteCertificateStatus) (ocpp201.DeleteCertificateResponse, error) {
		return ocpp201.DeleteCertificateResponse{Status: status}, nil
	}
	wire.Handle(fw.Wire, func(q ocpp201.DeleteCertificateRequest) (ocpp201.DeleteCertificateResponse, error) {
		store := fw.Certificates
		meant := func(h ocpp201.CertificateHashData) bool { return store.Decide.Same(q.CertificateHashData, h) }
		own := slices.IndexFunc(store.Own, func(o *certificates.Own) bool { return meant(o.Hash) })
		there := slices.ContainsFunc(store.Roots, func(r *certificates.Root) bool { return meant(r.Hash) })
		switch {
		case own >= 0 && s.Has(defects.OwnCertificateDeleted):
			store.Own = slices.Delete(slices.Clone(store.Own), own, own+1)
			return answer(ocpp201.DeleteCertificateStatusAccepted)
		case own >= 0 && s.Has(defects.OwnCertificateCallError):
			return ocpp201.DeleteCertificateResponse{}, &wire.CallError{Code: ocppj.InternalError, Description: "the certificate is in use"}
		case own >= 0:
		case there && s.Has(defects.DeleteAcceptedNotDone), !there && s.Has(defects.DeleteUnknownAccepted):
			return answer(ocpp201.DeleteCertificateStatusAccepted)
		case there && s.Has(defects.DeleteFails), !there && s.Has(defects.DeleteUnknownFailed):
			return answer(ocpp201.DeleteCertificateStatusFailed)
		case there && s.Has(defects.DeleteFindsNothing):
			return answer(ocpp201.DeleteCertificateStatusNotFound)
		}
		return store.Delete(q)
	})
}

func requestText(fw *station.Firmware, s defects.Set) {
	right := fw.Certificates.Decide.Encoded
	fw.Certificates.Decide.Encoded = func(der []byte) string {
		text := right(der)
		switch {
		case s.Has(defects.RequestWithoutLineEnds):
			return strings.ReplaceAll(text, "\n", "")
		case s.Has(defects.RequestNotInPEM):
			return base64.StdEncoding.EncodeToString(der)
		case s.Has(defects.RequestOfCertificateLabel):
			return strings.ReplaceAll(text, "CERTIFICATE REQUEST", "CERTIFICATE")
		}
		return text
	}
}

// weakBits is the length of a key that is too short (A00.FR.502).
const weakBits = 1024

func requestContent(fw *station.Firmware, s defects.Set) {
	right := fw.Certificates.Decide.NewRequest
	var first *certificates.Request
	fw.Certificates.Decide.NewRequest = func() (*certificates.Request, error) {
		r, err := right()
		if err != nil {
			return r, err
		}
		name := fw.Certificates.Subject()
		of := func(key crypto.Signer) (*certificates.Request, error) {
			der, err := certificates.RequestFor(key, name)
			return &certificates.Request{Key: key, DER: der}, err
		}
		switch {
		case s.Has(defects.RequestWeakKey):
			key, err := rsa.GenerateKey(rand.Reader, weakBits)
			if err != nil {
				return nil, err
			}
			return of(key)
		case s.Has(defects.RequestNotItsName):
			name.CommonName = "ANOTHER-STATION"
			return of(r.Key)
		case s.Has(defects.RequestForgedSignature):
			r.DER[len(r.DER)-1] ^= 1
		case first != nil && s.Has(defects.RequestSameKey):
			return of(first.Key)
		}
		first = r
		return r, nil
	}
}

func requestUse(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		if q, ok := m.Body.(ocpp201.SignCertificateRequest); ok && s.Has(defects.RequestForV2G) {
			q.CertificateType = new(ocpp201.CertificateSigningUseV2GCertificate)
			m.Body = q
		}
		pass(m)
	})
}

func signedAnswers(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.CertificateSignedRequest) (ocpp201.CertificateSignedResponse, error) {
		switch {
		case s.Has(defects.SignedRefused):
			return ocpp201.CertificateSignedResponse{Status: ocpp201.CertificateSignedStatusRejected}, nil
		case !asksFor(fw, q.CertificateChain) && s.Has(defects.SignedOtherKeyTaken):
			return ocpp201.CertificateSignedResponse{Status: ocpp201.CertificateSignedStatusAccepted}, nil
		}
		return fw.Certificates.Signed(q)
	})
}

// asksFor tells whether the station has asked for the certificate that a chain begins with. What cannot be read it may have.
func asksFor(fw *station.Firmware, chain string) bool {
	block, _ := pem.Decode([]byte(chain))
	if block == nil {
		return true
	}
	c, err := x509.ParseCertificate(block.Bytes)
	return err != nil || fw.Certificates.RequestOf(c) != nil
}

func signedTaken(fw *station.Firmware, s defects.Set) {
	right := fw.Certificates.Decide.Unfit
	fw.Certificates.Decide.Unfit = func(chain []*x509.Certificate) error {
		err := right(chain)
		expired := fw.Kernel.Now().After(chain[0].NotAfter)
		asked := fw.Certificates.RequestOf(chain[0]) != nil
		switch {
		case err == nil:
		case expired && asked && s.Has(defects.SignedExpiredTaken), !expired && asked && s.Has(defects.SignedForeignTaken):
			return nil
		}
		return err
	}
}

func refusalTold(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		q, ok := m.Body.(ocpp201.SecurityEventNotificationRequest)
		if !ok || q.Type != "InvalidChargingStationCertificate" {
			pass(m)
			return
		}
		switch {
		case s.Has(defects.SignedRefusalNotTold):
			m.Lost = true
		case s.Has(defects.SignedRefusalToldAsCSMS):
			q.Type = wire.InvalidCSMSCertificate
			m.Body = q
		}
		pass(m)
	})
}

// rootsTrusted asks where there are two CSMS roots: one alone leaves no choice.
func rootsTrusted(fw *station.Firmware, s defects.Set) {
	right := fw.Certificates.Decide.Trusted
	fw.Certificates.Decide.Trusted = func(elsewhere bool) []*certificates.Root {
		var all, successors []*certificates.Root
		for _, r := range fw.Certificates.Roots {
			if r.Use != ocpp201.InstallCertificateUseCSMSRootCertificate {
				continue
			}
			all = append(all, r)
			if !r.Fallback {
				successors = append(successors, r)
			}
		}
		some := right(elsewhere)
		replaced := len(successors) > 0 && len(successors) < len(all)
		switch {
		case len(all) > 1 && s.Has(defects.NewRootNeverUsed):
			return all[:1]
		case replaced && some[0].Fallback && s.Has(defects.OldRootNeverUsedAgain):
			return successors
		case replaced && s.Has(defects.OldRootTrustedAsBefore):
			return all
		}
		return some
	}
}

func rootsDropped(fw *station.Firmware, s defects.Set) {
	drop, trusted := fw.Certificates.Decide.DropFallback, fw.Wire.Hooks.Trusted
	replaced := func() bool {
		return slices.ContainsFunc(fw.Certificates.Roots, func(r *certificates.Root) bool { return r.Fallback })
	}
	fw.Certificates.Decide.DropFallback = func() {
		if replaced() && s.Has(defects.OldRootKeptForGood) {
			return
		}
		drop()
	}
	fw.Wire.Hooks.Trusted = func(p wire.Profile) {
		trusted(p)
		if replaced() && s.Has(defects.OldRootDroppedByItsOwn) {
			drop()
		}
	}
}

func rootDroppedAtOnce(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		pass(m)
		r, ok := m.Body.(ocpp201.InstallCertificateResponse)
		if !ok || r.Status != ocpp201.InstallCertificateStatusAccepted {
			return
		}
		if slices.ContainsFunc(fw.Certificates.Roots, func(r *certificates.Root) bool { return r.Fallback }) && s.Has(defects.OldRootDroppedAtOnce) {
			fw.Certificates.Decide.DropFallback()
		}
	})
}

// renewals asks in security profile 3, where the station shows one of its certificates.
func renewals(fw *station.Firmware, s defects.Set) {
	shown, renewed := fw.Certificates.Decide.Shown, fw.Certificates.Decide.Renewed
	var old *certificates.Own
	fw.Certificates.Decide.Renewed = func(own *certificates.Own) {
		before := slices.Clone(fw.Certificates.Own)
		switch {
		case len(before) == 0 || fw.Model.Integer("SecurityCtrlr", "SecurityProfile", "") < 3:
		case s.Has(defects.OldCertificateGoesOn):
			old = before[0]
		case own.Chain[0].NotAfter.Before(before[0].Chain[0].NotAfter) && s.Has(defects.LongestCertificateUsed):
			old = before[0]
		case s.Has(defects.RenewedWithoutReconnect):
			fw.Certificates.Own = append([]*certificates.Own{own}, before...)
			return
		}
		renewed(own)
	}
	fw.Certificates.Decide.Shown = func() *certificates.Own {
		if old != nil {
			return old
		}
		return shown()
	}
}

// soon is how long a station waits that is in a hurry.
const soon = 250 * time.Millisecond

func rejectedRequest(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Results.Add(func(m wire.Message, pass wire.Pass) {
		pass(m)
		r, ok := m.Body.(ocpp201.SignCertificateResponse)
		if ok && r.Status == ocpp201.GenericStatusRejected && s.Has(defects.RejectedRequestRepeated) {
			fw.Kernel.After(soon, func() { wire.Send(fw.Wire, m.Request.(ocpp201.SignCertificateRequest), wire.Sending{Asked: true}) })
		}
	})
}

func requestRepeats(fw *station.Firmware, s defects.Set) {
	right := fw.Certificates.Decide.RepeatAfter
	fw.Certificates.Decide.RepeatAfter = func(sent int) (certificates.Wait, bool) {
		wait, again := right(sent)
		switch {
		case !again && sent > 1 && s.Has(defects.RequestRepeatedForEver):
			for !again {
				sent--
				wait, again = right(sent)
			}
		case !again:
		case s.Has(defects.RequestRepeatedTooSoon):
			return soon, true
		case s.Has(defects.RequestNotRepeated):
			return 0, false
		case sent > 1 && s.Has(defects.RequestWaitNotDoubled):
			first, _ := right(1)
			return first, true
		}
		return wait, again
	}
}

package locallist

import (
	"fmt"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Send answers use case D01. A list that is switched off takes nothing: that it is on is the prerequisite of the use case.
func (ll *LocalList) Send(q ocpp201.SendLocalListRequest) (r ocpp201.SendLocalListResponse, err error) {
	if err := ll.wire.TooMany(q.Action(), len(q.LocalAuthorizationList)); err != nil { // D01.FR.11
		return r, err
	}
	if why := ll.Decide.Refuses(q); why != nil {
		return ocpp201.SendLocalListResponse{Status: why.status, StatusInfo: ll.wire.Reason(why.code, why.text)}, nil
	}
	next := ll.List.copied()
	ll.Decide.Apply(&next, q)
	if !next.fits() {
		return ocpp201.SendLocalListResponse{Status: ocpp201.SendLocalListStatusFailed,
			StatusInfo: ll.wire.Reason("OutOfStorage", fmt.Sprintf("the list has room for %d idTokens, in %d bytes", most, longest))}, nil
	}
	ll.List = next
	ll.Save()
	return ocpp201.SendLocalListResponse{Status: ocpp201.SendLocalListStatusAccepted}, nil
}

// Refusal is why an update is not taken.
type Refusal struct {
	status     ocpp201.SendLocalListStatus
	code, text string // of statusInfo (part 2, appendices, reason codes)
}

// refuses tells what is wrong with an update; nil for nothing.
func (ll *LocalList) refuses(q ocpp201.SendLocalListRequest) *Refusal {
	failed := func(code, text string) *Refusal { return &Refusal{ocpp201.SendLocalListStatusFailed, code, text} }
	switch {
	case !ll.Enabled():
		return failed("NotEnabled", "the Local Authorization List is switched off")
	case q.VersionNumber <= 0: // D01.FR.18
		return failed("InvalidValue", "a list has a versionNumber above 0")
	case q.UpdateType == ocpp201.UpdateDifferential && ll.Decide.Outdated(q.VersionNumber): // D01.FR.19
		return &Refusal{ocpp201.SendLocalListStatusVersionMismatch, "InvalidValue", fmt.Sprintf("the list has versionNumber %d", ll.List.Version)}
	}
	seen := map[string]bool{}
	for _, d := range q.LocalAuthorizationList {
		switch k := key(d.IDToken); {
		case seen[k]: // D01.FR.06
			return failed("InvalidValue", "an idToken stands twice in the list")
		case q.UpdateType == ocpp201.UpdateFull && d.IDTokenInfo == nil: // part 2, AuthorizationData
			return failed("MissingParam", "a full list has idTokenInfo for each idToken")
		default:
			seen[k] = true
		}
	}
	return nil
}

// apply makes a list another one (D01.FR.04, FR.05, FR.15 to FR.17).
func apply(l *List, q ocpp201.SendLocalListRequest) {
	if q.UpdateType == ocpp201.UpdateFull {
		l.Entries = nil
	}
	for _, d := range q.LocalAuthorizationList {
		if d.IDTokenInfo == nil {
			l.remove(d.IDToken)
			continue
		}
		l.put(d.IDToken, *d.IDTokenInfo)
	}
	l.Version = q.VersionNumber
}

// Version answers use case D02. 0 says that there is no list: none was sent yet, or it is switched off (D02.FR.02, FR.03).
func (ll *LocalList) Version(ocpp201.GetLocalListVersionRequest) (ocpp201.GetLocalListVersionResponse, error) {
	if !ll.Enabled() {
		return ocpp201.GetLocalListVersionResponse{}, nil
	}
	return ocpp201.GetLocalListVersionResponse{VersionNumber: ll.List.Version}, nil
}

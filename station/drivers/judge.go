package drivers

import (
	"errors"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
)

var (
	infoAccepted = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}
	infoUnknown  = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusUnknown}
)

// Authorizes tells whether idTokens are judged at all (part 2, AuthCtrlr.Enabled). A station that lacks the variable does.
func (dr *Drivers) Authorizes() bool {
	return !dr.product.Capabilities.AuthorizationSwitch || dr.model.Boolean("AuthCtrlr", "Enabled")
}

// Judge finds out whether an idToken may charge and hands the answer to done: at once where the station decides alone, or
// when the CSMS has answered.
func (dr *Drivers) Judge(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	dr.Decide.Judge(token, done)
}

func (dr *Drivers) judge(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	switch {
	case !dr.Authorizes():
		done(infoAccepted)
	case dr.wire.Online():
		dr.judgeOnline(token, done)
	default:
		dr.judgeOffline(token, done)
	}
}

// judgeOnline goes by the cache where the CSMS wants it so (use case C12), and asks otherwise (C01.FR.02). That
// DisablePostAuthorize refuses also while LocalPreAuthorize is false follows from its text, which names no other
// condition than a status that is not Accepted.
func (dr *Drivers) judgeOnline(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	if listed := dr.Listed(token); listed != nil {
		dr.judgeListed(token, *listed, done)
		return
	}
	info := dr.Cached(token)
	valid := info != nil && dr.Decide.Trusts(*info)
	switch {
	case valid && dr.Decide.PreAuthorizes(*info):
		dr.UsesCache(token)
		info.Status = ocpp201.AuthorizationStatusAccepted
		dr.conclude(Judgement{Token: token, Info: *info, By: ByCache}, done)
	case info != nil && !valid && dr.Decide.RefusesCached(*info):
		dr.UsesCache(token)
		dr.conclude(Judgement{Token: token, Info: *info, By: ByCache}, done)
	case dr.model.Enabled("AuthCtrlr", "DisableRemoteAuthorization"):
		if info == nil {
			info = &infoUnknown
		}
		dr.UsesCache(token)
		dr.conclude(Judgement{Token: token, Info: *info, By: ByStation}, done)
	default:
		dr.Decide.Ask(token, done)
	}
}

// judgeListed is judgeOnline for an idToken of the Local Authorization List (use case C14), whatever the cache has of it.
// LocalPreAuthorize is a prerequisite of the use case, which C14.FR.02 does not repeat.
func (dr *Drivers) judgeListed(token ocpp201.IDToken, info ocpp201.IDTokenInfo, done func(ocpp201.IDTokenInfo)) {
	j := Judgement{Token: token, Info: info, By: ByList}
	switch valid := dr.Decide.TrustsListed(info); {
	case valid && dr.Decide.PreAuthorizesListed(info):
		j.Info.Status = ocpp201.AuthorizationStatusAccepted
	case !valid && dr.Decide.RefusesListed(info):
	case dr.model.Enabled("AuthCtrlr", "DisableRemoteAuthorization"):
		j.By = ByStation
	default:
		dr.Decide.Ask(token, done)
		return
	}
	dr.conclude(j, done)
}

// Listed is what the Local Authorization List has of an idToken, nil when nothing.
func (dr *Drivers) Listed(token ocpp201.IDToken) *ocpp201.IDTokenInfo { return dr.Decide.Listed(token) }

// Ask has the CSMS judge a token (C01.FR.02).
func (dr *Drivers) Ask(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	listed, known := dr.Listed(token), dr.Cached(token)
	wire.Ask(dr.wire, ocpp201.AuthorizeRequest{IDToken: token}, wire.Sending{}, func(r ocpp201.AuthorizeResponse) {
		dr.Learn(token, r.IDTokenInfo, FromAuthorize)
		j := Judgement{Token: token, Info: r.IDTokenInfo, By: ByCSMS, Known: known}
		switch {
		case listed != nil:
			j.By, j.Known = ByCSMSListed, listed
		case known != nil:
			j.By = ByCSMSAgain
		}
		dr.conclude(j, done)
	}, func(reason error) {
		if errors.Is(reason, wire.ErrLost) {
			dr.judgeOffline(token, done)
			return
		}
		done(infoUnknown)
	})
}

// judgeOffline goes by list and cache (part 2, AuthCtrlr.LocalAuthorizeOffline), and takes an id that neither knows as
// OfflineTxForUnknownIdEnabled says (C13.FR.04, C15.FR.08). An id that one of them knows is none of those, whatever its status.
func (dr *Drivers) judgeOffline(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	j := Judgement{Token: token, Info: infoUnknown, By: ByNobody}
	listed, info := dr.Listed(token), dr.Cached(token)
	switch {
	case listed != nil:
		if j.By = ByListAlone; dr.model.Boolean("AuthCtrlr", "LocalAuthorizeOffline") {
			j.Info = *listed
		}
	case info == nil:
		if dr.model.Enabled("AuthCtrlr", "OfflineTxForUnknownIdEnabled") {
			j.Info = infoAccepted
		}
	case dr.model.Boolean("AuthCtrlr", "LocalAuthorizeOffline"):
		dr.UsesCache(token)
		j.Info, j.By = *info, ByCacheAlone
	default:
		j.By = ByCacheAlone
	}
	dr.conclude(j, done)
}

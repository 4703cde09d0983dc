package drivers

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Judge finds out whether an idToken may charge: at once where the station decides alone, or when the CSMS has answered.
	Judge func(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo))
	// Ask has the CSMS judge an idToken that is presented while it can be asked (C01.FR.02).
	Ask func(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo))
	// Trusts tells whether what the cache knows of an idToken would let it charge: it is Accepted.
	Trusts func(info ocpp201.IDTokenInfo) bool
	// PreAuthorizes tells whether that is enough while the CSMS could be asked: LocalPreAuthorize (C12).
	PreAuthorizes func(info ocpp201.IDTokenInfo) bool
	// RefusesCached tells whether an entry that is not Accepted is refused without asking: DisablePostAuthorize (C10.FR.03,
	// C12.FR.05).
	RefusesCached func(info ocpp201.IDTokenInfo) bool
	// TrustsListed, PreAuthorizesListed and RefusesListed are the same of what the Local Authorization List has of an idToken (C14,
	// C14.FR.03, LocalAuthListCtrlr.DisablePostAuthorize).
	TrustsListed, PreAuthorizesListed, RefusesListed func(info ocpp201.IDTokenInfo) bool
	// Listed is what the list has of an idToken, nil when nothing: it goes before what the cache has (C13.FR.01, C14.FR.01).
	Listed func(token ocpp201.IDToken) *ocpp201.IDTokenInfo
	// LifeTime is how long the cache keeps an entry without cacheExpiryDateTime, 0 for ever.
	LifeTime func() time.Duration
	// Keeps is what the cache keeps of what the CSMS says of an idToken, and whether anything (C10.FR.01, FR.04, FR.05).
	Keeps func(token ocpp201.IDToken, info ocpp201.IDTokenInfo, from Source) (ocpp201.IDTokenInfo, bool)
	// MasterPassGroup is the id of the Master Pass group, "" when there is none (part 2, AuthCtrlr.MasterPassGroupId). The
	// variable holds an id without a type.
	MasterPassGroup func() string
}

func (dr *Drivers) decideRightly() {
	dr.Decide = Decisions{
		Judge:               dr.judge,
		Ask:                 dr.Ask,
		Trusts:              func(info ocpp201.IDTokenInfo) bool { return info.Status == ocpp201.AuthorizationStatusAccepted },
		PreAuthorizes:       func(ocpp201.IDTokenInfo) bool { return dr.model.Boolean("AuthCtrlr", "LocalPreAuthorize") },
		RefusesCached:       func(ocpp201.IDTokenInfo) bool { return dr.model.Enabled("AuthCacheCtrlr", "DisablePostAuthorize") },
		TrustsListed:        func(info ocpp201.IDTokenInfo) bool { return info.Status == ocpp201.AuthorizationStatusAccepted },
		PreAuthorizesListed: func(ocpp201.IDTokenInfo) bool { return dr.model.Boolean("AuthCtrlr", "LocalPreAuthorize") },
		RefusesListed:       func(ocpp201.IDTokenInfo) bool { return dr.model.Enabled("LocalAuthListCtrlr", "DisablePostAuthorize") },
		Listed:              dr.list.Known,
		LifeTime:            dr.cacheLifeTime,
		Keeps: func(_ ocpp201.IDToken, info ocpp201.IDTokenInfo, _ Source) (ocpp201.IDTokenInfo, bool) {
			return info, true
		},
		MasterPassGroup: dr.masterPassGroup,
	}
}

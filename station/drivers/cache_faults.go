package drivers

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// spoilRestored does what defects do to the cache, and to what rules it, when the station has booted.
func (dr *Drivers) spoilRestored() {
	if len(dr.Cache.Entries) > 0 && dr.kernel.Reason == string(ocpp201.BootReasonPowerUp) && dr.defects.Has(defects.CacheLostOnPowerCut) {
		dr.Cache.Entries = nil
	}
	for _, e := range dr.Cache.Entries {
		if dr.defects.Has(defects.CacheStatusLostOnReboot) {
			e.Info.Status = ocpp201.AuthorizationStatusUnknown
		}
	}
	on := dr.model.Boolean("AuthCtrlr", "LocalPreAuthorize")
	if on && dr.defects.Has(defects.PreAuthorizeLostOnReboot) {
		on = false
		dr.model.Controller("AuthCtrlr", "LocalPreAuthorize", "").Value = "false"
	}
	dr.preAuthorize = on
	if dr.product.Capabilities.CacheLifeTime {
		dr.lifeTime = dr.model.Seconds("AuthCacheCtrlr", "LifeTime", "")
	}
	dr.barred = map[string]bool{}
}

// spoilJudgement does what defects do with a token that is presented online, of which the cache knows info, or nil; it
// reports whether that is all.
func (dr *Drivers) spoilJudgement(token ocpp201.IDToken, info *ocpp201.IDTokenInfo, done func(ocpp201.IDTokenInfo)) bool {
	first := !dr.judgedBefore
	dr.judgedBefore = true
	valid := info != nil && info.Status == ocpp201.AuthorizationStatusAccepted
	switch {
	case dr.barred[cacheKey(token)]:
		done(infoUnknown)
	case valid && first && dr.defects.Has(defects.FirstTokenAskedAfterBoot):
		dr.Ask(token, done)
	case valid && !dr.model.Boolean("AuthCtrlr", "LocalPreAuthorize") && dr.defects.Has(defects.PreAuthorizeOffRefuses):
		done(infoUnknown)
	default:
		return false
	}
	return true
}

// spoilPreAuthorize is LocalPreAuthorize as this station obeys it.
func (dr *Drivers) spoilPreAuthorize(on bool) bool {
	if on != dr.preAuthorize && dr.defects.Has(defects.PreAuthorizeNeedsReboot) {
		return dr.preAuthorize
	}
	return on
}

// spoilLifeTime is AuthCacheCtrlr.LifeTime as this station obeys it.
func (dr *Drivers) spoilLifeTime(set time.Duration) time.Duration {
	switch {
	case dr.defects.Has(defects.LifeTimeInMinutes):
		return set * 60
	case dr.defects.Has(defects.LifeTimeDoubled):
		return set * 2
	case set != dr.lifeTime && dr.defects.Has(defects.LifeTimeNeedsReboot):
		return dr.lifeTime
	}
	return set
}

// spoilExpiry remembers, by a defect, a token whose entry has expired.
func (dr *Drivers) spoilExpiry(token ocpp201.IDToken) {
	if dr.defects.Has(defects.ExpiredEntryRefused) {
		dr.barred[cacheKey(token)] = true
	}
}

// spoilClearing does what defects do when the cache is to be cleared. ok reports whether that is all.
func (dr *Drivers) spoilClearing() (err error, ok bool) {
	switch {
	case dr.defects.Has(defects.ClearCacheNotSupported):
		return &wire.CallError{Code: ocppj.NotSupported, Description: "ClearCache is not supported by this charging station"}, true
	case !dr.cacheEnabled() && dr.defects.Has(defects.ClearCacheErrorWhenDisabled):
		return &wire.CallError{Code: ocppj.InternalError, Description: "there is no cache"}, true
	case !dr.cacheEnabled(), len(dr.Cache.Entries) == 0:
		return nil, false
	case dr.defects.Has(defects.ClearCacheKeepsLastUsed):
		dr.keepLastUsed()
		return nil, true
	case dr.defects.Has(defects.ClearCacheLate):
		dr.kernel.After(time.Minute, func() {
			dr.Cache.Entries = nil
			dr.kernel.Save(Record, dr.Cache)
		})
		return nil, true
	case dr.defects.Has(defects.ClearedTokenRefused):
		for _, e := range dr.Cache.Entries {
			dr.barred[e.Key] = true
		}
	}
	return nil, false
}

func (dr *Drivers) keepLastUsed() {
	last := dr.Cache.Entries[0]
	for _, e := range dr.Cache.Entries {
		if e.Turn > last.Turn {
			last = e
		}
	}
	dr.Cache.Entries = []*cacheEntry{last}
	dr.kernel.Save(Record, dr.Cache)
}

package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// spoilRestored does what defects do to the cache, and to what rules it, when the station has booted.
func (fw *firmware) spoilRestored() {
	if len(fw.cache.Entries) > 0 && fw.kernel.Reason == string(ocpp201.BootReasonPowerUp) && fw.defects.Has(defects.CacheLostOnPowerCut) {
		fw.cache.Entries = nil
	}
	for _, e := range fw.cache.Entries {
		if fw.defects.Has(defects.CacheStatusLostOnReboot) {
			e.Info.Status = ocpp201.AuthorizationStatusUnknown
		}
	}
	on := fw.model.Boolean("AuthCtrlr", "LocalPreAuthorize")
	if on && fw.defects.Has(defects.PreAuthorizeLostOnReboot) {
		on = false
		fw.model.Controller("AuthCtrlr", "LocalPreAuthorize", "").Value = "false"
	}
	fw.preAuthorize = on
	if fw.config.Capabilities.CacheLifeTime {
		fw.lifeTime = fw.model.Seconds("AuthCacheCtrlr", "LifeTime", "")
	}
	fw.barred = map[string]bool{}
}

// spoilJudgement does what defects do with a token that is presented online, of which the cache knows info, or nil; it
// reports whether that is all.
func (fw *firmware) spoilJudgement(token ocpp201.IDToken, info *ocpp201.IDTokenInfo, done func(ocpp201.IDTokenInfo)) bool {
	first := !fw.judgedBefore
	fw.judgedBefore = true
	valid := info != nil && info.Status == ocpp201.AuthorizationStatusAccepted
	switch {
	case fw.barred[cacheKey(token)]:
		done(infoUnknown)
	case valid && first && fw.defects.Has(defects.FirstTokenAskedAfterBoot):
		fw.ask(token, done)
	case valid && !fw.model.Boolean("AuthCtrlr", "LocalPreAuthorize") && fw.defects.Has(defects.PreAuthorizeOffRefuses):
		done(infoUnknown)
	default:
		return false
	}
	return true
}

// spoilPreAuthorize is LocalPreAuthorize as this station obeys it.
func (fw *firmware) spoilPreAuthorize(on bool) bool {
	if on != fw.preAuthorize && fw.defects.Has(defects.PreAuthorizeNeedsReboot) {
		return fw.preAuthorize
	}
	return on
}

// spoilLifeTime is AuthCacheCtrlr.LifeTime as this station obeys it.
func (fw *firmware) spoilLifeTime(set time.Duration) time.Duration {
	switch {
	case fw.defects.Has(defects.LifeTimeInMinutes):
		return set * 60
	case fw.defects.Has(defects.LifeTimeDoubled):
		return set * 2
	case set != fw.lifeTime && fw.defects.Has(defects.LifeTimeNeedsReboot):
		return fw.lifeTime
	}
	return set
}

// spoilExpiry remembers, by a defect, a token whose entry has expired.
func (fw *firmware) spoilExpiry(token ocpp201.IDToken) {
	if fw.defects.Has(defects.ExpiredEntryRefused) {
		fw.barred[cacheKey(token)] = true
	}
}

// spoilClearing does what defects do when the cache is to be cleared. ok reports whether that is all.
func (fw *firmware) spoilClearing() (err error, ok bool) {
	switch {
	case fw.defects.Has(defects.ClearCacheNotSupported):
		return &wire.CallError{Code: ocppj.NotSupported, Description: "ClearCache is not supported by this charging station"}, true
	case !fw.cacheEnabled() && fw.defects.Has(defects.ClearCacheErrorWhenDisabled):
		return &wire.CallError{Code: ocppj.InternalError, Description: "there is no cache"}, true
	case !fw.cacheEnabled(), len(fw.cache.Entries) == 0:
		return nil, false
	case fw.defects.Has(defects.ClearCacheKeepsLastUsed):
		fw.keepLastUsed()
		return nil, true
	case fw.defects.Has(defects.ClearCacheLate):
		fw.kernel.After(time.Minute, func() {
			fw.cache.Entries = nil
			fw.kernel.Save(recordCache, fw.cache)
		})
		return nil, true
	case fw.defects.Has(defects.ClearedTokenRefused):
		for _, e := range fw.cache.Entries {
			fw.barred[e.Key] = true
		}
	}
	return nil, false
}

func (fw *firmware) keepLastUsed() {
	last := fw.cache.Entries[0]
	for _, e := range fw.cache.Entries {
		if e.Turn > last.Turn {
			last = e
		}
	}
	fw.cache.Entries = []*cacheEntry{last}
	fw.kernel.Save(recordCache, fw.cache)
}

package drivers

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Source is the message from which an idTokenInfo came.
type Source int

const (
	FromAuthorize Source = iota
	FromTransactionEvent
)

// RestoreCache takes over the Authorization Cache of an earlier life.
func (dr *Drivers) RestoreCache() {
	dr.kernel.Load(Record, &dr.Cache)
	dr.Hooks.Restored()
}

// HasCache tells whether the station has an Authorization Cache at all.
func (dr *Drivers) HasCache() bool { return dr.product.Capabilities.AuthorizationCache }

// CacheEnabled tells whether the cache is consulted and filled (C10.FR.11). While it is not, its content stays as it is
// (note to AuthCacheCtrlr.Enabled, part 2 section 2.4.1).
func (dr *Drivers) CacheEnabled() bool { return dr.model.Enabled("AuthCacheCtrlr", "Enabled") }

// Cached is what the cache knows of an idToken, nil when nothing.
func (dr *Drivers) Cached(token ocpp201.IDToken) *ocpp201.IDTokenInfo {
	if !dr.CacheEnabled() {
		return nil
	}
	known := dr.Cache.Find(token) != nil
	if dr.expireCache() {
		dr.kernel.Save(Record, dr.Cache)
	}
	e := dr.Cache.Find(token)
	if e == nil {
		if known {
			dr.Hooks.Expired(token)
		}
		return nil
	}
	info := e.Info
	return &info
}

// UsesCache notes that the cache has decided about an idToken.
func (dr *Drivers) UsesCache(token ocpp201.IDToken) {
	if e := dr.Cache.Find(token); e != nil {
		dr.Cache.use(e)
		dr.kernel.Save(Record, dr.Cache)
	}
}

func (dr *Drivers) expireCache() bool {
	return dr.Cache.expire(dr.kernel.Now(), dr.Decide.LifeTime(), dr.product.Capabilities.KeepsExpired)
}

func (dr *Drivers) cacheLifeTime() time.Duration {
	if !dr.product.Capabilities.CacheLifeTime {
		return 0
	}
	return dr.model.Seconds("AuthCacheCtrlr", "LifeTime", "")
}

// Learn puts what the CSMS says of an idToken into the cache, whatever it says (C10.FR.01, FR.04, FR.05): saved before
// anything follows from it. Ids of the types NoAuthorization and Central are nobody's and never kept (C02.FR.03,
// C03.FR.02, C05.FR.02). An id that was accepted offline as unknown (C15.FR.01) comes in only with the CSMS's own word.
func (dr *Drivers) Learn(token ocpp201.IDToken, info ocpp201.IDTokenInfo, from Source) {
	if !dr.CacheEnabled() || token.Type == ocpp201.IDTokenEnumNoAuthorization || token.Type == ocpp201.IDTokenEnumCentral {
		return
	}
	info, keeps := dr.Decide.Keeps(token, info, from)
	if !keeps {
		return
	}
	dr.Cache.put(token, info, dr.kernel.Now(), dr.model.Controller("AuthCacheCtrlr", "Policy", "").Read(), cacheBytes)
	dr.expireCache() // note to C10.FR.10: an expiry in the past keeps the id out
	dr.kernel.Save(Record, dr.Cache)
}

// Record is the name under which the Authorization Cache is kept.
const Record = "authorization-cache"

package drivers

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// source is the message from which an idTokenInfo came.
type source int

const (
	fromAuthorize source = iota
	FromTransactionEvent
)

// authorizing is the part of the firmware's state that decides who may do what.
type authorizing struct {
	Hooks Hooks
	Cache cache

	// What only defects remember.
	JudgedBy     JudgeKind        // who has judged the token that is dealt with now
	NextPass     *ocpp201.IDToken // authorizes whoever connects next
	judgedBefore bool             // a token has been judged in this life
	preAuthorize bool             // LocalPreAuthorize as it was at the boot
	lifeTime     time.Duration    // AuthCacheCtrlr.LifeTime as it was at the boot
	AskLater     *ocpp201.IDToken // accepted offline, to be asked about when the connection is back
	barred       map[string]bool  // keys of tokens that the cache has had and lost
}

// driversHooks are what the drivers' room asks the rooms above, only for defects.
type Hooks struct {
	First func() *ocpp201.IDToken           // the token of the first driver who is authorized
	Stops func(group *ocpp201.IDToken) bool // a token of the group would stop somebody
}

// RestoreCache takes over the Authorization Cache of an earlier life.
func (dr *Drivers) RestoreCache() {
	dr.kernel.Load(Record, &dr.Cache)
	if len(dr.Cache.Entries) > 0 && dr.defects.Has(defects.CacheLostOnReboot) {
		dr.Cache = cache{}
	}
	dr.spoilRestored()
}

// cacheEnabled tells whether the cache is consulted and filled (C10.FR.11). While it is not, its content stays as it is
// (note to AuthCacheCtrlr.Enabled, part 2 section 2.4.1).
func (dr *Drivers) cacheEnabled() bool { return dr.model.Enabled("AuthCacheCtrlr", "Enabled") }

// Cached is what the cache knows of an idToken, nil when nothing.
func (dr *Drivers) Cached(token ocpp201.IDToken) *ocpp201.IDTokenInfo {
	if !dr.cacheEnabled() {
		return nil
	}
	known := dr.Cache.Find(token) != nil
	if dr.expireCache() {
		dr.kernel.Save(Record, dr.Cache)
	}
	e := dr.Cache.Find(token)
	if e == nil {
		if known {
			dr.spoilExpiry(token)
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
	return dr.Cache.expire(dr.kernel.Now(), dr.cacheLifeTime(), dr.product.Capabilities.KeepsExpired)
}

// cacheLifeTime is how long an entry without cacheExpiryDateTime is kept, 0 for ever.
func (dr *Drivers) cacheLifeTime() time.Duration {
	if !dr.product.Capabilities.CacheLifeTime || dr.defects.Has(defects.CacheIgnoresLifeTime) {
		return 0
	}
	return dr.spoilLifeTime(dr.model.Seconds("AuthCacheCtrlr", "LifeTime", ""))
}

// Learn puts what the CSMS says of an idToken into the cache, whatever it says (C10.FR.01, FR.04, FR.05): saved before
// anything follows from it. Ids of the types NoAuthorization and Central are nobody's and never kept (C02.FR.03,
// C03.FR.02, C05.FR.02). An id that was accepted offline as unknown (C15.FR.01) comes in only with the CSMS's own word.
func (dr *Drivers) Learn(token ocpp201.IDToken, info ocpp201.IDTokenInfo, from source) {
	switch {
	case !dr.cacheEnabled(),
		token.Type == ocpp201.IDTokenEnumNoAuthorization, token.Type == ocpp201.IDTokenEnumCentral,
		from == fromAuthorize && dr.defects.Has(defects.CacheIgnoresAuthorize),
		from == FromTransactionEvent && dr.defects.Has(defects.CacheIgnoresTransactionEvent),
		info.Status != ocpp201.AuthorizationStatusAccepted && dr.defects.Has(defects.CacheOnlyAccepted),
		dr.Cache.Find(token) != nil && dr.defects.Has(defects.CacheNeverUpdated):
		return
	}
	if dr.defects.Has(defects.GroupNotCached) {
		info.GroupIDToken = nil
	}
	dr.Cache.put(token, info, dr.kernel.Now(), dr.model.Controller("AuthCacheCtrlr", "Policy", "").Read(), cacheBytes)
	dr.expireCache() // note to C10.FR.10: an expiry in the past keeps the id out
	dr.kernel.Save(Record, dr.Cache)
}

// Record is the name under which the Authorization Cache is kept.
const Record = "authorization-cache"

package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// source is the message from which an idTokenInfo came.
type source int

const (
	fromAuthorize source = iota
	fromTransactionEvent
)

// authorizing is the part of the firmware's state that decides who may do what.
type authorizing struct {
	driversHooks driversHooks
	cache        cache

	// What only defects remember.
	judgedBy     judgeKind        // who has judged the token that is dealt with now
	nextPass     *ocpp201.IDToken // authorizes whoever connects next
	judgedBefore bool             // a token has been judged in this life
	preAuthorize bool             // LocalPreAuthorize as it was at the boot
	lifeTime     time.Duration    // AuthCacheCtrlr.LifeTime as it was at the boot
	askLater     *ocpp201.IDToken // accepted offline, to be asked about when the connection is back
	barred       map[string]bool  // keys of tokens that the cache has had and lost
}

// driversHooks are what the drivers' room asks the rooms above, only for defects.
type driversHooks struct {
	first func() *ocpp201.IDToken           // the token of the first driver who is authorized
	stops func(group *ocpp201.IDToken) bool // a token of the group would stop somebody
}

// restoreCache takes over the Authorization Cache of an earlier life.
func (fw *firmware) restoreCache() {
	fw.kernel.Load(recordCache, &fw.cache)
	if len(fw.cache.Entries) > 0 && fw.defects.Has(defects.CacheLostOnReboot) {
		fw.cache = cache{}
	}
	fw.spoilRestored()
}

// cacheEnabled tells whether the cache is consulted and filled (C10.FR.11). While it is not, its content stays as it is
// (note to AuthCacheCtrlr.Enabled, part 2 section 2.4.1).
func (fw *firmware) cacheEnabled() bool { return fw.model.Enabled("AuthCacheCtrlr", "Enabled") }

// cached is what the cache knows of an idToken, nil when nothing.
func (fw *firmware) cached(token ocpp201.IDToken) *ocpp201.IDTokenInfo {
	if !fw.cacheEnabled() {
		return nil
	}
	known := fw.cache.find(token) != nil
	if fw.expireCache() {
		fw.kernel.Save(recordCache, fw.cache)
	}
	e := fw.cache.find(token)
	if e == nil {
		if known {
			fw.spoilExpiry(token)
		}
		return nil
	}
	info := e.Info
	return &info
}

// usesCache notes that the cache has decided about an idToken.
func (fw *firmware) usesCache(token ocpp201.IDToken) {
	if e := fw.cache.find(token); e != nil {
		fw.cache.use(e)
		fw.kernel.Save(recordCache, fw.cache)
	}
}

func (fw *firmware) expireCache() bool {
	return fw.cache.expire(fw.kernel.Now(), fw.cacheLifeTime(), fw.config.Capabilities.KeepsExpired)
}

// cacheLifeTime is how long an entry without cacheExpiryDateTime is kept, 0 for ever.
func (fw *firmware) cacheLifeTime() time.Duration {
	if !fw.config.Capabilities.CacheLifeTime || fw.defects.Has(defects.CacheIgnoresLifeTime) {
		return 0
	}
	return fw.spoilLifeTime(fw.model.Seconds("AuthCacheCtrlr", "LifeTime", ""))
}

// learn puts what the CSMS says of an idToken into the cache, whatever it says (C10.FR.01, FR.04, FR.05): saved before
// anything follows from it. Ids of the types NoAuthorization and Central are nobody's and never kept (C02.FR.03,
// C03.FR.02, C05.FR.02). An id that was accepted offline as unknown (C15.FR.01) comes in only with the CSMS's own word.
func (fw *firmware) learn(token ocpp201.IDToken, info ocpp201.IDTokenInfo, from source) {
	switch {
	case !fw.cacheEnabled(),
		token.Type == ocpp201.IDTokenEnumNoAuthorization, token.Type == ocpp201.IDTokenEnumCentral,
		from == fromAuthorize && fw.defects.Has(defects.CacheIgnoresAuthorize),
		from == fromTransactionEvent && fw.defects.Has(defects.CacheIgnoresTransactionEvent),
		info.Status != ocpp201.AuthorizationStatusAccepted && fw.defects.Has(defects.CacheOnlyAccepted),
		fw.cache.find(token) != nil && fw.defects.Has(defects.CacheNeverUpdated):
		return
	}
	if fw.defects.Has(defects.GroupNotCached) {
		info.GroupIDToken = nil
	}
	fw.cache.put(token, info, fw.kernel.Now(), fw.model.Controller("AuthCacheCtrlr", "Policy", "").Read(), cacheBytes)
	fw.expireCache() // note to C10.FR.10: an expiry in the past keeps the id out
	fw.kernel.Save(recordCache, fw.cache)
}

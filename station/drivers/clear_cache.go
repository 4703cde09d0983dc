package drivers

import "github.com/certbench/certbench/schemas/ocpp201"

// ClearCache answers use case C11. A station without an Authorization Cache has nothing that it could clear (C11.FR.05).
func (dr *Drivers) ClearCache(ocpp201.ClearCacheRequest) (ocpp201.ClearCacheResponse, error) {
	if !dr.HasCache() || !dr.CacheEnabled() { // C11.FR.04
		return ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusRejected}, nil
	}
	dr.ForgetAll()
	return ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}, nil
}

// ForgetAll empties the cache.
func (dr *Drivers) ForgetAll() {
	dr.Cache.Entries = nil
	dr.SaveCache()
}

// Forget removes what the cache has of an idToken (N10.FR.03, FR.06), also while the cache is not enabled: it is kept then too.
func (dr *Drivers) Forget(token ocpp201.IDToken) {
	if e := dr.Cache.Find(token); e != nil {
		dr.Cache.Drop(e)
		dr.SaveCache()
	}
}

// SaveCache keeps the record.
func (dr *Drivers) SaveCache() { dr.kernel.Save(Record, dr.Cache) }

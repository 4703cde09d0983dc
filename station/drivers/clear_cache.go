package drivers

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// ClearCache answers use case C11. A station without an Authorization Cache has nothing that it could clear (C11.FR.05).
func (dr *Drivers) ClearCache(ocpp201.ClearCacheRequest) (ocpp201.ClearCacheResponse, error) {
	refused := ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusRejected}
	if err, done := dr.spoilClearing(); done {
		return ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}, err
	}
	switch {
	case !dr.product.Capabilities.AuthorizationCache, dr.defects.Has(defects.ClearCacheRejected):
		return refused, nil
	case !dr.cacheEnabled() && !dr.defects.Has(defects.ClearCacheAcceptedWhenDisabled):
		return refused, nil // C11.FR.04
	}
	if !dr.defects.Has(defects.ClearCacheKeepsEntries) {
		dr.Cache.Entries = nil
		dr.kernel.Save(Record, dr.Cache)
	}
	return ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}, nil
}

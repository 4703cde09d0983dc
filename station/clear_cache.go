package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// clearCache answers use case C11. A station without an Authorization Cache has nothing that it could clear (C11.FR.05).
func (fw *firmware) clearCache(ocpp201.ClearCacheRequest) (ocpp201.ClearCacheResponse, error) {
	refused := ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusRejected}
	if err, done := fw.spoilClearing(); done {
		return ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}, err
	}
	switch {
	case !fw.config.Capabilities.AuthorizationCache, fw.defects.Has(defects.ClearCacheRejected):
		return refused, nil
	case !fw.cacheEnabled() && !fw.defects.Has(defects.ClearCacheAcceptedWhenDisabled):
		return refused, nil // C11.FR.04
	}
	if !fw.defects.Has(defects.ClearCacheKeepsEntries) {
		fw.cache.Entries = nil
		fw.kernel.Save(recordCache, fw.cache)
	}
	return ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}, nil
}

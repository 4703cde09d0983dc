package station

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// authorizedByGroup finds an authorization that a token of the group may end (C09.FR.03).
func (fw *firmware) authorizedByGroup(group *ocpp201.IDToken, evse int) *session {
	for _, s := range fw.sessions() {
		if s.Authorized && sameGroup(s.Group, group) && (evse == 0 || s.EVSE == 0 || s.EVSE == evse) && !fw.defects.Has(defects.GroupIgnored) {
			return s
		}
	}
	return nil
}

// stopsByCachedGroup ends the authorization of another token of the same group without asking, when the cache knows the
// token as valid (C01.FR.03, C09.FR.07, E07.FR.01). That needs neither a connection nor LocalPreAuthorize, which speaks of
// starting.
func (fw *firmware) stopsByCachedGroup(token ocpp201.IDToken, evse int) bool {
	info := fw.cached(token)
	switch {
	case info == nil, fw.defects.Has(defects.CachedGroupAskedAnyway),
		info.Status != ocpp201.AuthorizationStatusAccepted && !fw.defects.Has(defects.InvalidGroupTokenStops):
		return false
	}
	running := fw.authorizedByGroup(info.GroupIDToken, evse)
	if running == nil {
		return false
	}
	fw.usesCache(token)
	fw.stopByDriver(running, token)
	return true
}

package charging

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/drivers"
)

// authorizedByGroup finds an authorization that a token of the group may end (C09.FR.03).
func (ch *Charging) authorizedByGroup(group *ocpp201.IDToken, evse int) *Session {
	for _, s := range ch.Sessions() {
		if s.Authorized && drivers.SameGroup(s.Group, group) && (evse == 0 || s.EVSE == 0 || s.EVSE == evse) {
			return s
		}
	}
	return nil
}

// stopsByKnownGroup ends the authorization of another token of the same group without asking, when list or cache knows the
// token as valid (C01.FR.03, C09.FR.07, E07.FR.01): the list goes first. That needs neither a connection nor LocalPreAuthorize,
// which speaks of starting.
func (ch *Charging) stopsByKnownGroup(token ocpp201.IDToken, evse int) bool {
	info := ch.drivers.Listed(token)
	listed := info != nil
	if !listed {
		info = ch.drivers.Cached(token)
	}
	if info == nil || info.Status != ocpp201.AuthorizationStatusAccepted {
		return false
	}
	running := ch.Decide.StoppedByGroup(info.GroupIDToken, evse)
	if running == nil {
		return false
	}
	if !listed {
		ch.drivers.UsesCache(token)
	}
	ch.StopByToken(running, token)
	return true
}

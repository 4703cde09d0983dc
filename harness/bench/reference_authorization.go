package bench

import (
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
)

// authorizing fills in what a PICS declares about authorization. C-35, starting without identification, is what a station
// offers that can be told to authorize nobody (part 2, AuthCtrlr.Enabled).
func authorizing(c *station.Capabilities, d *pics.Declaration) {
	yes := func(f pics.Feature) bool { return d.Answer(f) == pics.Yes }
	c.AuthorizationSwitch = yes(pics.C_35)
	c.DisableRemoteAuthorization = yes(pics.C_58)
	c.AuthorizationCache = yes(pics.C_49)
	c.CacheLifeTime = yes(pics.C_53)
	c.CachePolicies = d.Items(pics.C_54)
	c.DisablePostAuthorize = yes(pics.C_59)
	c.LocalList = d.Profiles[pics.LocalAuthorizationListManagement] == pics.Yes
	c.LocalListSwitch = yes(pics.LA_1)
	c.LocalListDisablePostAuthorize = yes(pics.LA_3)
	c.MasterPass = yes(pics.C_07) || yes(pics.C_08)
	c.MasterPassUI = yes(pics.C_07)
	c.MaxEnergyOnInvalidID = yes(pics.C_03)
	c.LockedUntilAuthorized = yes(pics.AQ_2)
}

package bench

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
)

func TestTheReferenceStationAuthorizesAsItsPICSSays(t *testing.T) {
	rows := map[pics.Feature]func(station.Capabilities) bool{
		pics.C_03: func(c station.Capabilities) bool { return c.MaxEnergyOnInvalidID },
		pics.C_07: func(c station.Capabilities) bool { return c.MasterPass && c.MasterPassUI },
		pics.C_08: func(c station.Capabilities) bool { return c.MasterPass && !c.MasterPassUI },
		pics.C_35: func(c station.Capabilities) bool { return c.AuthorizationSwitch },
		pics.C_49: func(c station.Capabilities) bool { return c.AuthorizationCache },
		pics.C_53: func(c station.Capabilities) bool { return c.CacheLifeTime },
		pics.C_58: func(c station.Capabilities) bool { return c.DisableRemoteAuthorization },
		pics.C_59: func(c station.Capabilities) bool { return c.DisablePostAuthorize },
		pics.AQ_2: func(c station.Capabilities) bool { return c.LockedUntilAuthorized },
	}
	for asked, has := range rows {
		for answered := range rows {
			d := &pics.Declaration{Features: map[pics.Feature]pics.Value{answered: {Kind: pics.Boolean, Yes: true}}}
			if got, want := has(Capabilities(d)), answered == asked; got != want {
				t.Errorf("only %s is yes: expected what %s declares to be there = %t, got %t", answered, asked, want, got)
			}
		}
	}
}

func TestTheReferenceStationsCacheHasThePoliciesOfThePICS(t *testing.T) {
	policies := []string{"FIFO", "CUSTOM"}
	d := &pics.Declaration{Features: map[pics.Feature]pics.Value{pics.C_54: {Kind: pics.List, Items: policies}}}
	if got := Capabilities(d).CachePolicies; !slices.Equal(got, policies) {
		t.Errorf("expected the policies %v, got %v", policies, got)
	}
}

package station_test

import "github.com/certbench/certbench/station"

import "testing"

func twoEVSEs(singleReader bool) func(*station.Config) {
	return func(c *station.Config) { c.Layout, c.Capabilities.SingleReader = twoSockets, singleReader }
}

func TestAReaderOfAnEVSEServesThatEVSEOnly(t *testing.T) {
	bubble(t, twoEVSEs(false), func(r *rig) {
		r.do(r.panel.PlugIn(1, 1, false))
		r.do(r.panel.PlugIn(2, 1, false))
		r.presentAt("ANN", 2)
		r.expectCharging(2)
		r.presentAt("ANN", 1) // not at her EVSE: a second charge on the same card
		r.expectCharging(1, 2)
		r.presentAt("ANN", 2)
		r.expectCharging(1)
	})
}

func TestAnotherTokenAtTheEVSEOfATransactionIsAskedAboutAndStopsNothing(t *testing.T) {
	for _, single := range []bool{false, true} {
		bubble(t, twoEVSEs(single), func(r *rig) {
			r.do(r.panel.PlugIn(1, 1, false))
			r.presentAt("ANN", 1)
			r.forget()
			r.presentAt("BEN", 1)
			r.expectAsked("BEN")
			r.expectEvents()
			r.expectCharging(1)
		})
	}
}

func TestAnEVThatHasHadItsChargeDoesNotTakeTheNextDriversToken(t *testing.T) {
	bubble(t, func(c *station.Config) { twoEVSEs(true)(c); points("EVConnected", "EVConnected")(c) }, func(r *rig) {
		r.do(r.panel.PlugIn(1, 1, false))
		r.present("ANN")
		r.present("ANN")
		r.expectCharging()
		r.present("BEN")
		r.expectCharging()
		r.do(r.panel.PlugIn(2, 1, false))
		r.expectCharging(2)
	})
}

func TestAnEVThatStaysTakesANewTokenWhenThereIsNoRoomElsewhere(t *testing.T) {
	bubble(t, twoEVSEs(true), func(r *rig) {
		r.do(r.panel.PlugIn(1, 1, false))
		r.present("ANN")
		r.do(r.panel.PlugIn(2, 1, false))
		r.present("BEN")
		r.present("ANN")
		r.expectCharging(2)
		r.present("CLEO")
		r.expectCharging(1, 2)
	})
}

func TestATokenIsNotAskedAboutTwiceAtATime(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.set(func() { r.muted = []string{"Authorize"} })
		r.plugIn()
		r.present("ANN")
		r.present("BEN")
		r.expectAsked("ANN")
	})
}

func TestNobodyIsAskedAboutWhereNothingIsFree(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.do(r.panel.Fault(1, 1, true))
		r.present("ANN")
		r.expectAsked()
	})
}

func TestOneReaderTakesTheNextDriverWhenTheFirstHasConnected(t *testing.T) {
	bubble(t, func(c *station.Config) { twoEVSEs(true)(c); points("Authorized", "Authorized")(c) }, func(r *rig) {
		r.present("ANN")
		r.present("BEN") // Ann has not chosen her EVSE yet
		r.expectEvents("Started Authorized Idle")
		r.do(r.panel.PlugIn(2, 1, false))
		r.present("BEN")
		r.do(r.panel.PlugIn(1, 1, false))
		r.expectCharging(1, 2)
	})
}

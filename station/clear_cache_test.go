package station_test

import "testing"

func TestClearCacheEmptiesTheCacheForGood(t *testing.T) {
	bubble(t, starting(), func(r *rig) {
		r.store(standing)
		r.expect("ClearCache", `{}`, "status", "Accepted")
		r.reboot()
		r.plugIn()
		r.present("GOOD")
		r.expectAsked("GOOD")
	})
}

func TestClearCacheIsRejectedWhereThereIsNothingToClear(t *testing.T) {
	bubble(t, nil, func(r *rig) { r.expect("ClearCache", `{}`, "status", "Rejected") })
	bubble(t, starting(), func(r *rig) {
		r.store(standing)
		r.setVariable(cacheOn, "false")
		r.expect("ClearCache", `{}`, "status", "Rejected") // C11.FR.04
		r.setVariable(cacheOn, "true")
		r.plugIn()
		r.present("GOOD")
		r.expectAsked()
	})
}

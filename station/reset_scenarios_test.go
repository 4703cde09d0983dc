package station_test

import (
	"time"

	"github.com/certbench/certbench/station"
)

// resetScenarios are those of resets, of offline periods and of reconnecting.
var resetScenarios = []scenario{
	{name: "reset while Inoperative", play: func(r *rig) {
		r.request("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":1,"connectorId":1}}`)
		r.request("Reset", `{"type":"OnIdle"}`)
		r.pass(time.Second)
	}},
	{name: "scheduled reset with two transactions", settings: byPlug, play: func(r *rig) {
		r.in()
		r.try(r.panel.PlugIn(2, 1, false))
		r.request("Reset", `{"type":"OnIdle"}`)
		r.pass(time.Second)
		r.out()
		r.pass(time.Second)
		r.try(r.panel.PlugOut(2, 1))
		r.pass(time.Second)
	}},
	{name: "reset of an idle EVSE", play: func(r *rig) {
		r.pass(5 * time.Second)
		r.request("Reset", `{"type":"OnIdle","evseId":1}`)
		r.pass(10 * time.Second)
	}},
	{name: "scheduled reset of an EVSE", play: func(r *rig) {
		r.pass(5 * time.Second)
		r.in()
		r.request("Reset", `{"type":"OnIdle","evseId":1}`)
		r.pass(time.Second)
		r.out()
		r.pass(time.Second)
	}},
	{name: "immediate reset of an EVSE", play: func(r *rig) {
		r.pass(5 * time.Second)
		r.in()
		r.request("Reset", `{"type":"Immediate","evseId":1}`)
		r.pass(time.Second)
	}},
	{name: "reset of an EVSE, which is not supported", settings: byPlug, play: func(r *rig) {
		r.request("Reset", `{"type":"OnIdle","evseId":1}`)
		r.in()
		r.request("Reset", `{"type":"OnIdle","evseId":1}`)
		r.pass(time.Second)
	}},
	{name: "offline for less than OfflineThreshold", settings: offlineAbout("40"), play: func(r *rig) {
		r.drop()
		r.in()
		r.pass(40 * time.Second)
	}},
	{name: "offline for more than OfflineThreshold", settings: offlineAbout("80"), play: func(r *rig) {
		r.drop()
		r.in()
		r.pass(80 * time.Second)
	}},
	{name: "reconnecting", settings: offlineAbout("30"), play: func(r *rig) {
		r.drop()
		r.pass(40 * time.Second)
		r.offline()
		r.pass(40 * time.Second)
		r.online()
	}},
}

// products are the stations of the scenarios that need another than the reference station with one EVSE.
var products = map[string]func(*station.Config){
	aList: everyWithList, aListThatIsCut: everyWithList, aListOfItsVersion: everyWithList,
	listedTokens: everyWithList, listedOffline: everyWithList, listedGroup: everyWithList,
	"display messages": showingAll, "display messages that it does not take": showing, "display messages in their time": showingAll,
	"display messages of a transaction": showingAll, "tariff and cost": showingAll,
	customReportsAsked: twoPlaces, monitorsAreSet: monitored, monitorsTrigger: monitored, monitorsOffline: monitored, monitorsAtBoot: monitored,
	byNTP:                                    withBadTime,
	"a certificate of its own":               withSerial,
	"a certificate that does not come":       withSerial,
	"a strict store":                         strict,
	"reset while Inoperative":                twoPlaces,
	"what can be triggered":                  twoPlaces,
	"scheduled reset with two transactions":  twoPlaces,
	"reset of an idle EVSE":                  resettable,
	"scheduled reset of an EVSE":             resettable,
	"immediate reset of an EVSE":             resettable,
	"clock-aligned values of two EVSEs":      twoPlaces,
	"offline for less than OfflineThreshold": twoPlaces,
	"offline for more than OfflineThreshold": twoPlaces,

	"the station out of service and back":             twoOfTwo,
	"an EVSE out of service and back":                 twoOfTwo,
	"a connector out of service and back":             twoOfTwo,
	"an EVSE of two connectors in use out of service": twoOfTwo,
	"the station in use out of service":               twoOfTwo,
	"a connector in use out of service":               twoOfTwo,
	"an EVSE out of service by events":                byEvents,

	"a log and what is told of it":                     slowFiles,
	"a firmware and what is told of it":                slowFiles,
	"the security log, and another before it is there": slowFiles,
	"a customer who is told of and forgotten":          everyAuthorization,

	"firmware that is installed":                      updating(newImage),
	"firmware that needs no reboot, in a transaction": updating(newImage, can(func(c *station.Capabilities) { c.InstallsInTransaction, c.RebootsToActivate = true, false })),
	"firmware of a bootloader":                        updating(newImage, can(func(c *station.Capabilities) { c.RebootsToInstall, c.SilentBootloader = true, true })),
	"firmware that waits for its times":               updating(newImage),
	"firmware that is not to be trusted":              updating(newImage),
	"firmware that is spoiled":                        updating(spoiledImage),
	"firmware that is not there":                      both(ofMaker, noPlace),
	"firmware in the place of other firmware":         updating(newImage),
	"firmware while an EV charges":                    updating(newImage, twoPlaces),
	"firmware while an EV charges, where others may come": updating(newImage, twoPlaces,
		can(func(c *station.Capabilities) { c.NewSessionsBeforeUpdate = true })),

	"a log that finds no place": noPlace,

	"refused and different idTokens":    everyAuthorization,
	"cached idTokens":                   everyAuthorization,
	"a cache that forgets":              everyAuthorization,
	"a cache that is switched off":      everyAuthorization,
	"a group":                           everyAuthorization,
	"a Master Pass on the display":      police(true),
	"two of a group":                    everyAuthorization,
	"a Master Pass for all":             police(true),
	"a Master Pass for one":             police(true),
	"a Master Pass where the plug ends": police(false),
	"a Master Pass before anybody":      police(false),
	"a Master Pass without a display":   police(false),
	"cached idTokens offline":           everyAuthorization,
	"a token refused in a transaction":  everyAuthorization,
	"an allowance for a refused token":  everyAuthorization,
	"no allowance where it shall stop":  everyAuthorization,
	"a cable held for a refused token":  everyAuthorization,
	"a refused token stops":             everyAuthorization,
	"a lifetime that is set":            everyAuthorization,
	"a long idToken refused at an EV":   everyAuthorization,
	"a cached idToken before the EV":    everyAuthorization,
	"a cached idToken refused at an EV": everyAuthorization,

	"a token that nobody may be asked about":                everyAuthorization,
	"a transaction that begins with signed data":            fiscal,
	"values that a meter signs to the end of a transaction": func(c *station.Config) { c.Capabilities.SignedMeterValues = true },
	"a lost EV that does not come back":                     func(c *station.Config) { c.Layout = fixedCable },
}

// byPlug makes the plug alone begin and end transactions.
var byPlug = map[string]string{"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected"}

func twoPlaces(c *station.Config) { c.Layout = twoSockets }

// offlineAbout makes a lost connection last for some seconds. OfflineThreshold is 60 s.
func offlineAbout(seconds string) map[string]string {
	return map[string]string{"OCPPCommCtrlr.RetryBackOffWaitMinimum": seconds, "OCPPCommCtrlr.RetryBackOffRandomRange": "0"}
}

package station_test

import (
	"strings"
	"time"

	"github.com/certbench/certbench/station"
)

const askVersion = `{"getVariableData":[{"component":{"name":"Controller"},"variable":{"name":"FirmwareVersion"}}]}`

// firmwareScenarios show the defects of firmware updates, on a station whose manufacturer signs them.
var firmwareScenarios = []scenario{
	{"firmware that is installed", nil, func(r *rig) {
		r.request("UpdateFirmware", signedUpdate(7, newImage(), nil))
		r.pass(time.Minute)
		r.request("GetVariables", askVersion)
		r.cut()
		r.request("GetVariables", askVersion)
	}},
	{"firmware that needs no reboot, in a transaction", byPlug, func(r *rig) {
		r.in()
		r.show("CARD")
		r.request("UpdateFirmware", signedUpdate(7, newImage(), nil))
		r.pass(time.Minute)
		r.show("CARD")
		r.out()
		r.pass(time.Second)
	}},
	{"firmware of a bootloader", nil, func(r *rig) {
		r.request("UpdateFirmware", signedUpdate(7, newImage(), nil))
		r.pass(time.Minute)
	}},
	{"firmware that waits for its times", nil, func(r *rig) {
		r.request("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"retrieveDateTime": inAnHour(time.Now().Add(-59 * time.Minute)), "installDateTime": inAnHour(time.Now())}))
		r.pass(2 * time.Minute)
		r.cut()
		r.pass(time.Hour)
	}},
	{"firmware that is not to be trusted", nil, func(r *rig) {
		for requestID, name := range []string{"expired", "one of another root"} {
			r.request("UpdateFirmware", signedUpdate(requestID, newImage(), map[string]any{"signingCertificate": invalidCertificates()[name]}))
			r.pass(time.Minute)
		}
		r.request("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"signingCertificate": nil, "signature": nil}))
		r.request("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"signature": sign(newCurveKey(), newImage())}))
		r.pass(time.Minute)
	}},
	{"firmware that is spoiled", nil, func(r *rig) {
		r.request("UpdateFirmware", signedUpdate(7, spoiledImage(), nil))
		r.pass(time.Minute)
		r.request("GetVariables", askVersion)
	}},
	{"firmware that is not there", nil, func(r *rig) {
		r.request("UpdateFirmware", strings.Replace(signedUpdate(7, newImage(), nil), `"retries":0`, `"retries":2,"retryInterval":20`, 1))
		r.pass(175 * time.Second) // to between two attempts of a station that goes on for ever
	}},
	{"firmware in the place of other firmware", nil, func(r *rig) {
		r.request("UpdateFirmware", signedUpdate(7, newImage(), nil))
		r.pass(5 * time.Second)
		r.request("UpdateFirmware", signedUpdate(8, newImage(), nil))
		r.pass(time.Minute)
	}},
	{"firmware while an EV charges", byPlug, whileAnEVCharges},
	{"firmware while an EV charges, where others may come", byPlug, whileAnEVCharges},
}

func whileAnEVCharges(r *rig) {
	r.in()
	r.show("CARD")
	r.request("UpdateFirmware", signedUpdate(7, newImage(), nil))
	r.pass(20 * time.Second)
	r.try(r.panel.PlugIn(2, 1, false))
	r.pass(20 * time.Second)
	r.try(r.panel.PlugOut(2, 1))
	r.show("CARD")
	r.out()
	r.pass(time.Minute)
}

// cut takes the mains away for a while.
func (r *rig) cut() {
	r.try(r.panel.PowerOff())
	r.pass(time.Minute)
	r.try(r.panel.PowerOn())
	r.pass(time.Minute)
}

// updating is a station of the manufacturer's with a host that offers a file.
func updating(file func() []byte, changes ...func(*station.Config)) func(*station.Config) {
	return func(c *station.Config) {
		ofMaker(c)
		both(changes...)(c)
		withFiles(&fileHost{takes: 10 * time.Second, offers: file()})(c)
	}
}

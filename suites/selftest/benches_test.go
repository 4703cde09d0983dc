package selftest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
)

// benchOf is a configuration in which the cases meet the defects.
type benchOf struct {
	name   string
	change func(*bench.MemoryParts)
	only   []string // the cases for which it is made: all others would show nothing new on it
	of     string   // the product for which it is made, where others cannot be so
}

// benches are what every case has to pass on, on every product. Some defects only show where the transaction starts late
// and ends late, and some hide where times are short.
var benches = []benchOf{
	{name: "default", change: func(*bench.MemoryParts) {}},
	{name: "start-late", change: both(both(points([]string{"Authorized"}, []string{"EVConnected"}), twoMeasurands), patient)},
	{name: "shipped", change: shipped},
	// The EV is connected when its driver is deauthorized, and the station holds the cable.
	{name: "by-plug", change: points([]string{"EVConnected"}, []string{"EVConnected"}), only: []string{"TC_C_34_CS"}},
	// The transaction goes on when the EV is disconnected, and ends when it leaves.
	{name: "by-bay", change: points([]string{"Authorized"}, []string{"ParkingBayOccupancy"}), only: []string{"TC_E_06_CS"}, of: "full"},
	// EVSEs, and not connectors, are what a ChangeAvailabilityRequest is about.
	{name: "two-connectors", change: twoEVSEs, only: []string{"TC_G_03_CS", "TC_G_07_CS", "TC_G_11_CS", "TC_G_14_CS", "TC_G_17_CS", "TC_G_19_CS", "TC_H_01_CS"}},
	// The station shows the certificate that it is given, and has the one of its make before.
	{name: "profile-2", change: inProfile(2), only: []string{"TC_A_19_CS"}},
	{name: "profile-3", change: inProfile(3), only: []string{"TC_A_11_CS", "TC_M_30_CS"}},
	// The firmware is installed by a bootloader.
	{name: "by-bootloader", change: can(func(c *station.Capabilities) { c.RebootsToInstall = !c.InstallsInTransaction }), only: []string{"TC_L_01_CS"}},
	// The CSMS starts for a driver whom the EVSE is not reserved for.
	{name: "remote", change: func(p *bench.MemoryParts) { p.Configured.DefaultAuthorization = octt.Remote }, only: []string{"TC_H_02_CS"}},
	// The only EVSE is Reserved, whichever was asked for.
	{name: "one-evse", change: evses(1), only: []string{"TC_H_08_CS", "TC_H_24_CS"}},
	// The tables judge NotifyEventRequests by validations of their own.
	{name: "by-event", change: can(func(c *station.Capabilities) { c.StatusByNotifyEvent = true }), only: []string{"TC_G_01_CS", "TC_G_07_CS"}},
	{name: "by-event-of-evse", change: can(func(c *station.Capabilities) { c.StatusByNotifyEvent, c.StatusOfEVSE = true, true }), only: []string{"TC_G_03_CS", "TC_G_05_CS"}},
	{name: "by-event-of-evse-apart", change: can(func(c *station.Capabilities) { c.StatusByNotifyEvent, c.StatusOfEVSEApart = true, true }), only: []string{"TC_G_03_CS", "TC_G_05_CS"}},
}

func benchNamed(name string) (benchOf, error) {
	i := slices.IndexFunc(benches, func(b benchOf) bool { return b.name == name })
	if i < 0 {
		return benchOf{}, fmt.Errorf("%q is no bench of the self-test; benches_test.go names them", name)
	}
	return benches[i], nil
}

// twoMeasurands lets one of them be missing while the other comes.
var twoMeasurands = onStation(func(c *station.Config) {
	for _, list := range []string{"AlignedDataCtrlr.Measurands", "AlignedDataCtrlr.TxEndedMeasurands", "SampledDataCtrlr.TxStartedMeasurands",
		"SampledDataCtrlr.TxUpdatedMeasurands", "SampledDataCtrlr.TxEndedMeasurands"} {
		c.Settings[list] = "Energy.Active.Import.Register,Voltage"
	}
})

// inProfile has the station begin in a security profile.
func inProfile(profile int) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) { p.SecurityProfile = profile }
}

// patient gives the EV the time to draw MaxEnergyOnInvalidId.
func patient(p *bench.MemoryParts) { p.Timeouts.MaxEnergy = 40 * time.Minute }

var shippedFile = sync.OnceValues(func() (*bench.File, error) { return bench.Read(examples.BenchName, examples.Bench()) })

// shipped is the bench of certbench run without --bench: short times must not make it blind.
func shipped(p *bench.MemoryParts) {
	f, err := shippedFile()
	if err != nil {
		panic(err)
	}
	password := p.Configured.BasicAuthPassword
	p.Configured, p.Timeouts = f.Configured, f.Timeouts
	p.Configured.BasicAuthPassword = password
}

// points sets <Configured TxStartPoint> and <Configured TxStopPoint>.
func points(start, stop []string) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) { p.Configured.TxStartPoint, p.Configured.TxStopPoint = start, stop }
}

func both(first, second func(*bench.MemoryParts)) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) {
		first(p)
		second(p)
	}
}

func can(choose func(*station.Capabilities)) func(*bench.MemoryParts) {
	return onStation(func(c *station.Config) { choose(&c.Capabilities) })
}

// onStation changes the station beside what changes it already.
func onStation(change func(*station.Config)) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) {
		before := p.Change
		p.Change = func(c *station.Config) {
			if before != nil {
				before(c)
			}
			change(c)
		}
	}
}

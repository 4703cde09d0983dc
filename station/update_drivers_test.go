package station_test

import (
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/station"
)

// verified is what is told of an update up to the installation, when it begins at once.
var verified = []string{"0s firmware Downloading of 7", "10s firmware Downloaded of 7", "10s firmware SignatureVerified of 7"}

// rebooted is what is told from the installation on.
func rebooted(installing, activating string) []string {
	return []string{installing + " firmware Installing of 7", activating + " firmware InstallRebooting of 7", activating + " StartupOfTheDevice",
		activating + " firmware Installed of 7", activating + " FirmwareUpdated"}
}

// leave ends the first transaction and takes the EV away, in one moment.
func (r *rig) leave() {
	r.Helper()
	r.present("CARD")
	r.plugOut()
}

// charging plays a test with two sockets, at the first of which a transaction is open that ends with the plug.
func charging(t *testing.T, change func(*station.Capabilities), test func(r *rig, begin time.Time, transaction string)) {
	t.Helper()
	updates(t, newImage(), both(twoPlaces, points("EVConnected", "EVConnected"), can(change)), func(r *rig, begin time.Time) {
		r.plugIn()
		r.present("CARD")
		id := r.transactionID()
		r.forget()
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		test(r, begin, id)
	})
}

func TestAnInstallationWaitsForTransactionsAndKeepsNewDriversAway(t *testing.T) { // L01.FR.06, FR.07, FR.34
	charging(t, func(*station.Capabilities) {}, func(r *rig, begin time.Time, _ string) {
		r.pass(20 * time.Second)
		r.expectStatuses("2.1 Unavailable")
		r.do(r.panel.PlugIn(2, 1, false))
		r.pass(20 * time.Second)
		r.expectEvents()
		r.do(r.panel.PlugOut(2, 1))
		r.leave()
		r.pass(20 * time.Second)
		r.expectTold(begin, slices.Concat(verified, []string{"10s firmware InstallScheduled of 7"}, rebooted("40s", "45s"))...)
		r.expectStatuses("2.1 Unavailable", "1.1 Available", "1.1 Unavailable", "1.1 Available", "2.1 Available")
	})
}

func TestNewDriversMayComeWhereTheCSMSLetsThem(t *testing.T) {
	charging(t, func(c *station.Capabilities) { c.NewSessionsBeforeUpdate = true }, func(r *rig, begin time.Time, _ string) {
		r.pass(20 * time.Second)
		r.expectStatuses()
		r.do(r.panel.PlugIn(2, 1, false))
		r.present("OTHER")
		r.leave()
		r.pass(20 * time.Second)
		r.expectTold(begin, slices.Concat(verified, []string{"10s firmware InstallScheduled of 7"})...)
		r.present("OTHER")
		r.do(r.panel.PlugOut(2, 1))
		r.pass(20 * time.Second)
		r.expectTold(begin, slices.Concat(verified, []string{"10s firmware InstallScheduled of 7"}, rebooted("40s", "45s"))...)
		r.expectStatuses("2.1 Occupied", "1.1 Available", "2.1 Available", "1.1 Unavailable", "2.1 Unavailable", "1.1 Available", "2.1 Available")
	})
}

func TestWhetherNewDriversMayComeCanChangeWhileTheUpdateWaits(t *testing.T) {
	charging(t, func(c *station.Capabilities) { c.NewSessionsBeforeUpdate = true }, func(r *rig, _ time.Time, _ string) {
		r.pass(20 * time.Second)
		r.setVariable("ChargingStation.AllowNewSessionsPendingFirmwareUpdate", "false")
		r.expectStatuses("2.1 Unavailable")
		r.setVariable("ChargingStation.AllowNewSessionsPendingFirmwareUpdate", "true")
		r.expectStatuses("2.1 Unavailable", "2.1 Available")
	})
}

func TestADownloadWaitsForTransactionsWhereTheProductHasTo(t *testing.T) { // L01.FR.13
	charging(t, func(c *station.Capabilities) { c.DownloadsInTransaction = false }, func(r *rig, begin time.Time, _ string) {
		r.pass(20 * time.Second)
		r.expectStatuses("2.1 Unavailable")
		r.leave()
		r.pass(time.Minute)
		r.expectTold(begin, slices.Concat([]string{"0s firmware DownloadScheduled of 7", "20s firmware Downloading of 7", "30s firmware Downloaded of 7",
			"30s firmware SignatureVerified of 7"}, rebooted("30s", "35s"))...)
		r.expectStatuses("2.1 Unavailable", "1.1 Available", "1.1 Unavailable", "1.1 Available", "2.1 Available")
	})
}

func TestADownloadPausesForATransactionWhereTheProductHasTo(t *testing.T) { // L01.FR.14
	updates(t, newImage(), both(points("EVConnected", "EVConnected"), can(func(c *station.Capabilities) { c.DownloadsInTransaction = false })), func(r *rig, begin time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(5 * time.Second)
		r.plugIn()
		r.pass(15 * time.Second)
		r.plugOut()
		r.pass(time.Minute)
		r.expectTold(begin, slices.Concat([]string{"0s firmware Downloading of 7", "5s firmware DownloadPaused of 7", "20s firmware Downloading of 7",
			"30s firmware Downloaded of 7", "30s firmware SignatureVerified of 7"}, rebooted("30s", "35s"))...)
	})
}

func TestOnlyTheRebootWaitsForTransactionsWhereTheProductCanInstallBefore(t *testing.T) { // L01.FR.33
	charging(t, func(c *station.Capabilities) { c.InstallsInTransaction = true }, func(r *rig, begin time.Time, _ string) {
		r.pass(20 * time.Second)
		r.expectTold(begin, append(slices.Clone(verified), "10s firmware Installing of 7")...)
		r.expectStatuses("2.1 Unavailable")
		r.leave()
		r.pass(time.Minute)
		r.expectTold(begin, slices.Concat(verified, []string{"10s firmware Installing of 7"}, rebooted("", "20s")[1:])...)
	})
}

func TestATransactionGoesOnThroughAnUpdateThatNeedsNoReboot(t *testing.T) { // C-43
	charging(t, func(c *station.Capabilities) { c.InstallsInTransaction, c.RebootsToActivate = true, false }, func(r *rig, begin time.Time, id string) {
		r.pass(time.Minute)
		r.expectTold(begin, append(slices.Clone(verified), "10s firmware Installing of 7", "15s firmware Installed of 7", "15s FirmwareUpdated")...)
		r.expectVersion("2.0.0")
		r.expectStatuses()
		r.expectBoots()
		r.expect("GetTransactionStatus", `{"transactionId":"`+id+`"}`, "ongoingIndicator", "true")
		if !r.panel.Read().Connectors[0].Contactor {
			t.Error("expected the contactor closed, got it open")
		}
	})
}

// The transaction ends with the authorization, and the EV stays.
func TestAnUpdateGoesOnWhenDriversHaveLeftOrWhenTheirTransactionsHaveEnded(t *testing.T) {
	for between, installing := range map[bool]string{false: "40s", true: "20s"} {
		updates(t, newImage(), both(points("Authorized", "Authorized"), can(func(c *station.Capabilities) { c.UpdatesBetweenDrivers = between })), func(r *rig, begin time.Time) {
			r.plugIn()
			r.present("CARD")
			r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
			r.pass(20 * time.Second)
			r.present("CARD")
			r.pass(20 * time.Second)
			if !between {
				r.plugOut()
			}
			r.pass(time.Minute)
			if got := r.told(begin)[4]; got != installing+" firmware Installing of 7" {
				t.Errorf("expected the installation after %s, got %q", installing, got)
			}
		})
	}
}

func TestAProductMayWaitForDriversWithoutAWord(t *testing.T) { // L01.FR.34: MAY
	charging(t, func(c *station.Capabilities) { c.SilentInstallWait = true }, func(r *rig, begin time.Time, _ string) {
		r.pass(20 * time.Second)
		r.leave()
		r.pass(time.Minute)
		r.expectTold(begin, slices.Concat(verified, rebooted("20s", "25s"))...)
	})
}

func TestWhatTheCSMSHasMadeInoperativeStaysSoAfterAnUpdate(t *testing.T) {
	updates(t, newImage(), twoPlaces, func(r *rig, _ time.Time) {
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":2}}`, "status", "Accepted")
		r.forget()
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(time.Minute)
		r.expectStatuses("1.1 Unavailable", "1.1 Available", "2.1 Unavailable")
	})
}

func TestAConnectorThatIsFreedDuringAnInstallationIsHeldToo(t *testing.T) { // L01.FR.07
	updates(t, newImage(), twoPlaces, func(r *rig, _ time.Time) {
		r.plugIn() // nobody is authorized: there is no transaction
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(12 * time.Second)
		r.present("CARD")
		r.plugOut()
		r.pass(time.Minute)
		r.expectStatuses("1.1 Occupied", "2.1 Unavailable", "1.1 Available", "1.1 Unavailable", "1.1 Available", "2.1 Available")
		r.expectEvents()
	})
}

func TestWhoHasComeDuringAnUpdateThatFailsIsServedAfterIt(t *testing.T) {
	updates(t, spoiledImage(), points("EVConnected", "EVConnected"), func(r *rig, _ time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, spoiledImage(), nil), "status", "Accepted")
		r.pass(12 * time.Second)
		r.plugIn()
		r.expectEvents()
		r.pass(time.Minute)
		r.expectEvents("Started CablePluggedIn EVConnected")
		r.expectStatuses("1.1 Unavailable", "1.1 Occupied")
	})
}

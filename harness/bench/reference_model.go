package bench

import (
	"maps"
	"slices"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
)

// modelled fills in what a PICS declares of variables that not every product has, and of their ranges and lists.
func modelled(c *station.Capabilities, d *pics.Declaration) {
	yes := func(f pics.Feature) bool { return d.Answer(f) == pics.Yes }
	c.IDTokenTypes = idTokenTypes(yes)
	c.TimeSources = d.Items(pics.C_23)
	c.FileTransferProtocols = slices.DeleteFunc(d.Items(pics.ORS_24), func(p string) bool { return !slices.Contains(station.FileTransfers(), p) })
	c.CustomerIdentifiers = yes(pics.C_14)
	c.Reservations = d.Profiles[pics.Reservation] == pics.Yes
	c.ReservesConnectorType = yes(pics.R_1)
	c.ReservesUnspecified = yes(pics.R_2)
	c.ReservationSwitch = yes(pics.R_3)
	c.QueueAllMessages = yes(pics.C_21)
	c.Monitoring = d.Profiles[pics.AdvancedDeviceManagement] == pics.Yes
	c.HardWiredMonitor, c.PreconfiguredMonitor, c.MonitorsPassword = yes(pics.AQ_5), yes(pics.AQ_6), yes(pics.AQ_10)
	c.OfflineEventQueue = yes(pics.DM_3)
	c.FlagsByCriteria = true // what the tables have; that whole components are reported, a case warns of
	c.NewSessionsBeforeUpdate = yes(pics.C_20)
	c.DownloadsInTransaction = yes(pics.AQ_7)
	c.InstallsInTransaction = yes(pics.C_43) // to the end of the update, hence without a reboot
	c.RebootsToActivate = !yes(pics.C_43)
	c.CancelsUpdates = yes(pics.C_60)
	c.AdditionalRootCheck = yes(pics.AS_2)
	c.SigningTimeout = yes(pics.AS_3)
	c.AttemptInterval = station.Range{Min: number(d, pics.ORS_7), Max: number(d, pics.ORS_8)}
	c.TxUpdatedInterval = station.Range{Min: number(d, pics.ORS_9)}
	c.HeartbeatInterval = station.Range{Min: number(d, pics.ORS_11)}
	c.PingInterval = station.Range{Min: number(d, pics.ORS_14), Max: number(d, pics.ORS_15), Factory: number(d, pics.ORS_16)}
	c.CertificateEntries = number(d, pics.ORS_17)
	c.TariffAndCost = d.Profiles[pics.AdvancedUserInterface] == pics.Yes
	c.MessagePriorities = offered(yes, map[pics.Feature]string{pics.UI_1_1: "AlwaysFront", pics.UI_1_2: "InFront", pics.UI_1_3: "NormalCycle"})
	c.MessageFormats = offered(yes, map[pics.Feature]string{pics.UI_2_1: "ASCII", pics.UI_2_2: "HTML", pics.UI_2_3: "URI", pics.UI_2_4: "UTF8"})
}

// offered are the values of the features that are there, in the order of their ids.
func offered(yes func(pics.Feature) bool, values map[pics.Feature]string) (all []string) {
	for _, f := range slices.Sorted(maps.Keys(values)) {
		if yes(f) {
			all = append(all, values[f])
		}
	}
	return all
}

// idTokenTypes lists the types of idTokens that start or stop a transaction, locally or remotely.
func idTokenTypes(yes func(pics.Feature) bool) []string {
	var out []string
	for _, each := range []struct {
		name string
		by   []pics.Feature
	}{
		{"ISO14443", []pics.Feature{pics.C_30, pics.C_36, pics.C_70}},
		{"ISO15693", []pics.Feature{pics.C_31, pics.C_37, pics.C_71}},
		{"KeyCode", []pics.Feature{pics.C_32, pics.C_72}},
		{"Local", []pics.Feature{pics.C_33}},
		{"MacAddress", []pics.Feature{pics.C_34}},
		{"Central", []pics.Feature{pics.C_38}},
		{"NoAuthorization", []pics.Feature{pics.C_35, pics.C_39, pics.C_75}},
	} {
		for _, f := range each.by {
			if yes(f) {
				out = append(out, each.name)
				break
			}
		}
	}
	return out
}

// number is what a PICS answers with a number, 0 where it says nothing.
func number(d *pics.Declaration, f pics.Feature) int {
	n, _ := d.Number(f)
	return n
}

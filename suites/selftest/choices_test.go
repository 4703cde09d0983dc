package selftest

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
)

// choice is a good station, or driver, that uses a freedom of part 2.
type choice struct {
	change func(*bench.MemoryParts)
	warns  string // path of the field for which a case may warn: the tables do not foresee the choice
	// in are the actions of the messages in which it shows: a play without any of them is the same without it. None is all.
	in []string
	// not are the actions of messages with which it cannot be: what they are about it leaves out.
	not []string
	// apart tells that it has nothing to do with when a transaction starts: it is not played where that is late as well.
	apart bool
}

// What some choices are about.
var (
	inTransactions = []string{"TransactionEvent"}
	inMeterValues  = []string{"TransactionEvent", "MeterValues"}
	inUpdates      = []string{"UpdateFirmware"}
	inStatuses     = []string{"StatusNotification", "ChangeAvailability"}
)

var choices = map[string]choice{
	"status by NotifyEvent": {change: can(func(c *station.Capabilities) { c.StatusByNotifyEvent = true })},
	"status of EVSE and connector": {
		change: can(func(c *station.Capabilities) { c.StatusByNotifyEvent, c.StatusOfEVSE = true, true }),
		warns:  "eventData[0]",                                               // which is what the tables judge; the connector's event is the second
		in:     append(slices.Clone(inStatuses), "NotifyEvent"), apart: true, // whose eventIds count on from those of the boot
	},
	"status of the EVSE apart": {change: can(func(c *station.Capabilities) { c.StatusByNotifyEvent, c.StatusOfEVSEApart = true, true })},
	"status told again": {
		change: can(func(c *station.Capabilities) { c.RepeatsStatus = true }),
		warns:  "The Charging Station tells the state of a connector once", // which no document asks for
		in:     inStatuses, apart: true,
	},
	"one measurand in a message":    {change: can(func(c *station.Capabilities) { c.OneMeasurandPerMessage = true })},
	"aligned values by MeterValues": {change: can(func(c *station.Capabilities) { c.AlignedByMeterValues = true })},
	"EVSE named in every event":     {change: can(func(c *station.Capabilities) { c.NamesEVSE = true })},
	"registers in kWh":              {change: can(func(c *station.Capabilities) { c.KiloWattHours = true })},
	"defaults of values omitted": {
		change: can(func(c *station.Capabilities) { c.OmitsDefaults = true }),
		warns:  "sampledValue[0].context", // in TC_J_09_CS
		in:     inMeterValues,
	},
	"status after the event":    {change: can(func(c *station.Capabilities) { c.StatusAfterEvents = true })},
	"occupied by authorization": {change: can(func(c *station.Capabilities) { c.OccupiedByAuthorization = true })},
	"occupied after the event":  {change: can(func(c *station.Capabilities) { c.OccupiedByAuthorization, c.StatusAfterEvents = true, true })},
	"state apart from the plug": {change: can(func(c *station.Capabilities) { c.StateApartFromPlug = true })},
	"event for each trigger":    {change: both(remoteFirst, can(func(c *station.Capabilities) { c.EventPerTrigger = true }))},
	"charging with the authorization": {
		change: can(func(c *station.Capabilities) { c.ChargingWithAuthorization = true }),
		warns:  "as the table has it", // table 430, step 9
		in:     inTransactions,
	},
	"charging with the plug": {
		change: can(func(c *station.Capabilities) { c.ChargingWithPlug = true }),
		warns:  "transactionInfo.chargingState", // which table 427 allows and table 430, step 3 does not
		in:     inTransactions,
	},
	"an EVSE picked for a reservation":      {change: can(func(c *station.Capabilities) { c.PicksReservedEVSE = true })},
	"reservations trusted":                  {change: can(func(c *station.Capabilities) { c.TrustsReservations = true })},
	"reservation used when presented":       {change: can(func(c *station.Capabilities) { c.UsesReservationWhenPresented = true })},
	"asked about where an EVSE is reserved": {change: can(func(c *station.Capabilities) { c.AsksWhereReserved = true })},
	"reservations validated":                {change: can(func(c *station.Capabilities) { c.ValidatesReservations = true })},
	"charging rate told":                    {change: can(func(c *station.Capabilities) { c.TellsChargingRate = true })},
	"suspended before charging":             {change: can(func(c *station.Capabilities) { c.SuspendedFirst = true })},
	"stop reported in two messages":         {change: can(func(c *station.Capabilities) { c.EndAfterStateChange = true })},
	"suspension before the end":             {change: can(func(c *station.Capabilities) { c.SuspensionBeforeEnd = true })},
	"queue sent backwards":                  {change: can(func(c *station.Capabilities) { c.QueueBackwards = true })},
	"seqNo goes on":                         {change: can(func(c *station.Capabilities) { c.SeqNoGoesOn = true })},
	"state before the end":                  {change: can(func(c *station.Capabilities) { c.StateBeforeEnd = true })},
	"remote start is authorized":            {change: can(func(c *station.Capabilities) { c.AuthorizeRemoteStart = []bool{true, false} })},
	"reports of one variable each":          {change: can(func(c *station.Capabilities) { c.ReportItems = 1 })},
	"closed while rejected":                 {change: can(func(c *station.Capabilities) { c.ClosesWhenRejected = true })},
	"summary without connectors":            {change: can(func(c *station.Capabilities) { c.SummaryWithoutConnectors = true })},
	"events of monitors in one message":     {change: can(func(c *station.Capabilities) { c.EventsTogether = true })},
	"events of monitors in parts":           {change: can(func(c *station.Capabilities) { c.EventsInParts = true }), in: []string{"SetVariableMonitoring"}},
	"power not measured":                    {change: can(func(c *station.Capabilities) { c.PowerLimitOnly = true }), not: []string{"SetVariableMonitoring"}},
	"no reasons":                            {change: can(func(c *station.Capabilities) { c.NoReasons = true })},
	"two EVSEs of two connectors": {
		change: both(twoEVSEs, can(func(c *station.Capabilities) { c.SingleReader = false })), // prerequisite of TC_C_04_CS
		warns:  "L01.FR.07",                                                                   // in TC_L_15_CS, as with updates between drivers
	},
	"unavailable while resetting":  {change: can(func(c *station.Capabilities) { c.UnavailableWhileResetting = true })},
	"freed EVSEs held for a reset": {change: can(func(c *station.Capabilities) { c.HoldsFreedEVSEs = true })},
	"refusal told in two messages": {
		change: can(func(c *station.Capabilities) { c.DeauthorizedThenState = true }),
		warns:  "transactionInfo.chargingState", // which erratum 6.2.118 asks of the first message, and E05.FR.09 of either
		in:     inTransactions,
	},
	"refusal told as SuspendedEVSE": {change: can(func(c *station.Capabilities) { c.SuspendedByRefusal = true })},
	"silent about what has not changed": {
		change: can(func(c *station.Capabilities) { c.SilentWhenUnchanged = true }),
		warns:  "as the table has it", // in TC_G_13_CS and TC_G_18_CS
		in:     inStatuses, apart: true,
	},
	"firmware installed by a bootloader":  {change: can(func(c *station.Capabilities) { c.RebootsToInstall = !c.InstallsInTransaction })},
	"firmware installed in silence":       {change: can(func(c *station.Capabilities) { c.RebootsToInstall, c.SilentBootloader = !c.InstallsInTransaction, true })},
	"firmware started by a reconnection":  {change: can(func(c *station.Capabilities) { c.RebootsToActivate = false })},
	"firmware installed in a transaction": {change: can(func(c *station.Capabilities) { c.InstallsInTransaction = true })},
	"reboot into firmware not told":       {change: can(func(c *station.Capabilities) { c.SilentActivation = true })},
	"firmware told before the reboot": {
		change: can(func(c *station.Capabilities) { c.InstalledBeforeReboot = true }),
		warns:  "as the table has it", // which part 2, L01.FR.32 does not ask for
		in:     inUpdates,
	},
	"wait for drivers not told": {
		change: can(func(c *station.Capabilities) { c.SilentInstallWait = true }),
		warns:  "L01.FR.34", // in TC_L_14_CS and TC_L_15_CS
		in:     inUpdates,
	},
	"updates between drivers":           {change: can(func(c *station.Capabilities) { c.UpdatesBetweenDrivers = true })},
	"each attempt to download told":     {change: can(func(c *station.Capabilities) { c.TellsEachAttempt = true })},
	"canceled update told":              {change: can(func(c *station.Capabilities) { c.TellsCanceledUpdate = true })},
	"no signing certificate is invalid": {change: can(func(c *station.Capabilities) { c.MissingCertificateIsInvalid = true })},
	"slow display":                      {change: can(func(c *station.Capabilities) { c.DisplayTakes = 2 * time.Second }), in: []string{"SetDisplayMessage", "CostUpdated"}},
	"messages that scroll":              {change: can(func(c *station.Capabilities) { c.DisplayScrolls = true }), in: []string{"SetDisplayMessage"}},
	"messages shown together":           {change: can(func(c *station.Capabilities) { c.ShowsTogether = true }), in: []string{"SetDisplayMessage", "CostUpdated", "TransactionEvent"}},
	"messages in pages":                 {change: can(func(c *station.Capabilities) { c.DisplayPage = 13 }), in: []string{"SetDisplayMessage", "CostUpdated", "TransactionEvent"}},
	"messages told in parts":            {change: can(func(c *station.Capabilities) { c.MessagesInParts = true }), in: []string{"NotifyDisplayMessages"}},
	"refused cable set free":            {change: can(func(c *station.Capabilities) { c.FreesRefusedCable = true })},
	"idTokens in small letters":         {change: can(func(c *station.Capabilities) { c.LowerCaseIDTokens = true })},
	"expired stays in the cache":        {change: can(func(c *station.Capabilities) { c.KeepsExpired = true })},
	"expiry dates in the list":          {change: can(func(c *station.Capabilities) { c.LocalListExpires = true })},
	"slow driver":                       {change: slowDriver},
	"slow driver, quick meter":          {change: both(slowDriver, can(func(c *station.Capabilities) { c.TxUpdatedInterval = station.Range{Factory: 5} }))},
	"settings need a reboot": {change: can(func(c *station.Capabilities) {
		// What no table sets itself: those rows expect Accepted.
		c.RebootRequired = []string{"OCPPCommCtrlr.NetworkConfigurationPriority", "TxCtrlr.EVConnectionTimeOut",
			"AuthCtrlr.LocalPreAuthorize", "TxCtrlr.StopTxOnInvalidId"}
	})},
}

// together are choices that one station may make at once, as real ones do: to play each of them alone takes three times as
// long, and shows no more as long as all pass. A choice that stands nowhere here is played alone.
var together = [][]string{
	{"status by NotifyEvent", "status after the event", "one measurand in a message", "queue sent backwards", "reports of one variable each", "messages shown together",
		"idTokens in small letters", "charging rate told", "no reasons", "canceled update told", "firmware installed by a bootloader", "reservations trusted"},
	{"messages that scroll", "events of monitors in parts", "aligned values by MeterValues", "EVSE named in every event", "registers in kWh", "seqNo goes on",
		"state apart from the plug", "closed while rejected", "refusal told as SuspendedEVSE", "each attempt to download told", "reboot into firmware not told", "reservation used when presented", "reservations validated"},
	{"messages in pages", "messages told in parts", "occupied by authorization", "suspended before charging", "stop reported in two messages", "summary without connectors", "expiry dates in the list",
		"unavailable while resetting", "expired stays in the cache", "events of monitors in one message", "power not measured", "firmware installed in a transaction", "asked about where an EVSE is reserved"},
	{"occupied after the event", "suspension before the end", "remote start is authorized", "freed EVSEs held for a reset", "refused cable set free",
		"firmware installed in silence", "no signing certificate is invalid", "an EVSE picked for a reservation", "slow driver"},
	{"status of the EVSE apart", "state before the end", "settings need a reboot", "firmware started by a reconnection", "updates between drivers", "event for each trigger"},
}

// stationsThatChoose are the names of the choices of each station that the cases have to pass on.
func stationsThatChoose() [][]string {
	if *everywhere {
		var alone [][]string
		for _, name := range slices.Sorted(maps.Keys(choices)) {
			alone = append(alone, []string{name})
		}
		return alone
	}
	stations := slices.Clone(together)
	joined := slices.Concat(together...)
	for _, name := range slices.Sorted(maps.Keys(choices)) {
		if !slices.Contains(joined, name) {
			stations = append(stations, []string{name})
		}
	}
	return stations
}

// TestEveryCasePassesOnStationsThatChooseOtherwise plays the cases on good stations that use the freedoms of part 2,
// where transactions start and stop early as well as, if that makes another table, late. A choice that shows in no message of the
// good station's play is not played there; that it changes nothing is shown below. With -everywhere each freedom is used alone, and
// everywhere.
func TestEveryCasePassesOnStationsThatChooseOtherwise(t *testing.T) {
	var warned sync.Map // names of choices
	t.Run("cases", func(t *testing.T) {
		for _, c := range octt.Registered() {
			t.Run(c.ID, func(t *testing.T) {
				t.Parallel()
				for _, on := range benchesThatMatter(t, c.ID) {
					for _, all := range stationsThatChoose() {
						names := possible(all, on.good)
						if len(names) == 0 || !*everywhere && (!mayShow(names, on.good) || on.late && apart(names)) {
							continue
						}
						p, found := playWhole(t, c.ID, setup{change: both(choosing(t, names), on.change)})
						if !hasPassed(t, p, choices[names[0]].warns) || !blameless(t, c.ID, found) {
							t.Errorf("on the station that chooses %s, on the bench %s", strings.Join(names, ", "), on.name)
						}
						if p.Verdict == evidence.Warning {
							warned.Store(names[0], true)
						}
					}
				}
			})
		}
	})
	for name, choice := range choices {
		if _, ok := warned.Load(name); choice.warns != "" && !ok {
			t.Errorf("%s: expected a case that warns for %s, got none", name, choice.warns)
		}
	}
}

// choosing joins choices. One for which a case may warn is made alone, so that it is known what warned.
func choosing(t *testing.T, names []string) func(*bench.MemoryParts) {
	t.Helper()
	joined := func(*bench.MemoryParts) {}
	for _, name := range names {
		c, ok := choices[name]
		if !ok || c.warns != "" && len(names) > 1 {
			t.Fatalf("%q is no choice that can be joined with others", name)
		}
		joined = both(joined, c.change)
	}
	return joined
}

// possible are the choices that a station can make in a play.
func possible(names []string, good goodFacts) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return sends(good, choices[name].not) })
}

// sends tells whether a message of one of some actions is in a play.
func sends(good goodFacts, actions []string) bool {
	return slices.ContainsFunc(good.actions, func(action string) bool { return slices.Contains(actions, action) })
}

// mayShow tells whether any of some choices shows in a message of a play.
func mayShow(names []string, good goodFacts) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		in := choices[name].in
		return in == nil || sends(good, in)
	})
}

// apart tells whether all of some choices are.
func apart(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !choices[name].apart })
}

// TestAChoiceThatShowsInNoMessageChangesNothing plays a sample of what is left out above, and requires the play of the good station.
func TestAChoiceThatShowsInNoMessageChangesNothing(t *testing.T) {
	chance := rand.New(rand.NewPCG(seed, seed))
	cases := octt.Registered()
	for _, name := range slices.Sorted(maps.Keys(choices)) {
		if choices[name].in == nil {
			continue
		}
		var left atomic.Int64
		t.Run(name, func(t *testing.T) {
			for range 12 {
				c := cases[chance.IntN(len(cases))]
				t.Run(c.ID, func(t *testing.T) {
					t.Parallel()
					good := play(t, c.ID, setup{written: true})
					if mayShow([]string{name}, factsOf(t, good)) {
						return // it is played above
					}
					left.Add(1)
					with := play(t, c.ID, setup{change: choices[name].change})
					samePlay(t, "the station chooses "+name, traceOf(t, good), traceOf(t, with))
				})
			}
		})
		if left.Load() == 0 {
			t.Errorf("%s: expected a case among the sample in which it does not show, got none", name)
		}
	}
}

// benchThatMatters is a bench with the good station's play on it.
type benchThatMatters struct {
	benchOf
	good goodFacts
	late bool // transactions start later than on another
}

// benchesThatMatter are those that differ in when a transaction starts, as far as the table of the case does.
func benchesThatMatter(t *testing.T, id string) []benchThatMatters {
	t.Helper()
	var on []benchThatMatters
	for _, b := range benches[:2] { // early and late
		on = append(on, benchThatMatters{b, goodOn(t, id, "", b.name, ""), len(on) > 0})
	}
	if on[0].good.table == on[1].good.table {
		return on[:1]
	}
	return on
}

// remoteFirst has transactions start remotely, and with the plug where the bench does not say otherwise: then RemoteStart
// stands in the message of the plug.
func remoteFirst(p *bench.MemoryParts) {
	p.Configured.DefaultAuthorization = octt.Remote
	points([]string{"EVConnected"}, []string{"EVConnected", "Authorized"})(p)
}

// slowDriver takes a quarter of a minute for everything, on a station that waits for that long.
func slowDriver(p *bench.MemoryParts) {
	p.Timeouts.Act, p.Configured.EVConnectionTimeOut = 15*time.Second, 2*time.Minute
	p.Configured.OfflineThreshold = time.Minute // TC_B_52_CS has the EV connected before the station comes back
}

func twoEVSEs(p *bench.MemoryParts) {
	var rows []pics.Connector
	for evse := 1; evse <= 2; evse++ {
		for id := 1; id <= 2; id++ {
			row := p.PICS.Connectors[min(evse, len(p.PICS.Connectors))-1] // fixed and detachable cables, where the product has both
			row.EVSE, row.ID = evse, id
			rows = append(rows, row)
		}
	}
	p.PICS.Connectors = rows
	counted(p)
}

// counted has HFS-8 be the number of EVSEs that the connector table has: the plan and the prerequisites go by that.
func counted(p *bench.MemoryParts) {
	evses := map[int]bool{}
	for _, row := range p.PICS.Connectors {
		evses[row.EVSE] = true
	}
	p.PICS.Features = maps.Clone(p.PICS.Features) // which the products share
	p.PICS.Features[pics.HFS_8] = pics.Value{Kind: pics.Number, Number: len(evses)}
}

package bench

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// txPoints are the values of TxStartPoint and TxStopPoint (part 2, section 2.6.4).
var txPoints = []string{"ParkingBayOccupancy", "EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer", "DataSigned"}

// tokenTypes are the values of IdTokenEnumType (part 2, section 3.43).
var tokenTypes = []string{
	string(ocpp201.IDTokenEnumCentral), string(ocpp201.IDTokenEnumEMAID), string(ocpp201.IDTokenEnumISO14443),
	string(ocpp201.IDTokenEnumISO15693), string(ocpp201.IDTokenEnumKeyCode), string(ocpp201.IDTokenEnumLocal),
	string(ocpp201.IDTokenEnumMacAddress), string(ocpp201.IDTokenEnumNoAuthorization),
}

func (f *File) checkConfigured(d *decoder) {
	c := f.Configured
	for key, use := range map[string]string{"chargingStationId": "station.id", "basicAuthPassword": "station.password"} {
		if d.at["configured."+key] != nil {
			d.fail("configured."+key, "configured.%s is written as %s; remove it here", key, use)
		}
	}
	if c.DefaultAuthorization != octt.Local && c.DefaultAuthorization != octt.Remote {
		d.fail("configured.scenario", "configured.scenario cannot be %q; write local or remote", c.DefaultAuthorization)
	}
	if c.EVSEID < 1 {
		d.fail("configured.evseId", "configured.evseId must be at least 1")
	}
	if c.ConnectorID < 1 {
		d.fail("configured.connectorId", "configured.connectorId must be at least 1")
	}
	if c.ChargingRateUnit != ocpp201.ChargingRateUnitA && c.ChargingRateUnit != ocpp201.ChargingRateUnitW {
		d.fail("configured.chargingRateUnit", "configured.chargingRateUnit cannot be %q; write A or W", c.ChargingRateUnit)
	}
	if c.NumberPhases < 1 || c.NumberPhases > 3 {
		d.fail("configured.numberPhases", "configured.numberPhases is %d; write 1, 2 or 3", c.NumberPhases)
	}
	if c.VersionNumber < 2 || c.VersionNumber >= math.MaxInt32 {
		d.fail("configured.versionNumber", "configured.versionNumber is %d; write a number from 2 to %d (part 6, TC_D_06_CS)", c.VersionNumber, math.MaxInt32-1)
	}
	checkTokens(d, c)
	checkDisplay(d, c)
	checkSigning(d, c)
	checkReservations(d, c)
	checkMonitors(d, c)
	checkVariables(d, c.Variables)
	checkWords(d, "txStartPoint", c.TxStartPoint, txPoints)
	checkWords(d, "txStopPoint", c.TxStopPoint, txPoints)
	checkWords(d, "transaction_updated_metervalues_measurands", c.TxUpdatedMeasurands, measurands())
}

// declaredBy are the variables that keys of configured tell the values of, where they are written.
var declaredBy = map[string]struct {
	variable string
	value    func(octt.Configured) string
}{
	"txStartPoint":          {"TxCtrlr.TxStartPoint", func(c octt.Configured) string { return strings.Join(c.TxStartPoint, ",") }},
	"txStopPoint":           {"TxCtrlr.TxStopPoint", func(c octt.Configured) string { return strings.Join(c.TxStopPoint, ",") }},
	"offlineThreshold":      {"OCPPCommCtrlr.OfflineThreshold", func(c octt.Configured) string { return inSeconds(c.OfflineThreshold) }},
	"ev_connection_timeout": {"TxCtrlr.EVConnectionTimeOut", func(c octt.Configured) string { return inSeconds(c.EVConnectionTimeOut) }},
	"retryBackOffWaitMinimum_duration": {"OCPPCommCtrlr.RetryBackOffWaitMinimum", func(c octt.Configured) string {
		return inSeconds(c.RetryBackOffWaitMinimum)
	}},
}

func inSeconds(d time.Duration) string { return fmt.Sprint(int(d / time.Second)) }

// declareVariables adds what configured says of the station to configured.variables, which goes before.
func (f *File) declareVariables(d *decoder) {
	all := map[string]string{}
	for key, declared := range declaredBy {
		if d.at["configured."+key] != nil {
			all[declared.variable] = declared.value(f.Configured)
		}
	}
	maps.Copy(all, f.Configured.Variables)
	if len(all) > 0 {
		f.Configured.Variables = all
	}
}

// checkVariables refuses names that are none of a variable.
func checkVariables(d *decoder, variables map[string]string) {
	for name := range variables {
		component, variable, ok := strings.Cut(name, ".")
		if base, instance, has := strings.Cut(variable, "["); !ok || component == "" || base == "" || has && (!strings.HasSuffix(instance, "]") || len(instance) == 1) {
			d.fail("configured.variables."+name, "configured.variables cannot have %q; write Component.Variable, or Component.Variable[Instance] in quotes, such as \"OCPPCommCtrlr.MessageTimeout[Default]\"", name)
		}
	}
}

// checkReservations refuses a reservation that TC_H_18_CS takes for one that there is not, one that is over before a driver can come,
// and a type of connector that no message may carry.
func checkReservations(d *decoder, c octt.Configured) {
	if c.ReservationID < 2 {
		d.fail("configured.reservationId", "configured.reservationId is %d; write a number above 1, which TC_H_18_CS has for a reservation that there is not", c.ReservationID)
	}
	if c.ExpiryDateTime <= time.Minute {
		d.fail("configured.expiryDateTime", "configured.expiryDateTime is %s, in which no case with a reservation is over; write for example 10m", c.ExpiryDateTime)
	}
	if known := pics.ConnectorTypes(); c.ConnectorType != "" && !slices.Contains(known, string(c.ConnectorType)) {
		d.fail("configured.connectorType", "configured.connectorType cannot be %q; %s", c.ConnectorType, strictyaml.Known(string(c.ConnectorType), known))
	}
}

// checkWords refuses a list that is empty or holds what OCPP does not know.
func checkWords(d *decoder, key string, list, known []string) {
	if len(list) == 0 {
		d.fail("configured."+key, "configured.%s is empty; write at least one of %s", key, strings.Join(known, ", "))
	}
	for i, word := range list {
		if !slices.Contains(known, word) {
			d.fail(fmt.Sprintf("configured.%s.%d", key, i), "configured.%s cannot hold %q; %s", key, word, strictyaml.Known(word, known))
		}
	}
}

// longestCustomer is how many characters customerIdentifier has room for (part 2, CustomerInformationRequest).
const longestCustomer = 64

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// checkTokens refuses tokens that the station or the mock CSMS could not tell apart, as an idToken is compared without
// regard to case (part 2, IdTokenType), and types that no message may carry: the station would be blamed for them.
func checkTokens(d *decoder, c octt.Configured) {
	tokens := []struct {
		key   string
		token rigs.Token
	}{{"valid_idtoken", c.ValidToken}, {"valid_idtoken2", c.ValidToken2}, {"invalid_idtoken", c.InvalidToken}, {"blocked_idtoken", c.BlockedToken},
		{"expired_idtoken", c.ExpiredToken}, {"masterpass_idtoken", c.MasterPassToken}, {"groupIdToken", c.GroupIDToken}}
	if n := len(c.MasterPassGroupID); n == 0 || n > 36 || strings.EqualFold(c.MasterPassGroupID, c.GroupIDToken.ID) {
		d.fail("configured.masterPassGroupId", "configured.masterPassGroupId is %q; write 1 to 36 characters that are not the id of groupIdToken", c.MasterPassGroupID)
	} else if what := schemas.Identifier(c.MasterPassGroupID); what != "" {
		d.fail("configured.masterPassGroupId", "configured.masterPassGroupId cannot be sent: %s", what)
	}
	if n := len([]rune(c.CustomerIdentifier)); n > longestCustomer || strings.ContainsFunc(c.CustomerIdentifier, unprintable) {
		d.fail("configured.customerIdentifier", "configured.customerIdentifier is %q; write 1 to %d characters that can be printed", c.CustomerIdentifier, longestCustomer)
	}
	for i, a := range tokens {
		if n := len(a.token.ID); n == 0 || n > 36 {
			d.fail("configured."+a.key, "configured.%s.id has %d characters; write 1 to 36", a.key, n)
		} else if what := schemas.Identifier(a.token.ID); what != "" {
			d.fail("configured."+a.key, "configured.%s.id cannot be sent: %s", a.key, what)
		}
		if !slices.Contains(tokenTypes, a.token.Type) {
			d.fail("configured."+a.key, "configured.%s.type cannot be %q; %s", a.key, a.token.Type, strictyaml.Known(a.token.Type, tokenTypes))
		}
		for _, b := range tokens[:i] {
			if strings.EqualFold(a.token.ID, b.token.ID) {
				d.fail(d.written("configured."+a.key, "configured."+b.key), "configured.%s and configured.%s are both %q, and upper and lower case are the same; write the ids of two different tokens", b.key, a.key, a.token.ID)
			}
		}
	}
}

// checkTimes refuses waits that judge nothing, and intervals that could not be told from what they are compared with.
func (f *File) checkTimes(d *decoder) {
	c, t := f.Configured, f.Timeouts
	for key, value := range map[string]time.Duration{
		"heartbeatInterval": c.HeartbeatInterval, "ev_connection_timeout": c.EVConnectionTimeOut,
		"retryBackOffWaitMinimum_duration": c.RetryBackOffWaitMinimum, "offlineThreshold": c.OfflineThreshold,
		"transaction_updated_metervalues_interval":     c.TxUpdatedInterval,
		"clock_aligned_meter_values_interval":          c.AlignedInterval,
		"clock_aligned_tx_ended_meter_values_interval": c.AlignedTxEndedInterval,
		"sampled_meter_values_updated_interval":        c.SampledInterval,
		"sampled_tx_ended_meter_values_interval":       c.SampledTxEndedInterval,
		"message_attempts_transaction_event_interval":  c.MessageAttemptInterval,
		"certSigningWaitMinimum":                       c.CertSigningWaitMinimum,
		"retryInterval":                                c.RetryInterval,
		"messageTimeout":                               c.ProfileTimeout, "messageTimeout2": c.ProfileTimeout2,
	} {
		if value < time.Second || value%time.Second != 0 {
			d.fail("configured."+key, "configured.%s is %s, but a station takes whole seconds above zero; write for example 30s", key, value)
		}
	}
	above := map[string]time.Duration{"configured.message_timeout": c.MessageTimeout, "configured.transaction_duration": c.TransactionDuration}
	times := reflect.ValueOf(t)
	for i := range times.NumField() {
		above["timeouts."+times.Type().Field(i).Tag.Get("yaml")] = time.Duration(times.Field(i).Int())
	}
	if t.MaxEnergy == 0 {
		delete(above, "timeouts.max_energy") // says that there is no such time
	}
	for path, value := range above {
		if value <= 0 {
			d.fail(path, "%s is %s, which is no time to wait; write a duration above zero, such as 10s, or remove the line to have the default", path, value)
		}
	}
	f.compareTimes(d)
}

// compareOffsets refuses times for which the station is to wait, and from which nobody could tell whether it has.
func (f *File) compareOffsets(d *decoder) {
	for _, offset := range []struct {
		key, id, early string
		value          time.Duration
	}{
		{"install_offset_period", "TC_L_02_CS", "an installation that begins at once", f.Configured.InstallOffset},
		{"download_offset_period", "TC_L_03_CS", "a download that begins at once", f.Configured.DownloadOffset},
		{"start_date_time_offset", "TC_O_13_CS", "a message that is shown at once", f.Configured.StartDateTimeOffset},
		{"end_date_time_offset", "TC_O_14_CS", "a message that is removed at once", f.Configured.EndDateTimeOffset},
	} {
		if least := 2 * f.Timeouts.Deviation; offset.value <= least {
			d.fail(d.written("configured."+offset.key, "timeouts.deviation"),
				"configured.%s, %s, must be longer than twice timeouts.deviation, %s, or %s is in time (%s); write a longer one", offset.key, offset.value, least, offset.early, offset.id)
		}
	}
}

func (f *File) compareTimes(d *decoder) {
	c, t := f.Configured, f.Timeouts
	if c.TxUpdatedInterval >= c.RetryBackOffWaitMinimum {
		d.fail(d.written("configured.transaction_updated_metervalues_interval", "configured.retryBackOffWaitMinimum_duration"),
			"configured.transaction_updated_metervalues_interval, %s, must be shorter than retryBackOffWaitMinimum_duration, %s (part 6, TC_E_29_CS)", c.TxUpdatedInterval, c.RetryBackOffWaitMinimum)
	}
	// A Heartbeat of the interval would be taken for one that was triggered, and a retry that comes too soon for one in time.
	if least := t.Message + t.Deviation; c.HeartbeatInterval <= least {
		d.fail(d.written("configured.heartbeatInterval", "timeouts.message", "timeouts.deviation"),
			"configured.heartbeatInterval, %s, must be longer than timeouts.message and timeouts.deviation together, %s (TC_F_20_CS, TC_B_03_CS); write a longer one, or a shorter timeouts.message", c.HeartbeatInterval, least)
	}
	if least := 2 * t.Deviation; c.RetryBackOffWaitMinimum <= least {
		d.fail(d.written("configured.retryBackOffWaitMinimum_duration", "timeouts.deviation"),
			"configured.retryBackOffWaitMinimum_duration, %s, must be longer than twice timeouts.deviation, %s, or a station that comes back after half of it is in time (TC_B_57_CS); write a longer one", c.RetryBackOffWaitMinimum, least)
	}
	// The station is to come back 2 s before OfflineThreshold, and not before the EV is connected.
	if least := 2*time.Second + 2*t.Act; c.OfflineThreshold <= least {
		d.fail(d.written("configured.offlineThreshold", "timeouts.act"),
			"configured.offlineThreshold, %s, must be longer than 2s and the time for connecting the EV, twice timeouts.act, together %s (TC_B_52_CS); write a longer one", c.OfflineThreshold, least)
	}
	if c.MessageAttempts <= 2 {
		d.fail("configured.message_attempts_transaction_event", "configured.message_attempts_transaction_event is %d; write 3 or more (part 6, TC_E_42_CS)", c.MessageAttempts)
	}
	if c.MessageAttemptInterval <= t.Deviation {
		d.fail(d.written("configured.message_attempts_transaction_event_interval", "timeouts.deviation"),
			"configured.message_attempts_transaction_event_interval, %s, must be longer than timeouts.deviation, %s, or an interval that does not grow is in time (TC_E_41_CS); write a longer one", c.MessageAttemptInterval, t.Deviation)
	}
	if c.CertSigningWaitMinimum <= t.Deviation {
		d.fail(d.written("configured.certSigningWaitMinimum", "timeouts.deviation"),
			"configured.certSigningWaitMinimum, %s, must be longer than timeouts.deviation, %s, or a request that is sent again at once is in time (TC_A_23_CS); write a longer one", c.CertSigningWaitMinimum, t.Deviation)
	}
	if c.RetryInterval <= t.Deviation {
		d.fail(d.written("configured.retryInterval", "timeouts.deviation"),
			"configured.retryInterval, %s, must be longer than timeouts.deviation, %s, or a station that leaves an attempt out is in time (TC_N_26_CS); write a longer one", c.RetryInterval, t.Deviation)
	}
	f.compareOffsets(d)
	for _, reading := range []struct {
		key      string
		interval time.Duration
		id       string
	}{
		{"clock_aligned_meter_values_interval", c.AlignedInterval, "TC_J_01_CS"},
		{"clock_aligned_tx_ended_meter_values_interval", c.AlignedTxEndedInterval, "TC_J_03_CS"},
		{"sampled_meter_values_updated_interval", c.SampledInterval, "TC_J_09_CS"},
		{"sampled_tx_ended_meter_values_interval", c.SampledTxEndedInterval, "TC_J_10_CS"},
	} {
		if least := 2 * t.Deviation; reading.interval <= least {
			d.fail(d.written("configured."+reading.key, "timeouts.deviation"),
				"configured.%s, %s, must be longer than twice timeouts.deviation, %s, or every reading is in time (%s); write a longer one", reading.key, reading.interval, least, reading.id)
		}
	}
}

package bench

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
)

// followed are the features that the reference station follows, each with the fields of station.Capabilities that a PICS
// changes by declaring it and nothing else.
var followed = map[pics.Feature]string{
	pics.C_02: "OfflineTxForUnknownID", pics.C_03: "MaxEnergyOnInvalidID",
	pics.C_06_1: "StopTxOnEVSideDisconnect", pics.C_06_2: "StopTxOnEVSideDisconnect",
	pics.C_07: "MasterPass MasterPassUI", pics.C_08: "MasterPass",
	pics.C_09_1: "TxStartPoint", pics.C_09_2: "TxStartPoint", pics.C_09_3: "TxStartPoint", pics.C_09_4: "TxStartPoint", pics.C_09_5: "TxStartPoint", pics.C_09_6: "TxStartPoint",
	pics.C_10_1: "TxStopPoint", pics.C_10_2: "TxStopPoint", pics.C_10_3: "TxStopPoint", pics.C_10_4: "TxStopPoint", pics.C_10_5: "TxStopPoint",
	pics.C_12_1: "UnlockOnEVSideDisconnect", pics.C_12_2: "UnlockOnEVSideDisconnect",
	pics.C_13: "ResetEVSE", pics.C_20: "NewSessionsBeforeUpdate", pics.C_21: "QueueAllMessages", pics.C_23: "TimeSources",
	pics.C_25: "TimeOffset", pics.C_26: "TimeZone", pics.C_28: "AlignedSendDuringIdle", pics.C_42: "SignedMeterValues",
	pics.C_30: "IDTokenTypes", pics.C_31: "IDTokenTypes", pics.C_32: "IDTokenTypes", pics.C_33: "IDTokenTypes", pics.C_34: "IDTokenTypes",
	pics.C_35: "AuthorizationSwitch IDTokenTypes", pics.C_36: "IDTokenTypes", pics.C_37: "IDTokenTypes", pics.C_38: "IDTokenTypes", pics.C_39: "IDTokenTypes",
	pics.C_70: "IDTokenTypes", pics.C_71: "IDTokenTypes", pics.C_72: "IDTokenTypes", pics.C_75: "IDTokenTypes",
	pics.C_40_1: "TxStarted", pics.C_40_2: "TxUpdated", pics.C_40_3: "TxEnded", pics.C_40_4: "Aligned", pics.C_40_5: "AlignedTx",
	pics.C_14: "CustomerIdentifiers",
	pics.C_47: "FallsBackToLastProfile", pics.C_48_1: "AuthorizeRemoteStart", pics.C_48_2: "AuthorizeRemoteStart",
	pics.C_49: "AuthorizationCache", pics.C_53: "CacheLifeTime", pics.C_54: "CachePolicies", pics.C_56: "NoSummaryInventory", pics.C_57: "UploadsToTheEnd", pics.AQ_1: "KeepsLastRoot",
	pics.C_43: "InstallsInTransaction RebootsToActivate", pics.C_60: "CancelsUpdates", pics.AQ_7: "DownloadsInTransaction",
	pics.C_58: "DisableRemoteAuthorization", pics.C_59: "DisablePostAuthorize",
	pics.LA_1: "LocalListSwitch", pics.LA_3: "LocalListDisablePostAuthorize",
	pics.AS_2: "AdditionalRootCheck", pics.AS_3: "SigningTimeout", pics.AQ_2: "LockedUntilAuthorized", pics.HFS_10: "SingleReader",
	pics.ORS_1: "ItemsPerMessage", pics.ORS_2: "ItemsPerMessage", pics.ORS_3: "ItemsPerMessage",
	pics.ORS_4: "BytesPerMessage", pics.ORS_5: "BytesPerMessage", pics.ORS_6: "BytesPerMessage",
	pics.ORS_7: "AttemptInterval", pics.ORS_8: "AttemptInterval", pics.ORS_9: "TxUpdatedInterval", pics.ORS_11: "HeartbeatInterval",
	pics.ORS_14: "PingInterval", pics.ORS_15: "PingInterval", pics.ORS_16: "PingInterval",
	pics.ORS_17: "CertificateEntries", pics.ORS_24: "FileTransferProtocols",
	pics.HFS_4: "DirectCurrent",
	pics.R_1:   "ReservesConnectorType", pics.R_2: "ReservesUnspecified", pics.R_3: "ReservationSwitch",
	pics.UI_1_1: "MessagePriorities", pics.UI_1_2: "MessagePriorities", pics.UI_1_3: "MessagePriorities",
	pics.UI_2_1: "MessageFormats", pics.UI_2_2: "MessageFormats", pics.UI_2_3: "MessageFormats", pics.UI_2_4: "MessageFormats",
	pics.AQ_5:   "HardWiredMonitor",
	pics.AQ_6:   "PreconfiguredMonitor",
	pics.AQ_10:  "MonitorsPassword",
	pics.DM_3:   "OfflineEventQueue",
	pics.C_29_1: "Triggers",
	pics.C_29_2: "Triggers",
	pics.C_29_3: "Triggers",
	pics.C_29_4: "Triggers",
	pics.C_29_5: "Triggers",
	pics.C_29_6: "Triggers",
}

// own are the profiles that the reference station has.
var own = []pics.Profile{pics.Core, pics.AdvancedSecurity, pics.LocalAuthorizationListManagement, pics.AdvancedDeviceManagement, pics.Reservation, pics.AdvancedUserInterface}

// fixed are the features in which every reference station is the same, so that every PICS of one must answer alike.
var fixed = map[pics.Feature]pics.Answer{
	pics.C_04:  pics.No, // part 2 gives MinimumStatusDuration no component
	pics.C_51:  pics.Yes,
	pics.C_52:  pics.Yes,
	pics.C_61:  pics.Yes,
	pics.HFS_3: pics.Yes,
	pics.AQ_8:  pics.No,
	pics.AQ_9:  pics.Yes,
	pics.AQ_11: pics.No, // no ISO 15118
}

// elsewhere are the features that change nothing by themselves, each with the reason.
var elsewhere = map[pics.Feature]string{
	pics.C_01:   "it follows from C-02 and C-49, see below",
	pics.HFS_1:  "by the connector table, as the next ones; the linter holds them against it",
	pics.HFS_2:  "by the connector table",
	pics.HFS_5:  "by the connector table",
	pics.HFS_6:  "by the connector table",
	pics.HFS_7:  "by the connector table",
	pics.HFS_8:  "by the connector table",
	pics.AQ_18:  "by the connector table: a socket has a lock",
	pics.HFS_9:  "the firmware does not know what carries its connection",
	pics.HFS_12: "the station has one display, which shows what the profile Advanced User Interface declares",
	pics.C_41:   "the station offers the suites of part 2, A00.FR.319, whatever else a product has",
	pics.AQ_3:   "nothing but OCPP can remove a certificate of the station",
	pics.AQ_4:   "charging profiles are not built (block K)",
}

// declaring is a PICS that declares one feature, yes or with a value.
func declaring(info pics.FeatureInfo) *pics.Declaration {
	d := &pics.Declaration{Features: map[pics.Feature]pics.Value{}}
	voltage := pics.MeasurandSet{Supported: []string{"Voltage"}}
	d.Features[info.ID] = pics.Value{Kind: info.Kind, Yes: true, Items: []string{"X"}, Measurands: voltage, Number: 7, Text: "Single"}
	switch info.ID {
	case pics.C_40_1:
		d.Measurands.TxStarted = voltage
	case pics.C_40_2:
		d.Measurands.TxUpdated = voltage
	case pics.C_40_3:
		d.Measurands.TxEnded = voltage
	case pics.C_40_4:
		d.Measurands.Aligned = voltage
	case pics.C_40_5:
		d.Measurands.AlignedTxEnded = voltage
	}
	return d
}

// differing lists the fields in which two products differ.
func differing(a, b station.Capabilities) string {
	var out []string
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			out = append(out, x.Type().Field(i).Name)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestEveryFeatureOfThePICSIsFollowedOrSaidNotToBe(t *testing.T) {
	nothing := Capabilities(&pics.Declaration{})
	for _, info := range pics.Features() {
		if info.Kind == pics.Choice || info.Profile != "" && !slices.Contains(own, info.Profile) {
			continue // a choice is its options; the station has no other profile
		}
		if got, want := differing(nothing, Capabilities(declaring(info))), followed[info.ID]; got != want {
			t.Errorf("%s %s: expected it to change %q of the station, it changes %q; map it in reference*.go, or give the reason in this test",
				info.ID, info.Name, want, got)
		}
		_, isFixed := fixed[info.ID]
		_, isElsewhere := elsewhere[info.ID]
		places := 0
		for _, there := range []bool{followed[info.ID] != "", isFixed, isElsewhere} {
			if there {
				places++
			}
		}
		if places != 1 {
			t.Errorf("%s %s: expected it in one of followed, fixed and elsewhere, it is in %d", info.ID, info.Name, places)
		}
	}
}

func TestThePICSOfAReferenceStationDeclareNothingThatItIsNot(t *testing.T) {
	for name, data := range map[string][]byte{examples.PICSName: examples.PICS(), examples.FullName: examples.Full(), examples.LeanName: examples.Lean()} {
		d, err := pics.Read(name, data)
		if err != nil {
			t.Fatal(err)
		}
		for f, want := range fixed {
			if got := d.Answer(f); got != want {
				t.Errorf("%s: expected %s %v, got %v", name, f, want, got)
			}
		}
		offline := d.Answer(pics.C_02) == pics.Yes || d.Answer(pics.C_49) == pics.Yes
		if got := d.Answer(pics.C_01) == pics.Yes; got != offline {
			t.Errorf("%s: expected C-01 to be %t, as C-02 or C-49 is, got %t", name, offline, got)
		}
		for _, p := range pics.Profiles() {
			if !slices.Contains(own, p) && d.Profiles[p] == pics.Yes {
				t.Errorf("%s: expected no profile %s, which the station does not have", name, p)
			}
		}
	}
}

package inventory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/pics"
)

// A rule looks for one variable and says what it shows.
type rule func(Inventory) []Shown

// StartPoints and StopPoints are the items that the values of TxCtrlr.TxStartPoint and TxStopPoint are.
var (
	StartPoints = map[string]pics.Feature{"EVConnected": pics.C_09_1, "Authorized": pics.C_09_2, "DataSigned": pics.C_09_3,
		"PowerPathClosed": pics.C_09_4, "EnergyTransfer": pics.C_09_5, "ParkingBayOccupancy": pics.C_09_6}
	StopPoints = map[string]pics.Feature{"EVConnected": pics.C_10_1, "Authorized": pics.C_10_2,
		"PowerPathClosed": pics.C_10_3, "EnergyTransfer": pics.C_10_4, "ParkingBayOccupancy": pics.C_10_5}
)

// A Limit is a variable whose value is the number of an item.
type Limit struct {
	Variable string
	Item     pics.Feature
}

// Limits are those of the device model that the PICS has as well.
var Limits = []Limit{
	{"DeviceDataCtrlr.ItemsPerMessage[GetReport]", pics.ORS_1}, {"DeviceDataCtrlr.ItemsPerMessage[GetVariables]", pics.ORS_2},
	{"DeviceDataCtrlr.ItemsPerMessage[SetVariables]", pics.ORS_3}, {"DeviceDataCtrlr.BytesPerMessage[GetReport]", pics.ORS_4},
	{"DeviceDataCtrlr.BytesPerMessage[GetVariables]", pics.ORS_5}, {"DeviceDataCtrlr.BytesPerMessage[SetVariables]", pics.ORS_6},
}

// rules are the variables that part 5 table 2 names beside its features, and those of the settings (part 2, referenced components and
// variables).
var rules = slices.Concat([]rule{
	there(pics.C_02, "AuthCtrlr.OfflineTxForUnknownIdEnabled"),
	there(pics.C_03, "TxCtrlr.MaxEnergyOnInvalidId"),
	either("TxCtrlr.StopTxOnEVSideDisconnect", pics.C_06_2, pics.C_06_1),
	masterPass,
	points("TxCtrlr.TxStartPoint", pics.C_51, StartPoints),
	points("TxCtrlr.TxStopPoint", pics.C_52, StopPoints),
	unlocks,
	resetPerEVSE,
	there(pics.C_20, "ChargingStation.AllowNewSessionsPendingFirmwareUpdate"),
	there(pics.C_21, "OCPPCommCtrlr.QueueAllMessages"),
	list(pics.C_23, "ClockCtrlr.TimeSource"),
	there(pics.C_25, "ClockCtrlr.TimeOffset"),
	there(pics.C_26, "ClockCtrlr.TimeZone"),
	there(pics.C_28, "AlignedDataCtrlr.SendDuringIdle"),
	perhaps(named("AuthCtrlr.SupportedIdTokenTypes", map[string]pics.Feature{"ISO14443": pics.C_30, "ISO15693": pics.C_31, "KeyCode": pics.C_32,
		"Local": pics.C_33, "MacAddress": pics.C_34, "Central": pics.C_38})),
	measurands(pics.C_40_1, "SampledDataCtrlr.TxStartedMeasurands"),
	measurands(pics.C_40_2, "SampledDataCtrlr.TxUpdatedMeasurands"),
	measurands(pics.C_40_3, "SampledDataCtrlr.TxEndedMeasurands"),
	measurands(pics.C_40_4, "AlignedDataCtrlr.Measurands"),
	measurands(pics.C_40_5, "AlignedDataCtrlr.TxEndedMeasurands"),
	there(pics.C_42, "SampledDataCtrlr.SignReadings"),
	either("AuthCtrlr.AuthorizeRemoteStart", pics.C_48_1, pics.C_48_2),
	says(pics.C_49, "AuthCacheCtrlr.Available"),
	there(pics.C_53, "AuthCacheCtrlr.LifeTime"),
	replacement,
	there(pics.C_58, "AuthCtrlr.DisableRemoteAuthorization"),
	there(pics.C_59, "AuthCacheCtrlr.DisablePostAuthorize"),
	profile1,
	says(pics.AS_2, "SecurityCtrlr.AdditionalRootCertificateCheck"),
	there(pics.AS_3, "SecurityCtrlr.CertSigningRepeatTimes"),
	named("SmartChargingCtrlr.RateUnit", map[string]pics.Feature{"A": pics.SC_2_1, "W": pics.SC_2_2}),
	says(pics.R_2, "ReservationCtrlr.NonEvseSpecific"),
	there(pics.R_3, "ReservationCtrlr.Enabled"),
	there(pics.DM_3, "MonitoringCtrlr.OfflineQueuingSeverity"),
	there(pics.ISO_5, "ISO15118Ctrlr.CentralContractValidationAllowed"),
	there(pics.LA_1, "LocalAuthListCtrlr.Enabled"),
	there(pics.LA_3, "LocalAuthListCtrlr.DisablePostAuthorize"),
	named("DisplayMessageCtrlr.SupportedPriorities", map[string]pics.Feature{"AlwaysFront": pics.UI_1_1, "InFront": pics.UI_1_2, "NormalCycle": pics.UI_1_3}),
	named("DisplayMessageCtrlr.SupportedFormats", map[string]pics.Feature{"ASCII": pics.UI_2_1, "HTML": pics.UI_2_2, "URI": pics.UI_2_3, "UTF8": pics.UI_2_4}),
	reach(pics.ORS_7, "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]", lowest),
	reach(pics.ORS_8, "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]", highest),
	reach(pics.ORS_9, "SampledDataCtrlr.TxUpdatedInterval", lowest),
	reach(pics.ORS_11, "OCPPCommCtrlr.HeartbeatInterval", lowest),
	reach(pics.ORS_14, "OCPPCommCtrlr.WebSocketPingInterval", lowest),
	reach(pics.ORS_15, "OCPPCommCtrlr.WebSocketPingInterval", highest),
	number(pics.ORS_16, "OCPPCommCtrlr.WebSocketPingInterval"),
	bound(pics.ORS_17, "SecurityCtrlr.CertificateEntries", highest),
	list(pics.ORS_24, "OCPPCommCtrlr.FileTransferProtocols"),
}, limits())

func limits() (all []rule) {
	for _, l := range Limits {
		all = append(all, number(l.Item, l.Variable))
	}
	return all
}

func answers(f pics.Feature, yes, certain bool, because, frame string) Shown {
	return Shown{Item: f, Value: pics.Value{Kind: pics.Boolean, Yes: yes}, Because: because, Frame: frame, Certain: certain}
}

// there suggests yes where the variable is there, and no where it is not, or is false and cannot be set: part 2 requires none of these.
func there(f pics.Feature, variable string) rule {
	return func(i Inventory) []Shown {
		if v := i.of(variable); v != nil && !v.settable() && strings.EqualFold(v.value(), "false") {
			return []Shown{answers(f, false, false, variable+" cannot be set, and is "+quoted(v.value()), v.Frame)}
		} else if v != nil {
			return []Shown{answers(f, true, false, variable+" is there, and is "+quoted(v.value()), v.Frame)}
		}
		return []Shown{answers(f, false, false, "the report has no "+variable, wholeReport)}
	}
}

// says is a variable that is the answer; without it the station does not have what it is about.
func says(f pics.Feature, variable string) rule {
	return func(i Inventory) []Shown {
		if v := i.of(variable); v != nil {
			return []Shown{answers(f, strings.EqualFold(v.value(), "true"), true, variable+" is "+quoted(v.value()), v.Frame)}
		}
		return []Shown{answers(f, false, false, "the report has no "+variable, wholeReport)}
	}
}

// either is a variable of which each value is a feature: one that can be set suggests both, and another is one of them.
func either(variable string, whenTrue, whenFalse pics.Feature) rule {
	return func(i Inventory) []Shown {
		v := i.of(variable)
		if v == nil {
			return nil
		}
		is := strings.EqualFold(v.value(), "true")
		if v.settable() {
			because := variable + " can be set, and is " + quoted(v.value())
			return []Shown{answers(whenTrue, true, is, because, v.Frame), answers(whenFalse, true, !is, because, v.Frame)}
		}
		because := variable + " cannot be set, and is " + quoted(v.value())
		return []Shown{answers(whenTrue, is, true, because, v.Frame), answers(whenFalse, !is, true, because, v.Frame)}
	}
}

// unlocks is either of UnlockOnEVSideDisconnect, but for a station that has fixed cables only: there it has to be false and ReadOnly
// (part 2, UnlockOnEVSideDisconnect), and whatever it is, there is nothing to unlock.
func unlocks(i Inventory) []Shown {
	const variable = "OCPPCommCtrlr.UnlockOnEVSideDisconnect"
	connectors, _ := i.Connectors()
	loose := func(c pics.Connector) bool { return !c.IsFixed() }
	if len(connectors) == 0 || slices.ContainsFunc(connectors, loose) {
		return either(variable, pics.C_12_1, pics.C_12_2)(i)
	}
	const because = "every connector of the report has a fixed cable, with nothing to unlock"
	return []Shown{answers(pics.C_12_1, false, false, because, wholeReport), answers(pics.C_12_2, true, false, because, wholeReport)}
}

// points are the values of a list that are features. Those in the value are supported for certain, those of the valuesList are told to
// be, and what stands in neither suggests no. Of a list that cannot be set, what does not stand in its value is not supported.
func points(variable string, settable pics.Feature, features map[string]pics.Feature) rule {
	of := named(variable, features)
	return func(i Inventory) []Shown {
		v := i.of(variable)
		if v == nil {
			return nil
		}
		word := map[bool]string{true: " can be set", false: " cannot be set"}[v.settable()]
		return append(of(i), answers(settable, v.settable(), true, variable+word, v.Frame))
	}
}

func named(variable string, features map[string]pics.Feature) rule {
	return func(i Inventory) (all []Shown) {
		v := i.of(variable)
		if v == nil {
			return nil
		}
		values, complete := v.values()
		for name, f := range features {
			switch {
			case slices.Contains(strings.Split(strings.ReplaceAll(v.value(), " ", ""), ","), name):
				all = append(all, answers(f, true, true, variable+" is "+quoted(v.value()), v.Frame))
			case complete:
				all = append(all, answers(f, slices.Contains(values, name), v.fixed(), because(v, variable, complete), v.Frame))
			}
		}
		return all
	}
}

// perhaps is a rule whose variable says more than the item asks for: a type of idToken that is supported need not be one to start with.
func perhaps(certain rule) rule {
	return func(i Inventory) []Shown {
		all := certain(i)
		for n := range all {
			all[n].Certain = false
		}
		return all
	}
}

func list(f pics.Feature, variable string) rule {
	return listed(f, variable, func(items []string) pics.Value { return pics.Value{Kind: pics.List, Items: items} })
}

func measurands(f pics.Feature, variable string) rule {
	return listed(f, variable, func(items []string) pics.Value {
		return pics.Value{Kind: pics.MeasurandLists, Measurands: pics.MeasurandSet{Supported: items}}
	})
}

// listed answers with the values that a variable can have; where the station may not have told all, with those at least.
func listed(f pics.Feature, variable string, answer func([]string) pics.Value) rule {
	return func(i Inventory) []Shown {
		v := i.of(variable)
		if v == nil {
			return nil
		}
		values, complete := v.values()
		return []Shown{{Item: f, Value: answer(values), Because: because(v, variable, complete), Frame: v.Frame, Certain: complete, Least: !complete}}
	}
}

func because(v *Variable, variable string, complete bool) string {
	values, _ := v.values()
	if v.fixed() {
		return variable + " cannot be set, and is " + quoted(v.value())
	}
	if complete {
		return "the valuesList of " + variable + " is " + quoted(strings.Join(values, ","))
	}
	return variable + " is " + quoted(v.value()) + ", without a valuesList"
}

func number(f pics.Feature, variable string) rule {
	return func(i Inventory) []Shown {
		v := i.of(variable)
		if v == nil {
			return nil
		}
		n, err := strconv.Atoi(v.value())
		if err != nil || n < 0 {
			return nil
		}
		return []Shown{{Item: f, Value: pics.Value{Kind: pics.Number, Number: n}, Because: variable + " is " + v.value(), Frame: v.Frame, Certain: true}}
	}
}

func lowest(v *Variable) (*float64, string)  { return v.VariableCharacteristics.MinLimit, "minLimit" }
func highest(v *Variable) (*float64, string) { return v.VariableCharacteristics.MaxLimit, "maxLimit" }

// bound is a limit of a variable. That of one that can be set suggests what is supported, and that of one that cannot, such as how many
// certificates there can be, is it: 0 may be a value of its own, as for a ping that is
// never sent (part 2, OCPPCommCtrlr.WebSocketPingInterval).
func bound(f pics.Feature, variable string, of func(*Variable) (*float64, string)) rule {
	return func(i Inventory) []Shown {
		v := i.of(variable)
		if v == nil || v.VariableCharacteristics == nil {
			return nil
		}
		limit, name := of(v)
		if limit == nil || *limit < 0 || *limit != float64(int(*limit)) {
			return nil
		}
		return []Shown{{Item: f, Value: pics.Value{Kind: pics.Number, Number: int(*limit)}, Because: fmt.Sprintf("the %s of %s is %v", name, variable, *limit), Frame: v.Frame, Certain: !v.settable()}}
	}
}

// reach is bound for an interval that a CSMS sets. One that cannot be set has its value, and neither less nor more, whatever limits are told
// beside it.
func reach(f pics.Feature, variable string, of func(*Variable) (*float64, string)) rule {
	limit := bound(f, variable, of)
	return func(i Inventory) []Shown {
		v := i.of(variable)
		if v == nil || !v.fixed() {
			return limit(i)
		}
		n, err := strconv.Atoi(v.value())
		if err != nil || n < 0 {
			return nil
		}
		return []Shown{{Item: f, Value: pics.Value{Kind: pics.Number, Number: n}, Because: fmt.Sprintf("%s cannot be set, and is %d", variable, n), Frame: v.Frame, Certain: true}}
	}
}

// replacement is none where the variable is missing.
func replacement(i Inventory) []Shown {
	const variable = "AuthCacheCtrlr.Policy"
	if i.of(variable) != nil {
		return list(pics.C_54, variable)(i)
	}
	return []Shown{{Item: pics.C_54, Value: pics.Value{Kind: pics.List}, Because: "the report has no " + variable, Frame: wholeReport}}
}

// masterPass shows that neither is supported where the variable is missing. Which one is, the user interface decides (C16.FR.01,
// C16.FR.02), which people know.
func masterPass(i Inventory) []Shown {
	const variable = "AuthCtrlr.MasterPassGroupId"
	if i.of(variable) != nil {
		return nil
	}
	return []Shown{answers(pics.C_07, false, false, "the report has no "+variable, wholeReport), answers(pics.C_08, false, false, "the report has no "+variable, wholeReport)}
}

// resetPerEVSE is told by each EVSE (B11.FR.10, a SHOULD).
func resetPerEVSE(i Inventory) []Shown {
	for _, v := range i {
		if v.Component.Named("EVSE") && v.Variable.Named("AllowReset") && v.Component.EVSE != nil {
			return []Shown{answers(pics.C_13, strings.EqualFold(v.value(), "true"), strings.EqualFold(v.value(), "true"), v.name()+" is "+quoted(v.value()), v.Frame)}
		}
	}
	return []Shown{answers(pics.C_13, false, false, "no EVSE of the report has AllowReset", wholeReport)}
}

// profile1 is supported where it is in use. Another in use says nothing about it.
func profile1(i Inventory) []Shown {
	if v := i.of("SecurityCtrlr.SecurityProfile"); v != nil && v.value() == "1" {
		return []Shown{answers(pics.C_61, true, true, "SecurityCtrlr.SecurityProfile is 1", v.Frame)}
	}
	return nil
}

func quoted(value string) string { return strconv.Quote(value) }

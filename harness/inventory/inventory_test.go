package inventory

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// told is a variable of the whole station: "Component.Variable[Instance]=value", with ReadOnly and a valuesList after blanks.
func told(text string) Variable {
	words := strings.Fields(text)
	name, value, _ := strings.Cut(words[0], "=")
	component, variable, _ := strings.Cut(name, ".")
	v := Variable{Frame: "frame 7"}
	v.Component.Name = component
	v.Variable.Name = variable
	if before, instance, has := strings.Cut(strings.TrimSuffix(variable, "]"), "["); has {
		v.Variable.Name, v.Variable.Instance = before, &instance
	}
	a := ocpp201.VariableAttribute{Value: &value}
	c := ocpp201.VariableCharacteristics{}
	for _, word := range words[1:] {
		key, what, _ := strings.Cut(word, ":")
		number := 0.0
		fmt.Sscan(what, &number) // 0 of what is none
		switch key {
		case "ReadOnly":
			readOnly := ocpp201.MutabilityReadOnly
			a.Mutability = &readOnly
		case "list":
			c.ValuesList = &what
		case "min":
			c.MinLimit = &number
		case "max":
			c.MaxLimit = &number
		}
	}
	v.VariableAttribute, v.VariableCharacteristics = []ocpp201.VariableAttribute{a}, &c
	return v
}

func at(v Variable, evse, connector int) Variable {
	v.Component.EVSE = &ocpp201.EVSE{ID: evse}
	if connector > 0 {
		v.Component.EVSE.ConnectorID = &connector
	}
	return v
}

// shownOf is what an inventory shows of an item: "perhaps" before what is not certain, "at least" before what may be more.
func shownOf(i Inventory, f pics.Feature) string {
	var all []string
	for _, s := range i.Answers() {
		if s.Item != f {
			continue
		}
		words := s.Value.Words()
		if s.Least {
			words = "at least " + words
		} else if !s.Certain {
			words = "perhaps " + words
		}
		all = append(all, words+" ("+s.Frame+")")
	}
	return strings.Join(all, "; ")
}

func TestAVariableShowsItsItem(t *testing.T) {
	const whole, frame = " (the whole report)", " (frame 7)"
	for _, c := range []struct {
		told string
		item pics.Feature
		want string
	}{
		{"AuthCacheCtrlr.Available=true", pics.C_49, "yes" + frame},
		{"AuthCacheCtrlr.Available=False", pics.C_49, "no" + frame},
		{"Other.X=1", pics.C_49, "perhaps no" + whole},
		{"Other.X=1", pics.C_54, "perhaps no" + whole},
		{"AuthCacheCtrlr.Policy=LRU list:LRU,FIFO", pics.C_54, "LRU, FIFO" + frame},
		{"TxCtrlr.StopTxOnEVSideDisconnect=true ReadOnly", pics.C_06_1, "no" + frame},
		{"TxCtrlr.StopTxOnEVSideDisconnect=true ReadOnly", pics.C_06_2, "yes" + frame},
		{"TxCtrlr.StopTxOnEVSideDisconnect=true", pics.C_06_1, "perhaps yes" + frame},
		{"TxCtrlr.StopTxOnEVSideDisconnect=true", pics.C_06_2, "yes" + frame},
		{"Other.X=1", pics.C_06_1, ""},
		{"TxCtrlr.TxStartPoint=Authorized list:EVConnected,Authorized", pics.C_09_2, "yes" + frame},
		{"TxCtrlr.TxStartPoint=Authorized list:EVConnected,Authorized", pics.C_09_1, "perhaps yes" + frame},
		{"TxCtrlr.TxStartPoint=Authorized list:EVConnected,Authorized", pics.C_09_5, "perhaps no" + frame},
		{"TxCtrlr.TxStartPoint=Authorized", pics.C_09_5, ""},
		{"TxCtrlr.TxStartPoint=Authorized", pics.C_51, "yes" + frame},
		{"TxCtrlr.TxStartPoint=Authorized ReadOnly", pics.C_51, "no" + frame},
		{"TxCtrlr.TxStartPoint=Authorized ReadOnly list:EVConnected,Authorized", pics.C_09_2, "yes" + frame},
		{"TxCtrlr.TxStartPoint=Authorized ReadOnly list:EVConnected,Authorized", pics.C_09_1, "no" + frame},
		{"DisplayMessageCtrlr.SupportedFormats=UTF8 ReadOnly list:ASCII,HTML,URI,UTF8", pics.UI_2_4, "yes" + frame},
		{"DisplayMessageCtrlr.SupportedFormats=UTF8 ReadOnly list:ASCII,HTML,URI,UTF8", pics.UI_2_2, "no" + frame},
		{"DisplayMessageCtrlr.SupportedFormats= ReadOnly list:ASCII,UTF8", pics.UI_2_1, "perhaps yes" + frame},
		{"OCPPCommCtrlr.FileTransferProtocols=HTTP ReadOnly list:FTP,HTTP", pics.ORS_24, "HTTP" + frame},
		{"OCPPCommCtrlr.FileTransferProtocols=HTTP ReadOnly", pics.ORS_24, "HTTP" + frame},
		{"OCPPCommCtrlr.QueueAllMessages=false ReadOnly", pics.C_21, "perhaps no" + frame},
		{"OCPPCommCtrlr.QueueAllMessages=true ReadOnly", pics.C_21, "perhaps yes" + frame},
		{"OCPPCommCtrlr.QueueAllMessages=false", pics.C_21, "perhaps yes" + frame},
		{"OCPPCommCtrlr.FileTransferProtocols=HTTP list:HTTP,FTP", pics.ORS_24, "HTTP, FTP" + frame},
		{"OCPPCommCtrlr.FileTransferProtocols= ReadOnly list:HTTP,FTP", pics.ORS_24, "HTTP, FTP" + frame},
		{"AuthCtrlr.MasterPassGroupId=", pics.C_07, ""},
		{"Other.X=1", pics.C_08, "perhaps no" + whole},
		{"ClockCtrlr.TimeSource=Heartbeat list:Heartbeat,NTP", pics.C_23, "Heartbeat, NTP" + frame},
		{"ClockCtrlr.TimeSource=NTP,Heartbeat", pics.C_23, "at least NTP, Heartbeat" + frame},
		{"SampledDataCtrlr.TxEndedMeasurands=SoC list:SoC,Voltage", pics.C_40_3, "SoC, Voltage" + frame},
		{"SampledDataCtrlr.TxEndedMeasurands=SoC list:SoC," + strings.Repeat("x", 996), pics.C_40_3, "at least SoC, " + strings.Repeat("x", 996) + frame},
		{"AuthCtrlr.SupportedIdTokenTypes=ISO14443,KeyCode list:ISO14443,KeyCode,Local", pics.C_30, "perhaps yes" + frame},
		{"AuthCtrlr.SupportedIdTokenTypes=ISO14443,KeyCode list:ISO14443,KeyCode,Local", pics.C_31, "perhaps no" + frame},
		{"SecurityCtrlr.SecurityProfile=1", pics.C_61, "yes" + frame},
		{"SecurityCtrlr.SecurityProfile=2", pics.C_61, ""},
		{"DeviceDataCtrlr.ItemsPerMessage[GetReport]=20", pics.ORS_1, "20" + frame},
		{"DeviceDataCtrlr.ItemsPerMessage[GetReport]=many", pics.ORS_1, ""},
		{"DeviceDataCtrlr.ItemsPerMessage=20", pics.ORS_1, ""},
		{"OCPPCommCtrlr.WebSocketPingInterval=60 min:0 max:300", pics.ORS_15, "perhaps 300" + frame},
		{"OCPPCommCtrlr.WebSocketPingInterval=60 min:0.5", pics.ORS_14, ""},
		{"OCPPCommCtrlr.WebSocketPingInterval=60 ReadOnly", pics.ORS_14, "60" + frame},
		{"OCPPCommCtrlr.WebSocketPingInterval=60 ReadOnly min:0 max:300", pics.ORS_15, "60" + frame},
		{"OCPPCommCtrlr.WebSocketPingInterval=often ReadOnly min:0 max:300", pics.ORS_15, ""},
		{"OCPPCommCtrlr.HeartbeatInterval= ReadOnly min:5", pics.ORS_11, "5" + frame},
		{"SecurityCtrlr.CertificateEntries=3 ReadOnly max:20", pics.ORS_17, "20" + frame},
		{"OCPPCommCtrlr.WebSocketPingInterval=60", pics.ORS_16, "60" + frame},
		{"SmartChargingCtrlr.RateUnit=A list:A", pics.SC_2_2, "perhaps no" + frame},
	} {
		if got := shownOf(Inventory{told(c.told)}, c.item); got != c.want {
			t.Errorf("%s, %s: expected %q, got %q", c.told, c.item, c.want, got)
		}
	}
}

func TestAVariableOfAnEVSEIsNoneOfTheStation(t *testing.T) {
	if got := shownOf(Inventory{at(told("AuthCacheCtrlr.Available=true"), 1, 0)}, pics.C_49); got != "perhaps no (the whole report)" {
		t.Errorf("expected the variable of an EVSE to show nothing, got %q", got)
	}
	if got := shownOf(Inventory{at(told("EVSE.AllowReset=true"), 1, 0)}, pics.C_13); got != "yes (frame 7)" {
		t.Errorf("expected AllowReset of an EVSE to be C-13, got %q", got)
	}
}

// A PICS that says yes to C-12.1 for a station of fixed cables contradicts itself (the linter), so no draft proposes it.
func TestFixedCablesAreNotUnlocked(t *testing.T) {
	variable := told("OCPPCommCtrlr.UnlockOnEVSideDisconnect=true")
	for name, c := range map[string]struct {
		types        []string
		unlocks, not string
	}{
		"a fixed cable":              {[]string{"cType2"}, "perhaps no (the whole report)", "perhaps yes (the whole report)"},
		"a socket":                   {[]string{"sType2"}, "yes (frame 7)", "perhaps yes (frame 7)"},
		"a socket and a fixed cable": {[]string{"cType2", "sType2"}, "yes (frame 7)", "perhaps yes (frame 7)"},
		"a type of its own":          {[]string{"Acme"}, "yes (frame 7)", "perhaps yes (frame 7)"},
		"no connector in the report": {nil, "yes (frame 7)", "perhaps yes (frame 7)"},
	} {
		i := Inventory{variable}
		for n, kind := range c.types {
			i = append(i, at(told("Connector.ConnectorType="+kind), 1+n, 1))
		}
		if unlocks, not := shownOf(i, pics.C_12_1), shownOf(i, pics.C_12_2); unlocks != c.unlocks || not != c.not {
			t.Errorf("%s: expected C-12.1 %q and C-12.2 %q, got %q and %q", name, c.unlocks, c.not, unlocks, not)
		}
	}
}

func TestTheConnectorsShowTheHardware(t *testing.T) {
	i := Inventory{
		at(told("Connector.ConnectorType=cType2"), 1, 1), at(told("Connector.SupplyPhases=1"), 1, 1),
		at(told("Connector.ConnectorType=cCCS2"), 2, 1), at(told("Connector.SupplyPhases=3"), 2, 1),
	}
	connectors, _ := i.Connectors()
	want := []pics.Connector{{EVSE: 1, ID: 1, Current: "AC", Phases: 1, Type: "cType2", CableType: "Fixed Cable"}, {EVSE: 2, ID: 1, Current: "DC", Type: "cCCS2", CableType: "Fixed Cable"}}
	if !slices.Equal(connectors, want) {
		t.Errorf("expected %+v, got %+v", want, connectors)
	}
	for f, want := range map[pics.Feature]string{pics.HFS_1: "no (the whole report)", pics.HFS_2: "yes (frame 7)", pics.HFS_4: "yes (frame 7)",
		pics.HFS_5: "yes (frame 7)", pics.HFS_6: "no (the whole report)", pics.HFS_7: "no (the whole report)", pics.HFS_8: "2 (frame 7)"} {
		if got := shownOf(i, f); got != want {
			t.Errorf("%s: expected %q, got %q", f, want, got)
		}
	}
	// A type of the maker's own says nothing, and a connector of three phases may supply one.
	i = Inventory{at(told("Connector.ConnectorType=Acme"), 1, 1), at(told("Connector.SupplyPhases=3"), 1, 1)}
	for _, f := range []pics.Feature{pics.HFS_1, pics.HFS_3, pics.HFS_5, pics.HFS_6} {
		if got := shownOf(i, f); got != "" {
			t.Errorf("%s of an unknown connector: expected nothing, got %q", f, got)
		}
	}
}

func TestTheAnswersBesideTheInventory(t *testing.T) {
	for status, want := range map[ocpp201.GenericDeviceModelStatus]string{
		ocpp201.GenericDeviceModelStatusAccepted: "yes", ocpp201.GenericDeviceModelStatusEmptyResultSet: "yes",
		ocpp201.GenericDeviceModelStatusNotSupported: "no", ocpp201.GenericDeviceModelStatusRejected: "",
	} {
		got := ""
		for _, s := range Summary(status) {
			got += s.Value.Words()
		}
		if got != want {
			t.Errorf("a summary that is answered with %s: expected %q, got %q", status, want, got)
		}
	}
	s := Suites([]string{"TLS_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"})
	if !slices.Equal(s.Value.Items, []string{"TLS_RSA_WITH_AES_128_GCM_SHA256"}) || s.Certain {
		t.Errorf("expected the cipher suite of TLS 1.2 as a suggestion, got %+v", s)
	}
}

func TestAControllerThatIsMissingClaimsNoProfile(t *testing.T) {
	claims := Inventory{told("SmartChargingCtrlr.Available=true"), told("ReservationCtrlr.Enabled=true")}.Profiles()
	if !claims[pics.SmartCharging].There || claims[pics.AdvancedUserInterface].There {
		t.Errorf("expected Smart Charging and no user interface, got %+v", claims)
	}
	for _, p := range []pics.Profile{pics.Core, pics.AdvancedSecurity, pics.Reservation} {
		if claim, shown := claims[p]; shown {
			t.Errorf("expected nothing to be shown of %s, got %+v", p, claim)
		}
	}
}

func TestEveryAnswerNamesAnItemOnce(t *testing.T) {
	seen := map[pics.Feature]bool{}
	for _, s := range (Inventory{told("AuthCacheCtrlr.Available=true")}).Answers() {
		if info, known := pics.Info(s.Item); !known || info.Kind != s.Value.Kind || seen[s.Item] || s.Because == "" || s.Frame == "" {
			t.Errorf("expected an item of its own kind, with a reason and once, got %+v", s)
		}
		seen[s.Item] = true
	}
}

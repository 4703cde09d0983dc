package b_provisioning

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// reportedAs is what a report says of a variable; shown is the value, nil when it is left out.
func reportedAs(v variable, dataType ocpp201.Data, valuesList string, shown *string) ocpp201.ReportData {
	d := ocpp201.ReportData{
		Component:               ocpp201.Component{Name: v.Component},
		Variable:                ocpp201.Variable{Name: v.Name},
		VariableAttribute:       []ocpp201.VariableAttribute{{Value: shown}},
		VariableCharacteristics: &ocpp201.VariableCharacteristics{DataType: dataType},
	}
	if valuesList != "" {
		d.VariableCharacteristics.ValuesList = &valuesList
	}
	if v.EVSE > 0 {
		d.Component.EVSE = &ocpp201.EVSE{ID: v.EVSE}
	}
	if v.Connector > 0 {
		d.Component.EVSE.ConnectorID = &v.Connector
	}
	return d
}

func TestAValueIsAmongItsValuesList(t *testing.T) {
	for name, c := range map[string]struct {
		dataType    ocpp201.Data
		list, value string
		required    bool
		strays      bool
	}{
		"one of an OptionList":             {ocpp201.DataOptionList, "A,B", "B", true, false},
		"another of an OptionList":         {ocpp201.DataOptionList, "A,B", "C", true, true},
		"two of an OptionList":             {ocpp201.DataOptionList, "A,B", "A,B", true, true},
		"in other case":                    {ocpp201.DataOptionList, "A,B", "a", true, true},
		"none of a required OptionList":    {ocpp201.DataOptionList, "A,B", "", true, true},
		"none of another OptionList":       {ocpp201.DataOptionList, "A,B", "", false, false},
		"none of a MemberList":             {ocpp201.DataMemberList, "A,B", "", true, false},
		"some of a MemberList":             {ocpp201.DataMemberList, "A,B,C", "C,A", true, false},
		"blanks around the members":        {ocpp201.DataMemberList, "A, B ,C", "C ,A", true, false},
		"one too many of a MemberList":     {ocpp201.DataMemberList, "A,B", "A,D", true, true},
		"some of a SequenceList":           {ocpp201.DataSequenceList, "1,2", "2,1", true, false},
		"a number of no list":              {ocpp201.DataInteger, "", "7", true, false},
		"a list without any allowed value": {ocpp201.DataMemberList, "", "A", true, false}, // another check's business
	} {
		t.Run(name, func(t *testing.T) {
			d := reportedAs(variable{Component: "TxCtrlr", Name: "TxStartPoint"}, c.dataType, c.list, &c.value)
			got := strays([]ocpp201.ReportData{d}, func(variable) bool { return c.required })
			if (len(got) > 0) != c.strays {
				t.Errorf("expected the value to stray: %t, got %v", c.strays, got)
			}
		})
	}
}

// Part 2, B07.FR.11: attribute types that the variable has are reported also when they are unset.
func TestOfOtherAttributesOnlyWhatTheyShowIsJudged(t *testing.T) {
	d := reportedAs(variable{Component: "ClockCtrlr", Name: "TimeSource"}, ocpp201.DataOptionList, "A,B", new("A"))
	d.VariableAttribute = append(d.VariableAttribute, ocpp201.VariableAttribute{Type: new(ocpp201.AttributeTarget)})
	always := func(variable) bool { return true }
	if got := strays([]ocpp201.ReportData{d}, always); len(got) > 0 || hidesValue(d) {
		t.Errorf("expected an unset Target to be no fault, got %v", got)
	}
	d.VariableAttribute[1].Value = new("C")
	if got := strays([]ocpp201.ReportData{d}, always); len(got) != 1 {
		t.Errorf("expected a Target outside the valuesList to be a fault, got %v", got)
	}
}

func TestWhichValuesMustBeShown(t *testing.T) {
	writeOnly, readOnly := ocpp201.MutabilityWriteOnly, ocpp201.MutabilityReadOnly
	for name, c := range map[string]struct {
		v             variable
		mutability    *ocpp201.Mutability
		value         *string
		hides, secret bool
	}{
		"shown":                       {variable{Component: "ClockCtrlr", Name: "DateTime"}, &readOnly, new("x"), false, false},
		"hidden":                      {variable{Component: "ClockCtrlr", Name: "DateTime"}, &readOnly, nil, true, false},
		"hidden, in other case":       {variable{Component: "clockctrlr", Name: "DATETIME"}, nil, nil, true, false},
		"empty":                       {variable{Component: "SecurityCtrlr", Name: "OrganizationName"}, nil, new(""), false, false},
		"the vendor's own":            {variable{Component: "ClockCtrlr", Name: "VendorDrift"}, &readOnly, nil, false, false},
		"power":                       {variable{Component: "EVSE", EVSE: 2, Name: "Power"}, &readOnly, nil, false, false},
		"the state beside the power":  {variable{Component: "EVSE", EVSE: 2, Name: "AvailabilityState"}, &readOnly, nil, true, false},
		"a secret kept":               {variable{Component: "SecurityCtrlr", Name: "BasicAuthPassword"}, &writeOnly, nil, false, false},
		"a secret shown":              {variable{Component: "SecurityCtrlr", Name: "BasicAuthPassword"}, &writeOnly, new("x"), false, true},
		"a secret shown as empty":     {variable{Component: "SecurityCtrlr", Name: "BasicAuthPassword"}, &writeOnly, new(""), false, true},
		"a secret said to be no such": {variable{Component: "SecurityCtrlr", Name: "BasicAuthPassword"}, &readOnly, nil, true, false},
		"a secret shown as no such":   {variable{Component: "securityctrlr", Name: "BasicAuthPassword"}, &readOnly, new("x"), false, true},
		"a secret of no mutability":   {variable{Component: "SecurityCtrlr", Name: "BasicAuthPassword"}, nil, new("x"), false, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := reportedAs(c.v, ocpp201.DataString, "", c.value)
			d.VariableAttribute[0].Mutability = c.mutability
			if got := hidesValue(d); got != c.hides {
				t.Errorf("hides its value: expected %t, got %t", c.hides, got)
			}
			if got := showsSecret(d); got != c.secret {
				t.Errorf("shows a secret: expected %t, got %t", c.secret, got)
			}
		})
	}
}

func TestFixedCablesHaveNothingToUnlock(t *testing.T) {
	for name, c := range map[string]struct {
		cables []string
		set    set
	}{
		"fixed cables":           {[]string{"Fixed Cable", "Fixed Cable"}, readOnly},
		"sockets":                {[]string{"Detachable Cable"}, either},
		"a socket and a cable":   {[]string{"Detachable Cable", "Fixed Cable"}, either},
		"without its connectors": {nil, either},
	} {
		d := &pics.Declaration{}
		for n, cable := range c.cables {
			d.Connectors = append(d.Connectors, pics.Connector{EVSE: 1 + n, ID: 1, CableType: cable})
		}
		all := demands(d)
		i := slices.IndexFunc(all, func(want demand) bool { return want.Name == "UnlockOnEVSideDisconnect" })
		if got := all[i].set; got != c.set {
			t.Errorf("%s: expected %v of UnlockOnEVSideDisconnect, got %v", name, c.set, got)
		}
	}
	for value, want := range map[string]bool{"true": true, "True": true, "false": false} {
		d := reportedAs(variable{Component: "OCPPCommCtrlr", Name: "UnlockOnEVSideDisconnect"}, ocpp201.DataBoolean, "", &value)
		if unlocksFixed(d) != want {
			t.Errorf("%s: expected to be found: %t", value, want)
		}
	}
}

func TestThePowerNeedsItsMaximum(t *testing.T) {
	d := reportedAs(variable{Component: "EVSE", EVSE: 1, Name: "Power"}, ocpp201.DataDecimal, "", nil)
	if !lacksMaximum(d) {
		t.Error("expected EVSE.Power without maxLimit to be a fault")
	}
	d.VariableCharacteristics.MaxLimit = new(22080.0)
	if lacksMaximum(d) {
		t.Error("expected EVSE.Power with maxLimit to be none")
	}
	d.VariableCharacteristics = nil
	if !lacksMaximum(d) {
		t.Error("expected EVSE.Power without characteristics to be a fault")
	}
}

func declared(t *testing.T) *pics.Declaration {
	t.Helper()
	d, err := pics.Read(examples.FullName, examples.Full())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The note to B07.FR.09 lets a summary leave out a connector "if known and different from EVSE".
func TestASummaryMayLeaveOutAConnectorThatIsLikeItsEVSE(t *testing.T) {
	d := declared(t)
	states := func(of ...string) (data []ocpp201.ReportData) {
		for i, component := range []variable{{Component: "EVSE", EVSE: 1}, {Component: "EVSE", EVSE: 2}, {Component: "Connector", EVSE: 2, Connector: 1}} {
			if component.Name = "AvailabilityState"; of[i] != "" {
				data = append(data, reportedAs(component, ocpp201.DataOptionList, "Available,Occupied", &of[i]))
			}
		}
		return data
	}
	for name, c := range map[string]struct {
		data []ocpp201.ReportData
		want []string
	}{
		"like their EVSEs": {states("Available", "Available", ""), nil},
		"one is reported":  {states("Available", "Occupied", "Available"), nil},
		"one is wrong":     {states("Available", "Available", "Occupied"), []string{"Connector (EVSE 2 connector 1).AvailabilityState"}},
		"unlike":           {states("Available", "Occupied", ""), []string{"Connector (EVSE 2 connector 1).AvailabilityState"}},
		"unknown":          {states("", "Available", ""), []string{"Connector (EVSE 1 connector 1).AvailabilityState"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := notAvailable(d, c.data); !slices.Equal(got, c.want) {
				t.Errorf("expected %q not to be reported as they are, got %q", c.want, got)
			}
		})
	}
}

// The specification kit counts 53 required component variables of Core and Advanced Security; those of EVSEs and
// connectors come once for each of them.
func TestEveryRequiredVariableIsAskedForAtItsPlaces(t *testing.T) {
	d := declared(t)
	wanted := required(d)
	if got, want := len(wanted), 53+3+2+6+4+4; got != want { // those of list, monitors and display; a second EVSE, and its connector
		t.Errorf("expected %d required variables at their places, got %d", want, got)
	}
	for _, v := range []variable{
		{Component: "OCPPCommCtrlr", Name: "ActiveNetworkProfile"},
		{Component: "EVSE", EVSE: 2, Name: "Power"},
		{Component: "Connector", EVSE: 2, Connector: 1, Name: "AvailabilityState"},
	} {
		if !slices.Contains(wanted, v) {
			t.Errorf("expected %s among the required variables", v)
		}
	}
	for _, v := range wanted {
		if !isStandardized(v) {
			t.Errorf("%s is required and not among the standardized variables", v)
		}
	}
}

func TestTheVariablesOfDeclaredFeaturesAreExpectedOnce(t *testing.T) {
	d := declared(t)
	d.Features[pics.C_42] = pics.Value{Kind: pics.Boolean}
	got := ofFeatures(d)
	for _, want := range []variable{{Component: "AuthCacheCtrlr", Name: "Enabled"}, {Component: "AuthCtrlr", Name: "MasterPassGroupId"}} {
		if !slices.Contains(got, want) {
			t.Errorf("expected %s, got %v", want, got)
		}
	}
	if slices.Contains(got, variable{Component: "SampledDataCtrlr", Name: "SignReadings"}) {
		t.Errorf("expected nothing for the feature C-42, which is not declared, got %v", got)
	}
	d.Features[pics.C_08] = pics.Value{Kind: pics.Boolean, Yes: true}
	if again := ofFeatures(d); len(again) != len(got) {
		t.Errorf("expected MasterPassGroupId once for C-07 and C-08, got %v", again)
	}
}

func TestWhatAValueIsByItsFormat(t *testing.T) {
	for _, c := range []struct {
		of    format
		value format
		want  bool
	}{{integer, integer, true}, {integer, decimal, false}, {decimal, integer, true}, {decimal, decimal, true}, {boolean, integer, false}, {dateTime, text, false}, {dateTime, dateTime, true}} {
		if got := (target{format: c.of}).takes(c.value); got != c.want {
			t.Errorf("a %s takes a %s: expected %t, got %t", c.of, c.value, c.want, got)
		}
	}
}

package variables

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestTheValueOfAVariableIsOneOfItsDataType(t *testing.T) {
	limited := &ocpp201.VariableCharacteristics{DataType: ocpp201.DataInteger, MinLimit: new(1.0), MaxLimit: new(10.0)}
	listed := func(dataType ocpp201.Data) *ocpp201.VariableCharacteristics {
		return &ocpp201.VariableCharacteristics{DataType: dataType, ValuesList: new("Local,Remote, Both")}
	}
	of := func(dataType ocpp201.Data) *ocpp201.VariableCharacteristics {
		return &ocpp201.VariableCharacteristics{DataType: dataType}
	}
	for _, c := range []struct {
		value string
		of    *ocpp201.VariableCharacteristics
		fits  bool
	}{
		{"0", of(ocpp201.DataInteger), true}, {"-2147483648", of(ocpp201.DataInteger), true}, {"2147483648", of(ocpp201.DataInteger), false},
		{"01", of(ocpp201.DataInteger), false}, {"+1", of(ocpp201.DataInteger), false}, {"1.0", of(ocpp201.DataInteger), false},
		{"", of(ocpp201.DataInteger), false}, {" 1", of(ocpp201.DataInteger), false}, {"ten", of(ocpp201.DataInteger), false},
		{"1", limited, true}, {"10", limited, true}, {"0", limited, false}, {"11", limited, false},
		{"1.5", of(ocpp201.DataDecimal), true}, {"-1", of(ocpp201.DataDecimal), true}, {"1e3", of(ocpp201.DataDecimal), true},
		{"1,5", of(ocpp201.DataDecimal), false}, {"NaN", of(ocpp201.DataDecimal), false},
		{"2026-01-02T03:04:05Z", of(ocpp201.DataDateTime), true}, {"2026-01-02T03:04:05.678+01:00", of(ocpp201.DataDateTime), true},
		{"2026-01-02T03:04:05.6789Z", of(ocpp201.DataDateTime), false}, {"2026-01-02 03:04:05", of(ocpp201.DataDateTime), false}, {"", of(ocpp201.DataDateTime), false},
		{"true", of(ocpp201.DataBoolean), true}, {"false", of(ocpp201.DataBoolean), true}, {"True", of(ocpp201.DataBoolean), false}, {"1", of(ocpp201.DataBoolean), false},
		{"Local", listed(ocpp201.DataOptionList), true}, {"both", listed(ocpp201.DataOptionList), true}, {"None", listed(ocpp201.DataOptionList), false},
		{"", listed(ocpp201.DataOptionList), false}, {"anything", of(ocpp201.DataOptionList), true},
		{"", listed(ocpp201.DataMemberList), true}, {"Remote, Local", listed(ocpp201.DataMemberList), true}, {"Remote,None", listed(ocpp201.DataSequenceList), false},
		{"", of(ocpp201.DataString), true}, {"Größe", of(ocpp201.DataString), true},
		{"123", &ocpp201.VariableCharacteristics{DataType: ocpp201.DataString, MaxLimit: new(2.0)}, false},
		{"anything", nil, true},
	} {
		if what := misfit(c.value, c.of); (what == "") != c.fits {
			t.Errorf("%q of %+v: expected it to fit: %t, got %q", c.value, c.of, c.fits, what)
		} else if c.value != "" && len(c.value) > 4 && strings.Contains(what, c.value) {
			t.Errorf("expected a sentence that is the same for every value, got %q", what)
		}
	}
}

func TestStandardizedVariablesHaveADataType(t *testing.T) {
	for name, want := range map[string]standard{"clockctrlr.datetime": {"dateTime", true}, "ClockCtrlr.DateTime": {"dateTime", true}, "CLOCKCtrlr.DateTime": {"dateTime", true}, "txctrlr.txstartpoint": {"MemberList", true},
		"occpcommctrlr.nothing": {}, "ocppcommctrlr.offlinethreshold": {"integer", true}, "authctrlr.enabled": {"boolean", false},
		"clockctrlr.nexttimeoffsettransitiondatetime": {"dateTime", false}} {
		component, variable, _ := strings.Cut(name, ".")
		of := Value{Component: ocpp201.Component{Name: component}, Variable: ocpp201.Variable{Name: variable}}
		if got := of.standard(); got != want {
			t.Errorf("expected %s to be %v, got %v", name, want, got)
		}
	}
	if n := len(standardTypes()) / 2; n < 110 { // each as it is written and in lower case
		t.Errorf("expected more than 110 standardized variables, got %d", n)
	}
}

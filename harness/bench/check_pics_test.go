package bench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

func exampleDeclared(t *testing.T) *pics.Declaration {
	t.Helper()
	d, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheDefaultBenchAgreesWithTheExamplePICS(t *testing.T) {
	f, err := Read(examples.BenchName, examples.Bench())
	if err != nil {
		t.Fatal(err)
	}
	if err := f.CheckAgainst(exampleDeclared(t)); err != nil {
		t.Errorf("expected no contradiction, got %v", err)
	}
}

func TestWhatABenchSaysAgainstThePICSIsFound(t *testing.T) {
	reference := strings.Replace(foreign, "id: CB-0001", "id: CB-0001, reference: {settings: {TxCtrlr.TxStart: Authorized}}", 1)
	for name, c := range map[string]struct{ text, want string }{
		"an EVSE that is not there":      {foreign + "configured: {evseId: 9}\n", `bench.yaml:8:22: the PICS has no connector 1 of EVSE 9; write evseId: 1 with connectorId: 1`},
		"a connector that is not there":  {foreign + "configured: {connectorId: 7}\n", `bench.yaml:8:27: the PICS has no connector 7 of EVSE 1; write`},
		"a start point that it has not":  {foreign + "configured: {txStartPoint: [EVConnected, DataSigned]}\n", `bench.yaml:8:42: configured.txStartPoint holds DataSigned, which the PICS does not declare; write configured: {txStartPoint: [`},
		"a stop point that nobody has":   {foreign + "configured: {txStopPoint: [DataSigned]}\n", `configured.txStopPoint holds DataSigned, which the PICS does not declare`},
		"a technology that it has not":   {"communication: Satellite\n" + foreign, `bench.yaml:1:16: communication is "Satellite", which HFS-9 of the PICS does not name; write one of Wired, WiFi, Mobile Network`},
		"a factory value of no variable": {reference, `bench.yaml:3:64: station.reference.settings.TxCtrlr.TxStart: field Settings: the station has no variable "TxCtrlr.TxStart"; write for example TxCtrlr.TxStartPoint`},
	} {
		f, err := Read("bench.yaml", []byte(c.text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := f.CheckAgainst(exampleDeclared(t)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\nexpected … %s …\n     got %v", name, c.want, err)
		}
	}
}

func TestPointsThatTheFileDoesNotWriteAreThoseOfThePICS(t *testing.T) {
	for name, c := range map[string]struct {
		no          []pics.Feature
		start, stop string
	}{
		"both of the default":  {nil, "[EVConnected Authorized]", "[EVConnected Authorized]"},
		"one of the default":   {[]pics.Feature{pics.C_09_1, pics.C_10_2}, "[Authorized]", "[EVConnected]"},
		"none of the default":  {[]pics.Feature{pics.C_09_1, pics.C_09_2, pics.C_09_5, pics.C_10_1, pics.C_10_2}, "[PowerPathClosed]", "[PowerPathClosed]"},
		"nothing is supported": {[]pics.Feature{pics.C_09_1, pics.C_09_2, pics.C_09_4, pics.C_09_5}, "[EVConnected Authorized]", "[EVConnected Authorized]"},
	} {
		f, err := Read("bench.yaml", []byte(foreign))
		if err != nil {
			t.Fatal(err)
		}
		declared := exampleDeclared(t)
		for _, feature := range c.no {
			declared.Features[feature] = pics.Value{}
		}
		if err := f.CheckAgainst(declared); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if start, stop := fmt.Sprint(f.Configured.TxStartPoint), fmt.Sprint(f.Configured.TxStopPoint); start != c.start || stop != c.stop {
			t.Errorf("%s: expected %s and %s, got %s and %s", name, c.start, c.stop, start, stop)
		}
	}
}

func TestAStationOnThisMachineHasNoTechnologyOfCommunication(t *testing.T) {
	for text, want := range map[string]string{
		"communication: WiFi\n" + strings.Replace(foreign, "id: CB-0001", "id: CB-0001, reference: {}", 1): `communication is "WiFi", and the reference station speaks to this machine over none; remove the line`,
		"communication: \"Wi\\nFi\"\n" + foreign:                                                           `communication "Wi\nFi" is no technology; write a word of HFS-9 of the PICS, such as communication: WiFi`,
	} {
		if _, err := Read("bench.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected … %s …, got %v", want, err)
		}
	}
	f, err := Read("bench.yaml", []byte("communication: WiFi\n"+foreign))
	if err != nil || f.CheckAgainst(exampleDeclared(t)) != nil || f.Communication != "WiFi" {
		t.Errorf("expected WiFi to be taken, got %v", err)
	}
}

package pics

import (
	"slices"
	"strings"
	"testing"
)

func TestTheCertificateHasOneContradictionOneSupportedPhaseAndNoUnsupportedNumberOfPhases(t *testing.T) {
	findings := Lint(readExample(t))
	if len(findings) != 1 || !slices.Equal(findings[0].IDs, []string{"HFS-3", "HFS-6", "HFS-7", "AQ-4"}) || findings[0].Line != 55 || !findings[0].Doubt {
		t.Errorf("expected the one doubt, of HFS-3, HFS-6, HFS-7 and AQ-4 on line 55, got %+v", findings)
	}
}

// Each row breaks the example in one place and names the item and words of the finding that this must bring.
var contradictions = []struct{ old, new, id, words string }{
	{"Core: yes", "Core: no", "profiles", "profile Core is not claimed"},
	{"  Reservation: no\n", "", "profiles", "profile Reservation is undeclared"},
	{"  subtypes: [] # the certificate names none\n", "", "product", "subtypes are undeclared"},
	{"  C-13: no ", "  # ", "C-13", "is undeclared"},
	{"  AQ-18: no ", "  # ", "AQ-18", "is undeclared"},
	{"  AS-3: yes", "  LA-1: yes\n  AS-3: yes", "LA-1", "its profile Local Authorization List Management is not claimed"},
	{"C-06.2: yes", "C-06.2: no", "C-06", "profile Core is claimed, but C-06 (Authorization status after cable disconnected on EV side) is no"},
	{"C-12.2: yes", "C-12.2: no", "C-12", "is no"},
	{"C-48.2: yes", "C-48.2: no", "C-48", "is no"},
	{"C-36: yes", "C-36: no", "C-36", "C-39 (Remote start with NoAuthorization) is no"},
	{"C-02: yes", "C-02: no", "C-01", "erratum 5.3"},
	{"C-30: yes", "C-30: no", "C-01", "erratum 5.3"},
	{"C-01: yes", "C-01: no", "C-02", "C-01 (Offline authorization of transactions) is no"},
	{"C-53: no", "C-53: yes", "C-53", "C-49 (Authorization Cache) is no"},
	{"C-54: no", "C-54: [LRU]", "C-54", "C-49 (Authorization Cache) is no"},
	{"C-59: no", "C-59: yes", "C-59", "C-49 (Authorization Cache) is no"},
	{"C-58: no", "C-58: yes", "C-58", "profile Local Authorization List Management is not claimed"},
	{"C-07: no             # Master Pass for charging stations with UI\n  C-08: no", "C-07: yes\n  C-08: yes", "C-08", "C16.FR.01"},
	{"C-09.3: no", "C-09.3: yes", "C-42", "E01.FR.04"},
	{"C-12.1: no", "C-12.1: yes", "C-12.1", "HFS-1 (Detachable cable) is no"},
	{"subtypes: []", "subtypes: [Mode12Only]", "AQ-9", "of subtype Mode12Only"},
	{"C-09.1: yes          # Start transaction options - EVConnected\n  C-09.2: yes          # Start transaction options - Authorized\n  C-09.3: no           # Start transaction options - DataSigned\n  C-09.4: yes          # Start transaction options - PowerPathClosed\n",
		"C-09.1: no\n  C-09.2: no\n  C-09.3: no\n  C-09.4: no\n", "C-51", "only 1 of the values of C-09 is supported"},
	{"[Energy.Active.Import.Register]", "[Frequency]", "C-40.1", "tests Frequency, which is not supported"},
	{"supported: [Energy.Active.Import.Register, Energy.Active.Export.Register, SoC, Voltage]", "supported: []", "C-40.1", "supports none"},
	{"[Heartbeat, NTP]", "[NTP]", "C-23", "lacks Heartbeat"},
	{"    - TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\n", "", "C-41", "A00.FR.319"},
	{"ORS-16: 120", "ORS-16: 2000", "ORS-16", "above ORS-15"},
	{"ORS-7: 0", "ORS-7: 301", "ORS-8", "ORS-7 (Minimum MessageAttemptIntervalTransactionEvent supported) is 301, above"},
	{"HFS-10: Single", "HFS-10: None", "C-30", "HFS-10 (RFID readers) is None"},
	{"    triggered: 30\n", "", "performance", `"OCPP triggered function response time" is undeclared`},
	{"response: 10", "response: 0.5", "performance", "measured at up to 830ms, above its limit of 500ms"},
	{"average: 0.17", "average: 0.9", "certificate", "not in order"},
	{"communication: WiFi", "communication: Satellite", "HFS-9", "measured over Satellite"},
	{"Reservation: Not Tested", "Reservation: Pass", "certificate", "the certificate passed profile Reservation"},
	{"HFS-8: 1", "HFS-8: 2", "HFS-8", "is 2, but the connector table holds 1"},
	{"HFS-8: 1", "HFS-8: 0", "HFS-8", "is 0"},
	{"HFS-1: no", "HFS-1: yes", "HFS-1", "no connector has a detachable cable"},
	{"HFS-2: yes", "HFS-2: no", "HFS-2", "is no, but a connector has a fixed cable"},
	{"HFS-4: no", "HFS-4: yes", "HFS-4", "no connector has DC"},
	{"HFS-7: no", "HFS-7: yes", "HFS-7", "there is no 3-phase connector"},
	{"HFS-5: yes", "HFS-5: no", "HFS-5", "is no, but there is a 1-phase connector"},
	{"cable: Fixed Cable", "cable: Detachable Cable", "connectors[0]", "cType2 does not go with cable Detachable Cable"},
	{"type: cType2", "type: cCCS2", "connectors[0]", "cCCS2 carries DC, not AC"},
	{"type: cType2", "type: sType2", "AQ-18", "always has one"},
	{"type: cType2", "type: wInductive", "product", "not of subtype Wireless"},
	{"current: AC, phases: 1", "current: AC", "connectors[0]", "has 0 phases"},
	{"evse: 1, connector: 1", "evse: 2, connector: 1", "connectors", "EVSE 2 where 1 belongs"},
	{"evse: 1, connector: 1", "evse: 1, connector: 3", "connectors", "connector 3 where 1 belongs"},
	{"  - {evse: 1, connector: 1, current: AC, phases: 1, type: cType2, cable: Fixed Cable}\n", "  []\n", "connectors", "the connector table is missing"},
}

// TestAStationOfAdvancedDeviceManagementProvidesTheSummaryInventory: TC_B_14_CS is mandatory with that profile, and asks for it.
func TestAStationOfAdvancedDeviceManagementProvidesTheSummaryInventory(t *testing.T) {
	for _, yes := range []bool{true, false} {
		d, err := variant(t, "Advanced Device Management: no", "Advanced Device Management: yes")
		if err != nil {
			t.Fatal(err)
		}
		d.Features[C_56] = Value{Kind: Boolean, Yes: yes}
		found := slices.ContainsFunc(Lint(d), func(f Finding) bool {
			return slices.Contains(f.IDs, string(C_56)) && strings.Contains(f.Sentence, "TC_B_14")
		})
		if found == yes {
			t.Errorf("C-56 is %v: expected a finding: %v, got %v", yes, !yes, Lint(d))
		}
	}
}

func TestEachContradictionIsFound(t *testing.T) {
	for _, c := range contradictions {
		d, err := variant(t, c.old, c.new)
		if err != nil {
			t.Errorf("with %q expected a file that can be read, got %v", c.new, err)
			continue
		}
		findings := Lint(d)
		if !slices.ContainsFunc(findings, func(f Finding) bool { return slices.Contains(f.IDs, c.id) && strings.Contains(f.Sentence, c.words) }) {
			t.Errorf("with %q expected a finding on %s with %q, got %v", c.new, c.id, c.words, findings)
		}
	}
}

func TestWhatTwoConnectorsShowOfOneAnswerIsSaidOnce(t *testing.T) {
	const cable = "  - {evse: 1, connector: 1, current: AC, phases: 1, type: cType2, cable: Fixed Cable}\n"
	socket := strings.NewReplacer("cType2", "sType2", "Fixed", "Detachable").Replace(cable)
	d, err := variant(t, cable, socket+strings.Replace(socket, "connector: 1", "connector: 2", 1))
	if err != nil {
		t.Fatal(err)
	}
	var of []string
	for _, f := range Lint(d) {
		if f.IDs[0] == string(AQ_18) {
			of = append(of, strings.Join(f.IDs, " "))
		}
	}
	if want := []string{"AQ-18 connectors[0] connectors[1]"}; !slices.Equal(of, want) {
		t.Errorf("expected one finding %q, got %q", want, of)
	}
}

func TestAFindingStandsOnTheLineOfItsFirstItem(t *testing.T) {
	for _, c := range []struct {
		old, new, id string
		line         int
	}{
		{"C-53: no", "C-53: yes", "C-53", 153},
		{"C-48.2: yes", "C-48.2: no", "C-48", 146},
	} {
		d, err := variant(t, c.old, c.new)
		if err != nil {
			t.Fatal(err)
		}
		findings := Lint(d)
		i := slices.IndexFunc(findings, func(f Finding) bool { return f.IDs[0] == c.id })
		if i < 0 || findings[i].Line != c.line {
			t.Errorf("with %q expected a finding that begins with %s on line %d, got %+v", c.new, c.id, c.line, findings)
		}
	}
}

func TestAllPhasesSupportedLeavesNoUnsupportedNumber(t *testing.T) {
	d := readExample(t)
	for _, f := range []Feature{HFS_5, HFS_6, HFS_7, AQ_4} {
		d.Features[f] = Value{Yes: true}
	}
	d.Connectors[0].Phases = 3
	findings := Lint(d)
	if len(findings) != 1 || findings[0].IDs[0] != "AQ-4" {
		t.Errorf("expected one finding on AQ-4, got %v", findings)
	}
}

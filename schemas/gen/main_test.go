package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/certbench/certbench/schemas/internal/facts"
)

func TestCommittedTypesAreWhatTheTableGives(t *testing.T) {
	table, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := render(table)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := filepath.Glob("../ocpp201/*_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(committed) != len(files) {
		t.Errorf("schemas/ocpp201 holds %d generated files %q, the generator makes %d", len(committed), committed, len(files))
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("../ocpp201", name))
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("schemas/ocpp201/%s is not what the generator makes; run `go generate ./schemas/...`", name)
		}
	}
}

func TestNamesAreTheFieldsOwn(t *testing.T) {
	for name, want := range map[string]string{
		"evseId": "EVSEID", "idToken": "IDToken", "connectorId": "ConnectorID", "tbc": "TBC", "csr": "CSR",
		"ocspRequestData": "OCSPRequestData", "iso15118SchemaVersion": "ISO15118SchemaVersion", "ocppCsmsUrl": "OCPPCSMSURL",
		"IdTokenInfo": "IDTokenInfo", "ePriceLevel": "EPriceLevel", "responderURL": "ResponderURL", "fullSoC": "FullSoC",
		"seqNo": "SeqNo", "acChargingParameters": "ACChargingParameters", "EVSE": "EVSE", "simPin": "SIMPin",
	} {
		if got := goName(name); got != want {
			t.Errorf("goName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestValuesBecomeConstants(t *testing.T) {
	for value, want := range map[string]string{
		"Energy.Active.Import.Register": "XEnergyActiveImportRegister", "L1-N": "XL1N", "AC_single_phase": "XACSinglePhase",
		"eMAID": "XEMAID", "CablePluggedIn": "XCablePluggedIn",
	} {
		if got := constName("X", value); got != want {
			t.Errorf("constName(X, %q) = %q, want %q", value, got, want)
		}
	}
}

package main

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

func TestAStationThatHasNotSaidWhoItIsIsNotGivenAnEmptyName(t *testing.T) {
	for want, who := range map[string]evidence.Station{
		"it has not said who it is, which its next boot tells": {},
		"ACME Half, which has not said its firmware":           {Vendor: "ACME", Model: "Half"},
		"Half, firmware 0.4":                                   {Model: "Half", Firmware: "0.4"},
		"no vendor or model told, firmware 0.4":                {Firmware: "0.4"},
	} {
		if got := presents(who); got != want {
			t.Errorf("expected %q, got %q", want, got)
		}
	}
}

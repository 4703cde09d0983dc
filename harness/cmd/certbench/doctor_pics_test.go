package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

func declaredExample(t *testing.T) *pics.Declaration {
	t.Helper()
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	return declared
}

func TestTheDoctorComparesWhoTheStationIs(t *testing.T) {
	for name, c := range map[string]struct {
		is     evidence.Station
		differ []string
	}{
		"the product":        {evidence.Station{Vendor: "ChargePoint Inc.", Model: "CP Flex Plus EU", Firmware: "0.9.3+2025.02.00.405-private-16ee1ac5f"}, nil},
		"a model cut short":  {evidence.Station{Vendor: "CHARGEPOINT INC.", Model: "CP840-LTE-ETH-16A3-L"}, nil},
		"another":            {evidence.Station{Vendor: "Acme", Model: "Box", Firmware: "1"}, []string{"vendorName", "model", "firmwareVersion"}},
		"the beginning only": {evidence.Station{Vendor: "ChargePoint", Model: "CP840-LTE"}, []string{"vendorName", "model"}},
	} {
		a := againstPICS{declared: declaredExample(t)}
		a.identity(c.is)
		var told []string
		for _, x := range a.found {
			told = append(told, strings.Fields(strings.TrimPrefix(x.Found, "the station says that its "))[0])
		}
		if !slices.Equal(told, c.differ) {
			t.Errorf("%s: expected a difference of %v, got %+v", name, c.differ, a.found)
		}
	}
}

func TestTheDoctorComparesNumbersListsAndWhatCanBeSet(t *testing.T) {
	declared := declaredExample(t)
	of := func(variable string) shows {
		at := slices.IndexFunc(toldByVariables, func(v shows) bool { return v.variable == variable })
		if at < 0 {
			t.Fatalf("%s is not compared", variable)
		}
		return toldByVariables[at]
	}
	for _, c := range []struct{ variable, value, status, want string }{
		{"DeviceDataCtrlr.ItemsPerMessage[GetReport]", "1000", "Accepted", ""},
		{"DeviceDataCtrlr.ItemsPerMessage[GetReport]", "4", "Accepted", `is "4", and the PICS answers ORS-1 1000`},
		{"DeviceDataCtrlr.BytesPerMessage[SetVariables]", "", "UnknownVariable", "answered with UnknownVariable, and the PICS answers ORS-6 1000000"},
		{"OCPPCommCtrlr.FileTransferProtocols", "FTPS, FTP,HTTP,SFTP,HTTPS", "Accepted", ""},
		{"OCPPCommCtrlr.FileTransferProtocols", "HTTP", "Accepted", `is "HTTP", and the PICS answers ORS-24 "HTTP,HTTPS,SFTP,FTP,FTPS"`},
		{"TxCtrlr.TxStartPoint", "DataSigned", "Accepted", "C-09.3 (DataSigned) no"},
	} {
		got := strings.Join(of(c.variable).against(c.value, c.status, declared), "; ")
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s, %q: expected %q, got %q", c.variable, c.value, c.want, got)
		}
	}
	start := of("TxCtrlr.TxStartPoint")
	for _, c := range []struct {
		access octt.Access
		answer pics.Answer
		want   string
	}{
		{octt.Settable, pics.Yes, ""}, {octt.Readable, pics.No, ""}, {octt.Readable, pics.Undeclared, ""},
		{octt.Readable, pics.Yes, "cannot be set, not even to the value that it has, and the PICS answers C-51 yes"},
		{octt.Settable, pics.No, "can be set, and the PICS answers C-51 no"},
	} {
		if got := start.set(c.access, c.answer); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%v with %s: expected %q, got %q", c.access, c.answer, c.want, got)
		}
	}
}

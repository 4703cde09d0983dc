package workbook

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/certbench/certbench/harness/pics"
)

// free draws a text that a PICS file may hold.
func free(t *rapid.T, what string) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"C-49", "Yes", "no", "N/A", "None", "-", "PICS version", "Firmware: 2", "Vendor name", "a, b", `"quoted"`, `"a\nb"`, "2026-02-24", "1", "_x0041_", "=1+1", "Core", "ID", "• a", " a ", "a\r\nb", "Supported / Present", "Fixed Cable", "Name"}),
		rapid.StringMatching(`[-A-Za-z0-9 .:,;|"'()=_\n\t]{1,20}`), rapid.String(),
	).Filter(func(s string) bool { return strings.TrimSpace(s) != "" }).Draw(t, what)
}

func drawn(t *rapid.T) *pics.Declaration {
	maybe := func(what string) bool { return rapid.Bool().Draw(t, what) }
	text := func(what string) string {
		if maybe(what + " there") {
			return free(t, what)
		}
		return ""
	}
	d := &pics.Declaration{Version: rapid.SampledFrom(pics.Versions()).Draw(t, "version"), Profiles: map[pics.Profile]pics.Answer{},
		Features: map[pics.Feature]pics.Value{}, KPILimits: pics.KPILimits{}}
	d.Product = pics.Product{Vendor: free(t, "vendor"), Designation: free(t, "designation"), Firmware: free(t, "firmware"), Model: text("model"), ConfigID: text("config"), FirmwareHash: text("hash")}
	if maybe("subtypes") {
		d.Product.Subtypes = []pics.Subtype{}
		if maybe("wireless") {
			d.Product.Subtypes = append(d.Product.Subtypes, pics.Wireless)
		}
	}
	for _, p := range pics.Profiles() {
		if a := rapid.SampledFrom([]pics.Answer{pics.Undeclared, pics.No, pics.Yes}).Draw(t, string(p)); a != pics.Undeclared {
			d.Profiles[p] = a
		}
	}
	for _, info := range d.Version.Features() {
		if info.Kind != pics.Choice && maybe(string(info.ID)) {
			d.Features[info.ID] = value(t, info)
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "connectors") {
		d.Connectors = append(d.Connectors, pics.Connector{EVSE: rapid.IntRange(0, 9).Draw(t, "evse"), ID: 1, Current: rapid.SampledFrom([]string{"AC", "DC"}).Draw(t, "current"),
			Phases: rapid.IntRange(0, 3).Draw(t, "phases"), Type: free(t, "type"), CableType: rapid.SampledFrom([]string{"Fixed Cable", "Detachable Cable", "None"}).Draw(t, "cable")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "settings") {
		d.VendorSettings = append(d.VendorSettings, pics.VendorSetting{Name: free(t, "name"), Value: free(t, "value"), Description: text("description")})
	}
	seconds := func(what string) time.Duration {
		return time.Duration(rapid.IntRange(1, 1e8).Draw(t, what)) * time.Millisecond
	}
	for _, k := range pics.KPIs() {
		if maybe(string(k)) {
			d.KPILimits[k] = seconds("limit")
		}
	}
	d.KPILink = text("link")
	if maybe("certificate") {
		d.Certificate = &pics.Certificate{Number: free(t, "number"), Holder: text("holder"), Date: rapid.SampledFrom([]string{"", "2026-02-24"}).Draw(t, "date"), Specification: text("specification"),
			Results: map[pics.Profile]string{}, Measured: map[pics.KPI]pics.Measurement{}}
		if maybe("laboratory") {
			d.Certificate.Laboratory = pics.Laboratory{Company: free(t, "company"), Location: text("location"), Report: text("report"), Document: text("document"), OCTTInstance: text("instance")}
		}
		for _, p := range pics.Profiles() {
			if r := rapid.SampledFrom([]string{"", "Pass", "Not Tested"}).Draw(t, "result"); r != "" {
				d.Certificate.Results[p] = r
			}
		}
		for _, k := range pics.KPIs() {
			switch rapid.IntRange(0, 2).Draw(t, "measured") {
			case 1:
				d.Certificate.Measured[k] = pics.Measurement{}
			case 2:
				d.Certificate.Measured[k] = pics.Measurement{Measurable: true, Min: seconds("min"), Max: seconds("max"), Average: seconds("average")}
			}
		}
	}
	return d
}

func value(t *rapid.T, info pics.FeatureInfo) pics.Value {
	v := pics.Value{Kind: info.Kind}
	list := func(atLeast int) []string {
		entry := rapid.Custom(func(t *rapid.T) string { return free(t, "entry") })
		if known := pics.Known(info.ID); known != nil {
			entry = rapid.SampledFrom(known)
		}
		return rapid.SliceOfNDistinct(entry, atLeast, 3, rapid.ID[string]).Draw(t, "list")
	}
	switch info.Kind {
	case pics.Number:
		v.Number = rapid.IntRange(0, 1e9).Draw(t, "number")
	case pics.Text:
		v.Text = free(t, "text")
	case pics.List:
		if v.Items = list(0); len(v.Items) == 0 {
			v.Items = nil
		}
	case pics.MeasurandLists:
		v.Measurands.Supported = list(0)
		if rapid.Bool().Draw(t, "tested") {
			v.Measurands.Tested = list(0)
		}
	default:
		v.Yes = rapid.Bool().Draw(t, "yes")
	}
	return v
}

// TestNothingIsLostOnTheWayThroughAWorkbook: from the PICS file to the workbook and back.
func TestNothingIsLostOnTheWayThroughAWorkbook(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := pics.Read("drawn.yaml", pics.Write(drawn(t)))
		if err != nil {
			t.Fatalf("expected a declaration that can be read, got %v", err)
		}
		data, err := Write(d)
		if err != nil {
			t.Fatal(err)
		}
		reading, err := Read("again.xlsx", data, "")
		if err != nil {
			t.Fatalf("expected the workbook to be read, got %v", err)
		}
		if want, got := string(pics.Write(d)), string(reading.File); want != got {
			t.Fatalf("expected\n%s\ngot\n%s", want, got)
		}
	})
}

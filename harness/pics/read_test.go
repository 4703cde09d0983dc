package pics

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const examplePath = "../examples/cp-flex-plus-eu/pics.yaml"

func readExample(t testing.TB) *Declaration {
	d, err := Load(examplePath)
	if err != nil {
		t.Fatalf("expected the example to be read, got %v", err)
	}
	return d
}

// variant reads the example with one text replaced.
func variant(t *testing.T, old, replacement string) (*Declaration, error) {
	data, err := os.ReadFile(examplePath)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("the example does not contain %q", old)
	}
	return Read("pics.yaml", []byte(strings.Replace(string(data), old, replacement, 1)))
}

func TestTheCertifiedProductIsReadWhole(t *testing.T) {
	d := readExample(t)
	for _, c := range []struct{ what, got, want string }{
		{"vendor", d.Product.Vendor, "ChargePoint Inc."},
		{"firmware", d.Product.Firmware, "0.9.3+2025.02.00.405-private-16ee1ac5f"},
		{"config id", d.Product.ConfigID, "6A870098-5B1F42C8"},
		{"certificate", d.Certificate.Number, "OCA.0201.0125.CS"},
		{"certified on", d.Certificate.Date, "2026-02-24"},
		{"laboratory report", d.Certificate.Laboratory.Report, "05378BCO.001"},
		{"OCTT", d.Certificate.Laboratory.OCTTRelease, "Release_2025-09_v4"},
		{"communication", d.KPILink, "WiFi"},
		{"Core", d.Certificate.Results[Core], "Pass"},
		{"Reservation", d.Certificate.Results[Reservation], "Not Tested"},
		{"time sources", strings.Join(d.TimeSources, " "), "Heartbeat NTP"},
		{"tested at start", strings.Join(d.Measurands.TxStarted.Tested, " "), "Energy.Active.Import.Register"},
		{"supported at end", strings.Join(d.Measurands.TxEnded.Supported, " "), "Energy.Active.Import.Register Energy.Active.Export.Register Voltage SoC"},
		{"replacement policies", d.Answer(C_54).String(), "no"},
		{"start points", d.Answer(C_09).String(), "yes"},
	} {
		if c.got != c.want {
			t.Errorf("%s: expected %q, got %q", c.what, c.want, c.got)
		}
	}
	if want := (Connector{1, 1, "AC", 1, "cType2", "Fixed Cable"}); !slices.Equal(d.Connectors, []Connector{want}) {
		t.Errorf("expected one connector %v, got %v", want, d.Connectors)
	}
	if want := (Measurement{true, 290 * time.Millisecond, 830 * time.Millisecond, 360 * time.Millisecond}); d.Certificate.Measured[KPIRemoteStart] != want {
		t.Errorf("expected the remote start measured as %v, got %v", want, d.Certificate.Measured[KPIRemoteStart])
	}
	if d.Certificate.Measured[KPIRemoteStop].Measurable {
		t.Error("expected the remote stop to be not measurable")
	}
	if d.KPILimits[KPIResponse] != 10*time.Second || d.KPILimits[KPIRemoteStop] != 30*time.Second {
		t.Errorf("expected limits of 10 s and 30 s, got %v", d.KPILimits)
	}
	if d.EVSEs() != 1 || len(d.VendorSettings) != 2 || len(d.CipherSuites) != 2 {
		t.Errorf("expected 1 EVSE, 2 vendor settings, 2 cipher suites, got %d, %v, %v", d.EVSEs(), d.VendorSettings, d.CipherSuites)
	}
	source, err := os.ReadFile(examplePath)
	if err != nil || string(d.Source()) != string(source) || len(d.Hash()) != 64 {
		t.Errorf("expected the source and its hash to be kept, got hash %q, %v", d.Hash(), err)
	}
}

func TestAnErrorOfTheFileNamesThePlaceAndWhatToWriteInstead(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"C-49: no", "C-49: perhaps", `pics.yaml:149:9: C-49 (Authorization Cache) cannot be "perhaps"; write one of yes, no`},
		{"C-49: no", "C-49: true", `cannot be "true"; write one of yes, no`},
		{"C-49: no", "C-53: no", "pics.yaml:153:3: C-53 stands twice in features, first on line 149; keep one"},
		{"C-49: no", "C-9.1: no", `pics.yaml:149:3: there is no item "C-9.1"; did you mean C-09.1?`},
		{"C-49: no", "AQ-1: no", `AQ-1 (Last CSMSRootCertificate can be removed) belongs under "questions", not under "features"`},
		{"C-49: no", "ISO-3: no", "erratum 5.6 (2025-02) removed ISO-3"},
		{"C-49: no", "C-09: no", "C-09 (Supported Transaction Start points) has no answer of its own; answer its options C-09.1 to C-09.6"},
		{"C-49: no", "C-49: [a]", `C-49 (Authorization Cache) cannot be ""`},
		{"HFS-8: 1 ", "HFS-8: one ", `HFS-8 (Number of EVSEs) must be a whole number, zero or more, not "one"`},
		{"[Heartbeat, NTP]", "[Heartbeat, NPT]", `C-23 (Supported time sources) cannot list "NPT"; the nearest known name is NTP`},
		{"[Heartbeat, NTP]", "[NTP, NTP]", "C-23 (Supported time sources) lists NTP twice; keep one"},
		{"[Heartbeat, NTP]", "NTP", "C-23 (Supported time sources) must be a list; write [a, b]"},
		{"firmware: 0.9.3", "firmwear: 0.9.3", `product has no key "firmwear"; write firmware`},
		{"firmware: 0.9.3", "firmwear: 0.9.3", `product lacks "firmware"`},
		{"date: 2026-02-24", "date: 24 February", "date must be a date"},
		{"current: AC", "current: ac", `current cannot be "ac"; write one of AC, DC`},
		{"phases: 1", "phases: 4", "phases cannot be 4"},
		{"min: 0.15", "min: -1", `min must be a number of seconds above zero, not "-1"`},
		{"remoteStop: not measurable", "remoteStop: fast", `the measurement remoteStop cannot be "fast"; write one of not measurable`},
		{"subtypes: []", "subtypes: [Boat]", `a subtype cannot be "Boat"; write one of Mode12Only, Wireless`},
		{"\nconnectors:\n", "\nconnectors: {}\nspare:\n", "connectors must be a list"},
		{"profiles:\n", strings.Repeat(" \n", maxSize), "a PICS file has at most 65536 bytes"},
		{"profiles:\n", "profiles: [\n", "not YAML"},
		{"product:\n", "a: 1\n---\nproduct:\n", "one YAML document belongs here, not 2"},
	} {
		_, err := variant(t, c.old, c.new)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("with %q expected an error with %q, got %v", c.new, c.want, err)
		}
	}
}

func TestEveryErrorOfTheFileIsReportedAtOnce(t *testing.T) {
	_, err := Read("x.yaml", []byte("product: 1\nprofiles: {Core: maybe}\nfeatures: {C-1: yes}\n"))
	if err == nil || len(strings.Split(err.Error(), "\n")) < 3 {
		t.Errorf("expected three errors, got %v", err)
	}
}

func TestAFileThatCannotBeReadIsAnError(t *testing.T) {
	if _, err := Load("no such file"); err == nil || !strings.Contains(err.Error(), "the PICS file cannot be read") {
		t.Errorf("expected an error in words, got %v", err)
	}
}

func TestAChoiceIsUndeclaredWhileAnUnansweredOptionCouldMakeItYes(t *testing.T) {
	d := &Declaration{Features: map[Feature]Value{C_06_1: {Yes: false}}}
	if got := d.Answer(C_06); got != Undeclared {
		t.Errorf("expected C-06 undeclared with C-06.2 unanswered, got %s", got)
	}
	d.Features[C_06_2] = Value{Yes: false}
	if got := d.Answer(C_06); got != No {
		t.Errorf("expected C-06 no with both options no, got %s", got)
	}
}

func FuzzRead(f *testing.F) {
	example, err := os.ReadFile(examplePath)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	for _, s := range []string{
		"", "product: &a {vendor: *a}", "? [a]\n: b", "<<: {a: b}", "features: {C-40.1: {tested: no}}", "connectors: [null, {type: ''}]",
		"product: {vendor: v, designation: d, firmware: f}\nprofiles: {Core: yes}\n", "a: !!binary x", "a: |\n  b", "\xff\xfe", "- - -",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read("f.yaml", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.yaml:") {
				t.Fatalf("expected the error to begin with the file's name, got %v", err)
			}
			return
		}
		if string(d.Source()) != string(data) {
			t.Fatalf("expected the source to be kept")
		}
		for _, finding := range Lint(d) {
			if finding.Line < 1 || finding.Sentence == "" || finding.Advice == "" || len(finding.IDs) == 0 {
				t.Fatalf("expected a finding to say where, what and what instead, got %+v", finding)
			}
		}
	})
}

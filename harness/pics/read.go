package pics

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/certbench/certbench/harness/strictyaml"
)

// Load reads a PICS file. Errors are those of Read and of the file system.
func Load(path string) (*Declaration, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the PICS file cannot be read: %w", err)
	}
	return Read(path, data)
}

// Read reads a PICS file's bytes. It is strict: unknown keys and ids, ids that stand twice, and values of the wrong kind
// are errors, joined, each with "name:line:column" and what to write instead. What the file leaves out is undeclared.
func Read(name string, data []byte) (*Declaration, error) {
	r := &reader{strictyaml.Reader{Name: name}}
	d := &Declaration{
		Profiles: map[Profile]Answer{}, Features: map[Feature]Value{}, KPILimits: KPILimits{},
		source: slices.Clone(data), lines: map[string]int{},
	}
	if root := r.Root(data, picsFile); root != nil {
		r.declaration(root, d)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	d.Measurands = Measurands{
		TxStarted: d.Features[C_40_1].Measurands, TxUpdated: d.Features[C_40_2].Measurands, TxEnded: d.Features[C_40_3].Measurands,
		Aligned: d.Features[C_40_4].Measurands, AlignedTxEnded: d.Features[C_40_5].Measurands,
	}
	d.CipherSuites, d.TimeSources = d.Items(C_41), d.Items(C_23)
	return d, nil
}

var sections = []string{
	"version", "product!", "certificate", "profiles!", "features", "hardware", "connectors", "questions", "settings", "vendorSettings", "performance",
}

func (r *reader) declaration(n ast.Node, d *Declaration) {
	var all []field
	r.object(n, "the PICS file", sections, func(f field) {
		d.lines[f.Key] = f.At.Position.Line
		if f.Key == "version" { // before all that depends on it, wherever it stands
			d.Version = Version(r.oneOf(f.Value, f.Key, versionNames()))
			return
		}
		all = append(all, f)
	})
	for _, f := range all {
		switch f.Key {
		case "product":
			r.product(f.Value, &d.Product)
		case "certificate":
			d.Certificate = r.certificate(f.Value)
		case "profiles":
			for _, p := range r.profiles(f.Value, "profiles") {
				d.Profiles[Profile(p.Key)] = answerOf(r.yes(p.Value, "the claim of "+p.Key))
			}
		case "connectors":
			for i, row := range r.Sequence(f.Value, f.Key) {
				d.lines[fmt.Sprintf("connectors[%d]", i)] = strictyaml.TokenOf(row).Position.Line
				d.Connectors = append(d.Connectors, r.connector(row))
			}
		case "vendorSettings":
			for _, row := range r.Sequence(f.Value, f.Key) {
				d.VendorSettings = append(d.VendorSettings, r.vendorSetting(row))
			}
		case "performance":
			r.performance(f.Value, d)
		default:
			r.answers(f, d)
		}
	}
}

func versionNames() (names []string) {
	for _, v := range Versions() {
		names = append(names, string(v))
	}
	return names
}

func (r *reader) product(n ast.Node, p *Product) {
	keys := []string{"vendor!", "designation!", "model", "type", "subtypes", "firmware!", "configID", "firmwareHash"}
	into := map[string]*string{
		"vendor": &p.Vendor, "designation": &p.Designation, "model": &p.Model, "type": &p.Type,
		"firmware": &p.Firmware, "configID": &p.ConfigID, "firmwareHash": &p.FirmwareHash,
	}
	r.object(n, "product", keys, func(f field) {
		if f.Key != "subtypes" {
			*into[f.Key] = r.text(f.Value, f.Key)
			return
		}
		p.Subtypes = []Subtype{}
		for _, element := range r.Sequence(f.Value, f.Key) {
			p.Subtypes = append(p.Subtypes, Subtype(r.oneOf(element, "a subtype", []string{string(Mode12Only), string(Wireless)})))
		}
	})
}

func (r *reader) certificate(n ast.Node) *Certificate {
	c := &Certificate{Results: map[Profile]string{}, Measured: map[KPI]Measurement{}}
	keys := []string{"number!", "holder", "date", "specification", "laboratory", "results", "measured"}
	r.object(n, "certificate", keys, func(f field) {
		switch f.Key {
		case "number":
			c.Number = r.text(f.Value, f.Key)
		case "holder":
			c.Holder = r.text(f.Value, f.Key)
		case "date":
			c.Date = r.date(f.Value, f.Key)
		case "specification":
			c.Specification = r.text(f.Value, f.Key)
		case "laboratory":
			r.laboratory(f.Value, &c.Laboratory)
		case "results":
			for _, p := range r.profiles(f.Value, f.Key) {
				c.Results[Profile(p.Key)] = r.oneOf(p.Value, "the result of "+p.Key, []string{"Pass", "Not Tested"})
			}
		case "measured":
			r.object(f.Value, f.Key, kpiKeys(), func(f field) { c.Measured[KPI(f.Key)] = r.measurement(f) })
		}
	})
	return c
}

func (r *reader) laboratory(n ast.Node, l *Laboratory) {
	keys := []string{"company!", "location", "report", "performed", "document", "octtRelease", "octtInstance"}
	into := map[string]*string{
		"company": &l.Company, "location": &l.Location, "report": &l.Report, "document": &l.Document,
		"octtRelease": &l.OCTTRelease, "octtInstance": &l.OCTTInstance,
	}
	r.object(n, "laboratory", keys, func(f field) {
		if f.Key == "performed" {
			l.Performed = r.date(f.Value, f.Key)
			return
		}
		*into[f.Key] = r.text(f.Value, f.Key)
	})
}

// profiles returns the entries of a mapping from profile names.
func (r *reader) profiles(n ast.Node, what string) []field {
	var names []string
	for _, p := range profiles {
		names = append(names, string(p))
	}
	var out []field
	r.object(n, what, names, func(f field) { out = append(out, f) })
	return out
}

const notMeasurable = "not measurable"

func (r *reader) measurement(f field) Measurement {
	if s, ok := strictyaml.Scalar(f.Value); ok {
		r.oneOf(f.Value, "the measurement "+f.Key, []string{notMeasurable})
		return Measurement{Measurable: s != notMeasurable}
	}
	m := Measurement{Measurable: true}
	r.object(f.Value, "the measurement "+f.Key, []string{"min!", "max!", "average!"}, func(f field) {
		value := r.seconds(f.Value, f.Key)
		switch f.Key {
		case "min":
			m.Min = value
		case "max":
			m.Max = value
		case "average":
			m.Average = value
		}
	})
	return m
}

func (r *reader) performance(n ast.Node, d *Declaration) {
	r.object(n, "performance", []string{"communication", "limits"}, func(f field) {
		if f.Key == "communication" {
			d.KPILink = r.text(f.Value, f.Key)
			return
		}
		r.object(f.Value, "limits", kpiKeys(), func(f field) { d.KPILimits[KPI(f.Key)] = r.seconds(f.Value, "the limit "+f.Key) })
	})
}

func kpiKeys() []string {
	var keys []string
	for _, k := range KPIs() {
		keys = append(keys, string(k))
	}
	return keys
}

const (
	fixedCable      = "Fixed Cable"
	detachableCable = "Detachable Cable"
	noCable         = "None"
)

func (r *reader) connector(n ast.Node) Connector {
	var c Connector
	r.object(n, "a connector", []string{"evse!", "connector!", "current!", "phases", "type!", "cable!"}, func(f field) {
		switch f.Key {
		case "evse":
			c.EVSE = r.number(f.Value, f.Key)
		case "connector":
			c.ID = r.number(f.Value, f.Key)
		case "current":
			c.Current = r.oneOf(f.Value, f.Key, []string{"AC", "DC"})
		case "phases":
			if c.Phases = r.number(f.Value, f.Key); c.Phases > 3 {
				r.Fail(f.At, "phases cannot be %d; write 1, 2 or 3, and leave it out for DC", c.Phases)
			}
		case "type":
			c.Type = r.text(f.Value, f.Key)
		case "cable":
			c.CableType = r.oneOf(f.Value, f.Key, []string{fixedCable, detachableCable, noCable})
		}
	})
	return c
}

func (r *reader) vendorSetting(n ast.Node) VendorSetting {
	var s VendorSetting
	into := map[string]*string{"name": &s.Name, "value": &s.Value, "description": &s.Description}
	r.object(n, "a vendor setting", []string{"name!", "value!", "description"}, func(f field) { *into[f.Key] = r.text(f.Value, f.Key) })
	return s
}

// answers reads a section of items: features, hardware, questions or settings.
func (r *reader) answers(section field, d *Declaration) {
	for _, f := range r.fields(section.Value, section.Key) {
		id := Feature(f.Key)
		info, known := d.Version.Info(id)
		switch {
		case !known:
			r.Fail(f.At, "%s", d.Version.Unknown(f.Key))
		case info.Section() != section.Key:
			r.Fail(f.At, "%s belongs under %q, not under %q; move it there", describe(id), info.Section(), section.Key)
		case info.Kind == Choice:
			options := Options(id)
			r.Fail(f.At, "%s has no answer of its own; answer its options %s to %s", describe(id), options[0], options[len(options)-1])
		default:
			line := f.At.Position.Line
			d.lines[f.Key] = line
			if choice := string(info.Parent); d.lines[choice] == 0 {
				d.lines[choice] = line
			}
			d.Features[id] = r.value(info, f.Value)
		}
	}
}

func (r *reader) value(info FeatureInfo, n ast.Node) Value {
	what := describe(info.ID)
	v := Value{Kind: info.Kind}
	switch info.Kind {
	case Boolean:
		v.Yes = r.yes(n, what)
	case Number:
		v.Number = r.number(n, what)
	case Text:
		v.Text = r.text(n, what)
	case List:
		if s, ok := strictyaml.Scalar(n); ok && s == "no" {
			break
		}
		v.Items = r.named(info.ID, n)
	case MeasurandLists:
		r.object(n, what, []string{"tested", "supported!"}, func(f field) {
			list := r.named(info.ID, f.Value)
			if f.Key == "tested" {
				v.Measurands.Tested = list
			} else {
				v.Measurands.Supported = list
			}
		})
	}
	return v
}

// named reads a list whose entries must be distinct and, where the specification closes the set, known.
func (r *reader) named(f Feature, n ast.Node) []string {
	list := r.texts(n, describe(f))
	for i, entry := range list {
		words, closed := closedLists[f]
		switch {
		case slices.Contains(list[:i], entry):
			r.Fail(strictyaml.TokenOf(n), "%s lists %s twice; keep one", describe(f), entry)
		case closed && !slices.Contains(words, entry):
			r.Fail(strictyaml.TokenOf(n), "%s cannot list %q; %sknown: %s)",
				describe(f), entry, instead("the nearest known name is %s (", entry, words, "write others ("), strings.Join(words, ", "))
		}
	}
	return list
}

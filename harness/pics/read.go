package pics

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
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
	r := &reader{name: name}
	d := &Declaration{
		Profiles: map[Profile]Answer{}, Features: map[Feature]Value{}, KPILimits: KPILimits{},
		source: slices.Clone(data), lines: map[string]int{},
	}
	if root := r.root(data); root != nil {
		r.declaration(root, d)
	}
	if err := errors.Join(r.errs...); err != nil {
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
	"product!", "certificate", "profiles!", "features", "hardware", "connectors", "questions", "settings", "vendorSettings", "performance",
}

func (r *reader) declaration(n ast.Node, d *Declaration) {
	r.object(n, "the PICS file", sections, func(f field) {
		d.lines[f.key] = f.at.Position.Line
		switch f.key {
		case "product":
			r.product(f.value, &d.Product)
		case "certificate":
			d.Certificate = r.certificate(f.value)
		case "profiles":
			for _, p := range r.profiles(f.value, "profiles") {
				d.Profiles[Profile(p.key)] = answerOf(r.yes(p.value, "the claim of "+p.key))
			}
		case "connectors":
			for i, row := range r.sequence(f.value, f.key) {
				d.lines[fmt.Sprintf("connectors[%d]", i)] = tokenOf(row).Position.Line
				d.Connectors = append(d.Connectors, r.connector(row))
			}
		case "vendorSettings":
			for _, row := range r.sequence(f.value, f.key) {
				d.VendorSettings = append(d.VendorSettings, r.vendorSetting(row))
			}
		case "performance":
			r.performance(f.value, d)
		default:
			r.answers(f, d)
		}
	})
}

func (r *reader) product(n ast.Node, p *Product) {
	keys := []string{"vendor!", "designation!", "model", "type", "subtypes", "firmware!", "configID", "firmwareHash"}
	into := map[string]*string{
		"vendor": &p.Vendor, "designation": &p.Designation, "model": &p.Model, "type": &p.Type,
		"firmware": &p.Firmware, "configID": &p.ConfigID, "firmwareHash": &p.FirmwareHash,
	}
	r.object(n, "product", keys, func(f field) {
		if f.key != "subtypes" {
			*into[f.key] = r.text(f.value, f.key)
			return
		}
		p.Subtypes = []Subtype{}
		for _, element := range r.sequence(f.value, f.key) {
			p.Subtypes = append(p.Subtypes, Subtype(r.oneOf(element, "a subtype", []string{string(Mode12Only), string(Wireless)})))
		}
	})
}

func (r *reader) certificate(n ast.Node) *Certificate {
	c := &Certificate{Results: map[Profile]string{}, Measured: map[KPI]Measurement{}}
	keys := []string{"number!", "holder", "date", "specification", "laboratory", "results", "measured"}
	r.object(n, "certificate", keys, func(f field) {
		switch f.key {
		case "number":
			c.Number = r.text(f.value, f.key)
		case "holder":
			c.Holder = r.text(f.value, f.key)
		case "date":
			c.Date = r.date(f.value, f.key)
		case "specification":
			c.Specification = r.text(f.value, f.key)
		case "laboratory":
			r.laboratory(f.value, &c.Laboratory)
		case "results":
			for _, p := range r.profiles(f.value, f.key) {
				c.Results[Profile(p.key)] = r.oneOf(p.value, "the result of "+p.key, []string{"Pass", "Not Tested"})
			}
		case "measured":
			r.object(f.value, f.key, kpiKeys(), func(f field) { c.Measured[KPI(f.key)] = r.measurement(f) })
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
		if f.key == "performed" {
			l.Performed = r.date(f.value, f.key)
			return
		}
		*into[f.key] = r.text(f.value, f.key)
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
	if s, ok := scalar(f.value); ok {
		r.oneOf(f.value, "the measurement "+f.key, []string{notMeasurable})
		return Measurement{Measurable: s != notMeasurable}
	}
	m := Measurement{Measurable: true}
	r.object(f.value, "the measurement "+f.key, []string{"min!", "max!", "average!"}, func(f field) {
		value := r.seconds(f.value, f.key)
		switch f.key {
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
		if f.key == "communication" {
			d.KPILink = r.text(f.value, f.key)
			return
		}
		r.object(f.value, "limits", kpiKeys(), func(f field) { d.KPILimits[KPI(f.key)] = r.seconds(f.value, "the limit "+f.key) })
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
		switch f.key {
		case "evse":
			c.EVSE = r.number(f.value, f.key)
		case "connector":
			c.ID = r.number(f.value, f.key)
		case "current":
			c.Current = r.oneOf(f.value, f.key, []string{"AC", "DC"})
		case "phases":
			if c.Phases = r.number(f.value, f.key); c.Phases > 3 {
				r.fail(f.at, "phases cannot be %d; write 1, 2 or 3, and leave it out for DC", c.Phases)
			}
		case "type":
			c.Type = r.text(f.value, f.key)
		case "cable":
			c.CableType = r.oneOf(f.value, f.key, []string{fixedCable, detachableCable, noCable})
		}
	})
	return c
}

func (r *reader) vendorSetting(n ast.Node) VendorSetting {
	var s VendorSetting
	into := map[string]*string{"name": &s.Name, "value": &s.Value, "description": &s.Description}
	r.object(n, "a vendor setting", []string{"name!", "value!", "description"}, func(f field) { *into[f.key] = r.text(f.value, f.key) })
	return s
}

// answers reads a section of items: features, hardware, questions or settings.
func (r *reader) answers(section field, d *Declaration) {
	for _, f := range r.fields(section.value, section.key) {
		id := Feature(f.key)
		info, known := Info(id)
		switch {
		case retired[id] != "":
			r.fail(f.at, "%s", retired[id])
		case !known:
			r.fail(f.at, "there is no item %q; did you mean %s?", f.key, nearest(f.key, featureIDs()))
		case info.Section() != section.key:
			r.fail(f.at, "%s belongs under %q, not under %q; move it there", describe(id), info.Section(), section.key)
		case info.Kind == Choice:
			options := Options(id)
			r.fail(f.at, "%s has no answer of its own; answer its options %s to %s", describe(id), options[0], options[len(options)-1])
		default:
			line := f.at.Position.Line
			d.lines[f.key] = line
			if choice := string(info.Parent); d.lines[choice] == 0 {
				d.lines[choice] = line
			}
			d.Features[id] = r.value(info, f.value)
		}
	}
}

func featureIDs() []string {
	var ids []string
	for _, row := range featureTable {
		ids = append(ids, string(row.ID))
	}
	return ids
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
		if s, ok := scalar(n); ok && s == "no" {
			break
		}
		v.Items = r.named(info.ID, n)
	case MeasurandLists:
		r.object(n, what, []string{"tested", "supported!"}, func(f field) {
			list := r.named(info.ID, f.value)
			if f.key == "tested" {
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
			r.fail(tokenOf(n), "%s lists %s twice; keep one", describe(f), entry)
		case closed && !slices.Contains(words, entry):
			r.fail(tokenOf(n), "%s cannot list %q; the nearest known name is %s (known: %s)",
				describe(f), entry, nearest(entry, words), strings.Join(words, ", "))
		}
	}
	return list
}

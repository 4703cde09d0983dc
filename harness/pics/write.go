package pics

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Write returns the bytes of a PICS file that Read makes the same declaration of. Beside each answer stands its item's name;
// what is undeclared is left out.
func Write(d *Declaration) []byte {
	var w writer
	if d.Version != "" {
		w.line("version: %s\n", d.Version)
	}
	w.product(d.Product)
	if d.Certificate != nil {
		w.certificate(d.Certificate)
	}
	w.line("profiles:%s", emptyIf(len(d.Profiles) == 0))
	for _, p := range profiles {
		if a := d.Profiles[p]; a != Undeclared {
			w.line("  %s: %s", p, a)
		}
	}
	w.answers(d, "hardware")
	w.connectors(d.Connectors)
	w.answers(d, "features")
	w.answers(d, "questions")
	w.answers(d, "settings")
	w.vendorSettings(d.VendorSettings)
	w.performance(d)
	return []byte(w.String())
}

type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func emptyIf(empty bool) string {
	if empty {
		return " {}"
	}
	return ""
}

// pair writes a text under its key, unless there is none.
func (w *writer) pair(indent, key, text string) {
	if text != "" {
		w.line("%s%s: %s", indent, key, scalar(text))
	}
}

func (w *writer) product(p Product) {
	w.line("product:")
	w.pair("  ", "vendor", p.Vendor)
	w.pair("  ", "designation", p.Designation)
	w.pair("  ", "model", p.Model)
	w.pair("  ", "type", p.Type)
	if p.Subtypes != nil {
		var names []string
		for _, s := range p.Subtypes {
			names = append(names, string(s))
		}
		w.line("  subtypes: %s", sequence(names))
	}
	w.pair("  ", "firmware", p.Firmware)
	w.pair("  ", "configID", p.ConfigID)
	w.pair("  ", "firmwareHash", p.FirmwareHash)
}

func (w *writer) certificate(c *Certificate) {
	w.line("\ncertificate:")
	w.pair("  ", "number", c.Number)
	w.pair("  ", "holder", c.Holder)
	w.pair("  ", "date", c.Date)
	w.pair("  ", "specification", c.Specification)
	if l := c.Laboratory; l != (Laboratory{}) {
		w.line("  laboratory:")
		w.pair("    ", "company", l.Company)
		w.pair("    ", "location", l.Location)
		w.pair("    ", "report", l.Report)
		w.pair("    ", "performed", l.Performed)
		w.pair("    ", "document", l.Document)
		w.pair("    ", "octtRelease", l.OCTTRelease)
		w.pair("    ", "octtInstance", l.OCTTInstance)
	}
	if len(c.Results) > 0 {
		w.line("  results:")
		for _, p := range profiles {
			w.pair("    ", string(p), c.Results[p])
		}
	}
	if len(c.Measured) > 0 {
		w.line("  measured: # seconds")
		for _, k := range KPIs() {
			if m, there := c.Measured[k]; there && m.Measurable {
				w.line("    %s: {min: %s, max: %s, average: %s}", k, seconds(m.Min), seconds(m.Max), seconds(m.Average))
			} else if there {
				w.line("    %s: %s", k, notMeasurable)
			}
		}
	}
}

func (w *writer) connectors(all []Connector) {
	if len(all) == 0 {
		return
	}
	w.line("\nconnectors:")
	for _, c := range all {
		phases := ""
		if c.Phases > 0 {
			phases = fmt.Sprintf("phases: %d, ", c.Phases)
		}
		w.line("  - {evse: %d, connector: %d, current: %s, %stype: %s, cable: %s}", c.EVSE, c.ID, c.Current, phases, scalar(c.Type), scalar(c.CableType))
	}
}

// answers writes a section of items, its choices as headings of their options.
func (w *writer) answers(d *Declaration, section string) {
	begun := false
	for _, info := range d.Version.Features() {
		v, answered := d.Features[info.ID]
		if info.Section() != section || !answered {
			continue
		}
		if !begun {
			w.line("\n%s:", section)
			begun = true
		}
		if info.Parent != "" && Options(info.Parent)[0] == info.ID {
			w.line("  # %s %s", info.Parent, featureRows[info.Parent].Name)
		}
		if v.Kind != MeasurandLists {
			w.line("  %-20s # %s", string(info.ID)+": "+plain(v), info.Name)
			continue
		}
		w.line("  %s: # %s", info.ID, info.Name)
		if v.Measurands.Tested != nil {
			w.line("    tested: %s", sequence(v.Measurands.Tested))
		}
		w.line("    supported: %s", sequence(v.Measurands.Supported))
	}
}

func plain(v Value) string {
	switch v.Kind {
	case Number:
		return strconv.Itoa(v.Number)
	case Text:
		return scalar(v.Text)
	case List:
		if len(v.Items) == 0 {
			return No.String()
		}
		return sequence(v.Items)
	}
	return v.Answer().String()
}

func (w *writer) vendorSettings(all []VendorSetting) {
	if len(all) == 0 {
		return
	}
	w.line("\nvendorSettings:")
	for _, s := range all {
		w.line("  - name: %s", scalar(s.Name))
		w.line("    value: %s", scalar(s.Value))
		w.pair("    ", "description", s.Description)
	}
}

func (w *writer) performance(d *Declaration) {
	if d.KPILink == "" && len(d.KPILimits) == 0 {
		return
	}
	w.line("\nperformance:")
	w.pair("  ", "communication", d.KPILink)
	if len(d.KPILimits) == 0 {
		return
	}
	w.line("  limits: # seconds")
	for _, k := range KPIs() {
		if limit, there := d.KPILimits[k]; there {
			w.line("    %s: %s", k, seconds(limit))
		}
	}
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

func sequence(items []string) string {
	all := make([]string, len(items))
	for i, item := range items {
		all[i] = scalar(item)
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// bare are texts that need no quotes in YAML, in a flow sequence neither: they begin with a letter, and hold nothing that has a
// meaning to it. The words that other readers take for something else than a text are quoted all the same.
var (
	bare     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./+()-]*( [A-Za-z0-9_./+()-]+)*$`)
	reserved = []string{"yes", "no", "y", "n", "true", "false", "on", "off", "null"}
)

// scalar is a text as YAML.
func scalar(text string) string {
	if bare.MatchString(text) && !slices.Contains(reserved, strings.ToLower(text)) {
		return text
	}
	return strconv.Quote(text)
}

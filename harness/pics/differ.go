package pics

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Change is an item that two declarations do not answer alike. Empty is undeclared.
type Change struct {
	Item   string // its id, such as C-09.1, or what is declared beside the items, such as "product.firmware"
	Name   string // of the item, in words; empty where Item says it
	Before string
	After  string
}

// Differ lists what two declarations do not say alike, item by item: the product, the profiles, the items in the order of the documents,
// then connectors, vendor settings and limits.
func Differ(before, after *Declaration) []Change {
	var d differing
	x, y := before.Product, after.Product
	for _, of := range []struct{ item, before, after string }{
		{"version", string(before.Version), string(after.Version)}, {"product.vendor", x.Vendor, y.Vendor}, {"product.designation", x.Designation, y.Designation},
		{"product.model", x.Model, y.Model}, {"product.type", x.Type, y.Type}, {"product.subtypes", subtypeWords(x), subtypeWords(y)},
		{"product.firmware", x.Firmware, y.Firmware}, {"product.configID", x.ConfigID, y.ConfigID}, {"product.firmwareHash", x.FirmwareHash, y.FirmwareHash},
	} {
		d.add(of.item, "", of.before, of.after)
	}
	for _, profile := range Profiles() {
		d.add("profile "+string(profile), "", declaredAs(before.Profiles[profile]), declaredAs(after.Profiles[profile]))
	}
	d.items(before, after)
	d.each("connector", connectorWords(before), connectorWords(after))
	d.each("vendor setting", settingWords(before), settingWords(after))
	for _, k := range KPIs() {
		d.add("limit of "+string(k), k.Title(), limitWords(before, k), limitWords(after, k))
	}
	d.add("KPIs measured over", "", before.KPILink, after.KPILink)
	return d
}

type differing []Change

func (d *differing) add(item, name, before, after string) {
	if before != after {
		*d = append(*d, Change{item, name, before, after})
	}
}

// items compares what has an id; those that no document has any more come last.
func (d *differing) items(before, after *Declaration) {
	seen := map[Feature]bool{}
	for _, info := range featureTable {
		seen[info.ID] = true
		d.add(string(info.ID), info.Name, valueWords(before, info.ID), valueWords(after, info.ID))
	}
	old := maps.Clone(before.Features)
	if old == nil {
		old = map[Feature]Value{}
	}
	maps.Copy(old, after.Features)
	for _, id := range slices.Sorted(maps.Keys(old)) {
		if !seen[id] {
			d.add(string(id), "", valueWords(before, id), valueWords(after, id))
		}
	}
}

// each compares what is declared under names of its own.
func (d *differing) each(what string, before, after map[string]string) {
	all := maps.Clone(before)
	maps.Copy(all, after)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		d.add(what+" "+name, "", before[name], after[name])
	}
}

func valueWords(d *Declaration, f Feature) string {
	v, answered := d.Features[f]
	if !answered {
		return ""
	}
	words := v.Words()
	if tested := v.Measurands.Tested; v.Kind == MeasurandLists && len(tested) > 0 {
		words += "; tested " + strings.Join(tested, ", ")
	}
	return words
}

func declaredAs(a Answer) string {
	if a == Undeclared {
		return ""
	}
	return a.String()
}

func subtypeWords(p Product) string {
	var words []string
	for _, s := range p.Subtypes {
		words = append(words, string(s))
	}
	return strings.Join(words, ", ")
}

func connectorWords(d *Declaration) map[string]string {
	words := map[string]string{}
	for _, c := range d.Connectors {
		words[fmt.Sprintf("%d of EVSE %d", c.ID, c.EVSE)] = fmt.Sprintf("%s, %d phases, %s, %s", c.Current, c.Phases, c.Type, c.CableType)
	}
	return words
}

func settingWords(d *Declaration) map[string]string {
	words := map[string]string{}
	for _, s := range d.VendorSettings {
		words[s.Name] = s.Value
		if s.Description != "" {
			words[s.Name] += " (" + s.Description + ")"
		}
	}
	return words
}

func limitWords(d *Declaration, k KPI) string {
	if limit, declared := d.KPILimits[k]; declared {
		return limit.String()
	}
	return ""
}

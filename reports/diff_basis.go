package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
)

// PICSChange is an item that the PICS of two runs do not answer alike.
type PICSChange struct {
	Item   string `json:"item"`           // its id, or what is declared beside the items, such as product.firmware
	Name   string `json:"name,omitempty"` // of the item
	Before string `json:"before"`         // empty for none, as After
	After  string `json:"after"`
}

// changes collects facts that differ.
type changes []Change

func (c *changes) note(what, before, after string) {
	if before != after {
		*c = append(*c, Change{what, before, after})
	}
}

// identityChanges tells which station was tested with which means, where that is not alike. Of several benches the values are the
// first one's; the hashes of their files tell of the others.
func identityChanges(a, b evidence.Run) []Change {
	all := changes{}
	x, y := a.Started, b.Started
	station := func(what string, of func(evidence.Station) string) {
		all.note(what, told(a.Stations, of), told(b.Stations, of))
	}
	station("station", func(s evidence.Station) string { return s.ID })
	station("vendor", func(s evidence.Station) string { return s.Vendor })
	station("model", func(s evidence.Station) string { return s.Model })
	station("serial number", func(s evidence.Station) string { return s.Serial })
	station("firmware", func(s evidence.Station) string { return s.Firmware })
	all.note("firmware images", imagesWords(x), imagesWords(y))
	all.note("product", x.Product, y.Product)
	all.note("PICS", x.PICSHash, y.PICSHash)
	all.note("bench", strings.Join(benchNames(x), ", "), strings.Join(benchNames(y), ", "))
	all.note("bench file", strings.Join(benchHashes(x), ", "), strings.Join(benchHashes(y), ", "))
	all.note("security profile", profileWords(x.SecurityProfile), profileWords(y.SecurityProfile))
	all.note("certbench", x.Certbench, y.Certbench)
	all.note("edition", x.Edition, y.Edition)
	all.note("schemas", strings.TrimSpace(x.Schemas+" "+x.SchemaHash), strings.TrimSpace(y.Schemas+" "+y.SchemaHash))
	all.note("seed", fmt.Sprint(x.Seed), fmt.Sprint(y.Seed))
	return all
}

func imagesWords(run evidence.RunStarted) string {
	var words []string
	for _, i := range run.Firmware {
		words = append(words, i.Kind+" "+imageWords(i))
	}
	return strings.Join(words, "; ")
}

func profileWords(profile int) string {
	if profile == 0 {
		return ""
	}
	return fmt.Sprint(profile)
}

// The configured values that say where a transaction starts and stops, as the bench file names them, and the items that declare it.
var (
	configuredPoints = []string{"txStartPoint", "txStopPoint"}
	declaredPoints   = []string{"C-09", "C-10"}
)

// pointChanges tells where transactions start and stop in one run and not in the other.
func pointChanges(from, to *Source) []Change {
	all := changes{}
	for _, name := range configuredPoints {
		all.note("configured "+name, from.Run.Started.Configured[name], to.Run.Started.Configured[name])
	}
	for _, c := range picsChanges(from, to) {
		if isPoint(c.Item) {
			all.note("declared "+strings.TrimSpace(c.Item+" "+c.Name), c.Before, c.After)
		}
	}
	return all
}

func isPoint(item string) bool {
	return slices.ContainsFunc(declaredPoints, func(of string) bool { return item == of || strings.HasPrefix(item, of+".") })
}

// picsChanges compares the declarations item by item; none where a run folder holds no PICS.
func picsChanges(from, to *Source) []PICSChange {
	all := []PICSChange{}
	if from.PICS == nil || to.PICS == nil {
		return all
	}
	for _, c := range pics.Differ(from.PICS, to.PICS) {
		all = append(all, PICSChange(c))
	}
	return all
}

// configurationChanges tells how the benches were set up that is not alike. Benches of the same name are compared; those of runs on one
// bench each, whatever their names.
func configurationChanges(a, b evidence.Run) []Change {
	all := changes{}
	x, y := setups(a.Started), setups(b.Started)
	for _, bench := range slices.Sorted(maps.Keys(union(x, y))) {
		was, before := x[bench]
		is, after := y[bench]
		if !before || !after {
			continue // that it was there in one of them, the identity says
		}
		suffix := ""
		if bench != "" {
			suffix = " at " + bench
		}
		for _, of := range []struct {
			what          string
			before, after map[string]string
		}{{"rig for ", was.Rigs, is.Rigs}, {"configured ", was.Configured, is.Configured}, {"timeout ", was.Timeouts, is.Timeouts}} {
			for _, name := range slices.Sorted(maps.Keys(union(of.before, of.after))) {
				if of.what != "configured " || !slices.Contains(configuredPoints, name) {
					all.note(of.what+name+suffix, of.before[name], of.after[name])
				}
			}
		}
	}
	return all
}

// setups are the benches of a run by their names; the one bench of a run has none.
func setups(run evidence.RunStarted) map[string]evidence.BenchUsed {
	if len(run.Benches) == 0 {
		return map[string]evidence.BenchUsed{"": {Rigs: run.Rigs, Configured: run.Configured, Timeouts: run.Timeouts}}
	}
	all := map[string]evidence.BenchUsed{}
	for _, b := range run.Benches {
		all[b.Name] = b
	}
	return all
}

// union has the keys of both maps.
func union[V any](a, b map[string]V) map[string]V {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]V{}
	}
	maps.Copy(all, b)
	return all
}

package reports

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// benchNames lists the benches that a run was played on.
func benchNames(run evidence.RunStarted) []string {
	if len(run.Benches) == 0 {
		return []string{run.Bench}
	}
	var names []string
	for _, b := range run.Benches {
		names = append(names, b.Name)
	}
	return names
}

// benchHashes lists the hashes of the bench files of a run, each once.
func benchHashes(run evidence.RunStarted) []string {
	if len(run.Benches) == 0 {
		return []string{run.BenchHash}
	}
	var hashes []string
	for _, b := range run.Benches {
		if !slices.Contains(hashes, b.Hash) {
			hashes = append(hashes, b.Hash)
		}
	}
	return hashes
}

// benchFiles are the bench files that a run folder must hold, with their hashes.
func benchFiles(run evidence.RunStarted) map[string]string {
	files := map[string]string{}
	for _, b := range run.Benches {
		files[b.File] = b.Hash
	}
	if len(files) == 0 {
		files[BenchName] = run.BenchHash
	}
	return files
}

// told joins what the stations of a run told of themselves, equal words once.
func told(stations []evidence.Station, of func(evidence.Station) string) string {
	var words []string
	for _, s := range stations {
		if word := of(s); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}

// sideBySide says what times measured on several benches at once are; empty for a run on one.
func (s *Source) sideBySide() string {
	n := len(s.Run.Started.Benches)
	if n == 0 {
		return ""
	}
	if s.joined != nil {
		return fmt.Sprintf("Measured in %s that this report is made of (benches %s).", plural(len(s.joined.Parts), "run"), strings.Join(benchNames(s.Run.Started), ", "))
	}
	return fmt.Sprintf("Measured while %d stations were played side by side (benches %s): one certbench served them all, and stations that it "+
		"started itself shared its processors too. For the times of one station alone, play it without the others.", n, strings.Join(benchNames(s.Run.Started), ", "))
}

// benchFacts says on what the run was played, bench by bench where they differ.
func (s *Source) benchFacts() facts {
	run := s.Run.Started
	if len(run.Benches) == 0 {
		one := facts{Title: "Bench"}
		one.add("Name", run.Bench)
		if run.SecurityProfile > 0 {
			one.add("Security profile", strconv.Itoa(run.SecurityProfile))
		}
		one.add("Bench file", hash(run.BenchHash))
		one.addRigs(run.Rigs, "")
		return one
	}
	all := facts{Title: "Benches, side by side"}
	if s.joined != nil {
		all.Title = "Benches"
	}
	if len(benchHashes(run)) == 1 { // copies of one bench
		for _, b := range run.Benches {
			all.add(b.Name, stationOf(b)+s.who(b))
		}
		all.fold()
		all.add("Bench file", hash(run.BenchHash))
		all.addRigs(run.Rigs, "")
		return all
	}
	for _, b := range run.Benches {
		all.add(b.Name, fmt.Sprintf("%s%s, bench file %s", stationOf(b), s.who(b), hash(b.Hash)))
		all.addRigs(b.Rigs, " at "+b.Name)
	}
	all.fold()
	return all
}

// stationOf says which station a bench had, and in which security profile: evidence of an earlier certbench does not tell.
func stationOf(b evidence.BenchUsed) string {
	if b.SecurityProfile == 0 {
		return "station " + b.Station
	}
	return fmt.Sprintf("station %s, security profile %d", b.Station, b.SecurityProfile)
}

// who is what the station of a bench told of itself, which the others of the run need not have told.
func (s *Source) who(b evidence.BenchUsed) string {
	for _, is := range s.Run.Stations {
		if is.ID == b.Station {
			words := strings.TrimSpace(is.Vendor + " " + is.Model)
			for _, of := range []struct{ name, value string }{{"serial number", is.Serial}, {"firmware", is.Firmware}} {
				if of.value != "" {
					words += ", " + of.name + " " + of.value
				}
			}
			return " " + bracketed(words)
		}
	}
	return " (never told who it is)"
}

// unfolded is how many lines on benches a reader gets at once.
const unfolded = 8

// fold puts lines away that are too many for the head of a page.
func (f *facts) fold() {
	if len(f.Rows) > unfolded {
		f.Rows, f.More = nil, f.Rows
	}
}

// addRigs adds which rig does which kinds of act.
func (f *facts) addRigs(rigs map[string]string, where string) {
	acts := map[string][]string{}
	for _, kind := range slices.Sorted(maps.Keys(rigs)) {
		acts[rigs[kind]] = append(acts[rigs[kind]], kind)
	}
	for _, rig := range slices.Sorted(maps.Keys(acts)) {
		name := "Rig " + rig
		if rig == "none" {
			name = "No rig for"
		}
		f.add(name+where, strings.Join(acts[rig], ", "))
	}
}

package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// facts are a titled list of names and values.
type facts struct {
	Title string
	Rows  []fact
}

type fact struct{ Name, Value string }

func (s *Source) product() string {
	switch {
	case s.PICS != nil && s.PICS.Product.Designation != "":
		return s.PICS.Product.Designation
	case s.Run.Started.Product != "":
		return s.Run.Started.Product
	case s.Run.Station != nil:
		return s.Run.Station.Model
	}
	return "unnamed station"
}

// identity says what was tested, by what, and on which grounds.
func (s *Source) identity() []facts {
	run := s.Run.Started
	station := facts{Title: "Charging Station"}
	if st := s.Run.Station; st != nil {
		station.add("Identity", st.ID)
		station.add("Vendor", st.Vendor)
		station.add("Model", st.Model)
		station.add("Serial number", st.Serial)
		station.add("Firmware", st.Firmware)
	} else {
		station.add("Identity", "The station never told who it is.")
	}
	station.add("PICS of", run.Product)
	station.add("PICS file", hash(run.PICSHash))

	bench := facts{Title: "Bench"}
	bench.add("Name", run.Bench)
	bench.add("Bench file", hash(run.BenchHash))
	acts := map[string][]string{}
	for _, kind := range slices.Sorted(maps.Keys(run.Rigs)) {
		acts[run.Rigs[kind]] = append(acts[run.Rigs[kind]], kind)
	}
	for _, rig := range slices.Sorted(maps.Keys(acts)) {
		name := "Rig " + rig
		if rig == "none" {
			name = "No rig for"
		}
		bench.add(name, strings.Join(acts[rig], ", "))
	}

	basis := facts{Title: "Basis"}
	basis.add("Edition", run.Edition)
	basis.add("Schemas", strings.TrimSpace(run.Schemas+" "+hash(run.SchemaHash)))
	basis.add("certbench", run.Certbench)
	basis.add("Seed", fmt.Sprint(run.Seed))

	record := facts{Title: "Run"}
	record.add("Run", run.ID)
	if !s.Run.StartedAt.IsZero() {
		record.add("Started", s.Run.StartedAt.UTC().Format("2006-01-02 15:04:05 UTC"))
		record.add("Took", readable(s.Run.EndedAt.Sub(s.Run.StartedAt).Round(time.Second)))
	}
	record.add("Arguments", shellWords(run.Arguments))
	record.add("Evidence", fmt.Sprintf("%s, %s", plural(len(s.Run.Records), "record"), s.integrity()))
	record.add("Last hash", hash(s.Head))
	return []facts{station, bench, basis, record}
}

func (s *Source) integrity() string {
	if s.Altered() != nil {
		return "altered"
	}
	if s.Run.Cut {
		return "chain whole, end missing"
	}
	return "chain whole"
}

func (f *facts) add(name, value string) {
	if value != "" {
		f.Rows = append(f.Rows, fact{name, value})
	}
}

// hash shortens a hash for reading; run.json has it whole.
func hash(h string) string {
	if len(h) > 16 {
		return h[:16] + "…"
	}
	return h
}

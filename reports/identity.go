package reports

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
)

// facts are a titled list of names and values.
type facts struct {
	Title string
	Rows  []fact
	More  []fact // as many that they are folded away; empty for most
}

type fact struct{ Name, Value string }

func (s *Source) product() string {
	switch {
	case s.PICS != nil && s.PICS.Product.Designation != "":
		return s.PICS.Product.Designation
	case s.Run.Started.Product != "":
		return s.Run.Started.Product
	case s.Run.Station() != nil:
		return s.Run.Station().Model
	}
	return "unnamed station"
}

// identity says what was tested, by what, and on which grounds.
func (s *Source) identity() []facts {
	run := s.Run.Started
	station := s.stationFacts()
	for _, i := range run.Firmware {
		station.add(strings.ToUpper(i.Kind[:1])+i.Kind[1:]+" image", imageWords(i))
	}
	station.add("PICS of", run.Product)
	station.add("PICS file", hash(run.PICSHash))

	basis := facts{Title: "Basis"}
	basis.add("Edition", run.Edition)
	basis.add("Schemas", strings.TrimSpace(run.Schemas+" "+hash(run.SchemaHash)))
	basis.add("certbench", run.Certbench)
	basis.add("Seed", fmt.Sprint(run.Seed))
	basis.add("Order", run.Order)

	record := facts{Title: "Run"}
	if s.joined == nil {
		record.add("Run", run.ID)
	}
	if run.Shard != nil {
		record.add("Shard", run.Shard.String())
	}
	if !s.Run.StartedAt.IsZero() {
		record.add("Started", s.Run.StartedAt.UTC().Format("2006-01-02 15:04:05 UTC"))
		if took := s.Run.EndedAt.Sub(s.Run.StartedAt); took >= 0 { // the wall clock may have been set back in between
			record.add("Took", readable(took.Round(time.Second)))
		}
	}
	for i, p := range s.parts {
		record.add(fmt.Sprintf("Part %d", i+1), s.joined.Parts[i].words()+": "+shellWords(p.begun.Arguments))
	}
	if s.joined == nil {
		record.add("Arguments", shellWords(run.Arguments))
	}
	record.add("Evidence", fmt.Sprintf("%s, %s", plural(s.Run.Count, "record"), s.integrity()))
	record.add("Last hash", hash(s.Head))
	return []facts{station, s.benchFacts(), basis, record}
}

// stationFacts says who the station is, as it gave itself. What it has not told is said to be unknown.
func (s *Source) stationFacts() facts {
	station := facts{Title: "Charging Station"}
	stations := s.Run.Stations
	if len(stations) == 0 {
		station.add("Identity", "The station never told who it is.")
		return station
	}
	for _, of := range []struct {
		name     string
		of       func(evidence.Station) string
		declared string
	}{
		{"Identity", func(s evidence.Station) string { return s.ID }, ""},
		{"Vendor", func(s evidence.Station) string { return s.Vendor }, s.declared().Vendor},
		{"Model", func(s evidence.Station) string { return s.Model }, s.declared().Model},
		{"Serial number", func(s evidence.Station) string { return s.Serial }, s.Run.Started.Serial},
		{"Firmware", func(s evidence.Station) string { return s.Firmware }, s.declared().Firmware},
	} {
		value := told(stations, of.of)
		if value == "" && of.declared != "" {
			value = fmt.Sprintf("not told by the station; declared is %s, which nothing has shown", of.declared)
		}
		station.add(of.name, value)
	}
	for _, f := range s.Run.Found {
		if f.Kind == evidence.FoundIdentity {
			station.add("Declared", "another one, see below: "+whatCame(f.Finding))
		}
	}
	return station
}

// declared is what the PICS says of the product; empty without one.
func (s *Source) declared() pics.Product {
	if s.PICS == nil {
		return pics.Product{}
	}
	return s.PICS.Product
}

// imageWords tells an image by its name, version and hash.
func imageWords(i evidence.FirmwareUsed) string {
	words := i.File
	if i.Version != "" {
		words += ", version " + i.Version
	}
	return words + ", SHA-256 " + hash(i.SHA256)
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

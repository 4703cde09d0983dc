package reports

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports/paper"
)

// notStated stands where a value belongs that nobody has told.
const notStated = "not stated"

// subjects say in a few words what each profile is about.
var subjects = map[pics.Profile]string{
	pics.Core:                             "Booting, authorization, configuration, transactions, remote control and basic security.",
	pics.AdvancedSecurity:                 "TLS in which the station, too, shows a certificate.",
	pics.LocalAuthorizationListManagement: "A list of idTokens kept in the station.",
	pics.SmartCharging:                    "Profiles that limit the charging current or power.",
	pics.AdvancedDeviceManagement:         "Monitoring of the device model, and its logs.",
	pics.Reservation:                      "Holding a connector or EVSE for one driver.",
	pics.AdvancedUserInterface:            "Tariffs, costs and messages on a display.",
	pics.ISO15118Support:                  "Plug and Charge, and smart charging by ISO 15118.",
}

// certificate is what the PICS says of a certificate, nil for nothing.
func (s *Source) certificate() *pics.Certificate {
	if s.PICS == nil {
		return nil
	}
	return s.PICS.Certificate
}

// testFacts are the first table: who tested what. The laboratory of the certificate has not made this run.
func (s *Source) testFacts() paper.Table {
	run := s.Run.Started
	facts := []fact{
		{"Test laboratory", "none; tested on the bench " + strings.Join(benchNames(run), ", ")},
		{"Location", notStated},
		{"Test Report Reference", "run " + cmp.Or(run.ID, notStated)},
	}
	if d := s.PICS; d != nil {
		facts = append(facts, fact{"Product Designation", strings.TrimSpace(d.Product.Designation + " " + bracketed(d.Product.Model))},
			fact{"Vendor name", d.Product.Vendor}, fact{"Device Under Test", d.Product.Type}, fact{"Firmware Version", d.Product.Firmware}, fact{"Config ID", d.Product.ConfigID})
	}
	facts = append(facts, s.toldFacts()...)
	if !s.Run.StartedAt.IsZero() {
		facts = append(facts, fact{"Tested on", s.Run.StartedAt.UTC().Format(time.DateOnly)})
	}
	facts = append(facts, fact{"Reference specification", run.Edition})
	if c := s.certificate(); c != nil {
		facts = append(facts, fact{"Certificate that the PICS names", fmt.Sprintf("%s of %s, tested by %s, report %s", c.Number, c.Date, c.Laboratory.Company, c.Laboratory.Report)})
	}
	return factTable(1, 2.4, facts...)
}

// toldFacts are what the station has told of itself.
func (s *Source) toldFacts() []fact {
	stations := s.Run.Stations
	if len(stations) == 0 {
		return []fact{{"Told by the station", "it never told who it is"}}
	}
	facts := []fact{
		{"Vendor and model told by the station", told(stations, func(s evidence.Station) string { return strings.TrimSpace(s.Vendor + " " + bracketed(s.Model)) })},
		{"Firmware Version told by the station", cmp.Or(told(stations, func(s evidence.Station) string { return s.Firmware }), "none")},
		{"Serial number told by the station", told(stations, func(s evidence.Station) string { return s.Serial })},
	}
	for _, b := range s.Run.Started.Benches {
		facts = append(facts, fact{"Bench " + b.Name, stationOf(b) + s.who(b)})
	}
	return facts
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// resultPart is the result of each profile.
func (s *Source) resultPart(st Standing) abstractPart {
	t := paper.Table{Columns: paper.Shared(paper.Columns("Certification Profile", "Test Result", "Description"), 2.2, 1, 4)}
	c := s.certificate()
	if c != nil {
		t.Columns = append(t.Columns, paper.Column{Head: "Result of the certificate " + c.Number, Share: 1.5})
	}
	for _, g := range st.Profiles {
		cells := []paper.Cell{{Text: g.Name}, {Text: g.Result, Tone: resultTones[g.Result]}, {Text: subjects[pics.Profile(g.Name)]}}
		if c != nil {
			cells = append(cells, paper.Cell{Text: cmp.Or(c.Results[pics.Profile(g.Name)], notStated)})
		}
		t.Rows = append(t.Rows, paper.Row{Cells: cells})
	}
	return abstractPart{Title: "Test Result Summary for the Certified Functionalities", Intro: []string{"Pass: every applicable case of the profile was played and passed. Not Tested: the profile is not claimed, or none of its cases was played. Incomplete: nothing failed, and not everything was played and judged."},
		Tables: []abstractTable{{Table: t}}}
}

var resultTones = map[string]paper.Tone{resultPass: paper.Good, resultFail: paper.Bad, resultIncomplete: paper.Doubt, resultNotTested: paper.Muted}

// toneOf is the tone of a verdict or headline.
func toneOf(v evidence.Verdict) paper.Tone {
	switch v {
	case evidence.Pass:
		return paper.Good
	case evidence.Fail, evidence.Error:
		return paper.Bad
	case evidence.Warning, evidence.Inconclusive, Incomplete:
		return paper.Doubt
	}
	return paper.Muted
}

// foundPart is what was found outside of every case: no certificate has it, and no reader may miss it.
func foundPart(f FoundPart) abstractPart {
	t := foundTable(f)
	return abstractPart{Title: f.Title, Intro: []string{f.Intro}, Tables: []abstractTable{{Table: t}}}
}

func foundTable(f FoundPart) paper.Table {
	t := paper.Table{Columns: paper.Shared(paper.Columns("Verdict", "About", "Requirement", "Found", "Times"), 1.1, 1.4, 3, 3, 0.7)}
	t.Columns[4].Right = true
	for _, one := range f.Found {
		t.Rows = append(t.Rows, paper.Row{Cells: []paper.Cell{{Text: string(one.Verdict), Tone: toneOf(one.Verdict)}, {Text: one.Subject},
			{Text: lines(one.Requirement, one.Says)}, {Text: lines(one.What, one.Where)}, {Text: fmt.Sprint(one.Count)}}})
	}
	return t
}

// lines puts texts below each other.
func lines(texts ...string) string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, "\n")
}

// toolFacts say with what this run was made, and by what it can be proved.
func (s *Source) toolFacts() paper.Table {
	run := s.Run.Started
	var images []string
	for _, i := range run.Firmware {
		if i.Kind == "tested" {
			images = append(images, i.SHA256+" (SHA-256 of "+strings.TrimSuffix(i.File+", version "+i.Version, ", version ")+")")
		}
	}
	facts := []fact{
		{"Tool Version", "certbench " + run.Certbench},
		{"Schemas", strings.TrimSpace(run.Schemas + " " + run.SchemaHash)},
		{"Bench", benchIdentity(run)},
		{"Firmware image hash", cmp.Or(strings.Join(images, "\n"), "not computed: the bench file names no image of the tested firmware")},
	}
	if s.PICS != nil {
		facts = append(facts, fact{"Declared firmware image hash", cmp.Or(s.PICS.Product.FirmwareHash, notStated)})
	}
	if c := s.certificate(); c != nil {
		facts = append(facts, fact{"OCTT that the certificate names", strings.TrimSpace(c.Laboratory.OCTTRelease + " " + c.Laboratory.OCTTInstance)})
	}
	facts = append(facts, fact{"PICS file", run.PICSHash}, fact{"Evidence", fmt.Sprintf("%s, %s", plural(s.Run.Count, "record"), s.integrity())}, fact{"Hash of the last record", s.Head})
	return factTable(1, 2.4, facts...)
}

// benchIdentity names each bench with the hash of its file.
func benchIdentity(run evidence.RunStarted) string {
	if len(run.Benches) == 0 {
		return strings.TrimSuffix(run.Bench+", bench file "+run.BenchHash, ", bench file ")
	}
	var all []string
	for _, b := range run.Benches {
		all = append(all, fmt.Sprintf("%s, %s, bench file %s", b.Name, stationOf(b), b.Hash))
	}
	return strings.Join(all, "\n")
}

// approvalParts are the places for those who answer for the abstract. Names are for people to write.
func (s *Source) approvalParts() []abstractPart {
	company := ""
	if s.PICS != nil {
		company = s.PICS.Product.Vendor
	}
	form := func(title string, rows ...[2]string) abstractTable {
		t := paper.Table{Columns: paper.Shared(paper.Columns(title, "", ""), 1, 2.2, 2)}
		for _, r := range rows {
			t.Rows = append(t.Rows, paper.Row{Cells: paper.Cells(r[0], "", r[1]), Tall: true})
		}
		return abstractTable{Table: t}
	}
	vendor := form("Vendor", [2]string{"Name", "Date:"}, [2]string{"Company", "Signature:"}, [2]string{"Department"}, [2]string{"Position"}, [2]string{"Location"})
	vendor.Rows[1].Cells[1].Text = company
	laboratory := form("Test Laboratory", [2]string{"Name", "Date:"}, [2]string{"Name reviewer", "Signature:"}, [2]string{"Company"}, [2]string{"Department"}, [2]string{"Position"}, [2]string{"Location"})
	return []abstractPart{{Title: "Statement of Approval", Apart: true, Tables: []abstractTable{vendor, laboratory}}}
}

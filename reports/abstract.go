package reports

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/pics"
)

var abstractStyle = style("style.css", "abstract.css")

// abstractPage is everything that abstract.gohtml shows, in the order of a certificate's abstract.
type abstractPage struct {
	Title       string
	Product     string
	Policy      string // the content security policy
	Standing    Standing
	Doubts      []string
	Test        []fact
	Profiles    []profileResult
	Found       []FoundPart // outside of every case
	Sections    []abstractSection
	Limits      []limitRow
	Measured    []measuredRow
	SideBySide  string // how the times were measured, where that was not one station alone
	Link        string
	Certificate *pics.Certificate
	Tool        []fact
	Style       template.CSS
}

type profileResult struct{ Name, Result, Certified, Subject string }

// abstractSection is a part of the abstract with its tables.
type abstractSection struct {
	Title, Intro string
	Tables       []abstractTable
}

// abstractTable is one table of answers. Every row has as many cells as there are heads.
type abstractTable struct {
	Heads []string
	Rows  [][]string
}

type limitRow struct{ Name, Max, Definition string }

// measuredRow is one indicator as this run measured it and as the laboratory did; nil where it was not measurable.
type measuredRow struct {
	Name, Why string
	Ours, Lab *measured
}

type measured struct{ Min, Max, Average string }

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

// authorizations are the items that the certificate shows in tables of their own.
var authorizations = []struct {
	title string
	items []pics.Feature
}{
	{"Authorization options for local start", []pics.Feature{pics.C_30, pics.C_31, pics.C_32, pics.C_33, pics.C_34, pics.C_35}},
	{"Authorization options for local stop", []pics.Feature{pics.C_70, pics.C_71, pics.C_72, pics.C_75}},
	{"Authorization options for remote start", []pics.Feature{pics.C_36, pics.C_37, pics.C_38, pics.C_39}},
}

// Abstract writes abstract.html: the tables of the abstract of a certificate's test report, filled from the PICS and
// from what this run showed, so that the two can be laid side by side.
func Abstract(w io.Writer, s *Source) error {
	var buf bytes.Buffer
	if err := templates.ExecuteTemplate(&buf, "abstract.gohtml", newAbstract(s)); err != nil {
		return fmt.Errorf("cannot make the abstract: %w", err)
	}
	_, err := io.WriteString(w, Visible(buf.String()))
	return err
}

func newAbstract(s *Source) *abstractPage {
	p := &abstractPage{Product: s.product(), Standing: s.Stands(), Doubts: s.Doubts(), Found: FoundParts(s.Run.Found), Style: abstractStyle,
		Policy: "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
	p.Title = "Abstract of the test report: " + p.Product
	run := s.Run.Started
	p.Test = []fact{{"Tested on the bench", strings.Join(benchNames(run), ", ")}, {"Run", run.ID}}
	if !s.Run.StartedAt.IsZero() {
		p.Test = append(p.Test, fact{"Tested on", s.Run.StartedAt.UTC().Format(time.DateOnly)})
	}
	p.Test = append(p.Test, fact{"Reference", run.Edition})
	if s.PICS != nil {
		p.declared(s)
	} else if st := s.Run.Station(); st != nil {
		p.Test = append(p.Test, fact{"Vendor name", st.Vendor}, fact{"Model", st.Model}, fact{"Firmware version", st.Firmware})
	}
	for _, g := range p.Standing.Profiles {
		r := profileResult{Name: g.Name, Result: g.Result, Subject: subjects[pics.Profile(g.Name)]}
		if p.Certificate != nil {
			r.Certified = p.Certificate.Results[pics.Profile(g.Name)]
		}
		p.Profiles = append(p.Profiles, r)
	}
	p.performance(s)
	p.Tool = []fact{{"certbench", run.Certbench}, {"Schemas", strings.TrimSpace(run.Schemas + " " + run.SchemaHash)}, {"PICS file", run.PICSHash},
		{"Evidence", fmt.Sprintf("%s, last hash %s, %s", plural(s.Run.Count, "record"), s.Head, s.integrity())}}
	return p
}

func (p *abstractPage) declared(s *Source) {
	d := s.PICS
	p.Certificate, p.Link = d.Certificate, d.KPILink
	told := "the station did not say"
	if st := s.Run.Station(); st != nil {
		told = st.Firmware
	}
	p.Test = append(p.Test, fact{"Product designation", strings.TrimSpace(d.Product.Designation + " " + bracketed(d.Product.Model))}, fact{"Vendor name", d.Product.Vendor},
		fact{"Device under test", d.Product.Type}, fact{"Firmware version declared", d.Product.Firmware}, fact{"Firmware version told by the station", told},
		fact{"Config ID", d.Product.ConfigID}, fact{"Firmware image hash", d.Product.FirmwareHash})
	p.Sections = append(p.Sections, hardware(d))
	for _, profile := range pics.Profiles() {
		if d.Profiles[profile] == pics.Yes {
			p.Sections = append(p.Sections, optional(d, profile))
		}
	}
	p.Sections = append(p.Sections,
		abstractSection{Title: "Additional questions", Intro: "Answers that decide which test cases apply.",
			Tables: []abstractTable{answers(d, []string{"ID", "Question", "Answer"}, inSection("questions"))}},
		abstractSection{Title: "Other relevant settings", Intro: "Limits and settings that the bench was set up with.",
			Tables: []abstractTable{answers(d, []string{"ID", "Limit or setting", "Value"}, inSection("settings"))}})
	if len(d.VendorSettings) > 0 {
		t := abstractTable{Heads: []string{"Setting", "Value", "Description"}}
		for _, v := range d.VendorSettings {
			t.Rows = append(t.Rows, []string{v.Name, v.Value, v.Description})
		}
		p.Sections = append(p.Sections, abstractSection{Title: "Vendor specific settings", Intro: "Settings outside of OCPP.", Tables: []abstractTable{t}})
	}
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

func hardware(d *pics.Declaration) abstractSection {
	connectors := abstractTable{Heads: []string{"EVSE", "Current", "Phases", "Connector", "Type", "Cable type"}}
	for _, c := range d.Connectors {
		phases := strconv.Itoa(c.Phases)
		if c.Phases == 0 {
			phases = "–"
		}
		connectors.Rows = append(connectors.Rows, []string{strconv.Itoa(c.EVSE), c.Current, phases, strconv.Itoa(c.ID), c.Type, c.CableType})
	}
	return abstractSection{Title: "Hardware feature set", Intro: "Properties of the hardware that change what the station sends.",
		Tables: []abstractTable{answers(d, []string{"ID", "Feature", "Supported / present"}, inSection("hardware")), connectors}}
}

// optional is the section of one profile's features.
func optional(d *pics.Declaration, profile pics.Profile) abstractSection {
	var apart []pics.Feature
	var more []abstractTable
	if profile == pics.Core {
		for _, a := range authorizations {
			apart = append(apart, a.items...)
			more = append(more, answers(d, []string{"ID", a.title, "Tested"}, func(i pics.FeatureInfo) bool { return slices.Contains(a.items, i.ID) }))
		}
		measurands := abstractTable{Heads: []string{"ID", "Meter values", "Tested", "Supported according to the vendor"}}
		for _, id := range pics.Options(pics.C_40) {
			info, _ := pics.Info(id)
			m := d.Features[id].Measurands
			measurands.Rows = append(measurands.Rows, []string{string(id), info.Name, strings.Join(m.Tested, "\n"), strings.Join(m.Supported, "\n")})
		}
		apart = append(append(apart, pics.C_40), pics.Options(pics.C_40)...)
		more = append(more, measurands)
	}
	main := answers(d, []string{"ID", "Feature", "Supported / present"}, func(i pics.FeatureInfo) bool {
		return i.Profile == profile && !slices.Contains(apart, i.ID)
	})
	s := abstractSection{Title: "Optional features: " + string(profile), Intro: "What the vendor declares of the options that part 5 leaves open."}
	if len(main.Rows) > 0 {
		s.Tables = append(s.Tables, main)
	}
	s.Tables = append(s.Tables, more...)
	if len(s.Tables) == 0 {
		s.Intro = "This profile leaves nothing open."
	}
	return s
}

func inSection(name string) func(pics.FeatureInfo) bool {
	return func(i pics.FeatureInfo) bool { return i.Section() == name }
}

func answers(d *pics.Declaration, heads []string, of func(pics.FeatureInfo) bool) abstractTable {
	t := abstractTable{Heads: heads}
	for _, info := range pics.Features() {
		if of(info) {
			t.Rows = append(t.Rows, []string{string(info.ID), info.Name, answer(d, info)})
		}
	}
	return t
}

// answer writes an answer as the certificate does.
func answer(d *pics.Declaration, info pics.FeatureInfo) string {
	if info.Kind == pics.Choice {
		return ""
	}
	v, ok := d.Features[info.ID]
	if !ok {
		return "Undeclared"
	}
	switch info.Kind {
	case pics.List:
		if len(v.Items) > 0 {
			return strings.Join(v.Items, "\n")
		}
	case pics.Number:
		return strconv.Itoa(v.Number)
	case pics.Text:
		return v.Text
	}
	if v.Answer() == pics.Yes {
		return "Yes"
	}
	return "No"
}

func (p *abstractPage) performance(s *Source) {
	p.SideBySide = s.sideBySide()
	for _, i := range s.Indicators {
		p.Limits = append(p.Limits, limitRow{i.Name, limitWord(i.Limit), i.Definition})
		row := measuredRow{Name: i.Name, Why: i.NotMeasurable}
		if i.Statistics != nil {
			row.Ours = &measured{certificateWord(i.Min), certificateWord(i.Max), certificateWord(i.Average)}
			row.Why = fmt.Sprintf("%d samples, stamped by the %s", i.Count, i.Clock())
		}
		if p.Certificate != nil {
			if m := p.Certificate.Measured[pics.KPI(i.ID)]; m.Measurable {
				row.Lab = &measured{certificateWord(m.Min.Seconds()), certificateWord(m.Max.Seconds()), certificateWord(m.Average.Seconds())}
			}
		}
		p.Measured = append(p.Measured, row)
	}
}

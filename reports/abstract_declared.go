package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/tested"
	"github.com/certbench/certbench/reports/paper"
)

// declaredParts are the parts about what the PICS declares, each with what this run showed of it.
func (s *Source) declaredParts() []abstractPart {
	parts := []abstractPart{s.hardwarePart(), {Title: "Optional Features", Intro: []string{
		"For each claimed profile, which of the options that OCPP leaves to the vendor the product has. The column of this run counts the cases that apply because the product has the item, by their conditions: how many of them were played and passed."}}}
	counts := s.passedOf()
	for _, profile := range pics.Profiles() {
		if s.PICS.Profiles[profile] == pics.Yes {
			parts = append(parts, s.profilePart(profile, counts))
		}
	}
	return append(parts, s.questionsPart(), s.settingsPart(), s.vendorPart())
}

func (s *Source) hardwarePart() abstractPart {
	features := s.answers([]string{"ID", "Feature", "Supported / Present"}, []float64{1, 5, 3}, inSection("hardware"))
	connectors := paper.Table{Columns: paper.Columns("EVSE", "Current", "Phases", "Connector", "Type", "Cable Type")}
	for _, c := range s.PICS.Connectors {
		phases := strconv.Itoa(c.Phases)
		if c.Phases == 0 {
			phases = "–"
		}
		connectors.Add(strconv.Itoa(c.EVSE), c.Current, phases, strconv.Itoa(c.ID), c.Type, c.CableType)
	}
	return abstractPart{Title: "Hardware Feature Set", Intro: []string{"Properties of the hardware that change what the station sends, as the vendor declares them."}, Tables: []abstractTable{{Table: features}, {Table: connectors}}}
}

// localTypes and remoteTypes are the types of idTokens that the items are about (part 2, IdTokenEnumType).
var (
	localTypes = map[pics.Feature]string{pics.C_30: "ISO14443", pics.C_31: "ISO15693", pics.C_32: "KeyCode", pics.C_33: "Local", pics.C_34: "MacAddress", pics.C_35: "NoAuthorization",
		pics.C_70: "ISO14443", pics.C_71: "ISO15693", pics.C_72: "KeyCode", pics.C_75: "NoAuthorization"}
	remoteTypes = map[pics.Feature]string{pics.C_36: "ISO14443", pics.C_37: "ISO15693", pics.C_38: "Central", pics.C_39: "NoAuthorization"}
)

// localStart, localStop and remoteStart are the items of the authorization options.
var (
	localStart  = []pics.Feature{pics.C_30, pics.C_31, pics.C_32, pics.C_33, pics.C_34, pics.C_35}
	localStop   = []pics.Feature{pics.C_70, pics.C_71, pics.C_72, pics.C_75}
	remoteStart = []pics.Feature{pics.C_36, pics.C_37, pics.C_38, pics.C_39}
)

// measurandItems are the options of C-40 with the list of this run that goes with each.
var measurandItems = map[pics.Feature]tested.What{pics.C_40_1: tested.TxStarted, pics.C_40_2: tested.TxUpdated, pics.C_40_3: tested.TxEnded,
	pics.C_40_4: tested.Aligned, pics.C_40_5: tested.AlignedTxEnded}

// afterTheSuites are the items of Core that the certificate shows below the cipher suites.
var afterTheSuites = []pics.Feature{pics.C_42, pics.C_43, pics.C_47, pics.C_48, pics.C_48_1, pics.C_48_2, pics.C_58, pics.C_49, pics.C_59, pics.C_51, pics.C_52, pics.C_53,
	pics.C_54, pics.C_56, pics.C_57, pics.C_60, pics.C_61}

// profilePart are the features of a profile. Those of Core stand in several tables, as on the certificate.
func (s *Source) profilePart(profile pics.Profile, counts map[pics.Feature]itemCount) abstractPart {
	part := abstractPart{Title: string(profile), Under: true}
	if profile == pics.Core {
		part.Tables = s.coreTables(counts)
		return part
	}
	t := s.features("Certification Profile: "+string(profile), itemsOf(profile), counts)
	if len(t.Rows) == 0 {
		part.Intro = []string{"This profile leaves nothing open."}
		return part
	}
	part.Tables = []abstractTable{{Table: t}}
	return part
}

func itemsOf(profile pics.Profile) []pics.Feature {
	var all []pics.Feature
	for _, info := range pics.Features() {
		if info.Profile == profile {
			all = append(all, info.ID)
		}
	}
	return all
}

func (s *Source) coreTables(counts map[pics.Feature]itemCount) []abstractTable {
	apart := slices.Concat(localStart, localStop, remoteStart, pics.Options(pics.C_40), afterTheSuites, []pics.Feature{pics.C_40, pics.C_41})
	first := slices.DeleteFunc(itemsOf(pics.Core), func(f pics.Feature) bool { return slices.Contains(apart, f) })
	counted := []string{"Tested in this run: the station has sent an idToken of the type in the TransactionEventRequest of such a start or stop, in a case that passed; a remote start also had to be accepted."}
	return []abstractTable{
		{Table: s.features("Core Features", first, counts)},
		{Table: s.authorizations("Authorization Options for Local Start", localStart, localTypes, tested.LocalStart)},
		{Table: s.authorizations("Authorization Options for Local Stop", localStop, localTypes, tested.LocalStop)},
		{Table: s.authorizations("Authorization Options for Remote Start", remoteStart, remoteTypes, tested.RemoteStart), Notes: counted},
		{Table: s.measurands(), Notes: []string{"Tested in this run: the station has sent a value of the measurand in a message of this list (J01, J02), in a case that passed."}},
		{Table: s.suites(), Notes: []string{"Tested in this run: a handshake by it was completed, and the station sent its request on the connection."}},
		{Table: s.features("Core Features", afterTheSuites, counts)},
	}
}

// features is a table of items with their answers, and with how many cases of each passed.
func (s *Source) features(title string, items []pics.Feature, counts map[pics.Feature]itemCount) paper.Table {
	t := paper.Table{Columns: paper.Shared(paper.Columns("ID", title, "Supported / Present", "Tested in this run"), 1, 6, 2, 2)}
	for _, id := range items {
		info, _ := pics.Info(id)
		row := s.answerRow(info)
		row.Cells = append(row.Cells, s.countCell(info, counts[id]))
		t.Rows = append(t.Rows, row)
	}
	return t
}

// itemCount counts the cases that apply because the product has an item, and those of them that passed.
type itemCount struct{ passed, all int }

// countCell says how much of an item was tested. Of what the product has not, nothing can be.
func (s *Source) countCell(info pics.FeatureInfo, c itemCount) paper.Cell {
	switch {
	case info.Kind == pics.Choice:
		return paper.Cell{}
	case s.PICS.Answer(info.ID) != pics.Yes:
		return paper.Cell{Text: "–", Tone: paper.Muted}
	case c.all == 0:
		return paper.Cell{Text: "no case depends on it", Tone: paper.Muted}
	}
	return paper.Cell{Text: fmt.Sprintf("%d of %s passed", c.passed, plural(c.all, "case"))}
}

// passedOf counts for each item.
func (s *Source) passedOf() map[pics.Feature]itemCount {
	counts := map[pics.Feature]itemCount{}
	for _, o := range s.Outcomes {
		if o.Verdict == evidence.NotApplicable {
			continue
		}
		for _, id := range s.owed(o.Planned.Condition) {
			c := counts[id]
			c.all++
			if o.Verdict == evidence.Pass || o.Verdict == evidence.Warning {
				c.passed++
			}
			counts[id] = c
		}
	}
	return counts
}

// owed are the items by which the conditions of a case are met, each once. The plan has those of several profiles behind each other.
func (s *Source) owed(conditions string) []pics.Feature {
	var all []pics.Feature
	for _, text := range strings.Split(conditions, "; ") {
		condition, err := pics.Parse(text)
		if text == "" || err != nil { // evidence of another certbench, whose words are not ours
			continue
		}
		for _, id := range condition.Owed(s.PICS) {
			if !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	return all
}

// authorizations is a table of idTokens: what this run showed beside what is declared.
func (s *Source) authorizations(title string, items []pics.Feature, types map[pics.Feature]string, shown tested.What) paper.Table {
	t := paper.Table{Columns: paper.Shared(paper.Columns("ID", title, "Tested in this run", s.declaredAs()), 1, 5, 2, 3)}
	for _, id := range items {
		info, _ := pics.Info(id)
		t.Add(string(id), info.Name, yesNo(slices.Contains(s.Shown[shown], types[id])), answer(s.PICS, info))
	}
	return t
}

// declaredAs names the column of what the PICS says of tests: with a certificate it is the word of the laboratory.
func (s *Source) declaredAs() string {
	if c := s.certificate(); c != nil {
		return "Declared as tested by the laboratory"
	}
	return "Declared by the vendor"
}

func yesNo(is bool) string {
	if is {
		return "Yes"
	}
	return "No"
}

// measurands is the table of C-40.
func (s *Source) measurands() paper.Table {
	t := paper.Table{Columns: paper.Shared(paper.Columns("ID", "Metervalues", "Tested in this run", "Declared as tested by the laboratory", "Supported According to Vendor"), 1.45, 3.1, 4, 4, 4)}
	if s.certificate() == nil {
		t.Columns[3].Head = "Declared as tested"
	}
	info, _ := pics.Info(pics.C_40)
	t.Rows = append(t.Rows, paper.Row{Cells: paper.Cells(string(info.ID), info.Name, "", "", ""), Group: true})
	for _, id := range pics.Options(pics.C_40) {
		info, _ := pics.Info(id)
		m := s.PICS.Features[id].Measurands
		t.Add(string(id), info.Name, below(s.Shown[measurandItems[id]]), below(m.Tested), below(m.Supported))
	}
	return t
}

// below puts words below each other; "none" for none.
func below(words []string) string { return cmp.Or(strings.Join(words, "\n"), "none") }

// suites is the table of the cipher suites.
func (s *Source) suites() paper.Table {
	t := paper.Table{Columns: paper.Shared(paper.Columns("ID", "Cipher Suites", "Supported / Present", "Tested in this run"), 1, 2.4, 5, 5)}
	info, _ := pics.Info(pics.C_41)
	t.Add(string(pics.C_41), info.Name, answer(s.PICS, info), below(s.Shown[tested.Suites]))
	return t
}

func (s *Source) questionsPart() abstractPart {
	return abstractPart{Title: "Additional Questions", Intro: []string{"Answers that decide which test cases apply."},
		Tables: []abstractTable{{Table: s.answers([]string{"ID", "Additional Questions for Lab Testing", "Answer"}, []float64{1, 7, 2}, inSection("questions"))}}}
}

// settingsPart are the three tables of settings.
func (s *Source) settingsPart() abstractPart {
	security, files := pics.ORS_17, pics.ORS_24
	only := func(ids ...pics.Feature) func(pics.FeatureInfo) bool {
		return func(i pics.FeatureInfo) bool { return slices.Contains(ids, i.ID) }
	}
	limits := func(i pics.FeatureInfo) bool { return inSection("settings")(i) && !only(security, files)(i) }
	shares := []float64{1.3, 5.7, 3}
	transfers := s.answers([]string{"ID", "Firmware Management Settings", "Value"}, shares, only(files))
	transfers.Columns = append(transfers.Columns, paper.Column{Head: "Tested in this run", Share: 3})
	for i := range transfers.Rows {
		transfers.Rows[i].Cells = append(transfers.Rows[i].Cells, paper.Cell{Text: below(s.Shown[tested.Protocols])})
	}
	return abstractPart{Title: "Other Relevant Settings", Intro: []string{"Limits and settings that the bench was set up with, as the vendor declares them."},
		Tables: []abstractTable{
			{Table: s.answers([]string{"ID", "Limit / Setting", "Value"}, shares, limits)},
			{Table: s.answers([]string{"ID", "Security Related Settings", "Value"}, shares, only(security))},
			{Table: transfers, Notes: []string{"Tested in this run: a file was moved whole by it, in a case that passed."}},
		}}
}

func (s *Source) vendorPart() abstractPart {
	t := paper.Table{Columns: paper.Shared(paper.Columns("Configuration Setting", "Configured Value", "Description"), 3, 1.6, 4)}
	for _, v := range s.PICS.VendorSettings {
		t.Add(v.Name, v.Value, cmp.Or(v.Description, notStated))
	}
	part := abstractPart{Title: "Vendor Specific Settings", Intro: []string{"Settings outside of OCPP that the product was tested with, as the vendor declares them."}, Tables: []abstractTable{{Table: t}}}
	if len(t.Rows) == 0 {
		part.Intro, part.Tables = []string{"The vendor declares none."}, nil
	}
	return part
}

func inSection(name string) func(pics.FeatureInfo) bool {
	return func(i pics.FeatureInfo) bool { return i.Section() == name }
}

func (s *Source) answers(heads []string, shares []float64, of func(pics.FeatureInfo) bool) paper.Table {
	t := paper.Table{Columns: paper.Shared(paper.Columns(heads...), shares...)}
	for _, info := range pics.Features() {
		if of(info) {
			t.Rows = append(t.Rows, s.answerRow(info))
		}
	}
	return t
}

func (s *Source) answerRow(info pics.FeatureInfo) paper.Row {
	return paper.Row{Cells: paper.Cells(string(info.ID), info.Name, answer(s.PICS, info)), Group: info.Kind == pics.Choice}
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
		if between := "\n"; len(v.Items) > 0 {
			if info.Section() == "hardware" {
				between = ", "
			}
			return strings.Join(v.Items, between)
		}
	case pics.Number:
		return strconv.Itoa(v.Number)
	case pics.Text:
		return v.Text
	}
	return yesNo(v.Answer() == pics.Yes)
}

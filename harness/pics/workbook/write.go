package workbook

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/certbench/certbench/harness/pics"
)

// Write makes a workbook (.xlsx) of a declaration, with the sheets, tables and columns of the certificate and in its order; of it Read
// makes the same declaration. Items without an answer are there with an empty cell. An error is a text that no cell holds.
func Write(d *pics.Declaration) (data []byte, err error) {
	w := &writer{file: excelize.NewFile(), d: d, version: d.Version}
	if w.version == "" {
		w.version = pics.V2_2_0
	}
	defer func() { err = errors.Join(err, w.file.Close()) }()
	if w.bold, err = w.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return nil, err
	}
	if w.wrapped, err = w.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return nil, err
	}
	for _, sheet := range []struct {
		name string
		fill func()
	}{
		{"Product", w.product}, {"Hardware Feature Set", w.hardware}, {"Optional Features", w.features},
		{"Additional Questions", w.questions}, {"Settings", w.settings}, {"Performance", w.performance},
	} {
		w.begin(sheet.name)
		sheet.fill()
	}
	if w.failed == nil {
		w.failed = w.file.DeleteSheet("Sheet1") // that of every new workbook
	}
	if w.failed != nil {
		return nil, w.failed
	}
	out, err := w.file.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("the workbook cannot be written: %w", err)
	}
	return out.Bytes(), nil
}

type writer struct {
	file          *excelize.File
	d             *pics.Declaration
	version       pics.Version
	sheet         string
	row           int // the next one, from 1
	bold, wrapped int // styles
	failed        error
}

// begin makes a sheet, wide enough to be read.
func (w *writer) begin(name string) {
	w.sheet, w.row = name, 1
	if w.failed != nil {
		return
	}
	if _, err := w.file.NewSheet(name); err != nil {
		w.failed = err
		return
	}
	for column, width := range map[string]float64{"A": 34, "B": 70, "C": 40, "D": 40, "E": 20, "F": 20} {
		w.failed = errors.Join(w.failed, w.file.SetColWidth(name, column, column, width))
	}
}

// line writes a row of texts and numbers; heads writes one of titles, below an empty row where it is not the first.
func (w *writer) line(values ...any) { w.styled(w.wrapped, values...) }

func (w *writer) heads(titles ...any) {
	if w.row > 1 {
		w.row++
	}
	w.styled(w.bold, titles...)
}

func (w *writer) styled(style int, values ...any) {
	for i, value := range values {
		if w.failed != nil || value == "" {
			continue
		}
		at, err := excelize.CoordinatesToCellName(i+1, w.row)
		text, isText := value.(string)
		switch {
		case err != nil:
		case isText && len(utf16.Encode([]rune(text))) > excelize.TotalCellChars:
			err = fmt.Errorf("a cell holds %d characters at most, and %q… has more", excelize.TotalCellChars, shortened(text))
		case isText:
			err = w.file.SetCellStr(w.sheet, at, text)
		default:
			err = w.file.SetCellValue(w.sheet, at, value)
		}
		if err == nil {
			err = w.file.SetCellStyle(w.sheet, at, at, style)
		}
		w.failed = err
	}
	w.row++
}

// text is one that is no answer to an item.
func text(s string) string {
	if s == "" {
		return ""
	}
	return quoted(s, innocent)
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (w *writer) product() {
	w.line("PICS version", string(w.version))
	paper := pics.Certificate{}
	if w.d.Certificate != nil {
		paper = *w.d.Certificate
	}
	for _, f := range facts {
		if f.labels[0] != linkLabel {
			w.line(title(f.labels[0]), text(*f.text(w.d, &paper)))
		}
		if f.item == "the type" {
			w.line(title(subtypesLabel), w.subtypes())
		}
	}
	w.heads("Certification Profile", "Claimed", "Test Result")
	for _, p := range pics.Profiles() {
		claim := map[pics.Answer]string{pics.Yes: "Yes", pics.No: "No"}[w.d.Profiles[p]]
		if claim == "" && paper.Results[p] != "" {
			claim = title(unclaimed)
		}
		w.line(string(p), claim, paper.Results[p])
	}
}

func (w *writer) subtypes() string {
	if w.d.Product.Subtypes == nil {
		return ""
	}
	if len(w.d.Product.Subtypes) == 0 {
		return "None"
	}
	var names []string
	for _, s := range w.d.Product.Subtypes {
		names = append(names, string(s))
	}
	return strings.Join(names, "\n")
}

func (w *writer) hardware() {
	w.items("Feature", "Supported / Present", w.in("hardware"))
	w.heads("EVSE", "Current", "Phases", "Connector", "Type", "Cable Type")
	for _, c := range w.d.Connectors {
		var phases any = c.Phases
		if c.Phases == 0 {
			phases = "-"
		}
		w.line(c.EVSE, c.Current, phases, c.ID, text(c.Type), c.CableType)
	}
}

// authorizations are the tables of Core that the certificate prints by themselves.
var authorizations = []struct {
	title string
	items []pics.Feature
}{
	{"Authorization Options for Local Start", []pics.Feature{pics.C_30, pics.C_31, pics.C_32, pics.C_33, pics.C_34, pics.C_35}},
	{"Authorization Options for Local Stop", []pics.Feature{pics.C_70, pics.C_71, pics.C_72, pics.C_75}},
	{"Authorization Options for Remote Start", []pics.Feature{pics.C_36, pics.C_37, pics.C_38, pics.C_39}},
}

// features writes those of Core as the certificate has them, and those of every other profile.
func (w *writer) features() {
	core := w.of(pics.Core)
	before := func(i pics.FeatureInfo) bool { return i.ID < pics.C_30 }
	w.items("Core Features", "Supported / Present", slices.DeleteFunc(slices.Clone(core), func(i pics.FeatureInfo) bool { return !before(i) }))
	var apart []pics.Feature
	for _, a := range authorizations {
		apart = append(apart, a.items...)
		var items []pics.FeatureInfo
		for _, f := range a.items {
			if info, there := w.version.Info(f); there {
				items = append(items, info)
			}
		}
		if len(items) > 0 {
			w.items(a.title, "Tested During Certification", items)
		}
	}
	w.measurands()
	w.items("Cipher Suites", "Supported / Present", w.these(pics.C_41))
	rest := slices.DeleteFunc(core, func(i pics.FeatureInfo) bool {
		return before(i) || i.ID == pics.C_40 || i.Parent == pics.C_40 || i.ID == pics.C_41 || slices.Contains(apart, i.ID)
	})
	// C-58 and C-59 stand with what they belong to.
	place := map[pics.Feature]pics.Feature{pics.C_58: pics.C_48_2 + "+", pics.C_59: pics.C_49 + "+"}
	slices.SortStableFunc(rest, func(a, b pics.FeatureInfo) int {
		key := func(f pics.Feature) string {
			if moved, is := place[f]; is {
				f = moved
			}
			return string(f)
		}
		return strings.Compare(key(a.ID), key(b.ID))
	})
	w.items("Core Features", "Supported / Present", rest)
	for _, p := range pics.Profiles() {
		if items := w.of(p); p != pics.Core && len(items) > 0 {
			w.items("Certification Profile: "+string(p), "Supported / Present", items)
		}
	}
}

func (w *writer) measurands() {
	w.heads("ID", "Metervalues", "Tested During Certification", "Supported According to Vendor")
	for _, info := range w.version.Features() {
		if info.ID == pics.C_40 {
			w.line(string(info.ID), info.Name)
		}
		if info.Parent != pics.C_40 {
			continue
		}
		v, answered := w.d.Features[info.ID]
		if !answered {
			w.line(string(info.ID), info.Name)
			continue
		}
		tried := ""
		if v.Measurands.Tested != nil {
			tried = orNo(v.Measurands.Tested)
		}
		w.line(string(info.ID), info.Name, tried, orNo(v.Measurands.Supported))
	}
}

func orNo(list []string) string {
	if len(list) == 0 {
		return "No"
	}
	return strings.Join(list, "\n")
}

func (w *writer) questions() {
	w.items("Additional Questions for Lab Testing", "Answer", w.in("questions"))
}

func (w *writer) settings() {
	w.items("Limit / Setting", "Value", w.in("settings"))
	w.heads("Configuration Setting", "Configured Value", "Description")
	for _, s := range w.d.VendorSettings {
		w.line(text(s.Name), text(s.Value), text(s.Description))
	}
}

func (w *writer) performance() {
	w.heads("Name", "Max Value", "Unit")
	for _, k := range pics.KPIs() {
		if limit, there := w.d.KPILimits[k]; there {
			w.line(k.Title(), limit.Seconds(), "seconds")
		}
	}
	w.heads("Name", "Min Value", "Max Value", "Average Value", "Unit")
	if w.d.Certificate != nil {
		for _, k := range pics.KPIs() {
			m, there := w.d.Certificate.Measured[k]
			switch {
			case there && m.Measurable:
				w.line(k.Title(), inSeconds(m.Min), inSeconds(m.Max), inSeconds(m.Average), "seconds")
			case there:
				w.line(k.Title(), "not measurable", "not measurable", "not measurable", "seconds")
			}
		}
	}
	w.row++
	w.line(title(linkLabel), text(w.d.KPILink))
}

func inSeconds(d time.Duration) float64 { return d.Seconds() }

// in are the items of a section, of a profile, and by their numbers.
func (w *writer) in(section string) []pics.FeatureInfo {
	return slices.DeleteFunc(w.version.Features(), func(i pics.FeatureInfo) bool { return i.Section() != section })
}

func (w *writer) of(p pics.Profile) []pics.FeatureInfo {
	return slices.DeleteFunc(w.version.Features(), func(i pics.FeatureInfo) bool { return i.Profile != p })
}

func (w *writer) these(f pics.Feature) []pics.FeatureInfo {
	return slices.DeleteFunc(w.version.Features(), func(i pics.FeatureInfo) bool { return i.ID != f })
}

// items writes a table of them.
func (w *writer) items(name, said string, items []pics.FeatureInfo) {
	if len(items) == 0 {
		return
	}
	w.heads("ID", name, said)
	for _, info := range items {
		w.line(string(info.ID), info.Name, w.answer(info))
	}
}

// answer is one in the words of the certificate; a text that would be read otherwise is in quotes.
func (w *writer) answer(info pics.FeatureInfo) any {
	v, answered := w.d.Features[info.ID]
	switch {
	case !answered:
		return ""
	case v.Kind == pics.Number:
		return v.Number
	case v.Kind == pics.Text:
		return quoted(v.Text, readsAsText)
	case v.Kind == pics.List && len(v.Items) > 0:
		return listOf(info, v.Items)
	}
	return map[pics.Answer]string{pics.Yes: "Yes", pics.No: "No"}[v.Answer()]
}

// listOf has each entry on a line, in quotes where they would not be read as these.
func listOf(info pics.FeatureInfo, items []string) string {
	plainly := strings.Join(items, "\n")
	again, told, _ := valueOf(info, cell{text: plainly})
	if told && slices.Equal(again.Items, items) && printable(plainly) && kept(plainly) {
		return plainly
	}
	all := make([]string, len(items))
	for i, item := range items {
		all[i] = inQuotes(item)
	}
	return strings.Join(all, "\n")
}

package pics

import (
	"slices"
	"strings"
)

// Feature is the id of one PICS item as the documents print it: an optional feature ("C-09.1"), a hardware feature
// ("HFS-8"), an additional question ("AQ-2") or a setting ("ORS-7").
type Feature string

// Kind says how an item is answered in the file.
type Kind int

const (
	Boolean        Kind = iota // yes or no
	Choice                     // not answered itself: its options are
	List                       // a list of names; empty, or "no", means none
	MeasurandLists             // two lists of measurands: tested and supported
	Number                     // a whole number, zero or more
	Text                       // free text
)

// FeatureInfo is one row of the table of items.
type FeatureInfo struct {
	ID      Feature
	Parent  Feature // the choice that this item is an option of; empty for most
	Name    string
	Kind    Kind
	Profile Profile // the certification profile it belongs to; empty for hardware, questions and settings
}

// Section is the key of the declaration file under which the item is answered.
func (i FeatureInfo) Section() string {
	prefix, _, _ := strings.Cut(string(i.ID), "-")
	switch prefix {
	case "HFS":
		return "hardware"
	case "AQ":
		return "questions"
	case "ORS":
		return "settings"
	default:
		return "features"
	}
}

// Features returns all items of the newest version in the order of the documents.
func Features() []FeatureInfo { return slices.Clone(featureTable) }

// Info returns the row of one item of the newest version.
func Info(f Feature) (FeatureInfo, bool) {
	row, ok := featureRows[f]
	return row, ok
}

// Options returns the items that a choice consists of, in order.
func Options(choice Feature) []Feature { return featureOptions[choice] }

var featureRows, featureOptions = func() (map[Feature]FeatureInfo, map[Feature][]Feature) {
	rows, options := map[Feature]FeatureInfo{}, map[Feature][]Feature{}
	for _, row := range featureTable {
		rows[row.ID] = row
		if row.Parent != "" {
			options[row.Parent] = append(options[row.Parent], row.ID)
		}
	}
	return rows, options
}()

// retired names ids that older documents have and the errata took away, with what to answer instead.
var retired = map[Feature]string{
	ISO_3: "erratum 5.6 (2025-02) removed ISO-3; answer the question AQ-11 instead",
}

// describe prints an item with its name, as reasons and findings do.
func describe(f Feature) string {
	row, ok := featureRows[f]
	if f == ISO_3 {
		row, ok = combinedCertificate, true
	}
	if ok {
		return string(f) + " (" + row.Name + ")"
	}
	return string(f)
}

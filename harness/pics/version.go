package pics

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/strictyaml"
)

// Version is a list of items that a declaration is written against. The empty Version is that of a file which names none,
// and counts as V2_2_0.
type Version string

const (
	Edition3 Version = "Edition 3" // part 5 Edition 3 as it was printed: table 2, section 6.1 and table 4
	V2_2_0   Version = "2.2.0"     // the form OCPP-2.0.1-PICS-CS-2.2.0 of the certificate: with the errata of 2025-09, and with settings
)

// Versions returns those that are known, the newest first.
func Versions() []Version { return []Version{V2_2_0, Edition3} }

// VersionOf finds a version by its name, however its letters are written.
func VersionOf(name string) (Version, bool) {
	for _, v := range Versions() {
		if strings.EqualFold(strings.Join(strings.Fields(name), " "), string(v)) {
			return v, true
		}
	}
	return "", false
}

// named is the version, or that of a file without one.
func (v Version) named() Version {
	if v == "" {
		return V2_2_0
	}
	return v
}

// Has says whether the version asks for an item.
func (v Version) Has(f Feature) bool {
	_, there := v.Info(f)
	return there
}

// Info returns the row of an item of this version.
func (v Version) Info(f Feature) (FeatureInfo, bool) {
	if v == Edition3 {
		if f == ISO_3 {
			return combinedCertificate, true
		}
		if addedByErrata(f) {
			return FeatureInfo{}, false
		}
	}
	return Info(f)
}

// Features returns the items of this version in the order of the documents.
func (v Version) Features() []FeatureInfo {
	if v != Edition3 {
		return Features()
	}
	all := slices.DeleteFunc(Features(), func(i FeatureInfo) bool { return addedByErrata(i.ID) })
	at := slices.IndexFunc(all, func(i FeatureInfo) bool { return i.ID == ISO_4 })
	return slices.Insert(all, at, combinedCertificate)
}

// ISO_3 is an item of Edition 3 only: erratum 5.6 made a question of it.
const ISO_3 Feature = "ISO-3"

var combinedCertificate = FeatureInfo{ISO_3, "", "Combined charging station certificate for OCPP and ISO 15118", Boolean, ISO15118Support}

// heirs name the item of Edition 3 whose answer stands for one that errata put in its place.
var heirs = map[Feature]Feature{AQ_11: ISO_3}

// addedByErrata says whether an item is none of Edition 3: R-1 was a CSMS's until erratum 5.19, and HFS-12 and the settings stand
// in the certificate's form only.
func addedByErrata(f Feature) bool {
	switch f {
	case C_61, C_70, C_71, C_72, C_75, R_1, AQ_10, AQ_11, AQ_18, HFS_12: // errata 5.7, 5.2, 5.19, 5.5, 5.6
		return true
	}
	return strings.HasPrefix(string(f), "ORS-")
}

// Unknown says why a word is no item of this version, and which item is meant where one is near.
func (v Version) Unknown(word string) string {
	_, newest := Info(Feature(word))
	switch {
	case newest: // of the newest version, so that this is an older one
		return fmt.Sprintf("%s is no item of PICS %s; leave it out, or write version: %s", describe(Feature(word)), v, V2_2_0)
	case retired[Feature(word)] != "":
		return retired[Feature(word)]
	}
	var ids []string
	for _, row := range v.Features() {
		ids = append(ids, string(row.ID))
	}
	if near, is := strictyaml.Near(word, ids); is {
		return fmt.Sprintf("there is no item %q; did you mean %s?", word, near)
	}
	return fmt.Sprintf("there is no item %q in PICS %s, nor one like it", word, v.named())
}

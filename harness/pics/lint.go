package pics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Finding is one contradiction in a declaration, or one answer that it owes and does not give.
type Finding struct {
	IDs      []string // the items concerned, or sections such as "connectors[0]"
	Line     int      // where the first of them stands; for a missing answer, its section; 1 when that is missing too
	Sentence string   // what is wrong, with the rule's source in parentheses
	Advice   string   // what to write instead
	Owed     bool     // an answer that is missing, and no contradiction
	Doubt    bool     // by our reading of the documents it is wrong, and a certificate was given with it
}

func (f Finding) String() string { return f.Sentence + "; " + f.Advice }

// Lint returns what is wrong with a declaration, in the order of its lines. What several connectors show of one answer is said once.
func Lint(d *Declaration) []Finding {
	l := &linter{d: d}
	l.outdated()
	l.missing()
	l.unclaimed()
	l.rules()
	l.configurable(C_51, C_09)
	l.configurable(C_52, C_10)
	l.lists()
	l.intervals()
	l.readers()
	l.indicators()
	l.results()
	l.connectors()
	slices.SortStableFunc(l.findings, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
	return once(l.findings)
}

// once leaves out what stands there already in the same words, and adds what it is about to that.
func once(all []Finding) (some []Finding) {
	for _, f := range all {
		i := slices.IndexFunc(some, func(other Finding) bool { return other.Line == f.Line && other.String() == f.String() })
		if i < 0 {
			some = append(some, f)
			continue
		}
		for _, id := range f.IDs {
			if !slices.Contains(some[i].IDs, id) {
				some[i].IDs = append(some[i].IDs, id)
			}
		}
	}
	return some
}

type linter struct {
	d        *Declaration
	findings []Finding
}

func (l *linter) add(ids []string, advice, format string, args ...any) {
	line := 1
	for _, id := range ids {
		if line = l.d.Line(id); line > 1 {
			break
		}
	}
	l.findings = append(l.findings, Finding{IDs: ids, Line: line, Sentence: fmt.Sprintf(format, args...), Advice: advice})
}

// doubts says that what was added last is not certain.
func (l *linter) doubts() { l.findings[len(l.findings)-1].Doubt = true }

// crossAsked names items that a second profile's cases depend on: the Core cases TC_B_47, TC_M_09, TC_M_30 and TC_M_31
// ask for AS-2, the ISO 15118 listings of TC_K_12 and TC_K_42 for the charging rate units (part 5 chapter 4).
var crossAsked = map[Feature]Profile{AS_2: Core, SC_2_1: ISO15118Support, SC_2_2: ISO15118Support}

// asked says whether the declaration owes an answer to an item: part 5 asks for the features of every claimed profile, the
// questions and the hardware feature set. The settings and HFS-12 stand on the certificate only.
func (l *linter) asked(info FeatureInfo) bool {
	switch info.Section() {
	case "settings":
		return false
	case "features":
		second, crossed := crossAsked[info.ID]
		return info.Kind != Choice && (l.d.Profiles[info.Profile] == Yes || crossed && l.d.Profiles[second] == Yes)
	default:
		return info.ID != HFS_12
	}
}

// outdated doubts a version that does not ask what conditions of the errata in force depend on: their cases are undeclared.
func (l *linter) outdated() {
	if l.d.Version.named() == V2_2_0 {
		return
	}
	var unasked []string
	for _, info := range featureTable {
		if l.asked(info) && !l.d.Version.Has(info.ID) && l.d.Answer(info.ID) == Undeclared {
			unasked = append(unasked, string(info.ID))
		}
	}
	if len(unasked) > 0 {
		l.add([]string{"version"}, fmt.Sprintf("answer them too, with version: %s", V2_2_0), "PICS %s does not ask %s, and cases of the errata in force depend on them",
			l.d.Version, strings.Join(unasked, ", "))
		l.doubts()
	}
}

// owes is add for an answer that is missing.
func (l *linter) owes(ids []string, advice, format string, args ...any) {
	l.add(ids, advice, format, args...)
	l.findings[len(l.findings)-1].Owed = true
}

// missing reports the answers that the claimed profiles ask for and the file does not give.
func (l *linter) missing() {
	for _, p := range profiles {
		if l.d.Profiles[p] == Undeclared {
			l.owes([]string{"profiles"}, fmt.Sprintf("add \"%s: yes\" or \"%s: no\" under profiles", p, p), "profile %s is undeclared", p)
		}
	}
	if l.d.Product.Subtypes == nil {
		l.owes([]string{"product"}, "add \"subtypes: []\" under product, or name Mode12Only or Wireless in it",
			"the product's subtypes are undeclared (erratum 5.2)")
	}
	for _, info := range l.d.Version.Features() {
		if _, answered := l.d.Features[info.ID]; !answered && l.asked(info) {
			l.owes([]string{string(info.ID)}, fmt.Sprintf("add \"%s: …\" under %s", info.ID, info.Section()), "%s is undeclared", describe(info.ID))
		}
	}
}

// unclaimed reports features that are answered yes although nothing of the profile that they belong to is claimed.
func (l *linter) unclaimed() {
	for _, info := range l.d.Version.Features() {
		if info.Profile == "" || info.Kind == Choice || l.asked(info) || l.d.Profiles[info.Profile] != No || l.d.Answer(info.ID) != Yes {
			continue
		}
		l.add([]string{string(info.ID)}, "claim the profile, or answer no",
			"%s is yes, but its profile %s is not claimed (part 5 table 2)", describe(info.ID), info.Profile)
	}
}

// rules reports where a condition holds and what it depends on does not.
func (l *linter) rules() {
	for _, r := range dependencies {
		when, because := r.when.root.decide(l.d)
		needs, missing := r.needs.root.decide(l.d)
		if when != Yes || needs != No {
			continue
		}
		l.add(idsOf(append(because, missing...)), r.advice, "%s, but %s (%s)", words(because), words(missing), r.source)
		if r.doubt {
			l.doubts()
		}
	}
}

// idsOf names each item once, the items that stand on a line of their own before whole sections.
func idsOf(items []item) []string {
	var ids, wide []string
	for _, i := range items {
		switch {
		case slices.Contains(ids, i.id) || slices.Contains(wide, i.id):
		case i.id == "profiles" || i.id == "product":
			wide = append(wide, i.id)
		default:
			ids = append(ids, i.id)
		}
	}
	return append(ids, wide...)
}

// configurable reports a start or stop point that is declared configurable with fewer than two values to choose from.
func (l *linter) configurable(configurable, points Feature) {
	var declared []string
	for _, option := range Options(points) {
		switch l.d.Answer(option) {
		case Yes:
			declared = append(declared, string(option))
		case Undeclared:
			return
		}
	}
	if l.d.Answer(configurable) == Yes && len(declared) < 2 {
		l.add(append([]string{string(configurable)}, declared...), "name the second supported value, or answer "+string(configurable)+" no",
			"%s is yes, but only %d of the values of %s is supported, so there is nothing to choose", describe(configurable), len(declared), points)
	}
}

// lists reports lists that lack what the specification requires of them.
func (l *linter) lists() {
	for _, option := range Options(C_40) {
		v, answered := l.d.Features[option]
		if !answered {
			continue
		}
		if len(v.Measurands.Supported) == 0 {
			l.add([]string{string(option)}, "name at least one measurand", "%s supports none (part 5 table 2)", describe(option))
		}
		for _, m := range v.Measurands.Tested {
			if !slices.Contains(v.Measurands.Supported, m) {
				l.add([]string{string(option)}, "add it to supported, or take it out of tested", "%s tests %s, which is not supported", describe(option), m)
			}
		}
	}
	if _, answered := l.d.Features[C_23]; answered && !slices.Contains(l.d.TimeSources, "Heartbeat") {
		l.add([]string{string(C_23)}, "add Heartbeat", "%s lacks Heartbeat, which every station supports (part 5 table 2)", describe(C_23))
	}
	if _, answered := l.d.Features[C_41]; answered && !hasAll(l.d.CipherSuites, ecdsaSuites) && !hasAll(l.d.CipherSuites, rsaSuites) {
		l.add([]string{string(C_41)}, "list both suites of one family", "%s holds neither both TLS_ECDHE_ECDSA nor both TLS_RSA suites that are required (A00.FR.319)", describe(C_41))
	}
}

// The two families of cipher suites of A00.FR.319 and A00.FR.422.
var (
	ecdsaSuites = []string{"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"}
	rsaSuites   = []string{"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384"}
)

func hasAll(list, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(w string) bool { return !slices.Contains(list, w) })
}

// intervals reports settings whose minimum lies above the maximum or above the value in use.
func (l *linter) intervals() {
	for _, pair := range [][2]Feature{{ORS_7, ORS_8}, {ORS_14, ORS_15}, {ORS_14, ORS_16}, {ORS_16, ORS_15}} {
		low, lowDeclared := l.d.Number(pair[0])
		high, highDeclared := l.d.Number(pair[1])
		if lowDeclared && highDeclared && low > high {
			l.add([]string{string(pair[0]), string(pair[1])}, "correct one of them", "%s is %d, above %s, which is %d", describe(pair[0]), low, describe(pair[1]), high)
		}
	}
}

// readers reports RFID authorization on a station that has no reader.
func (l *linter) readers() {
	if l.d.Answer(HFS_10) != No {
		return
	}
	for _, f := range []Feature{C_30, C_31, C_70, C_71} {
		if l.d.Answer(f) == Yes {
			l.add([]string{string(f), string(HFS_10)}, "name the reader under HFS-10, or answer no",
				"%s is yes, but %s is None", describe(f), describe(HFS_10))
		}
	}
}

// indicators reports limits that are missing or that the certificate's own measurements break, and a measurement over a
// link that the station does not have.
func (l *linter) indicators() {
	for _, k := range KPIs() {
		limit, declared := l.d.KPILimits[k]
		if !declared {
			l.owes([]string{"performance"}, fmt.Sprintf("add \"%s: seconds\" under limits", k), "the maximum of %q is undeclared", k.Title())
		}
		if l.d.Certificate == nil {
			continue
		}
		m := l.d.Certificate.Measured[k]
		switch {
		case m.Min > m.Average || m.Average > m.Max:
			l.add([]string{"certificate"}, "correct the measurement", "%q was measured with minimum %v, average %v and maximum %v, which are not in order", k.Title(), m.Min, m.Average, m.Max)
		case declared && m.Max > limit:
			l.add([]string{"performance"}, "raise the limit, or correct the measurement", "%q was measured at up to %v, above its limit of %v", k.Title(), m.Max, limit)
		}
	}
	links := l.d.Items(HFS_9)
	if l.d.KPILink != "" && links != nil && !slices.Contains(links, l.d.KPILink) {
		l.add([]string{"performance", string(HFS_9)}, "name one of the technologies of HFS-9",
			"the indicators are measured over %s, but %s lists only %s", l.d.KPILink, describe(HFS_9), strings.Join(links, ", "))
	}
}

// results reports a certificate that passed a profile which the declaration does not claim.
func (l *linter) results() {
	if l.d.Certificate == nil {
		return
	}
	for _, p := range profiles {
		if l.d.Certificate.Results[p] == "Pass" && l.d.Profiles[p] == No {
			l.add([]string{"certificate", "profiles"}, "claim the profile, or correct the result", "the certificate passed profile %s, which is not claimed", p)
		}
	}
}

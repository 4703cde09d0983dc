package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/strictyaml"
)

// valueOf reads a cell as the answer to an item. Where it is none it says why; an answer that leaves the item undeclared is
// reported by told being false without a why.
func valueOf(info pics.FeatureInfo, x cell) (v pics.Value, told bool, why string) {
	v.Kind = info.Kind
	said := wordOf(x.text)
	if said == notApplicable {
		return v, false, ""
	}
	switch info.Kind {
	case pics.Boolean:
		if said == other {
			return v, false, fmt.Sprintf("%q is neither yes nor no", shortened(x.text))
		}
		v.Yes = said == yes
	case pics.Number:
		n, whole := number(x)
		if !whole {
			return v, false, fmt.Sprintf("%q is no whole number", shortened(x.text))
		}
		v.Number = n
	case pics.Text:
		v.Text = unquoted(x.text, readsAsText)
		if v.Text == x.text {
			v.Text = spelt(x.text)
		}
	case pics.List, pics.MeasurandLists:
		items, why := namesOf(info.ID, x.text, said)
		if why != "" {
			return v, false, why
		}
		if info.Kind == pics.MeasurandLists {
			v.Measurands.Supported = items
		} else if len(items) > 0 {
			v.Items = items
		}
	}
	return v, true, ""
}

// spelt is an answer in the words of the certificate (HFS-10).
func spelt(text string) string {
	if wordOf(text) == no {
		return "None"
	}
	for _, known := range []string{"Single", "Multiple"} {
		if strings.EqualFold(text, known) {
			return known
		}
	}
	return text
}

func readsAsText(text string) bool {
	return innocent(text) && spelt(text) == text && wordOf(text) != notApplicable
}

// namesOf reads a list of names; empty and not nil for none of them. Names that the specification has may differ in case and
// blanks, and may have only a blank between them.
func namesOf(f pics.Feature, text string, said word) (names []string, why string) {
	names = []string{}
	if said == no {
		return names, ""
	}
	if said == yes {
		return nil, fmt.Sprintf("%q names none of what is supported", shortened(text))
	}
	known := pics.Known(f)
	for _, e := range elements(text) {
		pieces := []string{e.text}
		if _, is := canonical(e.text, known); !e.whole && (!is || f == pics.C_41) {
			pieces = strings.FieldsFunc(e.text, func(r rune) bool { return r == ' ' || r == '/' || r == '&' || r == '\u00a0' })
		}
		for _, piece := range pieces {
			name, is := canonical(piece, known)
			switch {
			case !is && known != nil && strings.EqualFold(piece, "and"):
				continue
			case !is && known != nil:
				return nil, unknownName(piece, known)
			case !slices.Contains(names, name):
				names = append(names, name)
			}
		}
	}
	return names, ""
}

func unknownName(piece string, known []string) string {
	why := fmt.Sprintf("there is no %q", shortened(piece))
	if near, is := strictyaml.Near(piece, known); is {
		return why + "; did you mean " + near + "?"
	}
	return why + "; there are " + strings.Join(known, ", ")
}

// canonical is the name as the specification spells it; of an open list every name is.
func canonical(name string, known []string) (string, bool) {
	squeezed := func(s string) string {
		return strings.ToLower(strings.NewReplacer(" ", "", "_", "", "-", "").Replace(s))
	}
	for _, k := range known {
		if squeezed(k) == squeezed(name) {
			return k, true
		}
	}
	return name, known == nil
}

// shortened keeps a sentence readable whatever a cell holds.
func shortened(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// words says a value as reports of an import do: of measurands also those that are tested.
func words(v pics.Value) string {
	if v.Kind != pics.MeasurandLists {
		return v.Words()
	}
	all := "supported " + orNone(v.Measurands.Supported)
	if v.Measurands.Tested != nil {
		all += "; tested " + orNone(v.Measurands.Tested)
	}
	return all
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}

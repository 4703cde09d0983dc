package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/inventory"
	"github.com/certbench/certbench/harness/pics"
)

// differences are those between a PICS and what the station says of itself: the doctor's, and those of the inventory about what the
// doctor does not ask.
func (v visit) differences(c *cobra.Command) ([]pics.Finding, error) {
	var found []pics.Finding
	doctor := againstStation(c.Context(), v.running, v.file, v.declared)
	for _, x := range doctor.found {
		found = append(found, pics.Finding{IDs: []string{}, Line: 1, Sentence: x.Found, Advice: x.Do})
	}
	_, shown, err := v.inventory(c)
	if err != nil {
		return nil, err
	}
	asked := doctorAsks()
	var compared []string
	for _, s := range shown {
		if _, answered := v.declared.Features[s.Item]; !answered || slices.Contains(asked, s.Item) {
			continue
		}
		compared = append(compared, string(s.Item))
		if d := differs(v.declared, s); d != nil {
			found = append(found, *d)
		}
	}
	fmt.Fprintln(c.ErrOrStderr(), oneLine(fmt.Sprintf("certbench: compared: %s; by what else the station tells: %s. Not compared: %s",
		strings.Join(doctor.asked, ", "), strings.Join(compared, ", "), strings.Join(append(doctor.unasked, "what it does not show"), "; "))))
	return found, nil
}

// doctorAsks are the items that the doctor compares by themselves. Of start and stop points it compares the values that are set, and
// the inventory has those that can be.
func doctorAsks() (all []pics.Feature) {
	for _, v := range toldByVariables {
		for _, f := range []pics.Feature{v.answer(), v.settable} {
			if f != "" {
				all = append(all, f)
			}
		}
	}
	return all
}

// differs is where a PICS answers otherwise than the station shows; nil where it does not, or does not answer.
func differs(declared *pics.Declaration, s inventory.Shown) *pics.Finding {
	have, answered := declared.Features[s.Item]
	if !answered || says(have, s) {
		return nil
	}
	info, _ := pics.Info(s.Item)
	word := "shows"
	if !s.Certain {
		word = "suggests"
	}
	f := &pics.Finding{IDs: []string{string(s.Item)}, Line: declared.Line(string(s.Item)), Doubt: !s.Certain && !s.Least,
		Sentence: fmt.Sprintf("%s (%s) is %s, and the station %s %s: %s (%s)", s.Item, info.Name, have.Words(), word, s.Value.Words(), s.Because, s.Frame),
		Advice:   "correct the PICS, or the station"}
	if f.Doubt {
		f.Advice = "look which is right: a variable may be there without what the item asks for"
	}
	return f
}

// says compares an answer with one that is shown, of lists without regard to their order.
func says(have pics.Value, s inventory.Shown) bool {
	all := func(list, of []string) bool {
		return !slices.ContainsFunc(list, func(name string) bool { return !slices.Contains(of, name) })
	}
	shown := s.Value
	switch have.Kind {
	case pics.Boolean:
		return have.Yes == shown.Yes
	case pics.Number:
		return have.Number == shown.Number
	case pics.List:
		return all(shown.Items, have.Items) && (s.Least || all(have.Items, shown.Items))
	case pics.MeasurandLists:
		return all(shown.Measurands.Supported, have.Measurands.Supported) && (s.Least || all(have.Measurands.Supported, shown.Measurands.Supported))
	}
	return true
}

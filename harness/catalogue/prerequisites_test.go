package catalogue

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/pics"
)

func TestAPrerequisiteOfPart6IsAskedBesideTheCondition(t *testing.T) {
	declared := func(evses int, reader string, answers map[pics.Feature]bool) *pics.Declaration {
		d := &pics.Declaration{Profiles: map[pics.Profile]pics.Answer{pics.Core: pics.Yes}, Features: map[pics.Feature]pics.Value{
			pics.HFS_8: {Kind: pics.Number, Number: evses}, pics.HFS_10: {Kind: pics.Text, Text: reader}}}
		for f, yes := range answers {
			d.Features[f] = pics.Value{Kind: pics.Boolean, Yes: yes}
		}
		return d
	}
	stops := map[pics.Feature]bool{pics.C_70: true}
	locked := map[pics.Feature]bool{pics.C_30: true, pics.AQ_2: true, pics.C_51: false, pics.C_09_2: false}
	cached := map[pics.Feature]bool{pics.C_49: true, pics.C_36: true, pics.AQ_2: true}
	fixed := map[pics.Feature]bool{pics.C_10_2: true, pics.C_10_3: true, pics.C_52: false, pics.C_70: true}
	listing := func(off bool) *pics.Declaration {
		d := declared(1, "Single", map[pics.Feature]bool{pics.LA_1: off})
		d.Profiles[pics.LocalAuthorizationListManagement] = pics.Yes
		return d
	}
	authorizing := func(by pics.Feature) *pics.Declaration {
		answers := map[pics.Feature]bool{pics.LA_3: true, pics.C_35: true, pics.C_38: true, pics.C_39: true}
		for _, f := range []pics.Feature{pics.C_30, pics.C_31, pics.C_32, pics.C_33, pics.C_34, pics.C_36, pics.C_37} {
			answers[f] = f == by
		}
		d := declared(1, "Single", answers)
		d.Profiles[pics.LocalAuthorizationListManagement], d.Profiles[pics.ISO15118Support] = pics.Yes, pics.No
		return d
	}
	for _, c := range []struct {
		id       string
		declared *pics.Declaration
		want     pics.Answer
		says     string
	}{
		{"TC_C_04_CS", declared(1, "Single", stops), pics.Yes, "C-70"},
		{"TC_C_04_CS", declared(2, "Multiple", stops), pics.Yes, "C-70"},
		{"TC_C_04_CS", declared(2, "Single", stops), pics.No, "one idToken reader for several EVSEs"},
		{"TC_C_05_CS", declared(1, "Single", locked), pics.No, "TxStartPoint is not ReadOnly without Authorized"},
		{"TC_C_08_CS", declared(1, "Single", cached), pics.Yes, "C-49"},
		{"TC_E_15_CS", declared(1, "Single", fixed), pics.No, "not ReadOnly with PowerPathClosed"},
		{"TC_E_39_CS", declared(1, "Single", map[pics.Feature]bool{pics.C_10_2: false}), pics.No, "TxStopPoint can contain Authorized"},
		{"TC_D_10_CS", listing(false), pics.No, "the product can switch its list off"},
		{"TC_D_10_CS", listing(true), pics.Yes, "mandatory in Local Authorization List Management"},
		{"TC_C_27_CS", authorizing(pics.C_38), pics.No, "another method than NoAuthorization or Central"},
		{"TC_C_58_CS", authorizing(pics.C_38), pics.No, "another method than NoAuthorization or Central"},
		{"TC_C_28_CS", authorizing(pics.C_34), pics.Yes, "mandatory in Local Authorization List Management"},
		{"TC_C_31_CS", authorizing(pics.C_36), pics.Yes, "mandatory in Local Authorization List Management"},
		{"TC_C_13_CS", declared(1, "Single", cached), pics.Yes, "C-49"},
	} {
		entry, _ := Lookup(c.id)
		answer, reason := entry.Applies(c.declared)
		if answer != c.want || !strings.Contains(reason, c.says) {
			t.Errorf("%s: expected %s with %q in the reason, got %s: %s", c.id, c.want, c.says, answer, reason)
		}
	}
}

func TestEveryPrerequisiteBelongsToACase(t *testing.T) {
	for id, p := range prerequisites {
		if _, ok := Lookup(id); !ok || p.reason == "" || p.condition.String() == "" {
			t.Errorf("%s: expected a case of the catalogue with a condition and a reason, got %+v", id, p)
		}
	}
}

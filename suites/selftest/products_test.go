package selftest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

// product is what the reference station is made to be in a play.
type product struct {
	name string
	read func() (*pics.Declaration, error) // once: to parse a PICS takes as long as to play
	only []string                          // the cases for which it is made: all others would show nothing new on it
}

// products are tried in this order: a case is proved on the first to which it applies.
var products = []product{
	{name: "certificate", read: reading(examples.PICSName, examples.PICS())},
	{name: "full", read: reading(examples.FullName, examples.Full())},
	{name: "lean", read: reading(examples.LeanName, examples.Lean())},
	{name: "dc", read: reading(examples.DCName, examples.DC()), only: []string{"TC_E_54_CS"}},
	// A station that waits for its drivers, and lets others come meanwhile: to download, or only to install.
	{name: "downloads-later", read: reading(examples.FullName, answered(examples.Full(), "no ", "C-43", "AQ-7")), only: []string{"TC_L_12_CS"}},
	{name: "installs-later", read: reading(examples.FullName, answered(examples.Full(), "no ", "C-43")), only: []string{"TC_L_14_CS", "TC_L_15_CS"}},
	// A station whose display has fewer priorities.
	{name: "one-priority", read: reading(examples.FullName, answered(examples.Full(), "no ", "UI-1.1", "UI-1.2")), only: []string{"TC_O_17_CS"}},
	// A station whose monitors are all set by the CSMS, and that keeps no event while it is offline.
	{name: "custom-monitors", read: reading(examples.FullName, answered(examples.Full(), "no ", "AQ-5", "AQ-6", "AQ-10", "DM-3")),
		only: []string{"TC_N_01_CS", "TC_N_06_CS", "TC_N_19_CS", "TC_N_47_CS", "TC_N_52_CS"}},
	{name: "signing", read: reading(examples.FullName, signing(examples.Full())), only: []string{"TC_E_11_CS"}},
}

// answered is a PICS in which features are answered otherwise.
func answered(data []byte, answer string, features ...string) []byte {
	other := map[string]string{"yes": "no ", "no ": "yes"}[answer]
	for _, feature := range features {
		data = bytes.Replace(data, []byte(feature+": "+other), []byte(feature+": "+answer), 1)
	}
	return data
}

// signing is a PICS with a meter that signs its values.
func signing(data []byte) []byte {
	return answered(data, "yes", "C-09.3", "C-42")
}

func reading(name string, data []byte) func() (*pics.Declaration, error) {
	return sync.OnceValues(func() (*pics.Declaration, error) { return pics.Read(name, data) })
}

// declaration is a copy of the product's PICS, of which fields may be replaced.
func (p product) declaration() (*pics.Declaration, error) {
	d, err := p.read()
	if err != nil {
		return nil, err
	}
	own := *d
	return &own, nil
}

// fits tells whether a case applies to the product.
func (p product) fits(id string) (bool, error) {
	entry, ok := catalogue.Lookup(id)
	if !ok {
		return false, fmt.Errorf("%s is in no catalogue", id)
	}
	if p.only != nil && !slices.Contains(p.only, id) {
		return false, nil
	}
	d, err := p.read()
	if err != nil {
		return false, err
	}
	answer, reason := entry.Applies(d)
	if answer == pics.Undeclared {
		return false, fmt.Errorf("%s on product %s: %s", id, p.name, reason)
	}
	return answer == pics.Yes, nil
}

// preferred are the cases of which the first product that fits leaves rows out that another plays: setting a variable
// that it has ReadOnly, or not at all; reporting connectors that have not changed, or those beside the configured one, where there is one only.
var preferred = map[string]string{
	"TC_B_11_CS": "full", "TC_B_23_CS": "full", "TC_B_51_CS": "full", "TC_B_52_CS": "full",
	"TC_F_12_CS": "full", "TC_F_14_CS": "full",
	"TC_E_17_CS": "full", "TC_J_01_CS": "full", "TC_J_02_CS": "full",
	"TC_E_31_CS": "full",           // the driver of a remote start takes a loose cable out that the station holds
	"TC_L_15_CS": "installs-later", // which has EVSEs that are not in use
	"TC_G_03_CS": "full", "TC_G_05_CS": "full", "TC_G_06_CS": "full", "TC_G_07_CS": "full", "TC_G_11_CS": "full",
	"TC_G_14_CS": "full", "TC_G_17_CS": "full", "TC_G_18_CS": "full", "TC_G_19_CS": "full", "TC_G_21_CS": "full",
}

// productOf is the named product, or the preferred, or the first to which the case applies.
func productOf(t *testing.T, name, id string) product {
	t.Helper()
	name = cmp.Or(name, preferred[id])
	for _, p := range products {
		fits := p.name == name
		if name == "" {
			var err error
			if fits, err = p.fits(id); err != nil {
				t.Fatal(err)
			}
		}
		if fits {
			return p
		}
	}
	t.Fatalf("no product for %s (product %q asked for): it applies to none, and nothing would prove it", id, name)
	return product{}
}

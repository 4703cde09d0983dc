package selftest

import "testing"

// TC_B_53_CS asks for other variables of every product: those of the features that its PICS declares.
func TestEveryProductReportsTheVariablesOfItsPICS(t *testing.T) {
	for _, p := range products {
		t.Run(p.name, func(t *testing.T) { passes(t, "TC_B_53_CS", setup{product: p.name}) })
	}
}

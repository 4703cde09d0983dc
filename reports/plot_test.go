package reports

import "testing"

// TestEverySampleHasABar has samples at and beyond both ends of the axis: evidence of an older bench may hold a time below 0.
func TestEverySampleHasABar(t *testing.T) {
	for _, values := range [][]float64{{0, 0, 0}, {-0.0001, 0.0002}, {-5, -5}, {0.001, 30}} {
		if all := bars(values, 0.001); len(all) == 0 {
			t.Errorf("%v: expected bars, got none", values)
		}
	}
}

package bench

import (
	"testing"

	"github.com/certbench/certbench/csmsmock/pki"
)

// A hundred reference stations of one version hold the files of their firmware once; what they are signed with is each one's own.
func TestReferenceStationsOfOneVersionShareTheirImages(t *testing.T) {
	made := func(runs string) *Firmware {
		f, _, err := MakeFirmware(pki.ECDSA, runs)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	one, other, newer := made("1.0.0"), made("1.0.0"), made("2.0.0")
	for i, image := range one.images {
		if &image.File[0] != &other.images[i].File[0] {
			t.Errorf("%s: expected one file for both stations, got two", image.Name)
		}
		if image.Signature == other.images[i].Signature {
			t.Errorf("%s: expected each station's own signature, got the same", image.Name)
		}
		if &image.File[0] == &newer.images[i].File[0] {
			t.Errorf("%s: expected another file for another version, got the same", image.Name)
		}
	}
}

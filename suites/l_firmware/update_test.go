package l_firmware

import (
	"strings"
	"testing"
)

func TestARefusedCertificateIsToldWithWhatTheStationMayLack(t *testing.T) {
	if got := unknownRoot("InvalidCertificate"); !strings.Contains(got, "ManufacturerRootCertificate") {
		t.Errorf("expected the root that the station needs, got %q", got)
	}
	for _, other := range []any{"Rejected", "RevokedCertificate", nil} {
		if got := unknownRoot(other); got != "" {
			t.Errorf("%v: expected nothing, got %q", other, got)
		}
	}
}

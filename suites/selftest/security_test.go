package selftest

import (
	"fmt"
	"testing"
)

// TestCasesPlayOverTLS plays a sample of the cases in the security profiles with TLS: what they have in common is the connection,
// whose ways to begin and end they go through between them.
func TestCasesPlayOverTLS(t *testing.T) {
	for _, profile := range []int{2, 3} {
		for _, id := range []string{"TC_B_01_CS", "TC_B_20_CS", "TC_B_51_CS", "TC_B_57_CS", "TC_C_02_CS", "TC_E_03_CS", "TC_E_41_CS", "TC_F_20_CS", "TC_G_01_CS", "TC_J_01_CS",
			"TC_A_11_CS", "TC_A_14_CS", "TC_A_23_CS", "TC_M_01_CS", "TC_M_20_CS", "TC_M_23_CS"} {
			t.Run(fmt.Sprintf("%s in security profile %d", id, profile), func(t *testing.T) {
				t.Parallel()
				passes(t, id, setup{profile: profile, written: true})
			})
		}
	}
}

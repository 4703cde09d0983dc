package variables

import "testing"

func TestPlainWritesValuesAsPart2Does(t *testing.T) {
	for value, want := range map[string]string{
		"True": "true", "FALSE": "false", "true": "true", "60.0": "60", "-4.00": "-4", "60": "60", " 7 ": "7", "6.5": "6.5",
		"EVConnected, Authorized": "EVConnected,Authorized", "a ,b": "a,b", "a,b": "a,b", "Pay here, please do": "Pay here, please do", "": "", "Heartbeat": "Heartbeat",
	} {
		if got := Plain(value); got != want {
			t.Errorf("%q: expected %q, got %q", value, want, got)
		}
	}
}

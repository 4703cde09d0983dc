package values

import "testing"

// TestANumberThatNoDoubleHoldsTakesNothingFromTheOtherFields: they are read as they are, and the number as it is written.
func TestANumberThatNoDoubleHoldsTakesNothingFromTheOtherFields(t *testing.T) {
	body := Decoded([]byte(`{"evseId":1e999,"connectorId":1,"list":[{"value":2.5}],"timestamp":"x"}`))
	for path, want := range map[string]string{"evseId": "1e999", "connectorId": "1", "timestamp": `"x"`, "list[0].value": "2.5"} {
		if got := Show(Walk(body, path)); got != want {
			t.Errorf("%s: expected %s, got %s", path, want, got)
		}
	}
}

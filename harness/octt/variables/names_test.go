package variables

import "testing"

func TestVariablesAreNamedAsTheDocumentDoes(t *testing.T) {
	component, variable := Parse("AlignedDataCtrlr.SendDuringIdle[x]")
	if component.Name != "AlignedDataCtrlr" || variable.Name != "SendDuringIdle" || variable.Instance == nil || *variable.Instance != "x" {
		t.Errorf("expected component, variable and instance, got %v %v", component, variable)
	}
	if _, plain := Parse("AuthCtrlr.Enabled"); plain.Instance != nil {
		t.Errorf("expected no instance, got %q", *plain.Instance)
	}
}

package suites

import "testing"

func TestACaseIsFoundWhateverTheCaseOfItsLetters(t *testing.T) {
	for _, id := range []string{"TC_E_03_CS", "tc_e_03_cs", "Tc_E_03_cS"} {
		if entry, err := Find(id); err != nil || entry.ID != "TC_E_03_CS" {
			t.Errorf("%q: expected TC_E_03_CS, got %q, %v", id, entry.ID, err)
		}
	}
}

func TestAnExpressionSelectsTheSameCasesWhateverTheCaseOfItsLetters(t *testing.T) {
	want, err := Select("E && !TC_E_31_CS")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Select("e && !tc_e_31_cs")
	if err != nil || len(got) != len(want) || len(got) < 40 {
		t.Errorf("expected %d cases, got %d, %v", len(want), len(got), err)
	}
}

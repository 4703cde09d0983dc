package octt

import "testing"

func TestTheNewestAreKept(t *testing.T) {
	all := map[string]int64{"a": 3, "b": 1, "c": 4, "d": 2}
	number := func(n int64) int64 { return n }
	if keepNewest(all, 4, number); len(all) != 4 {
		t.Fatalf("expected four of four to be kept, got %v", all)
	}
	if keepNewest(all, 2, number); len(all) != 2 || all["a"] == 0 || all["c"] == 0 {
		t.Errorf("expected a and c to be kept, got %v", all)
	}
}

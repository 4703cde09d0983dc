package fleet

import "testing"

// TestWhatADeadAgentHadTakenKeepsNobodyFromItsBench holds the engine against when the bench can be reserved again.
func TestWhatADeadAgentHadTakenKeepsNobodyFromItsBench(t *testing.T) {
	h := serve(t)
	desk, err := enterBeside(t, h, DefaultLab, "bench-1").Desk(t.Context(), "bench-1", "1")
	if err != nil {
		t.Fatal(err)
	}
	about, err := desk.consumer.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if held := about.Config.AckWait; held > BenchLasts {
		t.Errorf("the engine keeps what was taken for %v, and the bench can be reserved again after %v", held, BenchLasts)
	}
}

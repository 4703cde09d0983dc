package kernel

import (
	"path/filepath"
	"testing"
)

func TestFilesKeepWhatWasSaved(t *testing.T) {
	store, err := Files(filepath.Join(t.TempDir(), "memory"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"", "one", "two"} {
		if want != "" {
			if err := store.Save("record", []byte(want)); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := store.Load("record"); err != nil || string(got) != want {
			t.Errorf("expected %q, got %q and %v", want, got, err)
		}
	}
	if leftovers, err := filepath.Glob(filepath.Join(string(store.(files)), "*.new")); err != nil || len(leftovers) > 0 {
		t.Errorf("expected no unfinished file, got %v and %v", leftovers, err)
	}
}

package patches

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/station/defects"
)

func TestEveryDefectIsPatchedInSomewhere(t *testing.T) {
	for _, info := range defects.All() {
		if !slices.ContainsFunc(all, func(p defects.Patch) bool { return slices.Contains(p.Of, info.Name) }) {
			t.Errorf("%s: expected a patch that puts it in, got none among %d", info.Name, len(all))
		}
	}
}

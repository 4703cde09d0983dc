// Package admission has the faults of who is let charge: how idTokens are judged, by the Local Authorization List among others, what the
// Authorization Cache keeps of them, and what becomes of their drivers.
package admission

import "slices"

// Patches put them in.
var Patches = slices.Concat(admissionPatches, judgingPatches, listedPatches)

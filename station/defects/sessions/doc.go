// Package sessions has the faults of what is done for drivers: who is let charge, sessions and transactions, their events and
// meter values, and how those are queued.
package sessions

import "slices"

// Patches put them in.
var Patches = slices.Concat(messagePatches, chargingPatches, lostEVPatches, refusalPatches, queuePatches, meteringPatches)

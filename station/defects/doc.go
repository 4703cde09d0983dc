// Package defects names the deliberate faults of the reference station. Each is one sentence: with it the station does
// exactly that wrong and everything else right, so that a case that finds it is known to have looked there.
//
// The packages below put them into the firmware, at its seams, and patches.Of a Set is what a station's Config.Patch wants.
// The firmware never asks whether it has a fault.
package defects

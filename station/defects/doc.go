// Package defects names the deliberate faults of the reference station. Each is one sentence: with it the station does
// exactly that wrong and everything else right, so that a case that finds it is known to have looked there.
package defects

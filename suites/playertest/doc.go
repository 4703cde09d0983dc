// Package playertest is what every suites.Player passes: that of a bench of this machine, and that of one of another. A plan comes out
// the same on both, because both keep it.
package playertest

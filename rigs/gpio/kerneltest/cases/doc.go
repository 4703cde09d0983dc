// Package cases plays official cases in the machine of rigs/gpio/kerneltest only, hence the build tag of its tests: certbench
// run with relays on one chip of the kernel, certbench station with a board on another, each a process of its own, and
// the copper between them.
package cases

// Package chiptest is the contract of gpio.Chip as one reusable test: what stands in for the kernel does as the kernel
// does.
package chiptest

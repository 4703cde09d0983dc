// Package lines holds the tests of rigs/gpio on the lines of a real kernel. They run in the machine of
// rigs/gpio/kerneltest only, hence the build tag.
package lines

// Package kills holds the test that kills holders of real lines with SIGKILL, at random points of random acts. It runs in the
// machine of rigs/gpio/kerneltest only, hence the build tag.
package kills

// Package simchip makes GPIO chips out of the kernel's gpio-sim, for tests inside the machine of rigs/gpio/kerneltest: the
// rig holds the lines through the real interface, the test sees and pulls them from the other side.
package simchip

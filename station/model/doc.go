// Package model is the station's device model (part 2, chapter "Device Model"): components and variables with their
// characteristics, their values and what of them outlasts a boot, and which of them a report means. The table of a product
// is made of rows of the rooms above, which go by these variables; the messages that read and write them are not its matter.
//
// It promises that no value is taken that its variable does not allow, so that whoever reads one need not check it, and
// that Save keeps what differs from the factory's.
package model

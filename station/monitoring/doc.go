// Package monitoring is the room that watches the device model: the monitors that the maker has wired in or configured and those
// that the CSMS has set, what triggers them, and what the CSMS is told of it (use cases N02 to N08).
package monitoring

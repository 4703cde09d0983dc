// Package gpio is the rig made of relays on GPIO lines: the resistors of the control pilot, the proximity contact, the
// mains, the parking bay sensor and cards on a servo. Mains and 12 V hang on it, so that every line has a value in
// which it is safe, every movement breaks before it makes, and every error ends in the safe values.
package gpio

// Package meters measures (block J): what flows through each EVSE, and what is read of it, in which units and with whose
// signature. When it is read and told is not its business.
//
// It promises that a register never goes back and is never set to zero, and that a reading shows one moment.
package meters

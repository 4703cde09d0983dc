// Package files moves files between the station and a server of the CSMS (blocks L and N): logs up and firmware down, with the
// attempts and their intervals, and what is told of both.
//
// It promises that one log and one firmware at a time are under way, and that the end of a transfer is told once.
package files

// Package files moves files between the station and a server of the CSMS (blocks L and N): logs up and firmware down, with the
// attempts and their intervals, and what is told of both; and it installs the firmware.
//
// It promises that one log and one firmware at a time are under way, and that the end of a transfer is told once; that nothing is
// installed of which certificate, signature and checksum are not right; that the image that runs is never written to; and
// that an update goes on after a reboot and a power cut, wherever they come, until its end has been told.
package files

// Package kernel is one life of the station's software, from power-up to reboot, and knows nothing of OCPP. It owns the
// loop, the alarms, the clock, the non-volatile memory and the logs.
//
// It promises that everything in a life happens in one goroutine, one thing at a time, in the order in which it came; that
// alarms of the same moment go off in the order in which they were set; and that what Save was given is there in the next
// life, because a station whose memory fails stops at once.
package kernel

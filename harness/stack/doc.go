// Package stack makes room on the stack of a goroutine before it is needed. A goroutine begins with 2 KiB and is given twice as much
// each time that it runs out of it; whatever is on the stack by then is moved, frame by frame. Of a goroutine that works deep, as a
// station or a scenario does, and ends a few milliseconds later, as it does in a bubble of virtual time, that took a twentieth of
// all time.
package stack

// Package memnet is a network in memory: buffered, full-duplex connections with exact deadlines and close semantics, and
// the faults of a real line. Firmware, mock CSMS and engine talk over it inside a testing/synctest bubble, where a real
// socket would stop the synthetic clock and net.Pipe, which has no buffer, would deadlock two parties that write at once.
//
// Whatever blocks here blocks in sync.Cond.Wait, which synctest knows as durable, and wakes by time.AfterFunc.
package memnet

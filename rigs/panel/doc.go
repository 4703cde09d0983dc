// Package panel is the rig of the reference station: it acts on the station's panel in memory, without a system call,
// so that a bench made of it runs inside a testing/synctest bubble.
package panel

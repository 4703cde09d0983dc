// Package ports gives tests over TCP an address of this machine where somebody will listen later: a process that is started with
// it, or one that comes back.
package ports

// Package fakechip stands in for the GPIO lines of a machine: it grants lines by name to several holders, keeps a log
// of what happened to them, loses edges as the kernel does, and can break.
package fakechip

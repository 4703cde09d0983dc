// Package paneltest lets the rig contract look at a panel, for the rigs that end at one: in memory, over HTTP, or by
// way of a person.
package paneltest

// Package manual is the rig that is a person: it shows the act's own sentence on a terminal and takes Enter for done.
package manual

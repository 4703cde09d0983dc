// Package manual is the rig that is a person: it shows the act's own sentence on a terminal and takes Enter for done. Where there is
// a desk, the same prompt lies there too, and whoever answers first has answered.
package manual

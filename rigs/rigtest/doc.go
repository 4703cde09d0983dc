// Package rigtest is the contract that every rig passes, as one reusable test: what an act does to the world, what it
// reads back, what is refused, and that rest is reached from everywhere.
package rigtest

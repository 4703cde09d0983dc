// Package fleettest is what goes wrong between the machines of a fleet, for tests: a network that can be cut.
package fleettest

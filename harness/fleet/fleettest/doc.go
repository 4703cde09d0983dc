// Package fleettest is what stands between the machines of a fleet, for tests: a network that can be cut, and a certificate of the server.
package fleettest

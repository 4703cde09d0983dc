// Package foreign holds thin charging stations whose wire is not ours, and its test plays plans on them over TCP in real
// time: ocppgo is made with the Go module github.com/lorenzodonini/ocpp-go, ocpprpc with the npm package ocpp-rpc. Neither
// was made with certbench in mind, nor certbench with them: they show what a bench meets outside of its own house.
//
// Both are one EVSE with one fixed cable. They are reached by requests of a rig of the type http, and know as much of part 2
// as a first prototype does. What they lack is part of the test. Over TLS, which both libraries can, they trust the root of the run:
// they refuse a bad certificate, and tell nobody of it.
package foreign

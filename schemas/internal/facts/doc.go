// Package facts holds the messages, types and enumerations of OCPP 2.0.1 as one readable table, and reads it.
// The schemas and the Go types are both made from it, so that they cannot disagree.
package facts

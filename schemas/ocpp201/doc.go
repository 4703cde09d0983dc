// Package ocpp201 holds the Go types of all 64 actions of OCPP 2.0.1. A request knows its action and its response type,
// so that sending one needs no cast. Optional fields are pointers, lists are slices; the form is part 2's, see the table
// of facts in schemas/internal/facts. Whether a message is valid is for package schemas to say, on the raw bytes.
package ocpp201

//go:generate go run ../gen -out .

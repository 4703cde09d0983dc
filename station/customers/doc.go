// Package customers is the room that tells the CSMS what the station keeps of a customer, and forgets it (use cases N09 and
// N10).
package customers

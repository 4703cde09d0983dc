// Package h_reservation holds the cases of functional block H: reservations of an EVSE, of any, and of a type of connector; their
// use, their cancellation, and their end by themselves.
package h_reservation

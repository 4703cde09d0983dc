// Package p_data_transfer holds the cases of functional block P, DataTransfer and CustomData: what a station does with extensions
// that it does not know.
package p_data_transfer

// Package j_metervalues holds the cases of functional block J: meter values.
package j_metervalues

// Package selftest proves the cases: each passes on the good reference station with the table that is kept as golden
// file, and each fails on the named defects of expectations.tsv at the row that stands there, and on no other. All of it
// runs under a synthetic clock.
package selftest

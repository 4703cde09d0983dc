// Package selftest proves the cases. Each passes on the good reference station, made to be every product to which it
// applies, on every bench, with the table that is kept as golden file; with every start and stop point of its product; and
// on stations that use the freedoms of part 2. And each fails on the named defects of expectations.tsv at the row that
// stands there, and on no other. All of it runs under a synthetic clock.
package selftest

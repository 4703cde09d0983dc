// Package selftest proves the cases. Each passes on the good reference station, made to be every product to which it
// applies, on every bench, with the table that is kept as golden file; with every start and stop point of its product; and
// on stations that use the freedoms of part 2. And each fails on the named defects of expectations.tsv at the row that
// stands there, and on no other. All of it runs under a synthetic clock.
//
// What it costs is plays, some 5 ms of a core each, a third of it to have station and bench ready. So nothing is played that cannot show
// anything new: a defect that the good station is never asked about (pruning_test.go); a ground whose table is that of another
// (grounds_test.go); a case that has its verdict (the first FAIL ends a play of the kill matrix); the same play for several tests
// (played_test.go); two modes of a pair of points, where each point meets both (points_test.go); and defects that a case is not
// expected to see, each by itself (joined_test.go). Samples of what the defects' plays leave out are held against the truth; -everywhere
// plays all of that but defects that are not asked about.
package selftest

// Package octt is the language in which the official test cases are written: Case, State, Scenario and eight verbs,
// one per kind of row of a part 6 table. It plays a case against a CSMS connection and a set of rigs, judges every
// message and records every row. It knows no test framework and never decides which cases to play.
package octt

// Package octt is the language in which the official test cases are written: Case, State, Scenario and eight verbs,
// one per kind of row of a part 6 table. It plays a case against a CSMS connection and a set of rigs, judges every
// message and records every row. It knows no test framework and never decides which cases to play.
//
// Below it are rooms of plain data and pure functions: values (fields of a message by path), variables (their names and
// dataTypes), ledger (what a run has seen of the station) and rules (what must be so in every case).
//
// The files wire*.go are the lower half of this package: the connection, what is recorded, held, answered and owed, under one lock.
// They name nothing of the language above them (TestTheWireKnowsNoScenario). They are no package of their own because the verbs
// wait for conditions over that state, under that lock: a wall between them would be a door for each of its eighty members.
package octt

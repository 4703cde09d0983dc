// Package states holds the reusable states of part 6, section 2.18, one file each: rows and validations transcribed
// from the tables, errata 6.2.116 and 6.2.117 included. What a table makes depend on TxStartPoint and TxStopPoint is
// decided in course.go from the configured points and from what the scenario has done, never from what the station did.
package states

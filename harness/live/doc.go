// Package live is the page of a bench that plays, or of a run folder: the plan, the table of each case row by row, the wire, the
// station and the times as they come. All of it is a fold of the evidence, record by record; nothing is asked of the engine, so
// that the page shows what the file says. What a visitor does there, such as a pause, goes through the interfaces that whoever
// serves the page hands over.
package live

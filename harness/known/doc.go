// Package known reads a file of known failures: which failures of a station are expected, why, by which ticket, and until when. It says
// which checks and findings an entry covers; what follows from that for a run, reports decides.
package known

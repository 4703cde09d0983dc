// Package kpi measures the four performance indicators of the certificate (section Performance Measurement Result of the
// abstract of a test report) from the evidence of a run alone: frames with their times, connections, and physical acts.
// Times are differences of the monotonic clock; each sample says whether the kernel or the bench process has stamped its end,
// and the samples of an indicator are all of one kind. What the kernel has stamped together with a later message makes none.
package kpi

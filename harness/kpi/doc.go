// Package kpi measures the four performance indicators of the certificate (section Performance Measurement Result of the
// abstract of a test report) from the evidence of a run alone: frames with their times, connections, and physical acts.
package kpi

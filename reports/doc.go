// Package reports makes documents out of the evidence of a run: JUnit for CI, run.json for programs, report.html for
// people, abstract.html to lay beside a certificate, both also as PDF for paper, and what changed between two runs. Each is a pure
// function of the evidence and the PICS file, so that all can be made again at any time, byte for byte.
package reports

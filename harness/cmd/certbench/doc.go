// Command certbench plays the official test cases of OCPP 2.0.1 on a charging station and makes the report of it. This
// package is the command line: it reads files and flags, opens a bench, and has the suites play on it.
package main

// Package tested gathers what a run has shown of a station, from the evidence alone: which measurands, idToken types, cipher suites and
// file transfer protocols a laboratory would call tested. What a PICS declares is not looked at.
package tested

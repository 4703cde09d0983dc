// Package n_diagnostics holds the cases of functional block N, Diagnostics: the logs that a station uploads (N01), its
// monitors and what they tell (N02 to N08), and what it keeps of its customers (N09, N10).
package n_diagnostics

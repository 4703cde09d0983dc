// Package seen tells a text that came before from one that is new, for streams without an end: it keeps marks, not texts, and of the
// newest only.
package seen

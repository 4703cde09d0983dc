// Package door decides who may come in to a page of a running bench, and what they may do there: a token where the page leaves
// this machine, a name for whoever acts, and forms that only the page itself can have made, each of which counts once. It knows
// nothing of what the pages show.
package door

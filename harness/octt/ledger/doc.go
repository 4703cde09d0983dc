// Package ledger keeps what a run has seen of a station, as plain data: what its transactions, connectors and transfers have told,
// what was done to it and asked of it, and when it was connected. It reads messages and keeps them; it judges none, answers none,
// and locks nothing: whoever owns a Book sees to it that one goroutine at a time uses it.
package ledger

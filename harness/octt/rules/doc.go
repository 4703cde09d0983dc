// Package rules holds what must be so in every case, whatever its rows are (part 6, section 2.1): of transactions, of what was done
// to the station while they ran, of connectors, meters and clocks, and of every frame. The rules are functions over what the ledger
// has kept, that change nothing, wait for nothing and return what is broken; whose verdict that is, the engine decides. Rules that
// need to know which message a row has claimed, or how the station stands with the CSMS, are the engine's own.
package rules

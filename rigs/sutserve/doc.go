// Package sutserve offers the rigs of a bench to the official tool: it is the other side of what rigs/sutapi calls. The same
// relays then serve certbench and the laboratory's OCTT, by HTTP, or by a WebSocket that this side opens where the tool
// cannot reach the bench. No official text of the SUT API was seen; the calls are those that independent programs make.
package sutserve

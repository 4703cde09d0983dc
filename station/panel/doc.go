// Package panel is the physical side of the reference station: sockets, cables, control pilot, card reader, parking
// bay sensor, lock, contactor and mains. People and rigs act on it from the world side, the firmware looks at it and
// drives its outputs from the other, and neither knows who stands opposite. Handler offers the world side over HTTP
// with the calls of the OCTT SUT API.
package panel

// Package product is what the maker has decided: who the station is, and which of the choices that the specification leaves
// open it has taken. Every choice is conformant; what is not is no choice but a fault, and is kept elsewhere.
package product

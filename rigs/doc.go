// Package rigs names the physical acts of a conformance test: connecting the EV, moving the control pilot, presenting
// an idToken, cutting the mains. A case asks for an act; what carries it out (a relay, a simulator, a person) is bound
// in the bench file and looks the same from here.
package rigs

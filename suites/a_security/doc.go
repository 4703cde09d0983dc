// Package a_security holds the cases of functional block A, Security (part 6, section 2.2).
package a_security

// Package pics holds a charging station's Protocol Implementation Conformance Statement: the items it answers, the file
// they are declared in, the conditions that test cases put on them, and the contradictions a declaration can contain.
//
// Every answer is yes, no or undeclared. Undeclared is an error of the file and never counts as no.
package pics

// Package variables knows what a variable of the device model is called and which values fit it: its name as the documents write
// it, lists and their comparison, and the dataType that part 2 or the station's own report gives it. It judges nothing: that a
// value is a misfit it says in words, and whose that is, its callers decide.
package variables

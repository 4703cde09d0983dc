// Package calls is the rig that a technician makes out of what the bench has already: for every act a command line of
// this machine, or an HTTP request to a device such as a switched socket, each with a time limit and, where there is one,
// a second call that looks whether the act was done.
package calls

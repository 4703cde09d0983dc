// Package files is the CSMS's file side: a server to which a station uploads logs and from which it downloads firmware. It
// does what it is told and tells what it saw: it can keep transfers under way until it is told to let them go on, keeps
// nothing of what is uploaded, writes nothing outside its memory, and lets nothing that a station sends fill that.
//
// It speaks HTTP. Each protocol is one method that serves a listener of the caller, over the same locations, limits and
// transfers, so that it runs over TCP and in a testing/synctest bubble alike.
package files

// Package csmsmock is the CSMS side of OCPP-J (OCPP 2.0.1 part 4): a WebSocket server that does what it is told, records
// every frame, and judges nothing. It can hold a CALL until told to answer, answer by itself, late, wrongly or never, close,
// cut and refuse connections, and it lets nothing that a station sends crash it or fill its memory.
//
// It takes its listeners from the caller and waits only on package time, contexts, channels and sync.Cond, so that it
// runs over TCP, TLS, and in a testing/synctest bubble alike. What comes over TCP is dated by the kernel where it can do that,
// because a goroutine that reads is late by milliseconds on a busy machine; each event says by which clock it is dated.
package csmsmock

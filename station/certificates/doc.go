// Package certificates is what the station trusts, and what it is trusted by: the root certificates by their use, which the
// CSMS installs, lists and deletes (use cases M03 to M05), and the station's own certificate with its key, which it renews
// (use cases A02 and A03). It decides which certificate is taken, and which one a connection goes by; how a connection is
// made over TLS is the matter of the wire, which takes a Trust and tells the room what has become of it.
//
// It promises that a private key leaves the room for a connection only and is in no message, that what was accepted is kept
// before it is answered, that a certificate in use is given up only when another one has been proved to work, and that what
// is refused changes nothing. Times are those of the station's clock.
package certificates

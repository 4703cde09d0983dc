// Package stacks holds clients over TLS stacks that are not Go's, as stations are: OpenSSL, GnuTLS, mbedTLS and wolfSSL in C, and
// Node.js with ws. Its tests let them make the handshakes of TC_A_04_CS to TC_A_07_CS against an endpoint of csmsmock/pki, and
// hold what its records say against what the client says of itself.
package stacks

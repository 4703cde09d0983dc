// Package random makes payloads at random that satisfy the official schemas, and the types of part 2, section 2.1.4: what
// any station or CSMS may say, be there sense in it or not.
package random

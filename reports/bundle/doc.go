// Package bundle makes one archive of a run folder that proves itself, and proves it, without a network.
//
// The archive is a ZIP file, because everybody can list and open one, on whatever system and by the browser. Its first file is the
// proof, attestation.intoto.jsonl: a DSSE envelope, signed by an Ed25519 key, around an in-toto statement (v1) with the predicate
// test-result (v0.1), as other verifiers read them too. The statement's subjects are all other files, in their order: the evidence, every
// document, the files that the run was made with, the public certificates that it has shown, and the hashes of firmware images. Each
// subject has two hashes: of the file, and of what the archive holds of it, because some bytes of a compressed file mean nothing and
// could be altered under the hash of the content. All other bytes of the archive follow from the statement: whoever verifies lays them
// out again and compares. So no byte of a bundle can be altered unnoticed.
//
// Nothing in it depends on when or where it is made, so that the same certbench makes the same bytes of the same run. It holds no private key:
// a folder in which one stands is not bundled.
package bundle

package bench

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"sync"

	"golang.org/x/crypto/ssh"
)

// hostKeys are those of the SFTP servers of this process, for which no others were brought along: one of each kind that clients know. A
// station that remembers the key of a host needs some that stay, which the bench file names.
var hostKeys = sync.OnceValues(func() ([]ssh.Signer, error) {
	return signers(
		func() (crypto.Signer, error) { _, key, err := ed25519.GenerateKey(rand.Reader); return key, err },
		func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) },
		func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) },
	)
})

// memoryHostKey is that of benches in memory, of which there are thousands in a test: the kind that is made at once.
var memoryHostKey = sync.OnceValues(func() ([]ssh.Signer, error) {
	return signers(func() (crypto.Signer, error) { _, key, err := ed25519.GenerateKey(rand.Reader); return key, err })
})

func signers(makers ...func() (crypto.Signer, error)) ([]ssh.Signer, error) {
	var all []ssh.Signer
	for _, make := range makers {
		key, err := make()
		if err != nil {
			return nil, fmt.Errorf("a host key cannot be made: %w", err)
		}
		signer, err := ssh.NewSignerFromSigner(key)
		if err != nil {
			return nil, fmt.Errorf("a host key cannot be used: %w", err)
		}
		all = append(all, signer)
	}
	return all, nil
}

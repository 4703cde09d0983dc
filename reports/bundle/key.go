package bundle

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

// PublicSuffix is what the name of a public key has behind that of its private one.
const PublicSuffix = ".pub"

// The blocks of the files (RFC 7468, 10 and 13).
const (
	privateBlock = "PRIVATE KEY"
	publicBlock  = "PUBLIC KEY"
)

// A Key signs bundles, or, without its private part, proves who has signed one. It is a signer and a verifier of DSSE envelopes.
type Key struct {
	private ed25519.PrivateKey // nil in a public key
	public  ed25519.PublicKey
	id      string
}

func newKey(private ed25519.PrivateKey, public ed25519.PublicKey) (*Key, error) {
	id, err := dsse.SHA256KeyID(public)
	if err != nil {
		return nil, err
	}
	return &Key{private, public, id}, nil
}

// ID is the fingerprint of the public part, as ssh-keygen writes it: SHA256 and base64.
func (k *Key) ID() string { return k.id }

// KeyID implements dsse.Signer and dsse.Verifier.
func (k *Key) KeyID() (string, error) { return k.id, nil }

// Public implements dsse.Verifier.
func (k *Key) Public() crypto.PublicKey { return k.public }

// Sign implements dsse.Signer.
func (k *Key) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(k.private, data), nil
}

// Verify implements dsse.Verifier.
func (k *Key) Verify(_ context.Context, data, signature []byte) error {
	if !ed25519.Verify(k.public, data, signature) {
		return errors.New("the signature is not that of the data")
	}
	return nil
}

// NewKey makes an Ed25519 key: the private part in a file of that name that only its owner may read (PKCS #8, PEM), the public one beside
// it. Neither overwrites a file.
func NewKey(path string) (*Key, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, err
	}
	open, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, err
	}
	if err := create(path+PublicSuffix, publicBlock, open, 0o644); err != nil {
		return nil, err
	}
	if err := create(path, privateBlock, secret, 0o600); err != nil {
		return nil, errors.Join(err, os.Remove(path+PublicSuffix))
	}
	return newKey(private, public)
}

func create(path, block string, der []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and no key is overwritten; name another file", path)
	}
	if err != nil {
		return fmt.Errorf("the key cannot be written: %w", err)
	}
	if err := errors.Join(pem.Encode(f, &pem.Block{Type: block, Bytes: der}), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("the key cannot be written: %w", err), os.Remove(path))
	}
	return nil
}

// ReadPrivate reads a key that signs.
func ReadPrivate(path string) (*Key, error) {
	der, err := readBlock(path, privateBlock, "a private key in PEM (PKCS #8), such as certbench bundle keygen makes")
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("%s holds no private key that can be read: %w", path, err)
	}
	private, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, wrongKind(path, parsed)
	}
	return newKey(private, private.Public().(ed25519.PublicKey))
}

// ReadPublic reads a key by which a signature is proved.
func ReadPublic(path string) (*Key, error) {
	der, err := readBlock(path, publicBlock, "a public key in PEM, such as the file "+PublicSuffix+" that certbench bundle keygen makes")
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, fmt.Errorf("%s holds no public key that can be read: %w", path, err)
	}
	public, ok := parsed.(ed25519.PublicKey)
	if !ok {
		return nil, wrongKind(path, parsed)
	}
	return newKey(nil, public)
}

func wrongKind(path string, key any) error {
	return fmt.Errorf("the key in %s is a %T, and a bundle is signed by Ed25519; make one by certbench bundle keygen, or by openssl genpkey -algorithm ed25519", path, key)
}

func readBlock(path, kind, want string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the key cannot be read: %w", err)
	}
	block, _ := pem.Decode(text)
	switch {
	case block == nil:
		return nil, fmt.Errorf("%s is no key; name %s", path, want)
	case block.Type == "ENCRYPTED "+kind:
		return nil, fmt.Errorf("the key in %s is encrypted; write it without a password by openssl pkey -in %s, into a file that only you may read", path, path)
	case block.Type != kind:
		return nil, fmt.Errorf("%s holds a block %q; name %s", path, block.Type, want)
	}
	return block.Bytes, nil
}

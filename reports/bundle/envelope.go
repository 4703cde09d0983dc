package bundle

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

// AttestationName is the file of a bundle that proves the others: one line of JSON, as in-toto names a list of envelopes.
const AttestationName = "attestation.intoto.jsonl"

// payloadType is that of in-toto statements.
const payloadType = "application/vnd.in-toto+json"

// seal signs a statement. An envelope is the same every time: Ed25519 takes no chance (RFC 8032).
func seal(ctx context.Context, s statement, by *Key) ([]byte, error) {
	if by.private == nil {
		return nil, errors.New("a public key signs nothing; name the private one")
	}
	payload, err := s.encode()
	if err != nil {
		return nil, err
	}
	signer, err := dsse.NewEnvelopeSigner(by)
	if err != nil {
		return nil, err
	}
	envelope, err := signer.SignPayload(ctx, payloadType, payload)
	if err != nil {
		return nil, err
	}
	return encodeEnvelope(envelope)
}

func encodeEnvelope(e *dsse.Envelope) ([]byte, error) {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	err := enc.Encode(e)
	return line.Bytes(), err
}

// sealed is an envelope that was read.
type sealed struct {
	envelope *dsse.Envelope
	payload  []byte
}

// unseal reads an envelope as certbench writes it: every byte of it has one meaning, and no other bytes have that. The error says in a
// sentence what is wrong with the file.
func unseal(line []byte) (sealed, error) {
	var e dsse.Envelope
	if err := json.Unmarshal(line, &e); err != nil {
		return sealed{}, errors.New("it is no envelope (DSSE)")
	}
	switch {
	case e.PayloadType != payloadType:
		return sealed{}, fmt.Errorf("it is an envelope around %q, not around %q", e.PayloadType, payloadType)
	case len(e.Signatures) == 0:
		return sealed{}, errors.New("nobody has signed it")
	case len(e.Signatures) > 1:
		return sealed{}, fmt.Errorf("it has %d signatures, and a bundle has one", len(e.Signatures))
	}
	payload, err := exactly(e.Payload)
	if err != nil {
		return sealed{}, err
	}
	if _, err := exactly(e.Signatures[0].Sig); err != nil {
		return sealed{}, err
	}
	again, err := encodeEnvelope(&e)
	if err != nil {
		return sealed{}, err
	}
	if !bytes.Equal(again, line) {
		return sealed{}, errors.New("it is not written as certbench writes it")
	}
	return sealed{&e, payload}, nil
}

// exactly decodes base64 that has no other spelling.
func exactly(text string) ([]byte, error) {
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(data) != text {
		return nil, errors.New("its base64 is not written as certbench writes it")
	}
	return data, nil
}

// signedBy proves that a key has signed the envelope; the error says in a sentence why not.
func (s sealed) signedBy(ctx context.Context, key *Key) error {
	if named := s.envelope.Signatures[0].KeyID; named != key.ID() {
		return fmt.Errorf("it names the key %s, and this one is %s: another key has signed it", named, key.ID())
	}
	verifier, err := dsse.NewEnvelopeVerifier(key)
	if err != nil {
		return err
	}
	if _, err := verifier.Verify(ctx, s.envelope); err != nil {
		return errors.New("its signature is not that of its statement")
	}
	return nil
}

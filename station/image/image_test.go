package image

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestAnImageIsReadAsItWasMade(t *testing.T) {
	for _, payload := range [][]byte{nil, []byte("payload"), bytes.Repeat([]byte("\n\x00"), 1<<16)} {
		got, err := Read(Make("2.1.0 (beta)", payload))
		if err != nil || got.Version != "2.1.0 (beta)" || !bytes.Equal(got.Payload, payload) {
			t.Errorf("expected version 2.1.0 (beta) and %d bytes, got %q, %d bytes and %v", len(payload), got.Version, len(got.Payload), err)
		}
	}
}

func TestAnImageOfWhichAByteWasChangedIsNotRead(t *testing.T) {
	good := Make("2.1.0", []byte("payload"))
	for i := range good {
		file := bytes.Clone(good)
		file[i] ^= 1
		if got, err := Read(file); !errors.Is(err, ErrForm) && !errors.Is(err, ErrChecksum) {
			t.Errorf("expected a refusal with byte %d changed, got %+v and %v", i, got, err)
		}
	}
	file := bytes.Clone(good)
	file[len(file)-1] ^= 1
	if _, err := Read(file); !errors.Is(err, ErrChecksum) {
		t.Errorf("expected a wrong checksum, got %v", err)
	}
}

func TestWhatIsNoWholeImageIsNotRead(t *testing.T) {
	good := Make("2.1.0", []byte("payload"))
	files := [][]byte{nil, []byte("\n\n\n\n"), append(bytes.Clone(good), 0), Make("", nil), Make("2.1.0\nsha256 0", nil), Make(strings.Repeat("2", 51), nil)}
	for n := range good {
		files = append(files, good[:n])
	}
	for _, file := range files {
		if got, err := Read(file); !errors.Is(err, ErrForm) {
			t.Errorf("expected no image in %q, got %+v and %v", file, got, err)
		}
	}
}

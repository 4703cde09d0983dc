package image

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An image is four lines and the payload after them:
//
//	certbench station firmware 1
//	version 2.1.0
//	payload 1024
//	sha256 (64 hexadecimal digits, over the line of the version, that of the length, and the payload)
//
// Each line ends with a line feed. The payload has as many bytes as its line says, and nothing follows it.
const form = "certbench station firmware 1"

// longestVersion is that of firmwareVersion in BootNotification (part 2, ChargingStationType).
const longestVersion = 50

// longestHead is more than the four lines can have.
const longestHead = 256

var (
	// ErrForm is what has not the form of an image: it was not made for this station, or was cut short.
	ErrForm = errors.New("the file is no firmware of this station")
	// ErrChecksum is an image of which the content is not what its checksum was made of.
	ErrChecksum = errors.New("the checksum of the firmware is wrong")
)

// Image is what a firmware file says of itself.
type Image struct {
	Version string
	Payload []byte // a part of the file that was read, not a copy
}

// Make writes a firmware file. version has 1 to 50 printable characters of ASCII, without a space at either end; another
// one gives a file that Read turns down with ErrForm.
func Make(version string, payload []byte) []byte {
	described := describe(version, len(payload))
	var file bytes.Buffer
	fmt.Fprintf(&file, "%s\n%ssha256 %x\n", form, described, sum(described, payload))
	file.Write(payload)
	return file.Bytes()
}

// Read reads a firmware file. The error is ErrForm or ErrChecksum, wrapped in what is wrong.
func Read(file []byte) (Image, error) {
	var length int
	lines := bytes.SplitN(file[:min(len(file), longestHead)], []byte("\n"), 5)
	if len(lines) < 5 || string(lines[0]) != form {
		return Image{}, fmt.Errorf("%w: it does not begin as one", ErrForm)
	}
	version, isVersion := strings.CutPrefix(string(lines[1]), "version ")
	checksum, isChecksum := strings.CutPrefix(string(lines[3]), "sha256 ")
	_, err := fmt.Sscanf(string(lines[2]), "payload %d", &length)
	if !isVersion || !isChecksum || err != nil || !speakable(version) {
		return Image{}, fmt.Errorf("%w: its head cannot be read", ErrForm)
	}
	described := describe(version, length)
	payload := file[len(lines[0])+len(lines[1])+len(lines[2])+len(lines[3])+4:]
	switch {
	case len(payload) != length:
		return Image{}, fmt.Errorf("%w: it has %d bytes of payload in the place of %d", ErrForm, len(payload), length)
	case string(lines[1])+"\n"+string(lines[2])+"\n" != described || checksum != fmt.Sprintf("%x", sum(described, payload)):
		return Image{}, ErrChecksum
	}
	return Image{Version: version, Payload: payload}, nil
}

func describe(version string, length int) string {
	return fmt.Sprintf("version %s\npayload %d\n", version, length)
}

// sum is over all that an image says: a version that was changed is as bad as a payload that was.
func sum(described string, payload []byte) []byte {
	h := sha256.New()
	_, _ = io.WriteString(h, described) // a hash takes everything
	_, _ = h.Write(payload)
	return h.Sum(nil)
}

func speakable(version string) bool {
	return version != "" && len(version) <= longestVersion && strings.TrimSpace(version) == version &&
		strings.IndexFunc(version, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

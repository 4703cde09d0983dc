package ocppj

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strconv"
)

// EncodeCall frames a request. The payload goes out as it stands, valid or not; without one the frame carries {}.
func EncodeCall(id, action string, payload []byte) []byte {
	return frame(Call, id, quote(action), object(payload))
}

// EncodeResult frames a response. The payload goes out as it stands, valid or not; without one the frame carries {}.
func EncodeResult(id string, payload []byte) []byte { return frame(CallResult, id, object(payload)) }

// EncodeError frames the news that a request was not processed. The description is cut at the 255 code points that
// part 4, table 7 allows; without details the frame carries {}.
func EncodeError(id string, code ErrorCode, description string, details []byte) []byte {
	if runes := []rune(description); len(runes) > MaxDescriptionLength {
		description = string(runes[:MaxDescriptionLength])
	}
	return frame(CallError, id, quote(string(code)), quote(description), object(details))
}

// frame keeps payloads untouched, where json.Marshal would compact and check them: what a test sends must go out as it is.
func frame(kind MessageType, id string, rest ...[]byte) []byte {
	b := append([]byte{'['}, strconv.Itoa(int(kind))...)
	for _, element := range append([][]byte{quote(id)}, rest...) {
		b = append(append(b, ','), element...)
	}
	return append(b, ']')
}

func quote(text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(fmt.Sprintf("a string that cannot be JSON: %v", err)) // encoding/json replaces invalid UTF-8 and has no other case
	}
	return quoted
}

func object(payload []byte) []byte {
	if len(payload) == 0 {
		return []byte("{}")
	}
	return payload
}

// NewID returns a random UUID (version 4) of 36 characters, the message id that part 4, table 4 has in mind.
func NewID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program rather than return an error
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

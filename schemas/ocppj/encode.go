package ocppj

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
)

// EncodeCall frames a request. The payload goes out as it stands, valid or not; without one the frame carries {}.
func EncodeCall(id, action string, payload []byte) []byte {
	f := Frame{Type: Call, ID: id, Action: action, Payload: payload}
	return f.Encode()
}

// EncodeResult frames a response. The payload goes out as it stands, valid or not; without one the frame carries {}.
func EncodeResult(id string, payload []byte) []byte {
	f := Frame{Type: CallResult, ID: id, Payload: payload}
	return f.Encode()
}

// EncodeError frames the news that a request was not processed. The description is cut at the 255 code points that
// part 4, table 7 allows; without details the frame carries {}.
func EncodeError(id string, code ErrorCode, description string, details []byte) []byte {
	f := Frame{Type: CallError, ID: id, ErrorCode: code, ErrorDescription: description, ErrorDetails: details}
	return f.Encode()
}

// Encode writes the frame as EncodeCall, EncodeResult or EncodeError does, and leaves in it what Parse would read of the text:
// who has made a frame need not read it again. Payloads go out untouched, where json.Marshal would compact and check them: what
// a test sends must go out as it is.
func (f *Frame) Encode() []byte {
	body := &f.Payload
	if f.Type == CallError {
		body = &f.ErrorDetails
		if runes := []rune(f.ErrorDescription); len(runes) > MaxDescriptionLength {
			f.ErrorDescription = string(runes[:MaxDescriptionLength])
		}
	}
	if len(*body) == 0 {
		*body = json.RawMessage("{}")
	}
	around := len(`[4,"","","",]`) + len(f.ID) + len(f.Action) + len(f.ErrorCode) + len(f.ErrorDescription)
	b := make([]byte, 0, around+len(*body))
	b = append(b, '[', '0'+byte(f.Type), ',')
	b = append(quote(b, f.ID), ',')
	switch f.Type {
	case Call:
		b = append(quote(b, f.Action), ',')
	case CallError:
		b = append(quote(b, string(f.ErrorCode)), ',')
		b = append(quote(b, f.ErrorDescription), ',')
	}
	from := len(b)
	b = append(b, *body...)
	*body = json.RawMessage(b[from:len(b):len(b)])
	return append(b, ']')
}

// quote appends a text as a JSON string.
func quote(b []byte, text string) []byte {
	if plain(text) {
		return append(append(append(b, '"'), text...), '"')
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(fmt.Sprintf("a string that cannot be JSON: %v", err)) // encoding/json replaces invalid UTF-8 and has no other case
	}
	return append(b, quoted...)
}

// plain tells a text that a JSON string holds as it is, as ids, actions and codes nearly always are.
func plain[Text string | []byte](text Text) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return false
		}
	}
	return true
}

// NewID returns a random UUID (version 4) of 36 characters, the message id that part 4, table 4 has in mind. It has to be another one
// each time, and is no secret: the generator of the runtime, which the system seeds, does.
func NewID() string {
	var b [16]byte
	binary.NativeEndian.PutUint64(b[:8], rand.Uint64())
	binary.NativeEndian.PutUint64(b[8:], rand.Uint64())
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	text := hex.AppendEncode(make([]byte, 0, MaxIDLength), b[:4])
	for _, part := range [...][]byte{b[4:6], b[6:8], b[8:10], b[10:]} {
		text = hex.AppendEncode(append(text, '-'), part)
	}
	return string(text)
}

package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
)

// LongestLine is how many bytes a line of evidence has at most. A frame of 16 MiB (csmsmock.Config.MaxFrame), every byte of which takes six in
// JSON, has room in it. What a station makes longer, such as by a schema fault for each of a million elements, is recorded in part: a
// line that no reader and no fleet takes would cost the run its bench.
const LongestLine = 112 << 20

const (
	// partsOfLine is how many texts of the greatest length a shortened line has room for at first.
	partsOfLine = 64
	// mostElements of a list are left at first.
	mostElements = 1000
)

// shortened is a record with its longest texts and lists cut until it fits, each text with its length and hash, and its line. line is the
// record as it would be written.
func shortened(rec Record, line []byte, longest int) (short Record, _ []byte, hash string, err error) {
	long := len(line)
	texts, elements := longest/partsOfLine/6, mostElements // a byte may take six in JSON
	for ; len(line) > longest; texts, elements = texts/8, elements/8 {
		if texts == 0 {
			return rec, nil, "", fmt.Errorf("it would be a line of %d bytes, and none has more than %d", long, longest)
		}
		if short, err = cutTo(line, texts, elements); err != nil {
			return rec, nil, "", err
		}
		if f := short.Frame; f != nil && f.Raw != rec.Frame.Raw {
			f.Truncated = true
		}
		if line, hash, err = encode(short); err != nil {
			return rec, nil, "", err
		}
	}
	return short, line, hash, nil
}

// cutTo is the record of a line with its texts and lists cut.
func cutTo(line []byte, texts, elements int) (short Record, err error) {
	var body any
	numbers := json.NewDecoder(bytes.NewReader(line))
	numbers.UseNumber() // nanoseconds are more than a float holds
	if err := numbers.Decode(&body); err != nil {
		return short, err
	}
	text, err := json.Marshal(cutIn(body, texts, elements))
	if err != nil {
		return short, err
	}
	err = json.Unmarshal(text, &short)
	return short, err
}

// cutIn cuts the texts of a value that are longer than most, and its long lists.
func cutIn(v any, most, elements int) any {
	switch of := v.(type) {
	case string:
		if len(of) > most {
			return fmt.Sprintf("%s… (%d bytes in all, SHA-256 %x)", strings.ToValidUTF8(of[:most], ""), len(of), sha256.Sum256([]byte(of)))
		}
	case []any:
		if len(of) > elements {
			of = of[:elements:elements]
		}
		for i := range of {
			of[i] = cutIn(of[i], most, elements)
		}
		return of
	case map[string]any:
		for key := range of {
			of[key] = cutIn(of[key], most, elements)
		}
	}
	return v
}

package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// A line ends with its hash: `…,"hash":"<64 hexadecimal digits>"}` and a line feed. What is hashed is the line up to
// that comma, so that anyone can check it with standard tools, and so that nothing depends on how JSON is written
// back.
const (
	hashBegin = `,"hash":"`
	hashEnd   = `"}`
	hashSize  = 2 * sha256.Size
)

// encode returns the record's line with the line feed, and its hash.
func encode(rec Record) (line []byte, hash string, err error) {
	rec.Hash = ""
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(rec); err != nil {
		return nil, "", err
	}
	told := bytes.TrimSuffix(buf.Bytes(), []byte(hashBegin+hashEnd+"\n"))
	hash = sum(told)
	line = append(told, hashBegin...)
	line = append(line, hash...)
	return append(line, hashEnd+"\n"...), hash, nil
}

func sum(told []byte) string {
	s := sha256.Sum256(told)
	return hex.EncodeToString(s[:])
}

// decode reads a line without its line feed. The error says in words what is wrong with it. The record holds what can
// be used all the same: nothing, or exactly one body.
func decode(line []byte) (Record, error) {
	told, stated, ok := splitHash(line)
	if !ok {
		return Record{}, fmt.Errorf("it does not end with its hash")
	}
	var rec Record
	if err := json.Unmarshal(line, &rec); err != nil {
		return Record{Hash: stated}, fmt.Errorf("it is no record: %s", inWords(err))
	}
	kind, err := rec.only()
	if err != nil {
		return Record{Hash: stated}, err
	}
	rec.Kind = kind
	if got := sum(told); got != stated {
		return rec, fmt.Errorf("its content does not match its hash: it says %s, its content gives %s", stated, got)
	}
	if rec.Hash != stated {
		return rec, fmt.Errorf("it holds a second hash")
	}
	return rec, nil
}

// inWords says what is wrong with a line without the words of Go.
func inWords(err error) string {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Sprintf("its field %s cannot be a %s", kind.Field, kind.Value)
	}
	return "it is not JSON"
}

func splitHash(line []byte) (told []byte, hash string, ok bool) {
	at := len(line) - len(hashEnd) - hashSize - len(hashBegin)
	if at < 0 || !bytes.HasSuffix(line, []byte(hashEnd)) || !bytes.HasPrefix(line[at:], []byte(hashBegin)) {
		return nil, "", false
	}
	from := at + len(hashBegin)
	return line[:at], string(line[from : from+hashSize]), true
}

// ParseLine reads one line of the evidence, with or without its line feed. The error says what is wrong with it; where it stands in the
// chain, only Scan can tell.
func ParseLine(line []byte) (Record, error) { return decode(bytes.TrimSuffix(line, []byte("\n"))) }

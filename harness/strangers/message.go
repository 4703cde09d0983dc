package strangers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
)

// Side is who sends a message.
type Side int

// The two sides of a line.
const (
	Station Side = iota
	CSMS
)

func (s Side) other() Side { return 1 - s }

// Message is one on its way. A patch may change Payload by [Message.Set] and [Message.Delete]; what becomes of the message
// is decided when the patch has returned. A text that is no frame of part 4 has the Type 0.
type Message struct {
	Line   *Line
	From   Side
	Type   ocppj.MessageType
	ID     string
	Action string   // also of an answer; empty where nobody asked
	Asked  *Message // of an answer: the CALL as its asker sent it; nil where nobody asked

	// Payload is what encoding/json makes of any JSON value, numbers being json.Number.
	Payload     any
	Code        ocppj.ErrorCode // CALLERROR
	Description string          // CALLERROR

	raw     string // as it came
	changed bool
	fate    fate
}

type fate struct {
	dropped  bool
	repeated int
	late     time.Duration
}

func (l *Line) read(from Side, raw string) *Message {
	m := &Message{Line: l, From: from, raw: raw}
	f, err := ocppj.Parse([]byte(raw))
	if err != nil {
		return m
	}
	m.Type, m.ID, m.Action, m.Code, m.Description = f.Type, f.ID, f.Action, f.ErrorCode, f.ErrorDescription
	body := f.Payload
	if f.Type == ocppj.CallError {
		body = f.ErrorDetails
	}
	numbers := json.NewDecoder(bytes.NewReader(body))
	numbers.UseNumber()
	if err := numbers.Decode(&m.Payload); err != nil {
		panic(fmt.Sprintf("strangers: a payload that was parsed before is no JSON: %v", err))
	}
	return m
}

// Asks tells whether the message is a CALL of that side; action may be empty for any.
func (m *Message) Asks(from Side, action string) bool { return m.is(ocppj.Call, from, action) }

// Answers tells whether the message is a CALLRESULT of that side; action, that of the CALL, may be empty for any.
func (m *Message) Answers(from Side, action string) bool { return m.is(ocppj.CallResult, from, action) }

func (m *Message) is(t ocppj.MessageType, from Side, action string) bool {
	return m.Type == t && m.From == from && (action == "" || m.Action == action)
}

// Get returns the value at a path in the document's words, such as "transactionInfo.chargingState" or
// "getVariableResult[0].attributeStatus"; nil where it is omitted.
func (m *Message) Get(path string) any {
	value := m.Payload
	for _, step := range steps(path) {
		value = step.of(value)
	}
	return value
}

// Text is the string at a path, empty where there is none.
func (m *Message) Text(path string) string {
	text, _ := m.Get(path).(string)
	return text
}

// Number is the number at a path as it is written, empty where there is none.
func (m *Message) Number(path string) string {
	number, _ := m.Get(path).(json.Number)
	return number.String()
}

// Count is the length of the list at a path.
func (m *Message) Count(path string) int {
	list, _ := m.Get(path).([]any)
	return len(list)
}

// Set writes a value at a path, and makes the objects that lead to it. An element of a list must be there.
func (m *Message) Set(path string, value any) {
	all := steps(path)
	last := all[len(all)-1]
	switch parent := m.parent(all).(type) {
	case map[string]any:
		parent[last.name] = value
	case []any:
		parent[last.index] = value
	default:
		panic(fmt.Sprintf("strangers: %s has no place for %s: %s", m.Action, path, m.raw))
	}
	m.changed = true
}

// parent is what holds the last step, made where it was missing.
func (m *Message) parent(all []step) any {
	value := m.Payload
	for _, step := range all[:len(all)-1] {
		next := step.of(value)
		if object, ok := value.(map[string]any); ok && next == nil {
			next = map[string]any{}
			object[step.name] = next
		}
		value = next
	}
	return value
}

// Delete omits the field at a path. What is not there stays so.
func (m *Message) Delete(path string) {
	all := steps(path)
	value := m.Payload
	for _, step := range all[:len(all)-1] {
		value = step.of(value)
	}
	if object, ok := value.(map[string]any); ok {
		delete(object, all[len(all)-1].name)
		m.changed = true
	}
}

// SetID gives the message another id. The answer to a CALL comes back with the id that its sender knows.
func (m *Message) SetID(id string) { m.ID, m.changed = id, true }

// SetText replaces the whole frame by any text.
func (m *Message) SetText(text string) { m.raw, m.changed, m.Type = text, false, 0 }

// Frame is the text of the message as it would go out now.
func (m *Message) Frame() string {
	if !m.changed {
		return m.raw
	}
	payload, err := json.Marshal(m.Payload)
	if err != nil {
		panic(fmt.Sprintf("strangers: the patch made a payload of %s that is no JSON: %v", m.Action, err))
	}
	switch m.Type {
	case ocppj.Call:
		return string(ocppj.EncodeCall(m.ID, m.Action, payload))
	case ocppj.CallResult:
		return string(ocppj.EncodeResult(m.ID, payload))
	default:
		return string(ocppj.EncodeError(m.ID, m.Code, m.Description, payload))
	}
}

// Drop loses the message.
func (m *Message) Drop() { m.fate.dropped = true }

// Repeat sends the message once more.
func (m *Message) Repeat() { m.fate.repeated++ }

// Late holds the message back for a time; others pass it. If its connection has ended by then it is lost.
func (m *Message) Late(by time.Duration) { m.fate.late = by }

// after has the station ask something before this message goes on its way, which it does when that is answered: two CALLs
// at once would be another fault.
func (m *Message) after(action string, payload any) {
	m.Drop()
	m.Line.Call(Station, action, payload, func(*Message) { m.Line.Forward(m) })
}

// Answer answers a CALL in the stead of the side that it was sent to, which never sees it.
func (m *Message) Answer(payload any) {
	m.Drop()
	m.Line.Send(m.From.other(), string(ocppj.EncodeResult(m.ID, encode(payload))))
}

// Refuse answers a CALL with a CALLERROR, in the stead of the side that it was sent to, which never sees it.
func (m *Message) Refuse(code ocppj.ErrorCode, description string) {
	m.Drop()
	m.Line.Send(m.From.other(), string(ocppj.EncodeError(m.ID, code, description, nil)))
}

func encode(payload any) []byte {
	text, err := json.Marshal(payload)
	if err != nil {
		panic(fmt.Sprintf("strangers: a patch sends what is no JSON: %v", err))
	}
	return text
}

// index is the path of an element of a list.
func index(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// step is one of a path: a name in an object, or an index in a list.
type step struct {
	name  string
	index int
}

func (s step) of(value any) any {
	switch value := value.(type) {
	case map[string]any:
		return value[s.name]
	case []any:
		if s.name == "" && s.index < len(value) {
			return value[s.index]
		}
	}
	return nil
}

func steps(path string) []step {
	var all []step
	for word := range strings.SplitSeq(path, ".") {
		name, indexes, _ := strings.Cut(word, "[")
		all = append(all, step{name: name})
		for indexes != "" {
			number, rest, _ := strings.Cut(indexes, "]")
			index, err := strconv.Atoi(number)
			if err != nil || index < 0 {
				panic(fmt.Sprintf("strangers: the path %q has an index that is no number", path))
			}
			all = append(all, step{index: index})
			indexes = strings.TrimPrefix(rest, "[")
		}
	}
	return all
}

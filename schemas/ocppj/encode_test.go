package ocppj

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
)

func TestFramesAreWrittenAsPart4HasThem(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{string(EncodeCall("a", "Heartbeat", nil)), `[2,"a","Heartbeat",{}]`},
		{string(EncodeCall("a", "Heartbeat", []byte(`{"x" : 1, "x":`))), `[2,"a","Heartbeat",{"x" : 1, "x":]`},
		{string(EncodeResult("a\"b", []byte(`{"x":1}`))), `[3,"a\"b",{"x":1}]`},
		{string(EncodeError("-1", RpcFrameworkError, "", nil)), `[4,"-1","RpcFrameworkError","",{}]`},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

func TestDescriptionIsCutAtItsLimit(t *testing.T) {
	frame, err := Parse(EncodeError("a", InternalError, strings.Repeat("ä", 300), nil))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Repeat("ä", MaxDescriptionLength); frame.ErrorDescription != want {
		t.Errorf("the description has %d bytes, want %d", len(frame.ErrorDescription), len(want))
	}
}

func TestIDsAreUUIDsAndDiffer(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 1000 {
		id := NewID()
		if !form.MatchString(id) || seen[id] {
			t.Fatalf("NewID() = %q, seen before: %t; want a fresh UUID of version 4", id, seen[id])
		}
		seen[id] = true
	}
}

func TestAFrameThatWasWrittenIsWhatIsReadOfIt(t *testing.T) {
	for _, f := range []Frame{
		{Type: Call, ID: "a", Action: "Heartbeat"},
		{Type: Call, ID: "ä\"<", Action: "X&\n", Payload: []byte(`{"b" : 1}`)},
		{Type: CallResult, ID: "a", Payload: []byte(`[]`)},
		{Type: CallError, ID: "a", ErrorCode: InternalError, ErrorDescription: strings.Repeat("ä", 300)},
	} {
		raw := f.Encode()
		if got, err := Parse(raw); err != nil || !reflect.DeepEqual(got, f) {
			t.Errorf("Parse(%s)\ngot  %+v, %v\nwant %+v", raw, got, err, f)
		}
	}
}

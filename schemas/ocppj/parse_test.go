package ocppj

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestFramesAreRead(t *testing.T) {
	for _, c := range []struct {
		raw  string
		want Frame
	}{
		{`[2,"19223201","Heartbeat",{}]`, Frame{Type: Call, ID: "19223201", Action: "Heartbeat", Payload: []byte(`{}`)}},
		{" [ 2 , \"a\" ,\n\"X\" , {\"b\" : [1, {}]} ] \r\n", Frame{Type: Call, ID: "a", Action: "X", Payload: []byte(`{"b" : [1, {}]}`)}},
		{`[2.0,"a","X",null]`, Frame{Type: Call, ID: "a", Action: "X", Payload: []byte(`null`)}},
		{`[3,"ä",{"currentTime":"x"}]`, Frame{Type: CallResult, ID: "ä", Payload: []byte(`{"currentTime":"x"}`)}},
		{`[4,"-1","RpcFrameworkError","",{}]`, Frame{Type: CallError, ID: "-1", ErrorCode: RpcFrameworkError, ErrorDetails: []byte(`{}`)}},
	} {
		got, err := Parse([]byte(c.raw))
		if err != nil {
			t.Errorf("Parse(%s): %v", c.raw, err)
		} else if !reflect.DeepEqual(got, c.want) {
			t.Errorf("Parse(%s)\ngot  %+v\nwant %+v", c.raw, got, c.want)
		}
	}
}

func TestSpoiledFramesAreRefusedWithTheirCode(t *testing.T) {
	long := strings.Repeat("x", 37)
	for _, c := range []struct {
		raw    string
		id     string
		code   ErrorCode
		reason string // what the reason must say
	}{
		{``, "-1", RpcFrameworkError, "no JSON value"},
		{`{}`, "-1", RpcFrameworkError, "an object"},
		{"\ufeff" + `[2,"7","Heartbeat",{}]`, "-1", RpcFrameworkError, "begins with a byte-order mark (U+FEFF)"},
		{`[`, "-1", RpcFrameworkError, "too early"},
		{`[]`, "-1", RpcFrameworkError, "broken"},
		{`[2]`, "-1", RpcFrameworkError, "the end of the array"},
		{`[2,`, "-1", RpcFrameworkError, "too early"},
		{`[2,7,"Heartbeat",{}]`, "-1", RpcFrameworkError, "message id must be a string; here is a number"},
		{`[2,"a"]`, "a", RpcFrameworkError, "action must be a string"},
		{`[2,"a",{}]`, "a", RpcFrameworkError, "action must be a string; here is an object"},
		{`[2,"a","X"]`, "a", RpcFrameworkError, "payload"},
		{`[2,"a","X",`, "a", FormatViolation, "too early"},
		{`[2,"a","X",{]`, "a", FormatViolation, "broken"},
		{`[2,"a","X",{"b":tru}]`, "a", FormatViolation, "broken"},
		{`[2,"a","X",{"b":01}]`, "a", FormatViolation, "broken"},
		{`[2,"a","X",{"b":{"c":1,"d":2,"c":3}}]`, "a", FormatViolation, "/3/b/c"},
		{"[2,\"a\",\"X\",{\"b\":\"\xff\"}]", "a", FormatViolation, "UTF-8"},
		{"[2,\"\xff\",\"X\",{}]", "-1", RpcFrameworkError, "UTF-8"},
		{`[2,"a","X",{}`, "a", RpcFrameworkError, "too early"},
		{`[2,"a","X",{},{}]`, "a", RpcFrameworkError, "here follows an object"},
		{`[2,"a","X",{}]]`, "a", RpcFrameworkError, "behind"},
		{`[2,"a","X",{}][2,"a","X",{}]`, "a", RpcFrameworkError, "behind"},
		{`[2,"` + long + `","X",{}]`, long, RpcFrameworkError, "37 characters"},
		{`[1,"a","X",{}]`, "a", MessageTypeNotSupported, "only 2, 3 and 4"},
		{`[5,"a"]`, "a", MessageTypeNotSupported, "only 2, 3 and 4"},
		{`["2","a","X",{}]`, "a", RpcFrameworkError, "integers"},
		{`[2.5,"a","X",{}]`, "a", RpcFrameworkError, "integers"},
		{`[2e99999999,"a","X",{}]`, "a", RpcFrameworkError, "integers"},
		{`[3,"a"]`, "a", RpcFrameworkError, "payload"},
		{`[4,"a","InternalError","",[]]`, "a", RpcFrameworkError, "object; here is an array"},
		{`[4,"a","InternalError",""]`, "a", RpcFrameworkError, "error details"},
		{`[4,"a","Internal","",{}]`, "a", RpcFrameworkError, "table 8"},
		{`[4,"a","InternalError","` + strings.Repeat("ä", 256) + `",{}]`, "a", RpcFrameworkError, "256 characters"},
		{`[2,"a","X",` + strings.Repeat("[", 100_000) + `]`, "-1", RpcFrameworkError, "deep"},
	} {
		frame, err := Parse([]byte(c.raw))
		failure, ok := errors.AsType[*ParseError](err)
		if !ok {
			t.Errorf("Parse(%.80s) = %+v, %v; want a *ParseError", c.raw, frame, err)
			continue
		}
		if failure.ID != c.id || failure.Code != c.code || !strings.Contains(failure.Reason, c.reason) {
			t.Errorf("Parse(%.80s)\ngot  %s, %s, %q\nwant %s, %s, %q", c.raw, failure.ID, failure.Code, failure.Reason, c.id, c.code, c.reason)
		}
	}
}

func TestTheUsualFrameIsReadAsAnyOther(t *testing.T) {
	long, deep := strings.Repeat("x", 36), strings.Repeat("[", 62)+strings.Repeat("]", 62)
	for raw, want := range map[string]bool{
		`[2,"19223201","Heartbeat",{}]`:    true,
		`[3,"a",{"b":[1,{}],"c":"}]"}]`:    true,
		`[3,"` + long + `",{}]`:            true,
		`[3,"` + long + `x",{}]`:           false, // too long an id
		`[2,"a","X",{"b":` + deep + `}]`:   true,
		`[2,"a","X",{"b":[` + deep + `]}]`: false, // too deep
		`[2,"a","X",{"b":{"c":1,"c":2}}]`:  false, // a name twice
		`[2,"a","X",{}{}]`:                 false,
		`[2,"a","X",{},{}]`:                false,
		`[3,"a","X",{}]`:                   false,
		`[2,"a",{}]`:                       false,
		`[2,"","",{}]`:                     true,
		`[2,"a\"","X",{}]`:                 false,
		`[2, "a","X",{}]`:                  false,
		`[4,"a","InternalError","",{}]`:    false,
		`[3,"ä",{}]`:                       false,
		"[3,\"a\",{\"b\":\"\xff\"}]":       false,
		`[3,"a",{"b":"` + "\n" + `"}]`:     false,
		`[3,"a",{}}]`:                      false,
		`[3,"a",}]`:                        false,
		`[3,"a",{]`:                        false,
		`[3,"}]`:                           false,
	} {
		got, is := usual([]byte(raw))
		if is != want {
			t.Errorf("usual(%s): %t, want %t", raw, is, want)
		}
		if anew, err := parse([]byte(raw)); is && (err != nil || !reflect.DeepEqual(got, anew)) {
			t.Errorf("usual(%s)\ngot  %+v\nwant %+v, %v", raw, got, anew, err)
		}
	}
}

func TestSpoiledFrameStillTellsWhatWasRead(t *testing.T) {
	frame, err := Parse([]byte(`[4,"a","Internal","text",{}]`))
	if err == nil {
		t.Fatal("an error code that part 4 does not have is accepted")
	}
	want := Frame{Type: CallError, ID: "a", ErrorCode: "Internal", ErrorDescription: "text", ErrorDetails: []byte(`{}`)}
	if !reflect.DeepEqual(frame, want) {
		t.Errorf("got  %+v\nwant %+v", frame, want)
	}
}

// FuzzParse holds that whatever is read as a frame can be written and read again, and that a refusal can be answered.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`[2,"19223201","Heartbeat",{}]`, `[3,"a",{"b":[1,{}]}]`, `[4,"a","InternalError","text",{}]`, `[2,"a","X",{"b":1,"b":2}]`,
		`[5,"a"]`, `[[[`, `[2,"\ud800","X",{}]`, `[2 , "a", "X" , null ] `, "\xef\xbb\xbf[2,\"a\",\"X\",{}]",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		frame, err := Parse(raw)
		if anew, refused := parse(raw); !reflect.DeepEqual(anew, frame) || !reflect.DeepEqual(refused, err) {
			t.Fatalf("Parse(%q) = %+v, %v; expected as of any frame %+v, %v", raw, frame, err, anew, refused)
		}
		if err != nil {
			failure, ok := errors.AsType[*ParseError](err)
			if !ok || failure.ID == "" && frame.ID != "" || !failure.Code.Known() || failure.Reason == "" {
				t.Fatalf("Parse(%q) fails with %#v, which cannot be answered", raw, err)
			}
			return
		}
		again, err := Parse(encode(frame))
		if err != nil {
			t.Fatalf("Parse(%q) = %+v, but written again: %v", raw, frame, err)
		}
		if !reflect.DeepEqual(again, frame) {
			t.Fatalf("Parse(%q)\nfirst  %+v\nsecond %+v", raw, frame, again)
		}
	})
}

func encode(frame Frame) []byte {
	switch frame.Type {
	case Call:
		return EncodeCall(frame.ID, frame.Action, frame.Payload)
	case CallResult:
		return EncodeResult(frame.ID, frame.Payload)
	}
	return EncodeError(frame.ID, frame.ErrorCode, frame.ErrorDescription, frame.ErrorDetails)
}

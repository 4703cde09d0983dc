package ocppj

import (
	"fmt"
	"strings"
	"testing"
)

func TestAPayloadIsAsValidTheSecondTimeAsTheFirst(t *testing.T) {
	var k known
	for payload, want := range map[string]bool{`{}`: true, `{"a":[1,"b"]}`: true, `{"a":1,"a":1}`: false, `{"a":}`: false, "{\"a\":\"\xff\"}": false} {
		for range 2 {
			if got := k.valid([]byte(payload)); got != want {
				t.Errorf("%q: expected %t, got %t", payload, want, got)
			}
		}
	}
	if n := len(k.texts); n != 2 {
		t.Errorf("expected the 2 valid payloads to be known, got %d", n)
	}
}

func TestOfEndlessPayloadsLittleIsKnown(t *testing.T) {
	var k known
	for i := range 4 * mostKnown / 1000 {
		k.valid(fmt.Appendf(nil, `{"%d":"%s"}`, i, strings.Repeat("x", 1000)))
	}
	if k.bytes > mostKnown || len(k.texts) == 0 {
		t.Errorf("expected up to %d bytes, got %d in %d texts", mostKnown, k.bytes, len(k.texts))
	}
	long := fmt.Appendf(nil, `{"long":"%s"}`, strings.Repeat("x", longestKnown))
	if k.valid(long); len(k.texts) == 0 {
		t.Error("a long payload had all others forgotten")
	} else if _, is := k.texts[string(long)]; is {
		t.Error("a long payload is known")
	}
}

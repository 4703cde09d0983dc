package evidence

import (
	"encoding/json"
	"testing"
)

// TestThePayloadOfAFrameIsItsLastElement holds what reads it against the decoder of the library.
func TestThePayloadOfAFrameIsItsLastElement(t *testing.T) {
	for _, raw := range []string{
		`[2,"1","Heartbeat",{}]`, ` [ 2 , "1" , "DataTransfer" , {"data":[1,{"a":"]},\\\"["}],"vendorId":"\\\\"} ] `, `[2,"1","A",{"x":1},{}]`, `[2,"1","A"]`,
		`[3,"1",{"status":"Accepted"}]`, `[3,"a,b",{}]`, `[3,"1",null]`, `[3,"1",[]]`, `[3,"1"]`, `[]`, `[ ]`, ``, `{}`, `[3,"1",{}`, `[3,"1",{}]]`, `[3,,{}]`, `"[3,1,{}]"`, `[[3,"1",{}]]`,
	} {
		for kind, places := range map[string]int{"CALL": 4, "CALLRESULT": 3, "CALLERROR": -1} {
			var parts []json.RawMessage
			want := ""
			if json.Unmarshal([]byte(raw), &parts) == nil && len(parts) == places {
				want = string(parts[places-1])
			}
			if got := string(Frame{Type: kind, Raw: raw}.Payload()); got != want {
				t.Errorf("the payload of the %s %s is %q, expected %q", kind, raw, got, want)
			}
		}
	}
}

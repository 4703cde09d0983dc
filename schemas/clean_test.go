package schemas

import (
	"fmt"
	"testing"
)

// TestAPayloadIsCleanOnlyForItsOwnMessage: what is remembered must never vouch for anything else.
func TestAPayloadIsCleanOnlyForItsOwnMessage(t *testing.T) {
	set := ownSet(t)
	for range 2 { // the second time from memory
		if problems := set.Request("Heartbeat", []byte(`{}`)); len(problems) > 0 {
			t.Errorf("expected no problem of an empty HeartbeatRequest, got %v", problems)
		}
		if problems := set.Response("Heartbeat", []byte(`{}`)); len(problems) == 0 {
			t.Error("expected a HeartbeatResponse without currentTime to have a problem, got none")
		}
		if problems := set.Request("BootNotification", []byte(`{}`)); len(problems) == 0 {
			t.Error("expected an empty BootNotificationRequest to have problems, got none")
		}
		if problems := set.Request("Heartbeat", []byte(`{"a":1}`)); len(problems) == 0 {
			t.Error("expected a HeartbeatRequest with an unknown field to have a problem, got none")
		}
	}
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	var c clean
	always := keyOf("Authorize", "Request", []byte("always"))
	c.add(always)
	for i := range 4 * newestClean {
		c.add(keyOf("Authorize", "Request", fmt.Append(nil, i)))
		if !c.has(always) {
			t.Fatalf("expected what is asked for again and again to be remembered, got that it is not after %d others", i+1)
		}
	}
	if kept := len(c.young) + len(c.older); kept > 2*newestClean {
		t.Errorf("expected at most %d payloads to be remembered, got %d", 2*newestClean, kept)
	}
	for i, known := range map[int]bool{0: false, 3*newestClean + 1: true, 4*newestClean - 1: true} {
		if got := c.has(keyOf("Authorize", "Request", fmt.Append(nil, i))); got != known {
			t.Errorf("payload %d of %d: expected it to be remembered %t, got %t", i, 4*newestClean, known, got)
		}
	}
}

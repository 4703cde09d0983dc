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
	for i := range mostClean + 10 {
		c.add(keyOf("Authorize", "Request", fmt.Append(nil, i)))
	}
	if len(c.seen) > mostClean {
		t.Errorf("expected at most %d payloads to be remembered, got %d", mostClean, len(c.seen))
	}
	if !c.has(keyOf("Authorize", "Request", fmt.Append(nil, mostClean+9))) {
		t.Error("expected the last payload to be remembered, got that it is not")
	}
}

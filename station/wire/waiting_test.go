package wire

import (
	"encoding/json"
	"fmt"
	"testing"
)

// Part 2, QueueAllMessages: the 1st, 3rd, 5th … of the meter values go first.
func TestWhenTooManyMessagesWaitEverySecondMeterValueGoes(t *testing.T) {
	w := &Wire{}
	for i := range mostWaiting + 1 {
		action := "MeterValues"
		if i%10 == 0 {
			action = "StatusNotification"
		}
		w.calls = append(w.calls, &Call{Action: action, payload: json.RawMessage(fmt.Sprint(i))})
	}
	w.makeRoom()
	got := ""
	for _, c := range w.calls[:6] {
		got += string(c.payload) + " "
	}
	if want := "0 2 4 6 8 10 "; got != want {
		t.Errorf("expected %s first, got %s", want, got)
	}
	if n, want := len(w.calls), mostWaiting+1-450; n != want {
		t.Errorf("expected %d messages, got %d", want, n)
	}
}

func TestWhenTooManyMessagesWaitTheOldestGoesThatIsNotGuaranteed(t *testing.T) {
	w := &Wire{}
	for i := range mostWaiting + 1 {
		w.calls = append(w.calls, &Call{Action: "StatusNotification", Sending: Sending{Keep: i == 0}, payload: json.RawMessage(fmt.Sprint(i))})
	}
	w.makeRoom()
	if n, second := len(w.calls), string(w.calls[1].payload); n != mostWaiting || second != "2" {
		t.Errorf("expected %d messages of which the second is 2, got %d and %s", mostWaiting, n, second)
	}
}

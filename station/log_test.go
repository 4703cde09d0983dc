package station_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

const getLog = `{"requestId":7,"logType":"DiagnosticsLog","log":{"remoteLocation":"http://files.example.com/logs"}}`

func TestALogIsUploaded(t *testing.T) {
	var h fileHost
	h.bubble(t, nil, func(r *rig, begin time.Time) {
		r.expect("GetLog", getLog, "filename", "CS001-DiagnosticsLog-20000101T000000Z.log") // N01.FR.01
		r.pass(time.Minute)
		r.expectTold(begin, "0s log Uploading of 7", "10s log Uploaded of 7")
		got := h.got()
		if len(got) != 1 || got[0].method != "PUT" || got[0].path != "/logs/CS001-DiagnosticsLog-20000101T000000Z.log" || !strings.Contains(got[0].disposition, "CS001-DiagnosticsLog-20000101T000000Z.log") {
			t.Fatalf("expected one file PUT into the folder, got %+v", got)
		}
		for _, line := range []string{"sent BootNotification\n", "received GetLog\n"} {
			if !strings.Contains(got[0].body, line) {
				t.Errorf("expected the diagnostics to have the line %q, got\n%s", line, got[0].body)
			}
		}
	})
}

func TestTheSecurityLogIsAnotherOne(t *testing.T) {
	var h fileHost
	h.bubble(t, nil, func(r *rig, _ time.Time) {
		r.expect("GetLog", strings.Replace(getLog, "Diagnostics", "Security", 1), "status", "Accepted")
		r.pass(time.Minute)
		if got := h.got(); len(got) != 1 || !strings.HasSuffix(got[0].body, " StartupOfTheDevice\n") || strings.Count(got[0].body, "\n") != 1 {
			t.Errorf("expected the one security event, got %+v", got)
		}
	})
}

func TestALogHoldsTheTimeThatIsAskedFor(t *testing.T) {
	var h fileHost
	h.bubble(t, nil, func(r *rig, begin time.Time) {
		window := func(from, to time.Duration) string {
			return strings.Replace(getLog, `"log":{`, `"log":{"oldestTimestamp":"`+begin.Add(from).Format(time.RFC3339)+`","latestTimestamp":"`+begin.Add(to).Format(time.RFC3339)+`",`, 1)
		}
		r.expect("GetLog", window(-2*time.Hour, -time.Hour), "status", "Rejected") // N01.FR.05
		r.pass(time.Hour)
		r.expect("TriggerMessage", `{"requestedMessage":"Heartbeat"}`, "status", "Accepted")
		r.expect("GetLog", window(time.Hour, 2*time.Hour), "status", "Accepted")
		r.pass(time.Minute)
		if got := h.got(); len(got) != 1 || strings.Contains(got[0].body, "BootNotification") || !strings.Contains(got[0].body, "received TriggerMessage") {
			t.Errorf("expected what was asked an hour later and not the boot, got %+v", got)
		}
	})
}

func TestAFailedUploadIsTriedAgain(t *testing.T) {
	h := fileHost{statuses: []int{500, 503}}
	h.bubble(t, nil, func(r *rig, begin time.Time) {
		r.expect("GetLog", strings.Replace(getLog, "{", `{"retries":2,"retryInterval":60,`, 1), "status", "Accepted")
		r.pass(time.Minute)
		r.expect("TriggerMessage", `{"requestedMessage":"LogStatusNotification"}`, "status", "Accepted")
		r.pass(time.Hour)
		r.expectTold(begin, "0s log Uploading of 7", "1m0s log Uploading of 7", "2m30s log Uploaded of 7") // three attempts of 10 s
	})
}

func TestAnUploadThatFailsSaysHow(t *testing.T) {
	for status, want := range map[int]string{
		http.StatusBadRequest: "BadMessage", http.StatusUnauthorized: "PermissionDenied", http.StatusForbidden: "PermissionDenied",
		http.StatusMethodNotAllowed: "NotSupportedOperation", http.StatusNotFound: "UploadFailure", http.StatusInternalServerError: "UploadFailure",
	} {
		h := fileHost{statuses: []int{status}}
		h.bubble(t, nil, func(r *rig, begin time.Time) {
			r.expect("GetLog", strings.Replace(getLog, "{", `{"retries":0,`, 1), "status", "Accepted")
			r.pass(time.Minute)
			r.expectTold(begin, "0s log Uploading of 7", "10s log "+want+" of 7") // N01.FR.10
		})
	}
}

func TestASecondLogCancelsTheFirst(t *testing.T) {
	var h fileHost
	h.bubble(t, nil, func(r *rig, begin time.Time) {
		r.expect("GetLog", getLog, "status", "Accepted")
		r.pass(5 * time.Second)
		r.expect("GetLog", strings.Replace(getLog, "7", "8", 1), "status", "AcceptedCanceled") // N01.FR.12
		r.pass(time.Minute)
		r.expectTold(begin, "0s log Uploading of 7", "5s log AcceptedCanceled of 7", "5s log Uploading of 8", "15s log Uploaded of 8") // N01.FR.20
	})
}

func TestTheStationTellsOfItsUploadWhenItIsAsked(t *testing.T) {
	var h fileHost
	h.bubble(t, nil, func(r *rig, begin time.Time) {
		ask := func() {
			t.Helper()
			r.expect("TriggerMessage", `{"requestedMessage":"LogStatusNotification"}`, "status", "Accepted")
		}
		ask()
		r.expect("GetLog", getLog, "status", "Accepted")
		r.pass(5 * time.Second)
		ask()
		r.pass(time.Minute)
		ask()
		r.expectTold(begin, "0s log Idle", "0s log Uploading of 7", "5s log Uploading of 7", "10s log Uploaded of 7", "1m5s log Idle") // F06.FR.14, FR.15, N01.FR.13
	})
}

func TestALocationThatTheStationCannotUseIsTurnedDown(t *testing.T) {
	var h fileHost
	h.bubble(t, ofMaker, func(r *rig, begin time.Time) {
		for _, location := range []string{"scp://files.example.com/logs", "http:///logs", "/logs", "http://[::1"} {
			r.expect("GetLog", strings.Replace(getLog, "http://files.example.com/logs", location, 1), "status", "Rejected")
			r.expect("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"location": location}), "status", "Rejected")
		}
		r.pass(time.Minute)
		r.expectTold(begin)
	})
}

func TestTheUserOfALocationIsTheOneOfTheRequest(t *testing.T) {
	var h fileHost
	h.bubble(t, nil, func(r *rig, _ time.Time) {
		r.expect("GetLog", strings.Replace(getLog, "files", "somebody:secret@files", 1), "status", "Accepted") // N01.FR.17
		r.pass(time.Minute)
		if got := h.got(); len(got) != 1 || got[0].user != "somebody" {
			t.Errorf("expected an upload of somebody, got %+v", got)
		}
	})
}

func TestAResetEndsAnUpload(t *testing.T) {
	var h fileHost
	h.bubble(t, nil, func(r *rig, begin time.Time) {
		r.expect("GetLog", getLog, "status", "Accepted")
		r.pass(time.Second)
		r.expect("Reset", `{"type":"Immediate"}`, "status", "Accepted")
		r.pass(time.Minute)
		r.expect("TriggerMessage", `{"requestedMessage":"LogStatusNotification"}`, "status", "Accepted")
		r.expectTold(begin, "0s log Uploading of 7", "1s ResetOrReboot", "1m1s log Idle")
	})
}

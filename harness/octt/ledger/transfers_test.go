package ledger

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TestAnUploadIsOverWhenItsOwnEndIsTold has a station tell of uploads, such as "Uploading 1", or "Idle" without an id; "canceled 2" is its
// answer AcceptedCanceled to the GetLogRequest 2, and "asked 1" a request that it accepts.
func TestAnUploadIsOverWhenItsOwnEndIsTold(t *testing.T) {
	for _, c := range []struct {
		told      string
		uploading bool
	}{
		{"", false},
		{"Uploading 1", true},
		{"Uploading 1, Uploaded 1", false},
		{"Uploading 1, Uploading 2, Uploaded 1", true},
		{"Uploading 1, Uploading 2, Uploaded 1, UploadFailure 2", false},
		{"Uploading 1, Uploaded 7", false}, // which never began
		{"Uploading 1, Idle", false},
		{"Uploading 1, canceled 2", false},
		{"Uploading 1, canceled 2, AcceptedCanceled 1", false},
		{"Uploading 1, canceled 2, AcceptedCanceled 1, Uploading 2", true},
		{"Uploading 1, canceled 2, Uploading 2, AcceptedCanceled 1", true}, // N01.FR.20 names no order
		{"Uploading 1, canceled 2, Uploading 2, AcceptedCanceled 1, Uploaded 2", false},
		{"Uploading 1, canceled 2, Uploading 2, AcceptedCanceled 1, AcceptedCanceled 1", false}, // the last is of none
		{"Uploading 1, canceled 2, Uploading 2, AcceptedCanceled 7", false},
		{"Uploading 1, canceled 2, Uploading 1, AcceptedCanceled 1", false}, // it goes on with what it has canceled
		{"Uploading 1, AcceptedCanceled 1, canceled 2, Uploading 2", true},
		{"asked 1, asked 2, canceled 2, Uploading 2, AcceptedCanceled 1", true}, // which was still assembled
		{"asked 1, asked 2, canceled 2, Uploading 2, AcceptedCanceled 2", false},
		{"Uploading 1, canceled 2, Uploading 2, canceled 3, Uploading 3, AcceptedCanceled 1, AcceptedCanceled 2", true},
	} {
		var transfers Transfers
		for word := range strings.SplitSeq(c.told, ", ") {
			tells(&transfers, word)
		}
		if got := transfers.Uploading(); got != c.uploading {
			t.Errorf("%s: expected an upload to be under way: %t, got %t", c.told, c.uploading, got)
		}
	}
}

func TestUploadsWithoutAnEndAreBounded(t *testing.T) {
	var transfers Transfers
	for id := range 30 * mostUploads {
		tells(&transfers, fmt.Sprintf("Uploading %d", id))
		if id%(3*mostUploads) == 0 {
			tells(&transfers, fmt.Sprintf("canceled %d", id+1))
		}
	}
	if n := len(transfers.uploads) + len(transfers.canceled); n > 3*mostUploads || !transfers.Uploading() {
		t.Errorf("expected at most %d uploads to be known, and one to be under way, got %d, %t", 3*mostUploads, n, transfers.Uploading())
	}
}

func tells(t *Transfers, word string) {
	status, id, named := strings.Cut(word, " ")
	number, _ := strconv.Atoi(id)
	switch {
	case status == "asked":
		t.Asks(ocpp201.GetLogRequest{RequestID: number}, "")
	case status == "canceled":
		t.UploadsCanceled(number)
	case named:
		t.Take(&Call{Action: "LogStatusNotification", Payload: schemas.Read(fmt.Appendf(nil, `{"status":%q,"requestId":%d}`, status, number))})
	case word != "":
		t.Take(&Call{Action: "LogStatusNotification", Payload: schemas.Read(fmt.Appendf(nil, `{"status":%q}`, status))})
	}
}

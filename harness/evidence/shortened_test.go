package evidence

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

func TestARecordThatIsTooLongIsKeptInPartAndTheChainGoesOn(t *testing.T) {
	var out bytes.Buffer
	r := New(&out, nil)
	r.longest = 1 << 16
	raw := `[2,"1","DataTransfer",{"data":"` + strings.Repeat("\u0001", 1<<15) + `"}]`
	problems := strings.Split(strings.Repeat("it is too long;", 1<<14), ";")
	for _, rec := range []Record{
		{Run: &RunStarted{ID: "r"}}, {Frame: &Frame{Direction: In, Type: "CALL", Action: "DataTransfer", Raw: raw, Size: int64(len(raw)), Since: 1<<62 + 1}},
		{Frame: &Frame{Direction: In, Type: "CALL", Raw: "[2]", Problems: problems}}, {Note: &Note{Text: strings.Repeat("x", 1<<17)}}, {Note: &Note{Text: "short"}}, {Finished: &RunEnded{Verdict: Pass}},
	} {
		if _, err := r.Append(rec); err != nil {
			t.Fatal(err)
		}
	}
	for i, line := range bytes.Split(out.Bytes(), []byte("\n")) {
		if len(line) > r.longest {
			t.Errorf("line %d has %d bytes, and none is to have more than %d", i+1, len(line), r.longest)
		}
	}
	log, err := Read(bytes.NewReader(out.Bytes()))
	if err != nil || len(log.Problems) > 0 || len(log.Records) != 6 {
		t.Fatalf("%d records of 6 are read (%v), with %v", len(log.Records), err, log.Problems)
	}
	f := log.Records[1].Frame
	if want := fmt.Sprintf("(%d bytes in all, SHA-256 %x)", len(raw), sha256.Sum256([]byte(raw))); !f.Truncated || !strings.HasSuffix(f.Raw, want) || f.Size != int64(len(raw)) || f.Since != 1<<62+1 {
		t.Errorf("the frame is truncated: %t, of %d bytes since %d, and ends with %q", f.Truncated, f.Size, f.Since, f.Raw[max(0, len(f.Raw)-120):])
	}
	if f.Payload() != nil {
		t.Errorf("a payload of %d bytes is read from its beginning", len(f.Payload()))
	}
	if f := log.Records[2].Frame; f.Truncated || f.Raw != "[2]" || len(f.Problems) != mostElements {
		t.Errorf("a frame with many faults is kept as %q with %d of them", f.Raw, len(f.Problems))
	}
	if text := log.Records[4].Note.Text; text != "short" {
		t.Errorf("the record after them says %q", text)
	}
}

package csmsmock

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
)

const heartbeat = `[2,"h1","Heartbeat",{}]`

func now(ocppj.Frame) []byte { return []byte(`{"currentTime":"2026-01-02T03:04:05Z"}`) }

const heartbeatAnswer = `[3,"h1",{"currentTime":"2026-01-02T03:04:05Z"}]`

func TestACallIsHeldUntilAnswered(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		f.say(ws, `[2,"b1","BootNotification",{"reason":"PowerUp"}]`)
		e := f.want(FrameIn)
		if e.Frame.ID != "b1" || e.Frame.Action != "BootNotification" || e.Conn != 1 || e.Endpoint != "csms" {
			t.Errorf("event = %+v, want CALL b1 BootNotification on connection 1 of csms", e)
		}
		time.Sleep(24 * time.Hour)
		if err := f.station.Answer("b1", []byte(`{"status":"Accepted"}`)); err != nil {
			t.Fatal(err)
		}
		f.hear(ws, `[3,"b1",{"status":"Accepted"}]`)
		if out := f.want(FrameOut); out.Frame.Type != ocppj.CallResult || out.Frame.ID != "b1" || out.At.Sub(e.At) != 24*time.Hour {
			t.Errorf("event = %+v, want CALLRESULT b1 24 h after the CALL", out)
		}
		if err := f.station.Answer("b1", nil); err == nil || !strings.Contains(err.Error(), `"b1"`) {
			t.Errorf("second Answer = %v, want an error that names b1", err)
		}
	})
}

func TestBackgroundActionsAreAnsweredAtOnce(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		f.station.Background("Heartbeat", now)
		ws := f.connect()
		f.say(ws, heartbeat)
		f.hear(ws, heartbeatAnswer)
		in, out := f.want(FrameIn), f.want(FrameOut)
		if in.Seq >= out.Seq || !out.At.Equal(in.At) {
			t.Errorf("CALL at %v (%d), answer at %v (%d), want the answer second and at the same instant", in.At, in.Seq, out.At, out.Seq)
		}
		f.station.Background("Heartbeat", nil)
		f.say(ws, `[2,"h2","Heartbeat",{}]`)
		f.want(FrameIn)
		if err := f.station.AnswerError("h2", ocppj.InternalError, "no clock", nil); err != nil {
			t.Errorf("AnswerError to an action that left the background = %v, want nil", err)
		}
		f.hear(ws, `[4,"h2","InternalError","no clock",{}]`)
	})
}

func TestEveryErrorCodeCanBeAnswered(t *testing.T) {
	codes := []ocppj.ErrorCode{
		ocppj.FormatViolation, ocppj.GenericError, ocppj.InternalError, ocppj.MessageTypeNotSupported, ocppj.NotImplemented,
		ocppj.NotSupported, ocppj.OccurrenceConstraintViolation, ocppj.PropertyConstraintViolation, ocppj.ProtocolError,
		ocppj.RpcFrameworkError, ocppj.SecurityError, ocppj.TypeConstraintViolation,
	}
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		for i, code := range codes {
			f.station.Behave("Heartbeat", Error(code))
			id := fmt.Sprintf("auto-%d", i)
			f.say(ws, `[2,"`+id+`","Heartbeat",{}]`)
			f.hearError(ws, id, code)
			f.want(FrameIn)
			f.want(FrameOut)

			id = fmt.Sprintf("told-%d", i)
			f.say(ws, `[2,"`+id+`","Authorize",{}]`)
			f.want(FrameIn)
			if err := f.station.AnswerError(id, code, "why", []byte(`{"a":1}`)); err != nil {
				t.Fatal(err)
			}
			f.hear(ws, fmt.Sprintf(`[4,%q,%q,"why",{"a":1}]`, id, code))
			f.want(FrameOut)
		}
	})
}

func TestLateDelaysBothKindsOfAnswer(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		f.station.Background("Heartbeat", now)
		f.station.Behave("Heartbeat", Late(time.Minute))
		f.station.Behave("Authorize", Late(time.Hour))
		ws := f.connect()

		start := time.Now()
		f.say(ws, heartbeat)
		f.hear(ws, heartbeatAnswer)
		if got := time.Since(start); got != time.Minute {
			t.Errorf("the background answer came after %v, want 1m", got)
		}
		f.want(FrameIn)
		f.want(FrameOut)

		start = time.Now()
		f.say(ws, `[2,"a1","Authorize",{}]`)
		f.want(FrameIn)
		if err := f.station.Answer("a1", []byte(`{}`)); err != nil {
			t.Fatal(err)
		}
		if err := f.station.Answer("a1", []byte(`{}`)); err == nil {
			t.Error("a second Answer while the first waits for its time = nil, want an error")
		}
		f.hear(ws, `[3,"a1",{}]`)
		if got := time.Since(start); got != time.Hour {
			t.Errorf("the told answer came after %v, want 1h", got)
		}
	})
}

func TestNeverAndGarbageLeaveTheCallUnanswered(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		f.station.Background("Heartbeat", now)
		f.station.Behave("Heartbeat", Never)
		f.station.Behave("Authorize", Garbage([]byte(`{]`)))
		ws := f.connect()
		f.say(ws, heartbeat)
		f.want(FrameIn)
		if err := f.station.Answer("h1", nil); err == nil {
			t.Error("Answer to a CALL under Never = nil, want an error")
		}
		f.say(ws, `[2,"a1","Authorize",{}]`)
		f.hear(ws, `{]`)
		wantViolations(t, f.want(FrameIn), SecondCall)
		if out := f.want(FrameOut); string(out.Raw) != `{]` {
			t.Errorf("FrameOut = %s, want the garbage", out.Raw)
		}
		f.station.Background("Heartbeat", now)
		f.say(ws, `[2,"h2","Heartbeat",{}]`)
		wantViolations(t, f.want(FrameIn), SecondCall)
		f.want(FrameOut)
		f.say(ws, `[2,"h3","Heartbeat",{}]`)
		wantViolations(t, f.want(FrameIn))
	})
}

func TestRulesOfPart4AreFlaggedAndTheCallDelivered(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		f.say(ws, `[2,"1","Authorize",{}]`)
		wantViolations(t, f.want(FrameIn))
		f.say(ws, `[2,"2","Authorize",{}]`)
		wantViolations(t, f.want(FrameIn), SecondCall)
		for _, id := range []string{"1", "2"} {
			if err := f.station.Answer(id, nil); err != nil {
				t.Fatal(err)
			}
			f.want(FrameOut)
		}
		f.say(ws, `[2,"1","Authorize",{}]`)
		wantViolations(t, f.want(FrameIn), RepeatedID)
		ws.Close()
		f.want(Disconnected)

		ws = f.connect()
		f.say(ws, `[2,"2","Authorize",{}]`) // 4.1.4: on any connection of the same identity
		wantViolations(t, f.want(FrameIn), RepeatedID)
	})
}

// gathered is a connection that keeps what is written until it is to go out in one piece.
type gathered struct {
	net.Conn
	keeps   bool
	waiting []byte
}

func (g *gathered) Write(p []byte) (int, error) {
	if !g.keeps {
		return g.Conn.Write(p)
	}
	g.waiting = append(g.waiting, p...)
	return len(p), nil
}

func (g *gathered) flush() error {
	_, err := g.Conn.Write(g.waiting)
	g.waiting = nil
	return err
}

// A CALL that came in one piece with the one before did not wait for its answer, however quickly that was given.
func TestCallsThatComeTogetherAreTwoAtOnceHoweverQuicklyTheFirstIsAnswered(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		f.station.Background("Heartbeat", now) // by the goroutine that reads, before it looks at the next message
		var line *gathered
		dial := dialer(f.line)
		dial.NetDialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			conn, err := f.line.Dial(ctx)
			line = &gathered{Conn: conn}
			return line, err
		}
		ws, _, err := dial.DialContext(t.Context(), stationURL, basic(stationID, password))
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		f.want(Connected)
		line.keeps = true
		for n, together := range []int{2, 1, 1, 3} {
			for i := range together {
				f.say(ws, fmt.Sprintf(`[2,"h%d-%d","Heartbeat",{}]`, n, i))
			}
			if err := line.flush(); err != nil {
				t.Fatal(err)
			}
			for i := range together {
				e := f.want(FrameIn)
				if i == 0 {
					wantViolations(t, e)
				} else {
					wantViolations(t, e, SecondCall)
				}
				f.want(FrameOut)
			}
		}
	})
}

func TestWhatWasHeldEndsWithItsConnection(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		f.station.Behave("Heartbeat", Late(time.Minute))
		ws := f.connect()
		f.say(ws, heartbeat)
		f.want(FrameIn)
		if err := f.station.Answer("h1", nil); err != nil {
			t.Fatal(err)
		}
		f.say(ws, `[2,"a1","Authorize",{}]`)
		f.want(FrameIn)
		ws.Close()
		f.want(Disconnected)
		f.connect()
		if err := f.station.Answer("a1", nil); err == nil {
			t.Error("Answer on a later connection = nil, want an error")
		}
		time.Sleep(time.Hour)
		if err := f.station.SendRaw([]byte("fence")); err != nil {
			t.Fatal(err)
		}
		if out := f.want(FrameOut); string(out.Raw) != "fence" {
			t.Errorf("sent after the reconnect: %s, want only the fence, no late answer of the old connection", out.Raw)
		}
	})
}

func TestACallThatIsIgnoredMakesRoomForTheNext(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		f.say(ws, `[2,"h1","Heartbeat",{}]`)
		f.want(FrameIn)
		f.say(ws, `[2,"h2","Heartbeat",{}]`)
		wantViolations(t, f.want(FrameIn), SecondCall)
		f.station.Ignore("h1")
		f.station.Ignore("h2")
		f.say(ws, `[2,"h3","Heartbeat",{}]`)
		wantViolations(t, f.want(FrameIn))
		if err := f.station.Answer("h1", []byte(`{}`)); err == nil {
			t.Error("an answer to a CALL that was ignored: expected an error, got nil")
		}
	})
}

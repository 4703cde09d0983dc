package csmsmock

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/gorilla/websocket"
)

func (f *field) call(action string) string {
	f.t.Helper()
	id, err := f.station.Call(f.t.Context(), action, []byte(`{}`))
	if err != nil {
		f.t.Fatalf("Call(%s): %v", action, err)
	}
	return id
}

func TestTheAnswerToACallIsAnEventWithItsID(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		for _, form := range []string{`[3,%q,{"status":"Accepted"}]`, `[4,%q,"NotSupported","",{}]`} {
			id := f.call("Reset")
			f.hear(ws, fmt.Sprintf(`[2,%q,"Reset",{}]`, id))
			out := f.want(FrameOut)
			time.Sleep(3 * time.Second)
			f.say(ws, fmt.Sprintf(form, id))
			in := f.want(FrameIn)
			if in.Frame.ID != id || out.Frame.ID != id || in.At.Sub(out.At) != 3*time.Second {
				t.Errorf("CALL %s at %v, answer %s at %v, want the same id and 3 s", out.Frame.ID, out.At, in.Frame.ID, in.At)
			}
			wantViolations(t, in)
		}
	})
}

func TestOneCallIsOutstandingAtATime(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		first := f.call("Reset")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := f.station.Call(ctx, "Reset", nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Call while one is unanswered = %v, want to wait until the context ends", err)
		}
		sent := make(chan string)
		go func() {
			id, err := f.station.Call(t.Context(), "ClearCache", nil)
			if err != nil {
				t.Error(err)
			}
			sent <- id
		}()
		synctest.Wait()
		f.hear(ws, fmt.Sprintf(`[2,%q,"Reset",{}]`, first))
		f.say(ws, fmt.Sprintf(`[3,%q,{}]`, first))
		second := <-sent
		f.hear(ws, fmt.Sprintf(`[2,%q,"ClearCache",{}]`, second))
		for _, kind := range []EventKind{FrameOut, FrameIn, FrameOut} {
			f.want(kind)
		}
	})
}

func TestAnAbandonedCallMakesRoomAndItsLateAnswerIsFlagged(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		first := f.call("Reset")
		f.want(FrameOut)
		f.station.Abandon(first)
		second := f.call("Reset")
		f.want(FrameOut)
		for _, step := range []struct {
			id   string
			want []string
		}{
			{first, []string{AbandonedReply}},
			{second, nil},
			{second, []string{SecondReply}},
			{"never asked", []string{UnaskedReply}},
			{"-1", []string{UnaskedReply}},
		} {
			f.say(ws, fmt.Sprintf(`[3,%q,{}]`, step.id))
			wantViolations(t, f.want(FrameIn), step.want...)
		}
	})
}

func TestACallThatWasSentRawIsNotUnasked(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		if err := f.station.SendRaw([]byte(`[2,"mine","Reset",{"type":"Immediate"}]`)); err != nil {
			t.Fatal(err)
		}
		if out := f.want(FrameOut); out.Frame.Action != "Reset" {
			t.Errorf("FrameOut = %+v, want the CALL recognised", out)
		}
		f.say(ws, `[3,"mine",{}]`)
		wantViolations(t, f.want(FrameIn))
	})
}

func TestWithoutAConnectionNothingIsSent(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		_, callErr := f.station.Call(t.Context(), "Reset", nil)
		for what, err := range map[string]error{
			"Call":       callErr,
			"SendRaw":    f.station.SendRaw([]byte("x")),
			"Ping":       f.station.Ping(t.Context()),
			"Disconnect": f.station.Disconnect(websocket.CloseNormalClosure, ""),
			"Drop":       f.station.Drop(),
		} {
			if !errors.Is(err, ErrNotConnected) {
				t.Errorf("%s without a connection = %v, want ErrNotConnected", what, err)
			}
		}
	})
}

func TestTheEndOfTheConnectionGivesUpTheCall(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		first := f.call("Reset")
		f.want(FrameOut)
		failed := make(chan error)
		go func() {
			_, err := f.station.Call(t.Context(), "Reset", nil)
			failed <- err
		}()
		synctest.Wait()
		ws.Close()
		if err := <-failed; !errors.Is(err, ErrNotConnected) {
			t.Errorf("the waiting Call = %v, want ErrNotConnected", err)
		}
		f.want(Disconnected)
		ws = f.connect()
		f.call("Reset")
		f.want(FrameOut)
		f.say(ws, fmt.Sprintf(`[3,%q,{}]`, first))
		wantViolations(t, f.want(FrameIn), AbandonedReply)
	})
}

func TestPingWaitsForItsPong(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := f.station.Ping(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Ping to a station that does not read = %v, want the context's end", err)
		}
		go ws.ReadMessage() // gorilla answers pings while it reads
		if err := f.station.Ping(t.Context()); err != nil {
			t.Errorf("Ping = %v, want nil", err)
		}
		if err := ws.WriteControl(websocket.PingMessage, []byte("alive?"), time.Time{}); err != nil {
			t.Fatal(err)
		}
		if e := f.want(Pinged); string(e.Raw) != "alive?" {
			t.Errorf("ping data = %q, want %q", e.Raw, "alive?")
		}
	})
}

func TestEveryFrameHasItsTypesAndBytes(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		ws := f.connect()
		raw := " [2, \"x\" ,\"DataTransfer\", {\"vendorId\":\"é\\u00e9\"} ]\n"
		f.say(ws, raw)
		e := f.want(FrameIn)
		if string(e.Raw) != raw || e.Size != int64(len(raw)) || e.Truncated || e.Binary || e.Frame.Type != ocppj.Call {
			t.Errorf("event = %+v, want the bytes as they were sent", e)
		}
	})
}

// TestEachReaderIsWokenByTheEndOfItsOwnContext has two read the record of a station that says nothing, one of them twice.
func TestEachReaderIsWokenByTheEndOfItsOwnContext(t *testing.T) {
	inField(t, Config{}, func(t *testing.T, f *field) {
		long, end := context.WithCancelCause(t.Context())
		waited := make(chan error, 1)
		go func() { _, err := f.station.Next(long); waited <- err }()
		for range 2 {
			began := time.Now()
			short, cancel := context.WithTimeout(t.Context(), time.Minute)
			if _, err := f.station.Next(short); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Minute {
				t.Errorf("Next = %v after %s, want the deadline after a minute", err, time.Since(began))
			}
			cancel()
		}
		synctest.Wait()
		if n := len(f.station.queue.wakers); n != 1 {
			t.Errorf("%d contexts wake who waits, want that of the one reader that is left", n)
		}
		why := errors.New("enough")
		end(why)
		if err := <-waited; !errors.Is(err, why) {
			t.Errorf("Next = %v, want %v", err, why)
		}
	})
}

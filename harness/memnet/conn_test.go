package memnet

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func wantError(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error = %v, want %v", what, got, want)
	}
}

func mustWrite(t *testing.T, c net.Conn, text string) {
	t.Helper()
	if n, err := c.Write([]byte(text)); n != len(text) || err != nil {
		t.Fatalf("Write(%q) = %d, %v, want %d, nil", text, n, err, len(text))
	}
}

func TestBufferedBytesAreReadBeforeEOF(t *testing.T) {
	a, b := Pipe(0)
	mustWrite(t, a, "last words")
	if err := a.Close(); err != nil {
		t.Fatalf("Close = %v, want nil", err)
	}
	got, err := io.ReadAll(b)
	if string(got) != "last words" || err != nil {
		t.Errorf("ReadAll after the other end closed = %q, %v, want %q, nil", got, err, "last words")
	}
	_, err = b.Write([]byte("x"))
	wantError(t, "write to a closed end", err, syscall.EPIPE)
	_, err = a.Read(make([]byte, 1))
	wantError(t, "read after own Close", err, net.ErrClosed)
	_, err = a.Write([]byte("x"))
	wantError(t, "write after own Close", err, net.ErrClosed)
	wantError(t, "second Close", a.Close(), net.ErrClosed)
	wantError(t, "deadline after Close", a.SetDeadline(time.Now()), net.ErrClosed)
}

func TestCloseWriteLeavesTheOtherDirectionOpen(t *testing.T) {
	a, b := Pipe(0)
	if err := a.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("read after the other end's CloseWrite: error = %v, want io.EOF", err)
	}
	mustWrite(t, b, "still here")
	p := make([]byte, 32)
	if n, err := a.Read(p); string(p[:n]) != "still here" || err != nil {
		t.Errorf("Read = %q, %v, want %q, nil", p[:n], err, "still here")
	}
}

func TestReadDeadlineFiresAtItsInstant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := Pipe(0)
		start := time.Now()
		if err := a.SetReadDeadline(start.Add(90 * time.Minute)); err != nil {
			t.Fatal(err)
		}
		_, err := a.Read(make([]byte, 1))
		wantError(t, "blocked read", err, os.ErrDeadlineExceeded)
		if timeout, ok := errors.AsType[net.Error](err); !ok || !timeout.Timeout() {
			t.Errorf("error %v is no net.Error that says Timeout", err)
		}
		if got := time.Since(start); got != 90*time.Minute {
			t.Errorf("read returned after %v, want exactly 1h30m", got)
		}
		mustWrite(t, b, "x")
		_, err = a.Read(make([]byte, 1))
		wantError(t, "read with bytes waiting and the deadline passed", err, os.ErrDeadlineExceeded)
		if err := a.SetReadDeadline(time.Time{}); err != nil {
			t.Fatal(err)
		}
		if n, err := a.Read(make([]byte, 1)); n != 1 || err != nil {
			t.Errorf("read after the deadline was lifted = %d, %v, want 1, nil", n, err)
		}
	})
}

func TestDeadlineReachesAReadThatIsAlreadyBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, _ := Pipe(0)
		failed := make(chan error)
		go func() {
			_, err := a.Read(make([]byte, 1))
			failed <- err
		}()
		synctest.Wait()
		if err := a.SetReadDeadline(time.Now().Add(-time.Second)); err != nil {
			t.Fatal(err)
		}
		wantError(t, "blocked read", <-failed, os.ErrDeadlineExceeded)
	})
}

func TestWriteBlocksAtTheBoundUntilDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := Pipe(4)
		start := time.Now()
		if err := a.SetWriteDeadline(start.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		n, err := a.Write([]byte("123456"))
		if n != 4 {
			t.Errorf("bytes written before the deadline = %d, want 4", n)
		}
		wantError(t, "write past the bound", err, os.ErrDeadlineExceeded)
		if got := time.Since(start); got != time.Second {
			t.Errorf("write returned after %v, want exactly 1s", got)
		}
		p := make([]byte, 8)
		if n, err := b.Read(p); string(p[:n]) != "1234" || err != nil {
			t.Errorf("Read = %q, %v, want %q, nil", p[:n], err, "1234")
		}
	})
}

func TestConcurrentWritesDoNotInterleave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := Pipe(3)
		for _, text := range []string{"aaaaaaaa", "bbbbbbbb"} {
			go func() {
				if _, err := a.Write([]byte(text)); err != nil {
					t.Errorf("Write(%q): %v", text, err)
				}
			}()
		}
		got := make([]byte, 16)
		if _, err := io.ReadFull(b, got); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, []byte("aaaaaaaabbbbbbbb")) && !bytes.Equal(got, []byte("bbbbbbbbaaaaaaaa")) {
			t.Errorf("read %q, want one write whole after the other", got)
		}
	})
}

func TestCloseWakesABlockedWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, side := range []struct {
			name string
			end  func(a, b *Conn)
			want error
		}{
			{"other end closes", func(_, b *Conn) { b.Close() }, syscall.EPIPE},
			{"own end closes", func(a, _ *Conn) { a.Close() }, net.ErrClosed},
			{"cut", func(a, _ *Conn) { a.Cut() }, syscall.ECONNRESET},
			{"half-open", func(_, b *Conn) { b.HalfOpen() }, nil},
		} {
			a, b := Pipe(1)
			failed := make(chan error)
			go func() {
				_, err := a.Write([]byte("ab"))
				failed <- err
			}()
			synctest.Wait()
			side.end(a, b)
			wantError(t, side.name, <-failed, side.want)
		}
	})
}

func TestCutLosesWhatIsBuffered(t *testing.T) {
	a, b := Pipe(0)
	mustWrite(t, a, "lost")
	b.Cut()
	_, err := b.Read(make([]byte, 4))
	wantError(t, "read after Cut", err, syscall.ECONNRESET)
	_, err = a.Write([]byte("x"))
	wantError(t, "write after Cut", err, syscall.ECONNRESET)
}

func TestHalfOpenLineSwallowsWritesAndClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := Pipe(2)
		mustWrite(t, a, "ok")
		b.HalfOpen()
		mustWrite(t, a, "much more than the bound")
		mustWrite(t, b, "and the other way too")
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		p := make([]byte, 8)
		if n, err := b.Read(p); string(p[:n]) != "ok" || err != nil {
			t.Errorf("Read = %q, %v, want the bytes that arrived before, %q, nil", p[:n], err, "ok")
		}
		mustWrite(t, b, "nobody there, nobody knows")
		if err := b.SetReadDeadline(time.Now().Add(24 * time.Hour)); err != nil {
			t.Fatal(err)
		}
		_, err := b.Read(p)
		wantError(t, "read after the other end's Close was lost", err, os.ErrDeadlineExceeded)
	})
}

package memnet

import (
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestDatagramsArriveWholeAndAreAnswered(t *testing.T) {
	server := ListenPackets("time")
	client, err := server.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mustWrite(t, client, "first")
	mustWrite(t, client, "second")
	p := make([]byte, 3)
	for _, want := range []string{"fir", "sec"} { // what does not fit is lost, and is no part of the next
		n, from, err := server.ReadFrom(p)
		if err != nil || string(p[:n]) != want || from.String() != client.LocalAddr().String() {
			t.Errorf("ReadFrom = %q from %v, %v, want %q from %v", p[:n], from, err, want, client.LocalAddr())
		}
	}
	if _, err := server.WriteTo([]byte("answer"), client.LocalAddr()); err != nil {
		t.Fatal(err)
	}
	whole := make([]byte, 16)
	if n, err := client.Read(whole); err != nil || string(whole[:n]) != "answer" {
		t.Errorf("Read = %q, %v, want %q", whole[:n], err, "answer")
	}
}

func TestADatagramToNobodyIsLost(t *testing.T) {
	server := ListenPackets("time")
	client, err := server.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 * maxPackets {
		mustWrite(t, client, "x")
	}
	if got := len(server.in.waiting); got != maxPackets {
		t.Errorf("%d datagrams wait, want %d", got, maxPackets)
	}
	wantError(t, "Close", client.Close(), nil)
	if n, err := server.WriteTo([]byte("late"), client.LocalAddr()); n != 4 || err != nil {
		t.Errorf("WriteTo a client that is gone = %d, %v, want 4, nil", n, err)
	}
	other, err := server.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, "Close", server.Close(), nil)
	_, err = other.Write([]byte("x"))
	wantError(t, "write to nobody", err, syscall.ECONNREFUSED)
	_, _, err = server.ReadFrom(make([]byte, 1))
	wantError(t, "ReadFrom after Close", err, net.ErrClosed)
	_, err = server.WriteTo([]byte("x"), other.LocalAddr())
	wantError(t, "WriteTo after Close", err, net.ErrClosed)
	wantError(t, "second Close", server.Close(), net.ErrClosed)
}

func TestWaitingForADatagramEndsAtTheDeadlineAndWithClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := ListenPackets("time")
		client, err := server.Dial(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		wantError(t, "deadline", client.SetDeadline(start.Add(time.Minute)), nil)
		_, err = client.Read(make([]byte, 1))
		wantError(t, "read", err, os.ErrDeadlineExceeded)
		if got := time.Since(start); got != time.Minute {
			t.Errorf("read returned after %v, want a minute", got)
		}
		failed := make(chan error)
		go func() {
			_, _, err := server.ReadFrom(make([]byte, 1))
			failed <- err
		}()
		synctest.Wait()
		wantError(t, "Close", server.Close(), nil)
		wantError(t, "ReadFrom that waits", <-failed, net.ErrClosed)
	})
}

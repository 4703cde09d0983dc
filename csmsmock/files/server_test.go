package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/memnet"
)

// site is a server on a line, and a client of it.
type site struct {
	*Server
	t      *testing.T
	base   string
	client *http.Client

	mu   sync.Mutex
	seen []Transfer
}

// serve starts a server on the listener; dial is nil over TCP. The test's end closes it.
func serve(t *testing.T, l net.Listener, base string, dial func(context.Context, string, string) (net.Conn, error)) *site {
	t.Helper()
	s := &site{t: t, base: base, client: &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}}
	s.Server = New(Config{Over: func(tr Transfer) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.seen = append(s.seen, tr)
	}})
	served := make(chan error, 1)
	go func() { served <- s.HTTP(l) }()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serving: %v", err)
		}
	})
	return s
}

// inBubble plays a test over in-memory pipes, in synthetic time.
func inBubble(t *testing.T, test func(*testing.T, *site)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		line := memnet.Listen("files", 0)
		test(t, serve(t, line, "http://files", func(ctx context.Context, _, _ string) (net.Conn, error) { return line.Dial(ctx) }))
	})
}

func overTCP(t *testing.T) *site {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, l, "http://"+l.Addr().String(), nil)
}

// do makes a request and returns the status and the body.
func (s *site) do(method, path string, body io.Reader) (int, []byte, error) {
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, body)
	if err != nil {
		return 0, nil, err
	}
	response, err := s.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	return response.StatusCode, got, err
}

// over waits until so many transfers are over and returns them.
func (s *site) over(n int) []Transfer {
	s.t.Helper()
	for limit := time.Now().Add(time.Minute); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		s.mu.Lock()
		seen := s.seen
		s.mu.Unlock()
		if len(seen) >= n {
			return seen
		}
	}
	s.t.Fatalf("expected %d transfers, got %v", n, s.seen)
	return nil
}

func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func TestFilesGoBothWaysOverTCP(t *testing.T) {
	s := overTCP(t)
	if status, _, err := s.do("PUT", "/logs/diagnostics.log", strings.NewReader("what happened")); err != nil || status != http.StatusCreated {
		t.Errorf("PUT: expected 201, got %d, %v", status, err)
	}
	status, image, err := s.do("GET", Firmware, nil)
	if want := madeUp(); err != nil || status != http.StatusOK || !bytes.Equal(image, want) {
		t.Errorf("GET: expected 200 and %d bytes, got %d, %d bytes, %v", len(want), status, len(image), err)
	}
	seen := s.over(2)
	for i, want := range []Transfer{
		{Kind: Upload, Protocol: "HTTP", Options: []string{"PUT"}, Path: "/logs/diagnostics.log", Size: 13, SHA256: sumOf([]byte("what happened"))},
		{Kind: Download, Protocol: "HTTP", Path: Firmware, Size: int64(len(image)), SHA256: sumOf(image)},
	} {
		got := seen[i]
		if got.Client == "" || got.Began.IsZero() || got.Ended.Before(got.Began) {
			t.Errorf("expected a client and times, got %+v", got)
		}
		got.Client, got.Began, got.Ended = "", time.Time{}, time.Time{}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("expected %+v, got %+v", want, got)
		}
	}
}

func TestWhatIsHeldIsUnderWayUntilItIsReleased(t *testing.T) {
	for _, method := range []string{"PUT", "GET"} {
		inBubble(t, func(t *testing.T, s *site) {
			s.Hold()
			path, body := Firmware, io.Reader(nil)
			if method == "PUT" {
				path, body = Logs+"/a.log", strings.NewReader("a")
			}
			ended := make(chan error, 1)
			go func() {
				_, _, err := s.do(method, path, body)
				ended <- err
			}()
			time.Sleep(24 * time.Hour)
			synctest.Wait()
			if len(ended) != 0 || !s.Busy() {
				t.Fatalf("%s: expected a transfer under way for a day, got it over: %v", method, s.seen)
			}
			s.Release()
			if err := <-ended; err != nil {
				t.Errorf("%s: expected the rest after Release, got %v", method, err)
			}
			synctest.Wait()
			if seen := s.over(1); seen[0].Fault != "" || s.Busy() {
				t.Errorf("%s: expected a whole transfer and none under way, got %+v, busy %t", method, seen[0], s.Busy())
			}
		})
	}
}

func TestAClientThatLeavesIsNotUnderWay(t *testing.T) {
	inBubble(t, func(t *testing.T, s *site) {
		s.Hold()
		s.client.Timeout = time.Minute
		if _, _, err := s.do("PUT", Logs+"/a.log", strings.NewReader("a")); err == nil {
			t.Error("expected the client to give up, got an answer")
		}
		synctest.Wait()
		if seen := s.over(1); !strings.Contains(seen[0].Fault, "the client left") || s.Busy() {
			t.Errorf("expected a transfer that its client left, got %+v, busy %t", seen[0], s.Busy())
		}
	})
}

func TestAnEndlessUploadIsCut(t *testing.T) {
	s := overTCP(t)
	if status, _, err := s.do("PUT", Logs+"/endless", endless{}); err == nil && status != http.StatusRequestEntityTooLarge {
		t.Errorf("expected 413 or a connection that is cut, got %d", status)
	}
	if seen := s.over(1); seen[0].Size != largest || !strings.Contains(seen[0].Fault, "413") {
		t.Errorf("expected an upload of %d bytes that was refused, got %+v", int64(largest), seen[0])
	}
}

// endless has always more to say.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestOneTransferTooManyIsRefused(t *testing.T) {
	inBubble(t, func(t *testing.T, s *site) {
		s.Hold()
		for range mostAtOnce {
			go s.do("PUT", Logs+"/a.log", strings.NewReader("a"))
		}
		synctest.Wait()
		if status, _, err := s.do("PUT", Logs+"/a.log", strings.NewReader("a")); err != nil || status != http.StatusServiceUnavailable {
			t.Errorf("expected 503, got %d, %v", status, err)
		}
		s.Release()
		synctest.Wait()
		if seen := s.over(mostAtOnce + 1); len(seen) != mostAtOnce+1 || seen[0].Kind != Attempt {
			t.Errorf("expected the refusal and %d transfers to be told of, got %+v", mostAtOnce, seen)
		}
	})
}

func TestWhatIsNotOfferedIsRefused(t *testing.T) {
	inBubble(t, func(t *testing.T, s *site) {
		for _, c := range []struct {
			method, path string
			want         int
		}{
			{"PUT", Firmware, http.StatusNotFound}, {"PUT", "/logsmore/a", http.StatusNotFound}, {"GET", Logs + "/a.log", http.StatusNotFound},
			{"PUT", Logs + "/../../etc/passwd", http.StatusNotFound}, {"DELETE", Firmware, http.StatusMethodNotAllowed},
			{"HEAD", Firmware, http.StatusOK}, {"HEAD", Logs, http.StatusNotFound}, {"POST", Logs, http.StatusCreated},
		} {
			if status, _, err := s.do(c.method, c.path, nil); err != nil || status != c.want {
				t.Errorf("%s %s: expected %d, got %d, %v", c.method, c.path, c.want, status, err)
			}
		}
	})
}

func TestCloseEndsWhatIsUnderWay(t *testing.T) {
	inBubble(t, func(t *testing.T, s *site) {
		s.Hold()
		go s.do("GET", Firmware, nil)
		synctest.Wait()
		if err := s.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
		if s.Busy() || len(s.seen) != 1 {
			t.Errorf("expected one transfer that is over, got %v, busy %t", s.seen, s.Busy())
		}
		s.Hold()
		if s.held != nil {
			t.Error("expected a closed server to hold nothing")
		}
	})
}

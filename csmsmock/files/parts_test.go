package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// fetch gets a file over HTTP in parts of so many bytes, as a modem does that has little memory.
func (l *lab) fetch(at string, length, part int, to io.Writer) error {
	client := l.browser("HTTP")
	for first := 0; first < length; first += part {
		request, err := http.NewRequestWithContext(l.t.Context(), "GET", "http://bench"+at, nil)
		if err != nil {
			return err
		}
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", first, first+part-1))
		if err := web(client, request, to); err != nil {
			return err
		}
	}
	return nil
}

// TestAFileThatIsFetchedInSmallPartsIsHeldToo: no part has as many bytes as go ahead.
func TestAFileThatIsFetchedInSmallPartsIsHeldToo(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		whole := pattern(100_000)
		l.Put("/v2.bin", whole)
		for round := range 2 { // once more, as after a second request
			l.Hold()
			var got bytes.Buffer
			ended := make(chan error, 1)
			go func() { ended <- l.fetch("/v2.bin", len(whole), ahead/2, &got) }()
			time.Sleep(time.Hour)
			synctest.Wait()
			if len(ended) != 0 || !l.Busy() {
				t.Fatalf("round %d: expected the last part under way, got the file", round)
			}
			l.Release()
			if err := <-ended; err != nil || !bytes.Equal(got.Bytes(), whole) {
				t.Errorf("round %d: expected the whole file, got %d bytes, %v", round, got.Len(), err)
			}
		}
	})
}

// TestADownloadOverSFTPIsOverWhenTheClientHasReadIt also where the client does not close the file, or leaves without a word.
func TestADownloadOverSFTPIsOverWhenTheClientHasReadIt(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		whole := pattern(100_000)
		l.Put("/v2.bin", whole)
		client, err := dialSFTP(l)
		if err != nil {
			t.Fatal(err)
		}
		defer client.end()
		file, err := client.Open("/v2.bin")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(file)
		if err != nil || !bytes.Equal(got, whole) {
			t.Errorf("expected the whole file, got %d bytes, %v", len(got), err)
		}
		if told := l.last(1); told.Fault != "" || told.Size != int64(len(whole)) || l.Busy() {
			t.Errorf("expected a whole download while the file is open, got %+v", told)
		}
		l.kill()
		synctest.Wait()
		if len(l.told()) != 1 {
			t.Errorf("expected to be told of it once, got %+v", l.told())
		}
	})
}

// TestAServerThatIsSpentSaysSo: whoever is refused by it is not at fault.
func TestAServerThatIsSpentSaysSo(t *testing.T) {
	var seen []Transfer
	var spent []error
	s := New(Config{Over: func(tr Transfer) { seen = append(seen, tr) }, Spent: func(err error) { spent = append(spent, err) }})
	s.all = mostInAll
	for range 2 {
		if _, err := s.send(peer{gone: t.Context()}, Firmware, 0); !errors.Is(err, errSpent) {
			t.Errorf("expected a refusal, got %v", err)
		}
	}
	if len(spent) != 1 || len(seen) != 2 || seen[0].Kind != Attempt || !strings.Contains(seen[0].Fault, "no more in its life") {
		t.Errorf("expected to be told once that it is spent, and of both clients, got %v and %+v", spent, seen)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestTheFirstBlockComesWhileTheServerHolds whatever the protocol is: a station may tell that it downloads when it has that.
func TestTheFirstBlockComesWhileTheServerHolds(t *testing.T) {
	overEach(t, func(t *testing.T, l *lab, m mover) {
		for _, length := range []int{2, 40_000, 300_000} {
			l.Put("/v2.bin", pattern(length))
			l.Hold()
			got := &counted{}
			ended := make(chan error, 1)
			go func() { ended <- m.down(l, "/v2.bin", got) }()
			time.Sleep(time.Minute)
			synctest.Wait()
			if n := got.n.Load(); n >= int64(length) || m.name != "SFTP" && n < min(int64(length)-1, 32<<10) || len(ended) > 0 || !l.Busy() {
				t.Errorf("expected a block of %d bytes, and not the last byte, got %d", length, n)
			}
			l.Release()
			if err := <-ended; err != nil || got.n.Load() != int64(length) {
				t.Errorf("expected the whole file of %d bytes, got %d, %v", length, got.n.Load(), err)
			}
		}
	})
}

// counted counts what is written.
type counted struct{ n atomic.Int64 }

func (c *counted) Write(p []byte) (int, error) {
	c.n.Add(int64(len(p)))
	return len(p), nil
}

// TestTheFirstReadOverSFTPIsAnsweredWhileTheServerHolds: a read is answered as a whole.
func TestTheFirstReadOverSFTPIsAnsweredWhileTheServerHolds(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		l.Put("/v2.bin", pattern(100_000))
		l.Hold()
		client, err := dialSFTP(l)
		if err != nil {
			t.Fatal(err)
		}
		defer client.end()
		file, err := client.Open("/v2.bin")
		if err != nil {
			t.Fatal(err)
		}
		block, read := make([]byte, 32<<10), make(chan error, 1)
		go func() {
			_, err := io.ReadFull(file, block)
			read <- err
		}()
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(read) == 0 {
			t.Error("expected the first block of 32 KiB")
		}
		l.Release()
		if err := <-read; err != nil {
			t.Error(err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestOneByteIsKeptBackHoweverAFileIsFetched(t *testing.T) {
	for name, parts := range map[string][]span{
		"in order":       {{0, 4}, {4, 8}, {8, 10}},
		"backwards":      {{8, 10}, {4, 8}, {0, 4}},
		"from both ends": {{0, 3}, {7, 10}, {3, 7}},
		"overlapping":    {{0, 6}, {4, 10}, {2, 9}, {0, 10}},
		"at once":        {{0, 10}, {0, 10}},
	} {
		s := New(Config{})
		s.Hold()
		got := map[int64]bool{}
		for _, p := range parts {
			n, held := s.spares("/a", p.begin, p.end-p.begin, 10)
			if !held || n > p.end-p.begin {
				t.Errorf("%s: expected to be held, got %d bytes of %v", name, n, p)
			}
			for at := p.begin; at < p.begin+n; at++ {
				got[at] = true
			}
		}
		if len(got) != 9 {
			t.Errorf("%s: expected all but one byte, got %d", name, len(got))
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

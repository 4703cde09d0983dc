package station_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// fileHost is a host for files beside the CSMS. It takes one request per connection and needs some time to answer.
type fileHost struct {
	address string        // of the host, with its port
	takes   time.Duration // to answer a request

	mu       sync.Mutex
	statuses []int  // of the answers to come; then 200
	lies     bool   // about the length of what is downloaded
	offers   []byte // for download; nil for something that is no firmware
	requests []file // so far
}

// file is a request of the station.
type file struct {
	at                     time.Time
	method, path, user     string
	disposition, body, end string
}

// withFiles puts the host into the station's network.
func withFiles(h *fileHost) func(*station.Config) {
	h.address = "files.example.com:80"
	return func(c *station.Config) {
		csms := c.Dial
		c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			if address != h.address {
				return csms(ctx, network, address)
			}
			station, host := newPipe()
			go h.serve(host)
			return station, nil
		}
	}
}

func (h *fileHost) serve(conn net.Conn) {
	request, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return // the station went before it had asked
	}
	body, err := io.ReadAll(request.Body)
	got := file{at: time.Now(), method: request.Method, path: request.URL.Path, disposition: request.Header.Get("Content-Disposition"), body: string(body)}
	got.user, _, _ = request.BasicAuth()
	if err != nil {
		got.end = err.Error()
	}
	h.mu.Lock()
	status, lies, content := http.StatusOK, h.lies, h.offers
	if content == nil {
		content = []byte("firmware")
	}
	if len(h.statuses) > 0 {
		status, h.statuses = h.statuses[0], h.statuses[1:]
	}
	h.requests = append(h.requests, got)
	h.mu.Unlock()
	time.Sleep(h.takes)
	length := len(content)
	if lies {
		length++
	}
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, http.StatusText(status), length, content) // the station may have gone
	_ = conn.Close()
}

func (h *fileHost) got() []file {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.requests)
}

// told are the messages about logs and firmware so far, shortly: when, what, which status of which request.
func (r *rig) told(begin time.Time) []string {
	var out []string
	for _, got := range r.sent("") {
		var text string
		switch got.frame.Action {
		case "LogStatusNotification":
			q := read[ocpp201.LogStatusNotificationRequest](r, got)
			text = "log " + string(q.Status) + of(q.RequestID)
		case "FirmwareStatusNotification":
			q := read[ocpp201.FirmwareStatusNotificationRequest](r, got)
			text = "firmware " + string(q.Status) + of(q.RequestID)
		case "SecurityEventNotification":
			text = read[ocpp201.SecurityEventNotificationRequest](r, got).Type
		default:
			continue
		}
		out = append(out, fmt.Sprintf("%s %s", got.at.Sub(begin), text))
	}
	return out
}

func read[Q any](r *rig, got record) (q Q) {
	r.Helper()
	if err := ocpp201.Decode(got.frame.Payload, &q); err != nil {
		r.Fatal(err)
	}
	return q
}

func of(requestID *int) string {
	if requestID == nil {
		return ""
	}
	return fmt.Sprintf(" of %d", *requestID)
}

// expectTold compares what the station has told of files since begin.
func (r *rig) expectTold(begin time.Time, want ...string) {
	r.Helper()
	if got := r.told(begin); !slices.Equal(got, want) {
		r.Errorf("expected to be told\n\t%s\ngot\n\t%s", strings.Join(want, "\n\t"), strings.Join(got, "\n\t"))
	}
}

// files plays a test with a host that needs ten seconds for each file. begin is when it begins, with nothing told yet.
func (h *fileHost) bubble(t *testing.T, change func(*station.Config), test func(r *rig, begin time.Time)) {
	t.Helper()
	h.takes = 10 * time.Second
	bubble(t, func(c *station.Config) {
		withFiles(h)(c)
		if change != nil {
			change(c)
		}
	}, func(r *rig) {
		r.forget()
		test(r, time.Now())
	})
}

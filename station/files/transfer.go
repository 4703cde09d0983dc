package files

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/product"
)

// transfer is one file on its way. An attempt to move it runs in a goroutine of its own, which tells the loop how it ended.
type transfer struct {
	requestID int
	retries   int           // left
	interval  time.Duration // between two attempts
	move      func(context.Context) error
	ended     func(error) // with what the last attempt ended; in the loop

	stop  context.CancelFunc // of the attempt under way
	again *kernel.Alarm      // of the next one
	over  bool
}

// RequestID is that of the request that has asked for the transfer.
func (t *transfer) RequestID() int { return t.requestID }

// What the station chooses where the CSMS leaves it open how often it tries again; GivesUpTransfers chooses otherwise.
const (
	ownRetries       = 1
	ownRetryInterval = 10 * time.Second
)

// attemptLimit is when an attempt that does not end is given up.
const attemptLimit = 15 * time.Minute

// newTransfer makes one with the retries that a request asks for.
func (fs *Files) newTransfer(requestID int, retries, interval *int) *transfer {
	t := &transfer{requestID: requestID, retries: ownRetries, interval: ownRetryInterval}
	switch {
	case retries != nil:
		t.retries = *retries
	case fs.product.Capabilities.GivesUpTransfers:
		t.retries = 0
	}
	if interval != nil {
		t.interval = time.Duration(min(max(*interval, 0), product.Day)) * time.Second
	}
	return t
}

func (fs *Files) attempt(t *transfer) {
	ctx, stop := context.WithTimeout(fs.kernel.Context(), attemptLimit)
	t.stop = stop
	fs.kernel.Go(func() {
		defer stop()
		err := t.move(ctx)
		fs.kernel.Post(func() { fs.attempted(t, err) })
	})
}

func (fs *Files) attempted(t *transfer, err error) {
	switch {
	case t.over: // it was given up while the attempt ended
	case err != nil && t.retries > 0:
		fs.kernel.Log.Info("a file was not moved; the station tries again", "error", err, "after", t.interval)
		t.retries--
		t.again = fs.kernel.After(t.interval, func() { fs.attempt(t) })
	default:
		t.over = true
		t.ended(err)
	}
}

// giveUp ends a transfer that may not have begun yet; its ended is not called any more.
func (fs *Files) giveUp(t *transfer) {
	t.over = true
	fs.kernel.Cancel(t.again)
	if t.stop != nil {
		t.stop()
	}
}

// fileLocation reads the URL of a file or folder of the CSMS.
func fileLocation(text string) (*url.URL, error) {
	location, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("the location is no URL")
	case location.Scheme != "http":
		return nil, fmt.Errorf("files of %q cannot be moved; FileTransferProtocols tells by what they can", location.Scheme)
	case location.Host == "":
		return nil, errors.New("the location names no host")
	}
	return location, nil
}

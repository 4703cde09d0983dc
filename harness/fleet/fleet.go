package fleet

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Access is where the fleet is, and by which right somebody enters.
type Access struct {
	URL   string // nats://HOST:PORT or tls://HOST:PORT, several with commas between
	Creds string // file with an NKey seed, as Serve makes them, or with the JWT and seed of a cluster
	Role  Role
	Bench string // of an agent: the bench that it stands beside, and may speak of
	Name  string // of the process, for whoever looks at the engine
	TLS   *tls.Config
	// Cut and Back are told of the connection, and Trouble of what the engine refuses on one that stands, from any goroutine. All may
	// be nil.
	Cut     func(error)
	Back    func()
	Trouble func(error)
}

// Fleet is an entrance to a fleet. All methods may be called concurrently; the owner calls Close.
type Fleet struct {
	conn *nats.Conn
	js   jetstream.JetStream
	kv   map[string]jetstream.KeyValue // the tables, by the names of their buckets
	tell func(error)                   // of trouble; nil for nobody

	mu    sync.Mutex
	again chan struct{} // closed and made anew when the connection is there again after a cut
}

// enterWithin is how long the engine may take to let somebody in, and to answer.
const enterWithin = 10 * time.Second

// leaveWithin is how long somebody who leaves tries to say so: what is not said expires.
const leaveWithin = 3 * time.Second

// Enter connects, and finds the tables. A connection that is cut later is made again, for as long as the fleet is not closed.
func Enter(ctx context.Context, a Access) (*Fleet, error) {
	if a.Role == Agent && (a.Bench == "" || len(a.Bench) > longestName) {
		return nil, fmt.Errorf("an agent stands beside one bench; name it, by 1 to %d bytes", longestName)
	}
	f := &Fleet{tell: a.Trouble, kv: map[string]jetstream.KeyValue{}, again: make(chan struct{})}
	finding, refuse := context.WithCancelCause(ctx)
	defer refuse(nil)
	var in atomic.Bool
	a.Trouble = func(err error) {
		if refuse(err); in.Load() {
			f.trouble(err)
		}
	}
	options, err := a.options()
	if err != nil {
		return nil, err
	}
	options = append(options, nats.ReconnectHandler(func(*nats.Conn) {
		f.reconnected()
		if a.Back != nil {
			a.Back()
		}
	}))
	conn, err := a.connect(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("the fleet at %s does not let the %s in: %w; is it served there, and %s", a.URL, a.Role, err, a.whose())
	}
	f.conn = conn
	if f.js, err = jetstream.New(conn, jetstream.WithDefaultTimeout(enterWithin)); err == nil {
		err = f.find(finding)
	}
	if refused := context.Cause(finding); refused != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w; %s", refused, a.whose())
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	in.Store(true)
	return f, nil
}

// whose asks for the key by which somebody wants to enter.
func (a Access) whose() string {
	switch {
	case a.Creds == "":
		return "does it want a key? None was named"
	case a.Role == Agent:
		return fmt.Sprintf("is the key %s one of an agent beside the bench %s?", a.Creds, a.Bench)
	}
	return fmt.Sprintf("is the key %s one of a %s?", a.Creds, a.Role)
}

// connectAgain is how long an agent leaves a server alone that is not there.
const connectAgain = time.Second

// connect connects. An agent may be started before the server is, as after a power cut, and waits for it; that it is not let in is told
// it at once, as to anybody.
func (a Access) connect(ctx context.Context, options []nats.Option) (conn *nats.Conn, err error) {
	for told := false; ; told = true {
		conn, err = nats.Connect(a.URL, options...)
		if err == nil || a.Role != Agent || !notThere(err) {
			return conn, err
		}
		if !told && a.Cut != nil {
			a.Cut(err)
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(connectAgain):
		}
	}
}

// notThere tells of a server that does not answer, from one that refuses.
func notThere(err error) bool {
	var network net.Error
	return errors.Is(err, nats.ErrNoServers) || errors.Is(err, nats.ErrTimeout) || errors.Is(err, syscall.ECONNREFUSED) || errors.As(err, &network)
}

// Prepare makes the tables and streams of a fleet in an account of a cluster.
func Prepare(ctx context.Context, a Access) error {
	options, err := a.options()
	if err != nil {
		return err
	}
	conn, err := nats.Connect(a.URL, options...)
	if err != nil {
		return fmt.Errorf("the engine at %s does not let in who has %s: %w", a.URL, a.Creds, err)
	}
	defer conn.Close()
	return furnish(ctx, conn)
}

func (f *Fleet) find(ctx context.Context) error {
	for _, b := range buckets {
		kv, err := f.js.KeyValue(ctx, b.name)
		if errors.Is(err, jetstream.ErrBucketNotFound) {
			return fmt.Errorf("this engine has no table of %s; certbench fleet serve --nats makes it", b.what)
		}
		if err != nil {
			return fmt.Errorf("the table of %s: %w", b.what, err)
		}
		f.kv[b.name] = kv
	}
	return nil
}

func (a Access) options() ([]nats.Option, error) {
	if a.URL == "" {
		return nil, errors.New("no fleet is named; write its address, such as nats://127.0.0.1:4222")
	}
	options := []nats.Option{
		nats.Name(a.Name), nats.Timeout(enterWithin), nats.MaxReconnects(-1),
		nats.ReconnectWait(200 * time.Millisecond), nats.PingInterval(5 * time.Second), nats.MaxPingsOutstanding(2),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if a.Cut != nil {
				a.Cut(err)
			}
		}),
		// What happens to a subscription, its reader is told; that something is not allowed, nobody else.
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			if errors.Is(err, nats.ErrPermissionViolation) && a.Trouble != nil {
				a.Trouble(fmt.Errorf("the engine does not allow it to the %s: %w", a.Role, err))
			}
		}),
	}
	if a.Role != "" {
		options = append(options, nats.CustomInboxPrefix(a.Role.inbox(a.Bench)))
	}
	if a.TLS != nil {
		options = append(options, nats.Secure(a.TLS))
	}
	if a.Creds == "" {
		return options, nil
	}
	by, err := credentials(a.Creds)
	if err != nil {
		return nil, err
	}
	if a.Bench != "" { // the engine of a small laboratory binds the connection to it
		options = append(options, nats.UserInfo(a.Bench, ""))
	}
	return append(options, by), nil
}

// trouble tells of what the engine refuses on a connection that stands.
func (f *Fleet) trouble(err error) {
	if f.tell != nil {
		f.tell(err)
	}
}

// credentials tells the two kinds of files apart by what they hold.
func credentials(path string) (nats.Option, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the key of the fleet cannot be read: %w", err)
	}
	if strings.Contains(string(text), "BEGIN NATS USER JWT") {
		return nats.UserCredentials(path), nil
	}
	by, err := nats.NkeyOptionFromSeed(path)
	if err != nil {
		return nil, fmt.Errorf("%s holds neither an NKey nor credentials of NATS: %w", path, err)
	}
	return by, nil
}

// reconnected says to whoever follows something that it is to be asked for anew.
func (f *Fleet) reconnected() {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.again)
	f.again = make(chan struct{})
}

// cut is closed when the connection has been cut and is there again, since it was asked for.
func (f *Fleet) cut() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.again
}

// every does something again and again until ctx ends.
func every(ctx context.Context, interval time.Duration, do func()) {
	again := time.NewTicker(interval)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
			do()
		}
	}
}

// Close leaves the fleet.
func (f *Fleet) Close() { f.conn.Close() }

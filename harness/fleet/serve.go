package fleet

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Hosting is how a small laboratory hosts its own fleet.
type Hosting struct {
	Dir     string   // holds the engine's storage, and a folder of keys for each laboratory
	Listen  string   // host:port; port 0 is a free one
	Labs    []string // that share the engine and know nothing of each other; one named "lab" where none is
	TLS     *tls.Config
	Memory  int64 // bytes that the engine may keep in memory of its streams; 0 is 64 MiB
	Disk    int64 // bytes that it may keep on the disk; 0 is 10 GiB
	Trouble func(string)
}

// DefaultLab is the laboratory where none is named.
const DefaultLab = "lab"

// startWithin is how long the engine may take until it serves: it reads its storage first.
const startWithin = time.Minute

// Host is an embedded engine that serves. Whoever made it calls Close, which waits for the storage.
type Host struct {
	engine *server.Server
	porter *porter
	keys   string
}

// Serve begins to serve. Errors are of the folder, the address and the engine. Off the loopback it wants TLS: see Hosting.TLS.
func Serve(ctx context.Context, h Hosting) (*Host, error) {
	if len(h.Labs) == 0 {
		h.Labs = []string{DefaultLab}
	}
	options, err := h.options()
	if err != nil {
		return nil, err
	}
	porter, err := h.porter()
	if err != nil {
		return nil, err
	}
	options.CustomClientAuthentication, options.AlwaysEnableNonce = porter, true
	for _, lab := range h.Labs {
		options.Accounts = append(options.Accounts, server.NewAccount(lab))
	}
	engine, err := server.NewServer(options)
	if err != nil {
		return nil, fmt.Errorf("the fleet cannot be served: %w", err)
	}
	porter.engine = engine
	engine.SetLoggerV2(&logger{h.Trouble}, false, false, false)
	go engine.Start()
	host := &Host{engine: engine, porter: porter, keys: filepath.Join(h.Dir, "keys")}
	if !engine.ReadyForConnections(startWithin) {
		host.Close()
		return nil, fmt.Errorf("the fleet is not served at %s within %v; is the address free, and the folder %s writable?", h.Listen, startWithin, h.Dir)
	}
	for _, lab := range h.Labs {
		if err := host.furnish(ctx, lab); err != nil {
			host.Close()
			return nil, fmt.Errorf("the fleet of laboratory %s cannot be set up: %w", lab, err)
		}
	}
	return host, nil
}

// furnish gives a laboratory its share of the storage, and sets up in it what the roles use.
func (h *Host) furnish(ctx context.Context, lab string) error {
	account, err := h.engine.LookupAccount(lab)
	if err != nil {
		return err
	}
	if err := account.EnableJetStream(map[string]server.JetStreamAccountLimits{"": {MaxMemory: -1, MaxStore: -1, MaxStreams: -1, MaxConsumers: -1}}, nil); err != nil {
		return err
	}
	conn, err := h.enter(lab)
	if err != nil {
		return err
	}
	defer conn.Close()
	return furnish(ctx, conn)
}

// enter is a connection into a laboratory that may do everything there.
func (h *Host) enter(lab string) (*nats.Conn, error) {
	in := h.porter.labs[lab]
	return nats.Connect("", nats.InProcessServer(h.engine), nats.Nkey(in.insidePublic, in.inside.Sign))
}

func (h Hosting) options() (*server.Options, error) {
	host, port, err := net.SplitHostPort(h.Listen)
	if err != nil {
		return nil, fmt.Errorf("%q is no address to serve a fleet at: %w; write for example 127.0.0.1:4222", h.Listen, err)
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("%q is no port of the address %q; write for example 127.0.0.1:4222", port, h.Listen)
	}
	if ip := net.ParseIP(host); h.TLS == nil && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("a fleet is served on the loopback only, or by TLS; write 127.0.0.1 in place of %q, or name certificate and key", host)
	}
	if err := os.MkdirAll(h.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("the folder of the fleet cannot be made: %w", err)
	}
	options := &server.Options{
		ServerName: "certbench", Host: host, Port: int(number), TLSConfig: h.TLS, NoSigs: true, NoLog: true,
		JetStreamLimits: server.JSLimitOpts{DefaultMaxConsumers: -1}, // of a stream: 1,000, as by default, are the plays of a thousand benches
		JetStream:       true, StoreDir: filepath.Join(h.Dir, "store"), JetStreamMaxMemory: or(h.Memory, 64<<20), JetStreamMaxStore: or(h.Disk, 10<<30),
		MaxPayload: MaxMessage, MaxPending: 16 << 20, MaxConn: 4096, SyncInterval: time.Second,
	}
	if number == 0 {
		options.Port = server.RANDOM_PORT
	}
	return options, nil
}

func or(value, otherwise int64) int64 {
	if value == 0 {
		return otherwise
	}
	return value
}

// MaxMessage is the longest message of a fleet, in bytes: an evidence line holds a frame at most.
const MaxMessage = 4 << 20

// URL is where agents and runners find the fleet.
func (h *Host) URL() string { return h.engine.ClientURL() }

// Key is the file of the key of a role in a laboratory.
func (h *Host) Key(lab string, r Role) string { return keyFile(filepath.Join(h.keys, lab), r) }

// Close ends the engine, and returns when its storage is closed.
func (h *Host) Close() {
	h.engine.Shutdown()
	h.engine.WaitForShutdown()
}

// logger tells the engine's warnings and errors.
type logger struct{ trouble func(string) }

func (l *logger) tell(format string, args ...any) {
	if l.trouble != nil {
		l.trouble(fmt.Sprintf(format, args...))
	}
}

func (l *logger) Noticef(string, ...any)            {}
func (l *logger) Debugf(string, ...any)             {}
func (l *logger) Tracef(string, ...any)             {}
func (l *logger) Warnf(format string, args ...any)  { l.tell(format, args...) }
func (l *logger) Errorf(format string, args ...any) { l.tell(format, args...) }
func (l *logger) Fatalf(format string, args ...any) { l.tell(format, args...) }

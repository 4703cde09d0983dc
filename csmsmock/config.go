package csmsmock

import (
	"slices"
	"strings"
	"time"
)

// Config says how a Server behaves towards every station. The zero value of each field means its default.
type Config struct {
	// Path of the OCPP-J endpoint, to which a station appends "/" and its identity (part 4, 3.1.1). Default "/ocpp"; "/" is
	// an endpoint at the root.
	Path string
	// Subprotocols that the server agrees to, the preferred one first (part 4, 3.1.2). Default ocpp2.0.1.
	Subprotocols []string
	// MaxFrame is the largest message taken whole, in bytes after decompression. A larger one is recorded with its first
	// bytes, and the connection closed with 1009 (RFC 6455, 7.4.1). Default 16 MiB.
	MaxFrame int64
	// MaxQueue is how many bytes of events wait for Next before the server stops reading the station's socket. One more
	// message, of at most MaxFrame, may pass the bound. Default 32 MiB.
	MaxQueue int
	// Now stamps the events. Default time.Now.
	Now func() time.Time
	// WriteTimeout is how long a station may leave its socket full before the connection is cut. Default 10 s.
	WriteTimeout time.Duration
	// CloseTimeout is how long the server waits for the answer to its close frame before it cuts. Default 5 s.
	CloseTimeout time.Duration
	// HandshakeTimeout is how long a client may take over TLS and the opening request. Default 30 s.
	HandshakeTimeout time.Duration
}

func (c Config) withDefaults() Config {
	setDefault(&c.Path, "/ocpp")
	c.Path = "/" + strings.Trim(c.Path, "/")
	if c.Path == "/" {
		c.Path = ""
	}
	if len(c.Subprotocols) == 0 {
		c.Subprotocols = []string{"ocpp2.0.1"}
	}
	c.Subprotocols = slices.Clone(c.Subprotocols)
	setDefault(&c.MaxFrame, 16<<20)
	setDefault(&c.MaxQueue, 32<<20)
	setDefault(&c.WriteTimeout, 10*time.Second)
	setDefault(&c.CloseTimeout, 5*time.Second)
	setDefault(&c.HandshakeTimeout, 30*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

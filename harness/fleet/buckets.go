package fleet

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// How long what is said lasts without being said again, by the engine's clock.
const (
	BenchLasts = 15 * time.Second // a registered bench
	LeaseLasts = 30 * time.Second // a lease, without its holder
	WishLasts  = 15 * time.Second // a place in the queue
)

// markerLasts is how long the engine tells late readers that something has expired.
const markerLasts = time.Minute

// bucket is a table of JetStream that everybody reads.
type bucket struct {
	name    string
	what    string
	lasts   time.Duration // of a value; 0 for ever
	largest int32         // value, in bytes
	writers []Role
}

const (
	benchesBucket = "certbench_benches"
	leasesBucket  = "certbench_leases"
	wishesBucket  = "certbench_wishes"
	drainsBucket  = "certbench_drains"
)

var buckets = []bucket{
	{benchesBucket, "the benches that there are, as their agents tell", BenchLasts, 256 << 10, []Role{Agent}},
	{leasesBucket, "who has reserved which bench", LeaseLasts, 8 << 10, []Role{Runner}},
	{wishesBucket, "who waits for which benches", WishLasts, 8 << 10, []Role{Runner}},
	{drainsBucket, "the benches that end after the play under way", 0, 8 << 10, []Role{Runner}},
}

// furnish makes the tables and streams of a laboratory in its account, or leaves those that are there as they are.
func furnish(ctx context.Context, conn *nats.Conn) error {
	js, err := jetstream.New(conn)
	if err != nil {
		return err
	}
	for _, b := range buckets {
		config := jetstream.KeyValueConfig{Bucket: b.name, Description: b.what, TTL: b.lasts, History: 1, MaxValueSize: b.largest}
		if b.lasts > 0 {
			config.LimitMarkerTTL = markerLasts
		}
		if _, err := js.CreateOrUpdateKeyValue(ctx, config); err != nil {
			return fmt.Errorf("the table of %s: %w", b.what, err)
		}
	}
	for _, config := range []jetstream.StreamConfig{playsConfig(), evidenceConfig()} {
		if _, err := js.CreateOrUpdateStream(ctx, config); err != nil {
			return fmt.Errorf("the stream of %s: %w", config.Description, err)
		}
	}
	return nil
}

// keyOf writes a name so that it is one token of a key, whatever it holds: an unusual byte is = and its two hexadecimal digits.
func keyOf(name string) string {
	var key strings.Builder
	for _, b := range []byte(name) {
		if b == '-' || b == '_' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' {
			key.WriteByte(b)
		} else {
			fmt.Fprintf(&key, "=%02X", b)
		}
	}
	return key.String()
}

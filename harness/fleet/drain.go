package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// Drain says that a bench takes nothing new after the play under way, and tells whether an agent is beside it now: one that comes later
// is sent away.
func (f *Fleet) Drain(ctx context.Context, bench, who string) (there bool, err error) {
	text, err := json.Marshal(Drain{bench, who})
	if err != nil {
		return false, err
	}
	_, err = f.kv[benchesBucket].Get(ctx, keyOf(bench))
	if there = err == nil; there || errors.Is(err, jetstream.ErrKeyNotFound) {
		_, err = f.kv[drainsBucket].Put(ctx, keyOf(bench), text)
	}
	if err != nil {
		return false, fmt.Errorf("the bench %s cannot be taken out of the fleet: %w", bench, err)
	}
	return there, nil
}

// Undrain lets a bench be reserved again.
func (f *Fleet) Undrain(ctx context.Context, bench string) error {
	if err := f.kv[drainsBucket].Delete(ctx, keyOf(bench)); err != nil {
		return fmt.Errorf("the bench %s cannot be let into the fleet again: %w", bench, err)
	}
	return nil
}

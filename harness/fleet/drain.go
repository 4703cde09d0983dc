package fleet

import (
	"context"
	"encoding/json"
	"fmt"
)

// Drain says that a bench takes nothing new after the play under way.
func (f *Fleet) Drain(ctx context.Context, bench, who string) error {
	text, err := json.Marshal(Drain{bench, who})
	if err != nil {
		return err
	}
	if _, err := f.kv[drainsBucket].Put(ctx, keyOf(bench), text); err != nil {
		return fmt.Errorf("the bench %s cannot be taken out of the fleet: %w", bench, err)
	}
	return nil
}

// Undrain lets a bench be reserved again.
func (f *Fleet) Undrain(ctx context.Context, bench string) error {
	if err := f.kv[drainsBucket].Delete(ctx, keyOf(bench)); err != nil {
		return fmt.Errorf("the bench %s cannot be let into the fleet again: %w", bench, err)
	}
	return nil
}

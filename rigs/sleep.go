package rigs

import (
	"context"
	"time"
)

// Sleep is a pause that ends early, with its error, when ctx does.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

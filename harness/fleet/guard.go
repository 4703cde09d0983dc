package fleet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Guard is an agent's view of the leases of its bench. It remembers the highest fence over restarts, so that nobody whose lease was
// followed by another can move the rig, whatever the network has kept back.
type Guard struct {
	bench, session string
	path           string

	mu    sync.Mutex
	fence uint64
}

// NewGuard reads the highest fence from the folder of the agent.
func NewGuard(dir, bench, session string) (*Guard, error) {
	g := &Guard{bench: bench, session: session, path: filepath.Join(dir, keyOf(bench)+".fence")}
	text, err := os.ReadFile(g.path)
	if errors.Is(err, os.ErrNotExist) {
		return g, nil
	}
	if err == nil {
		g.fence, err = strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64)
	}
	if err != nil {
		return nil, fmt.Errorf("the highest fence of bench %s cannot be read from %s: %w; remove the file only if no run uses the bench", bench, g.path, err)
	}
	return g, nil
}

// Next waits for a lease of the bench that is newer than all before. The engine counts on: one that has lost its storage
// begins again at 1, and its leases are refused, which the error says.
//
// refused is called with a lease that is not newer.
func (g *Guard) Next(ctx context.Context, b *Board, refused func(Tenancy, error)) (Tenancy, error) {
	var told uint64
	for {
		changed := b.Changed()
		if t, ok := g.held(b); ok {
			fresh, err := g.admit(t.Fence)
			if fresh || err != nil {
				return t, err
			}
			if t.Fence < g.highest() && t.Fence != told {
				told = t.Fence
				refused(t, fmt.Errorf("its fence is %d, and the agent has seen %d; if the engine has lost its storage, remove %s", t.Fence, g.highest(), g.path))
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Tenancy{}, context.Cause(ctx)
		}
	}
}

func (g *Guard) held(b *Board) (Tenancy, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	h, ok := b.leases[keyOf(g.bench)]
	return h.Tenancy, ok && h.Fence > 0 && h.Session == g.session
}

func (g *Guard) highest() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.fence
}

// admit notes a fence that is higher than all before, on the disk first.
func (g *Guard) admit(fence uint64) (fresh bool, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if fence <= g.fence {
		return false, nil
	}
	next := g.path + ".new"
	if err := os.WriteFile(next, []byte(strconv.FormatUint(fence, 10)+"\n"), 0o600); err != nil {
		return false, fmt.Errorf("the fence of a lease cannot be kept: %w", err)
	}
	if err := os.Rename(next, g.path); err != nil {
		return false, fmt.Errorf("the fence of a lease cannot be kept: %w", err)
	}
	g.fence = fence
	return true, nil
}

// While is a context that ends, with the cause, as soon as the lease is over as far as the agent can know: it was given back or has
// expired, another has the bench, or nothing was heard of it for as long as it lasts, counted by the monotonic clock.
func (g *Guard) While(ctx context.Context, b *Board, t Tenancy) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		silent := time.NewTimer(LeaseLasts)
		defer silent.Stop()
		var heard uint64
		for {
			changed := b.Changed()
			now, revision := b.lease(g.bench)
			if now.Fence != t.Fence {
				end(errLeaseOver)
				return
			}
			if now.Stop {
				end(errStopped)
				return
			}
			if revision != heard {
				heard = revision
				silent.Reset(LeaseLasts)
			}
			select {
			case <-changed:
			case <-silent.C:
				end(fmt.Errorf("nothing was heard of the lease for %v", LeaseLasts))
				return
			case <-ctx.Done():
				return
			}
		}
	}()
	return ctx, func() { end(nil); <-watched }
}

// Why a play ends before its time.
var (
	errLeaseOver = errors.New("the lease is over")
	errStopped   = errors.New("the run was interrupted")
)

// lease is that of a bench, and its place in the table.
func (b *Board) lease(bench string) (Tenancy, uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	h := b.leases[keyOf(bench)]
	return h.Tenancy, h.revision
}

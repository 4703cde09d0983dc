package fleet

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// serve hosts a fleet for a test.
func serve(t *testing.T, labs ...string) *Host {
	t.Helper()
	host, err := Serve(t.Context(), Hosting{Dir: t.TempDir(), Listen: "127.0.0.1:0", Labs: labs, Trouble: func(s string) { t.Log(s) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(host.Close)
	return host
}

func enter(t *testing.T, h *Host, lab string, r Role) *Fleet {
	t.Helper()
	return entered(t, Access{URL: h.URL(), Creds: h.Key(lab, r), Role: r, Name: t.Name()})
}

// enterBeside enters as the agent of a bench.
func enterBeside(t *testing.T, h *Host, lab, bench string) *Fleet {
	t.Helper()
	return entered(t, Access{URL: h.URL(), Creds: h.Key(lab, Agent), Role: Agent, Bench: bench, Name: t.Name()})
}

func entered(t *testing.T, a Access) *Fleet {
	t.Helper()
	f, err := Enter(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

func register(t *testing.T, f *Fleet, name string) *Registration {
	t.Helper()
	r, err := f.Register(t.Context(), Bench{Name: name, Session: "1", Place: "room-1", Product: "P", PICS: "abc"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func board(t *testing.T, f *Fleet) *Board {
	t.Helper()
	b, err := f.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// until waits for the board to hold something.
func until(t *testing.T, b *Board, what string, is func() bool) {
	t.Helper()
	for deadline := time.After(2 * time.Minute); ; {
		changed := b.Changed()
		if is() {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("%s: it did not come to that", what)
		}
	}
}

func wish(run string) Wish { return Wish{Run: run, Who: "somebody", Product: "P", PICS: "abc"} }

func TestABenchIsReservedByOneRunAtATime(t *testing.T) {
	h := serve(t)
	agent, first, second := enterBeside(t, h, DefaultLab, "bench-1"), enter(t, h, DefaultLab, Runner), enter(t, h, DefaultLab, Runner)
	register(t, agent, "bench-1")
	one, two := board(t, first), board(t, second)
	held, err := first.Reserve(t.Context(), one, wish("run-1"), nil)
	if err != nil || len(held) != 1 {
		t.Fatalf("%d leases, %v; one was wanted", len(held), err)
	}
	until(t, two, "the lease is seen by the other runner", func() bool { return two.Benches()[0].Tenancy != nil })
	short, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	if got, err := second.Reserve(short, two, wish("run-2"), func(int) { cancel(errors.New("time is up")) }); err == nil {
		t.Fatalf("a second run has it too: %v", got)
	} else if want := "somebody has it, for run run-1"; !strings.Contains(err.Error(), want) {
		t.Errorf("the error is %q, and does not say %q", err, want)
	}
	got := make(chan []*Lease)
	go func() {
		l, err := second.Reserve(t.Context(), two, wish("run-3"), nil)
		if err != nil {
			t.Error(err)
		}
		got <- l
	}()
	held[0].GiveBack()
	next := <-got
	if len(next) != 1 || next[0].Fence <= held[0].Fence {
		t.Errorf("the next lease has fence %d, after %d", next[0].Fence, held[0].Fence)
	}
	held[0].GiveBack() // what another has by now
	until(t, one, "the second run has it", func() bool {
		s := one.Benches()
		return len(s) == 1 && s[0].Tenancy != nil && s[0].Tenancy.Run == "run-3" && s[0].Tenancy.Fence == next[0].Fence
	})
}

func TestOnlyTheRoleThatAnActBelongsToMayDoIt(t *testing.T) {
	h := serve(t)
	for _, of := range []struct {
		role Role
		may  []string
	}{
		{Agent, []string{benchesBucket}},
		{Runner, []string{leasesBucket, wishesBucket, drainsBucket}},
		{Watcher, nil},
	} {
		f := entered(t, Access{URL: h.URL(), Creds: h.Key(DefaultLab, of.role), Role: of.role, Bench: benchOf(of.role)})
		for _, b := range buckets {
			may := slices.Contains(of.may, b.name)
			ctx := t.Context()
			if !may { // who may not gets no answer
				ctx = short(t)
			}
			_, err := f.kv[b.name].Put(ctx, "bench-1", []byte("{}"))
			if may != (err == nil) {
				t.Errorf("%s writes into %s: %v; it may: %v", of.role, b.name, err, may)
			}
			if _, err := f.kv[b.name].Status(t.Context()); err != nil {
				t.Errorf("%s cannot look at %s: %v", of.role, b.name, err)
			}
		}
		if err := f.js.DeleteStream(short(t), "KV_"+leasesBucket); err == nil {
			t.Errorf("%s has deleted the leases", of.role)
		}
	}
}

// short is the time for what nobody answers: that somebody may not.
func short(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func TestALaboratorySeesNothingOfAnother(t *testing.T) {
	h := serve(t, "lab-a", "lab-b")
	register(t, enterBeside(t, h, "lab-a", "bench-1"), "bench-1")
	if seen := board(t, enter(t, h, "lab-b", Watcher)).Benches(); len(seen) != 0 {
		t.Errorf("lab-b sees %v", seen)
	}
	until(t, board(t, enter(t, h, "lab-a", Watcher)), "its own laboratory sees it", func() bool { return true })
	if _, err := Enter(t.Context(), Access{URL: h.URL(), Role: Runner}); err == nil {
		t.Error("somebody without a key was let in")
	}
	strange := filepath.Join(t.TempDir(), "strange.nk")
	if _, err := newKey(strange); err != nil {
		t.Fatal(err)
	}
	if _, err := Enter(t.Context(), Access{URL: h.URL(), Creds: strange, Role: Runner}); !errors.Is(err, nats.ErrAuthorization) {
		t.Errorf("a strange key: %v", err)
	}
}

func TestWhoComesFirstIsServedFirst(t *testing.T) {
	h := serve(t)
	register(t, enterBeside(t, h, DefaultLab, "bench-1"), "bench-1")
	f := enter(t, h, DefaultLab, Runner)
	b := board(t, f)
	held, err := f.Reserve(t.Context(), b, wish("holder"), nil)
	if err != nil {
		t.Fatal(err)
	}
	until(t, b, "the bench is seen to be held", func() bool { return b.Benches()[0].Tenancy != nil })
	var mu sync.Mutex
	var order []string
	var waits sync.WaitGroup
	for _, w := range []Wish{wish("first"), wish("second"), {Run: "urgent", Who: "x", Product: "P", PICS: "abc", Priority: 5}} {
		waits.Go(func() {
			l, err := f.Reserve(t.Context(), b, w, nil)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			order = append(order, w.Run)
			mu.Unlock()
			l[0].GiveBack()
		})
		until(t, b, "the wish waits", func() bool {
			return slices.ContainsFunc(b.Waiting(), func(other Wish) bool { return other.Run == w.Run })
		})
	}
	held[0].GiveBack()
	waits.Wait()
	if got := fmt.Sprint(order); got != "[urgent first second]" {
		t.Errorf("served in the order %s", got)
	}
}

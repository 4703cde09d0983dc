package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
)

// rack is the stations that run in this process, each as certbench station would run it.
type rack struct {
	command *cobra.Command

	mu       sync.Mutex
	replies  *json.Encoder
	failed   error                         // the first reply that nobody got
	stations map[string]context.CancelFunc // of those that run
	running  sync.WaitGroup
	closed   bool // nothing begins any more
}

// runRack runs the stations that standard input orders, until it ends: then whoever ordered them is gone.
func runRack(c *cobra.Command) error {
	r := &rack{command: c, replies: json.NewEncoder(c.OutOrStdout()), stations: map[string]context.CancelFunc{}}
	ctx, cancel := context.WithCancel(c.Context())
	defer func() {
		cancel()
		r.mu.Lock()
		r.closed = true
		r.mu.Unlock()
		r.running.Wait()
	}()
	read := make(chan error, 1)
	go func() { read <- r.listen(ctx) }()
	select {
	case err := <-read:
		return trouble(err)
	case <-ctx.Done():
		return nil
	}
}

func (r *rack) listen(ctx context.Context) error {
	orders := json.NewDecoder(r.command.InOrStdin())
	for {
		var order bench.RackOrder
		if err := orders.Decode(&order); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return cmp.Or(err, r.said(nil))
		}
		if len(order.Arguments) == 0 {
			r.end(order.Station)
		} else {
			r.begin(ctx, order)
		}
	}
}

func (r *rack) begin(ctx context.Context, order bench.RackOrder) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	r.stations[order.Station] = cancel
	r.running.Go(func() {
		defer cancel()
		err := r.run(ctx, order)
		r.mu.Lock()
		delete(r.stations, order.Station)
		r.mu.Unlock()
		reply := bench.RackReply{Station: order.Station, Ended: true}
		if err != nil {
			reply.Error = err.Error()
		}
		_ = r.said(&reply) // kept, and told at the end
	})
}

func (r *rack) run(ctx context.Context, order bench.RackOrder) error {
	command := newStationCommand(&stationOptions{password: order.Password, greet: func(h bench.Hello) error {
		return r.said(&bench.RackReply{Station: order.Station, Hello: &h})
	}})
	command.SilenceUsage, command.SilenceErrors = true, true
	command.SetArgs(order.Arguments)
	command.SetErr(r.command.ErrOrStderr())
	return command.ExecuteContext(ctx)
}

func (r *rack) end(station string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if cancel := r.stations[station]; cancel != nil {
		cancel()
	}
}

// said sends a reply, if there is one, and returns the first failure to do so.
func (r *rack) said(reply *bench.RackReply) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if reply != nil {
		r.failed = cmp.Or(r.failed, r.replies.Encode(*reply))
	}
	return r.failed
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/lines"
	"github.com/certbench/certbench/station/panel"
)

// stationSide is what moves the panel of the station: whoever calls it over HTTP, or the lines of a board.
type stationSide struct {
	url   string                      // of a panel that is served
	run   func(context.Context) error // until ctx ends, or it fails
	close func() error                // after run has returned
}

func (o *stationOptions) openSide(config station.Config) (stationSide, error) {
	if o.gpio == "" {
		return servePanel(o.panel, config.Panel)
	}
	log := config.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	board, err := lines.Open(bench.Board(gpio.Kernel()), o.board, config.Layout, config.Panel, log)
	if err != nil {
		return stationSide{}, trouble(fmt.Errorf("--gpio %s: %w", o.gpio, err))
	}
	return stationSide{run: board.Run, close: board.Close}, nil
}

// servePanel serves a panel from now on.
func servePanel(address string, side *panel.Panel) (stationSide, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return stationSide{}, trouble(fmt.Errorf("the panel cannot be served on %s; name another address with --panel: %w", address, err))
	}
	server := http.Server{Handler: side.Handler(), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	return stationSide{
		url: "http://" + listener.Addr().String(),
		run: func(ctx context.Context) error {
			<-ctx.Done()
			return nil
		},
		close: func() error {
			err := server.Close()
			if ended := <-ended; !errors.Is(ended, http.ErrServerClosed) {
				err = errors.Join(err, ended)
			}
			return err
		},
	}, nil
}

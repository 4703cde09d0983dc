package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live/workbench"
	"github.com/certbench/certbench/harness/pics"
)

func csmsCommand() *cobra.Command {
	var f files
	var address string
	c := &cobra.Command{
		Use:   "csms",
		Short: "Serves a page on which requests are sent to a station by hand",
		Long: `Runs the mock CSMS of a bench alone, and serves a page on which an engineer sends any request of a CSMS to its station: by a form
made from the schemas, or as JSON. Each message of either side is judged by its schema; there is no case and no verdict. What the
station asks for by itself, such as BootNotification, Heartbeat and TransactionEvent, is answered as between the cases of a run. A
request that breaks its schema is sent where one says so. All traffic, or one request with its answer, is saved from the page.

What is changed in the station stays changed: nothing is put back. The rigs go to their safe state, and no act is done.

The page is reached from this machine alone unless --live names another address; then it asks for a token, which stands in the
address that is shown, also as a QR code.`,
		Example: `  certbench csms
  certbench csms --bench my-bench.yaml --live 8080
  certbench csms --bench my-bench.yaml --live 0.0.0.0:8080`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			return f.leased(c, func(declared *pics.Declaration, file *bench.File, dir string) error {
				return trouble(f.serveWorkbench(c, declared, file, dir, address))
			})
		},
	}
	benchFlag(c, &f)
	picsFlag(c, &f)
	schemasFlag(c, &f)
	filledFlag(c, &address, "live", "127.0.0.1:0", liveHelp)
	return c
}

// serveWorkbench opens a bench and serves its page until somebody asks for the end.
func (f files) serveWorkbench(c *cobra.Command, declared *pics.Declaration, file *bench.File, dir, address string) error {
	set, err := f.readSchemas()
	if err != nil {
		return err
	}
	k, err := knock(address)
	if err != nil {
		return err
	}
	var running *bench.Running // from before the page is served
	page := workbench.New(workbench.Config{
		Bench: file.Name, StationID: file.Station.ID, Door: k.door, Schemas: set, Path: filepath.Join(dir, evidence.FileName),
		Send: func(ctx context.Context, action string, payload []byte) (sent, got int64, err error) {
			x, err := running.Player.Exchange(ctx, action, payload)
			return x.Sent, x.Got, err
		},
	})
	running, recorder, err := (&doctorOptions{files: f}).open(c, declared, file, dir, page.Record)
	if err != nil {
		return errors.Join(err, k.listener.Close())
	}
	page.URL = running.URL
	at := k.serve(page.Handler())
	_, err = fmt.Fprintln(c.ErrOrStderr(), at.shows()+"\nThe station connects to "+running.URL+". Ctrl-C ends it.")
	if err == nil {
		<-c.Context().Done()
	}
	page.Close()
	return errors.Join(err, at.close(), running.Close(), recorder.Close())
}

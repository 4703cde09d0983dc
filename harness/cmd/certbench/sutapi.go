package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/sutserve"
)

const (
	sutTokenEnv  = "CERTBENCH_SUT_TOKEN"
	minSUTToken  = 16 // characters: it guards what switches mains
	sutReconnect = 5 * time.Second
	sutShutdown  = 90 * time.Second // longer than the longest call
	sutRequest   = 5 * time.Second  // for a caller to send one: whoever stops half-way must not keep the rigs from their safe state
)

type sutOptions struct {
	files
	listen, connect, tokenEnv string
	cert, key                 string
	token                     string
}

func sutAPICommand() *cobra.Command {
	var o sutOptions
	c := &cobra.Command{
		Use:   "sut-api",
		Short: "Offers the rigs of a bench to the official tool, as the OCTT SUT API",
		Long: `Offers the rigs of a bench as the SUT API with which the official tool has its manual actions done by a machine: the same
relays then serve certbench and the laboratory's OCTT. With --listen it serves HTTP, POST of the calls under /api/v1 and of
the EV emulator's under /ev/api/v1. With --connect it opens a WebSocket to the tool instead, for a bench that the tool cannot
reach, and opens it again when it ends. A call without evse_id and connector_id acts at the place of the bench file.

Access needs a token of ` + fmt.Sprint(minSUTToken) + ` characters or more, in the environment variable ` + sutTokenEnv + ` (another: --token-env): callers of --listen
send it as "Authorization: Bearer", and --connect shows it to the tool. Without --cert the token crosses the network in plain
text: listen on 127.0.0.1, or on a network of your own.

Ctrl-C ends it; an act under way is carried out first, and the rigs go to their safe state.`,
		Example: `  ` + sutTokenEnv + `=0123456789abcdef certbench sut-api --bench my-bench.yaml
  certbench sut-api --bench my-bench.yaml --listen 0.0.0.0:8443 --cert bench.pem --key bench.key
  certbench sut-api --bench my-bench.yaml --connect wss://tool.example/ws_api
  curl -X POST -H "Authorization: Bearer $` + sutTokenEnv + `" 'http://127.0.0.1:8085/api/v1/plugin?evse_id=1&connector_id=1'`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c) },
	}
	benchFlag(c, &o.files)
	filledFlag(c, &o.listen, "listen", "127.0.0.1:8085", "`address` to serve at; port 0 is any free one")
	filledFlag(c, &o.connect, "connect", "", "`URL` of the tool's WebSocket, such as wss://tool.example/ws_api, instead of --listen")
	filledFlag(c, &o.tokenEnv, "token-env", sutTokenEnv, "`name` of the environment variable that holds the token")
	filledFlag(c, &o.cert, "cert", "", "`file` with the certificate to serve HTTPS by (PEM)")
	filledFlag(c, &o.key, "key", "", "`file` with its key (PEM)")
	return c
}

func (o *sutOptions) run(c *cobra.Command) error {
	if err := o.check(c.Flags().Changed("listen")); err != nil {
		return err
	}
	return onRigs(c, o.files, os.Stdin, func(ctx context.Context, file *bench.File, open *bench.Acting) error {
		out := c.ErrOrStderr()
		service := &sutserve.Service{Acts: open.Acts, At: file.Configured.Place(), Told: func(side sutserve.Side, name string, p sutserve.Params, back rigs.ReadBack, err error) {
			tellCall(out, side, name, p, back, err)
		}}
		if o.connect != "" {
			return trouble(o.outbound(ctx, service, out))
		}
		return trouble(o.serve(ctx, service, out))
	})
}

func (o *sutOptions) check(listens bool) error {
	o.token = os.Getenv(o.tokenEnv)
	switch {
	case len(o.token) < minSUTToken:
		return fmt.Errorf("the token in the environment variable %s has %d characters, and whoever shows it switches mains; set it to %d or more, such as those of openssl rand -hex 16",
			o.tokenEnv, len(o.token), minSUTToken)
	case strings.ContainsFunc(o.token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return fmt.Errorf("the token in the environment variable %s has a character that no HTTP header may have; use letters and digits", o.tokenEnv)
	case o.connect != "" && listens:
		return errors.New("--listen and --connect both say how the tool comes to the rigs; keep one")
	case o.connect != "" && !strings.HasPrefix(o.connect, "ws://") && !strings.HasPrefix(o.connect, "wss://"):
		return fmt.Errorf("--connect cannot be %q; write a WebSocket's URL, such as wss://tool.example/ws_api", o.connect)
	case (o.cert == "") != (o.key == ""):
		return errors.New("--cert and --key belong together; write both")
	}
	if u, err := url.Parse(o.connect); err != nil || u.User != nil {
		return errors.New("--connect is no URL, or one with a password, which would be told at every connection; write it without, for the tool is shown the token")
	}
	if o.cert != "" {
		if _, err := tls.LoadX509KeyPair(o.cert, o.key); err != nil {
			return fmt.Errorf("--cert %s and --key %s cannot be used: %w; name a certificate and its own key, both PEM", o.cert, o.key, err)
		}
	}
	if err := bench.CheckAddress(o.listen); err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	return nil
}

// serve serves HTTP until ctx ends.
func (o *sutOptions) serve(ctx context.Context, service *sutserve.Service, out io.Writer) error {
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("the SUT API cannot listen on %s; end what holds the address, or name another: %w", o.listen, err)
	}
	server := &http.Server{Handler: service.Handler(o.token), ReadTimeout: sutRequest, MaxHeaderBytes: 16 << 10}
	scheme, serve := "http", func() error { return server.Serve(listener) }
	if o.cert != "" {
		scheme, serve = "https", func() error { return server.ServeTLS(listener, o.cert, o.key) }
	}
	fmt.Fprintf(out, "certbench: the SUT API is at %s://%s%s, the EV emulator at %s; Ctrl-C ends it\n", scheme, listener.Addr(), sutserve.StationBase, sutserve.EVBase)
	served := make(chan error, 1)
	go func() { served <- serve() }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), sutShutdown)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		return fmt.Errorf("the SUT API does not end: %w", err)
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// outbound keeps a connection to the tool until ctx ends. One that was never had is a mistake; a lost one is opened again.
func (o *sutOptions) outbound(ctx context.Context, service *sutserve.Service, out io.Writer) error {
	dialer := &websocket.Dialer{HandshakeTimeout: 30 * time.Second, Proxy: http.ProxyFromEnvironment}
	for had := false; ; {
		err := service.Connect(ctx, dialer, o.connect, o.token, func() {
			had = true
			fmt.Fprintf(out, "certbench: connected to %s; Ctrl-C ends it\n", o.connect)
		})
		if err == nil || !had {
			return err
		}
		fmt.Fprintf(out, "certbench: %v; trying again in %s\n", err, sutReconnect)
		select {
		case <-time.After(sutReconnect):
		case <-ctx.Done():
			return nil
		}
	}
}

func tellCall(out io.Writer, side sutserve.Side, name string, p sutserve.Params, back rigs.ReadBack, err error) {
	seen := cmp.Or(back.Observed, "done")
	if err != nil {
		seen = err.Error()
	}
	fmt.Fprintln(out, oneLine(fmt.Sprintf("%s %s %s %s: %s", time.Now().Format(time.TimeOnly), side, name, p, seen)))
}

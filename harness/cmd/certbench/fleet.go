package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/fleet"
)

func fleetCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "fleet",
		Short: "Serves a fleet of benches on other machines, and shows who holds which",
		Long: `A laboratory has a small computer at every charger, in several rooms, and one CI. certbench agent registers each bench, and certbench
run --fleet reserves those that fit and plays on them. Between them stands NATS JetStream: served by certbench for a small
laboratory, or a cluster that is there.`,
		Args: cobra.ArbitraryArgs,
		RunE: onlyCommands,
	}
	c.AddCommand(fleetServeCommand(), fleetKeyCommand(), fleetStatusCommand(), fleetDrainCommand())
	return c
}

// serving is what fleet serve is told.
type serving struct {
	fleet.Hosting
	cert, key string
	there     fleetAccess // a cluster that is there, in the place of a server of its own
	benches   []string    // of the cluster, for whose agents credentials are to be made
}

func fleetServeCommand() *cobra.Command {
	var s serving
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serves a fleet, with its storage in a folder, or sets it up in a cluster that is there",
		Long: `Serves a fleet until Ctrl-C. Its storage stands in a folder, with a key for each role and laboratory, made at the first start: agent.nk
for the machines beside the chargers, runner.nk for CI, watcher.nk for whoever only looks. Give each its own, and no other. An agent
speaks of the bench alone that it stands beside; who has agent.nk may stand beside any, and who has a key of certbench fleet key beside one.

It is served on this machine alone, unless --listen names another address, which needs a certificate: --tls-cert and --tls-key.

With --nats the fleet is in an account of a NATS cluster that is there: its tables and streams are made, once, by --creds that may
make streams, and a command of nsc is printed for each role, which makes its credentials; of an agent, for each --bench. Nothing has to be
served then, and all else is the same.`,
		Example: `  certbench fleet serve --dir fleet
  certbench fleet serve --dir fleet --listen 0.0.0.0:4222 --tls-cert fleet.pem --tls-key fleet.key
  certbench fleet serve --dir fleet --lab power --lab mobility
  certbench fleet serve --nats tls://nats.example:4222 --creds admin.creds --bench bench-1 --bench bench-2`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			if s.there.url != "" {
				return s.setUp(c)
			}
			if s.there.creds != "" || s.there.ca != "" || len(s.benches) > 0 {
				return errors.New("--creds, --fleet-ca and --bench are for a cluster that is there; name it with --nats")
			}
			return s.serve(c)
		},
	}
	filledFlag(c, &s.Dir, "dir", "fleet", "`folder` of the storage and the keys")
	filledFlag(c, &s.Listen, "listen", "127.0.0.1:4222", "`address` to serve at")
	c.Flags().Var((*filledList)(&s.Labs), "lab", "`name` of a laboratory; several share the engine and know nothing of each other (default: "+fleet.DefaultLab+")")
	filledFlag(c, &s.cert, "tls-cert", "", "`file` with the certificate chain of the server, PEM")
	filledFlag(c, &s.key, "tls-key", "", "`file` with its private key, PEM")
	filledFlag(c, &s.there.url, "nats", "", "`address` of a NATS cluster that is there, instead of a server of its own")
	filledFlag(c, &s.there.creds, "creds", "", "`file` with credentials of the cluster that may make streams")
	filledFlag(c, &s.there.ca, "fleet-ca", "", "`file` with the root certificate of the cluster (default: those of this machine)")
	c.Flags().Var((*filledList)(&s.benches), "bench", "`name` of a bench of the cluster, for whose agent credentials are to be made; it may be given several times")
	for _, own := range []string{"dir", "listen", "lab", "tls-cert", "tls-key"} {
		c.MarkFlagsMutuallyExclusive("nats", own)
	}
	return c
}

func (s *serving) serve(c *cobra.Command) error {
	if (s.cert == "") != (s.key == "") {
		return errors.New("--tls-cert and --tls-key go together; name both, or neither")
	}
	if s.cert != "" {
		pair, err := tls.LoadX509KeyPair(s.cert, s.key)
		if err != nil {
			return fmt.Errorf("the certificate of the fleet cannot be read: %w", err)
		}
		s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	s.Trouble = func(text string) { fmt.Fprintln(c.ErrOrStderr(), "certbench: "+oneLine(text)) }
	host, err := fleet.Serve(c.Context(), s.Hosting)
	if err != nil {
		return trouble(err)
	}
	fmt.Fprintf(c.OutOrStdout(), "The fleet is served at %s; the keys of its roles are in %s. Ctrl-C ends it.\n", host.URL(), filepath.Join(s.Dir, "keys"))
	<-c.Context().Done()
	host.Close()
	return nil
}

// setUp makes in an account of a cluster what a fleet needs.
func (s *serving) setUp(c *cobra.Command) error {
	trust, err := trusted(s.there.ca)
	if err != nil {
		return err
	}
	if err := fleet.Prepare(c.Context(), fleet.Access{URL: s.there.url, Creds: s.there.creds, TLS: trust, Name: "certbench fleet serve"}); err != nil {
		return trouble(err)
	}
	for _, role := range fleet.Roles() {
		beside := []string{""}
		if role == fleet.Agent {
			beside = s.benches
		}
		for _, bench := range beside {
			publish, subscribe := role.Subjects(bench)
			name := strings.Trim(string(role)+"-"+bench, "-")
			if _, err := fmt.Fprintf(c.OutOrStdout(), "nsc add user --name '%s' --allow-pub '%s' --allow-sub '%s'\n", name, strings.Join(publish, ","), strings.Join(subscribe, ",")); err != nil {
				return err
			}
		}
	}
	return nil
}

func fleetKeyCommand() *cobra.Command {
	var dir, lab string
	c := &cobra.Command{
		Use:   "key BENCH",
		Short: "Makes the key of one bench, for a machine that is to stand beside no other",
		Long: `Makes the key of one bench in the folder of a fleet that certbench fleet serve has served once, and prints its file. An agent that has it
may stand beside the bench of this name and no other, while agent.nk opens for any. The server needs not be told, and the same bench has
the same key each time.`,
		Example: `  certbench fleet key bench-2 --dir fleet`,
		Args:    takes(1, "the name of a bench"),
		RunE: func(c *cobra.Command, args []string) error {
			path, err := fleet.KeyOf(dir, lab, args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), path)
			return err
		},
	}
	filledFlag(c, &dir, "dir", "fleet", "`folder` of the fleet")
	filledFlag(c, &lab, "lab", fleet.DefaultLab, "`name` of the laboratory")
	return c
}

func fleetStatusCommand() *cobra.Command {
	var a fleetAccess
	var as format
	c := &cobra.Command{
		Use:     "status",
		Short:   "Shows the benches of a fleet, who holds which, and who waits",
		Example: `  certbench fleet status --fleet nats://127.0.0.1:4222 --creds fleet/keys/lab/watcher.nk`,
		Args:    takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			f, err := a.enter(c, fleet.Watcher, "fleet status", "")
			if err != nil {
				return trouble(err)
			}
			defer f.Close()
			b, err := f.Watch(c.Context())
			if err != nil {
				return trouble(err)
			}
			defer b.Close()
			return trouble(showFleet(c, b, as))
		},
	}
	a.flags(c)
	formatFlag(c, &as)
	return c
}

// fleetStatus is fleet status for programs.
type fleetStatus struct {
	Benches []fleet.Standing `json:"benches"`
	Waiting []fleet.Wish     `json:"waiting"`
	Out     []fleet.Drain    `json:"out"` // benches that were taken out, and whose agents are gone
}

func showFleet(c *cobra.Command, b *fleet.Board, as format) error {
	status := fleetStatus{append([]fleet.Standing{}, b.Benches()...), append([]fleet.Wish{}, b.Waiting()...), append([]fleet.Drain{}, b.Out()...)}
	if as == asJSON {
		return writeJSON(c.OutOrStdout(), status)
	}
	w := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "bench\tplace\tstation\tproduct\tdoctor\tstands")
	for _, s := range status.Benches {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", oneLine(s.Bench.Name), oneLine(s.Bench.Place), oneLine(s.Bench.Station), oneLine(s.Bench.Product), oneLine(s.Bench.Doctor.Words()), oneLine(s.Words()))
	}
	for _, d := range status.Out {
		fmt.Fprintf(w, "%s\t\t\t\t\t%s\n", oneLine(d.Bench), oneLine(d.Words()))
	}
	for _, wish := range status.Waiting {
		fmt.Fprintf(w, "%s waits\t\t\t%s\t\t%s\n", oneLine(wish.Who), oneLine(wish.Product), oneLine("run "+wish.Run+" "+wish.On))
	}
	return w.Flush()
}

func fleetDrainCommand() *cobra.Command {
	var a fleetAccess
	var undo bool
	c := &cobra.Command{
		Use:   "drain BENCH",
		Short: "Takes a bench out of a fleet after the play under way",
		Example: `  certbench fleet drain bench-1 --fleet nats://127.0.0.1:4222 --creds fleet/keys/lab/runner.nk
  certbench fleet drain bench-1 --undo --fleet nats://127.0.0.1:4222 --creds fleet/keys/lab/runner.nk`,
		Args: takes(1, "the name of a bench"),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := a.enter(c, fleet.Runner, "fleet drain", "")
			if err != nil {
				return trouble(err)
			}
			defer f.Close()
			if undo {
				return trouble(f.Undrain(c.Context(), args[0]))
			}
			there, err := f.Drain(c.Context(), args[0], whoAmI())
			if err != nil {
				return trouble(err)
			}
			said := "The bench %s is taken out of the fleet: its agent ends after the play under way.\n"
			if !there {
				said = "No bench %s is in the fleet now; an agent that comes with it is sent away.\n"
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), said, oneLine(args[0]))
			return err
		},
	}
	a.flags(c)
	c.Flags().BoolVar(&undo, "undo", false, "let it be reserved again")
	return c
}

// whoAmI names the user and the machine, for people.
func whoAmI() string {
	var words []string
	if u, err := user.Current(); err == nil {
		words = append(words, u.Username)
	}
	if host, err := os.Hostname(); err == nil {
		words = append(words, host)
	}
	return strings.Join(words, "@")
}

// trusted is the trust in the roots of a file; nil for those of the machine.
func trusted(file string) (*tls.Config, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the root certificate of the fleet cannot be read: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s holds no certificate in PEM", file)
	}
	return &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/station"
)

// secureOptions are what the reference station has from its factory for TLS, and where it finds the names of its CSMS.
type secureOptions struct {
	profile                 int
	roots, certificate, key string
	manufacturer            string
	resolve                 []string
}

func (o *secureOptions) flags(c *cobra.Command) {
	c.Flags().IntVar(&o.profile, "security-profile", 0, "security profile in which it connects to --csms: 1 for ws, 2 or 3 for wss (default: 1 or 2)")
	filledFlag(c, &o.roots, "roots", "", "`file` with the root certificates of the CSMS (PEM), for security profile 2 and 3")
	filledFlag(c, &o.manufacturer, "manufacturer-roots", "", "`file` with the root certificates of its manufacturer (PEM), below which its firmware is signed")
	filledFlag(c, &o.certificate, "certificate", "", "`file` with its own certificate and what is above it (PEM), for security profile 3")
	filledFlag(c, &o.key, "key", "", "`file` with the private key of --certificate (PEM)")
	c.Flags().StringArrayVar(&o.resolve, "resolve", nil, "where a name is found, `host=address`, in the place of DNS; may be repeated")
}

// equip gives a station what the options name. What does not go with the URL of its CSMS is for the station to refuse.
func (o *secureOptions) equip(config *station.Config) error {
	secure := strings.HasPrefix(config.CSMSURL, "wss:")
	switch {
	case o.profile != 0 && (o.profile < 1 || o.profile > 3):
		return fmt.Errorf("--security-profile cannot be %d; write 1 for an endpoint of ws, 2 or 3 for one of wss", o.profile)
	case o.profile == 1 && secure, o.profile > 1 && !secure:
		return fmt.Errorf("--security-profile %d does not go with --csms %s; write 1 for an endpoint of ws, 2 or 3 for one of wss", o.profile, config.CSMSURL)
	case secure && o.roots == "":
		return errors.New("the station could take no certificate of its CSMS: it has no root certificate; add --roots with a file of PEM certificates")
	case o.profile == 3 && (o.certificate == "" || o.key == ""):
		return errors.New("security profile 3 is that of a station with a certificate of its own; add --certificate and --key with PEM files")
	}
	config.SecurityProfile = o.profile
	if err := o.read(config); err != nil {
		return err
	}
	found, err := resolving(o.resolve)
	if err == nil && len(found) > 0 {
		config.Dial = found.dial
	}
	return err
}

// read reads the files that are named.
func (o *secureOptions) read(config *station.Config) (err error) {
	if o.roots != "" {
		if config.Roots, err = pki.ReadCertificates(pki.Source(o.roots)); err != nil {
			return fmt.Errorf("--roots: %w", err)
		}
	}
	if o.manufacturer != "" {
		if config.ManufacturerRoots, err = pki.ReadCertificates(pki.Source(o.manufacturer)); err != nil {
			return fmt.Errorf("--manufacturer-roots: %w", err)
		}
	}
	if o.certificate == "" && o.key == "" {
		return nil
	}
	if o.certificate == "" || o.key == "" {
		return errors.New("--certificate and --key belong together; name both files")
	}
	chain, err := pki.ReadChain(pki.Source(o.certificate), pki.Source(o.key))
	if err != nil {
		return fmt.Errorf("--certificate and --key: %w", err)
	}
	own, err := chain.TLS()
	config.Certificate = &own
	return err
}

// hosts are names with the addresses where they are found.
type hosts map[string]string

func resolving(lines []string) (hosts, error) {
	found := hosts{}
	for _, line := range lines {
		host, address, ok := strings.Cut(line, "=")
		if !ok || host == "" || net.ParseIP(address) == nil {
			return nil, fmt.Errorf("--resolve %q names no host with its address; write host=address, such as csms.bench.test=127.0.0.1", line)
		}
		found[strings.ToLower(host)] = address
	}
	return found, nil
}

// dial connects to a host that is named, or to any other as usual.
func (h hosts) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if host, port, err := net.SplitHostPort(address); err == nil && h[strings.ToLower(host)] != "" {
		address = net.JoinHostPort(h[strings.ToLower(host)], port)
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

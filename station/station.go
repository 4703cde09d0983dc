package station

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/meters"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
)

// Config is what a station is made of. ID, CSMSURL, Panel and Layout are needed; the rest has defaults.
type Config struct {
	Vendor, Model, Serial, Firmware string // as BootNotification shows them; at most 50, 20, 25 and 50 characters

	ID       string // identity, at most 48 characters and no colon (part 4, section 3.1.1)
	CSMSURL  string // endpoint such as "ws://csms.example.com/ocpp", to which the identity is appended
	Password string // factory value of SecurityCtrlr.BasicAuthPassword; one that was set by the CSMS wins

	// SecurityProfile is that of the network profile to CSMSURL (part 2, A00): 2 or 3 for wss, 1 for ws; 0 means 2 for wss. TLS stands
	// on Roots, the CSMS root certificates that the factory has installed, and in security profile 3 on Certificate with its key.
	SecurityProfile int
	Roots           []*x509.Certificate
	Certificate     *tls.Certificate
	// ManufacturerRoots are what the signing certificates of firmware are held against (L01.FR.12).
	ManufacturerRoots []*x509.Certificate

	// Dial opens the connection to the CSMS; nil means TCP.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	Panel  *panel.Panel // the physical side, made with the same layout
	Layout panel.Layout

	Store        Store        // nil means Memory()
	Capabilities Capabilities // see Reference
	Settings     map[string]string
	Log          *slog.Logger // nil discards

	// Patch, where it is set, is called with each life of the firmware before it boots, and may take it in hand at its seams:
	// the decisions, hooks and seams of its rooms. The firmware knows nothing of whoever does.
	Patch func(*Firmware)

	Boot struct {
		Duration time.Duration // from power-up or reset to the first connection attempt
	}

	// Random returns a duration of at least 0 and at most max, for the random part of the back-off. nil means uniform.
	Random func(max time.Duration) time.Duration
}

// Station is a charging station: its hardware identity and its non-volatile memory. The firmware lives inside Run.
type Station struct {
	config  Config
	schemas *schemas.Set
	product *product.Product
	table   *model.Table
}

// New checks the configuration. Settings overrides factory values of variables, by names such as
// "TxCtrlr.TxStartPoint" or "OCPPCommCtrlr.MessageTimeout[Default]", ReadOnly ones included.
func New(config Config) (*Station, error) {
	if err := config.check(); err != nil {
		return nil, fmt.Errorf("the station's configuration: %w", err)
	}
	set, err := schemas.Embedded()
	if err != nil {
		return nil, fmt.Errorf("the station cannot validate messages: %w", err)
	}
	config.fill()
	if err := meters.CheckMeasurands(config.Capabilities); err != nil {
		return nil, fmt.Errorf("the station's configuration: %w", err)
	}
	s := &Station{config: config, schemas: set}
	s.product = s.config.product()
	s.table = tableOf(&s.product.Type, config.Layout)
	if err := s.table.Factory(config.Settings, config.Capabilities.RebootRequired); err != nil {
		return nil, fmt.Errorf("the station's configuration: %w", err)
	}
	return s, nil
}

func (c *Config) check() error {
	if c.Panel == nil {
		return errors.New("field Panel is missing; make one with panel.New")
	}
	if err := c.Layout.Validate(); err != nil {
		return err
	}
	for _, e := range c.Layout {
		for _, connector := range e.Connectors {
			if _, ok := c.Panel.Read().At(e.ID, connector); !ok {
				return fmt.Errorf("connector %d of EVSE %d is not on the Panel; give both the same Layout", connector, e.ID)
			}
		}
	}
	if c.ID == "" || len(c.ID) > 48 || strings.Contains(c.ID, ":") {
		return fmt.Errorf("field ID %q: write 1 to 48 characters without a colon", c.ID)
	}
	endpoint, err := url.Parse(c.CSMSURL)
	if err != nil || endpoint.Scheme != "ws" && endpoint.Scheme != "wss" || endpoint.Host == "" {
		return fmt.Errorf("field CSMSURL %q: write an endpoint such as ws://csms.example.com/ocpp", c.CSMSURL)
	}
	if secure := endpoint.Scheme == "wss"; c.SecurityProfile < 0 || c.SecurityProfile > 3 || secure && c.SecurityProfile == 1 || !secure && c.SecurityProfile > 1 {
		return fmt.Errorf("field SecurityProfile %d does not go with CSMSURL %q: write 1 for ws, and 2 or 3 for wss", c.SecurityProfile, c.CSMSURL)
	}
	if c.SecurityProfile == 3 && c.Certificate == nil {
		return errors.New("field Certificate is missing; security profile 3 shows one, with its key")
	}
	return nil
}

func (c *Config) fill() {
	if c.SecurityProfile == 0 {
		c.SecurityProfile = 1
		if strings.HasPrefix(c.CSMSURL, "wss:") {
			c.SecurityProfile = 2
		}
	}
	c.Capabilities = c.Capabilities.Filled()
	if c.Vendor == "" {
		c.Vendor = "certbench"
	}
	if c.Model == "" {
		c.Model = "Reference"
	}
	if c.Dial == nil {
		c.Dial = (&net.Dialer{}).DialContext
	}
	if c.Store == nil {
		c.Store = Memory()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Random == nil {
		c.Random = func(max time.Duration) time.Duration { return time.Duration(rand.Int64N(int64(max) + 1)) }
	}
}

// Run powers the station and returns when ctx ends, with nil, or when its memory fails, with that error. In between it
// reboots as often as a Reset or the panel's mains ask for it. A station runs once at a time; Run may be called again.
func (s *Station) Run(ctx context.Context) error {
	reason := ocpp201.BootReasonPowerUp
	for ctx.Err() == nil {
		s.dropInputs() // before the mains are looked at: if they go now, the next input says so
		if !s.config.Panel.Read().Mains {
			if err := s.awaitMains(ctx); err != nil {
				break
			}
			reason = ocpp201.BootReasonPowerUp
		}
		fw := newFirmware(s, reason)
		end, err := fw.run(ctx)
		if err != nil {
			return fmt.Errorf("the station stopped: %w", err)
		}
		reason = ocpp201.BootReason(end.Reason)
	}
	return nil
}

func (s *Station) awaitMains(ctx context.Context) error {
	for !s.config.Panel.MainsOn() {
		if _, err := s.config.Panel.Next(ctx); err != nil {
			return err
		}
	}
	return nil
}

// dropInputs forgets what the panel saw while no firmware ran; the state it left is read at boot.
func (s *Station) dropInputs() {
	past, cancel := context.WithCancel(context.Background())
	cancel()
	for {
		if _, err := s.config.Panel.Next(past); err != nil {
			return
		}
	}
}

// product is the station as it is shipped.
func (c *Config) product() *product.Product {
	return &product.Product{
		Type: product.Type{Vendor: c.Vendor, Model: c.Model, Capabilities: c.Capabilities}, Serial: c.Serial, Firmware: c.Firmware,
		ID: c.ID, CSMSURL: c.CSMSURL, Password: c.Password,
		SecurityProfile: c.SecurityProfile, Roots: c.Roots, ManufacturerRoots: c.ManufacturerRoots, Certificate: c.Certificate,
	}
}

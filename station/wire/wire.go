package wire

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

// Wire is the way to the CSMS.
type Wire struct {
	Hooks  Hooks
	Seam   Seam
	Decide Decisions

	// Registration is what the CSMS makes of the station. The room that registers it says so.
	Registration Registration

	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	config  Config
	connection
	networking
	calling
	handlers map[string]handler
}

// Config is what the wire stands on.
type Config struct {
	Schemas *schemas.Set
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
	// Random returns a duration of at least 0 and at most max, for the random part of the back-off.
	Random func(max time.Duration) time.Duration
}

// Hooks are what the wire tells and asks the rooms above. Each may be filled once; what nobody fills does nothing.
type Hooks struct {
	First   func() *Call // the call that goes before all others, nil when there is none
	Last    func() *Call // the call that goes after all others, nil when there is none
	LastDue func() bool  // tells whether Last would have one

	Connected     func() // the handshake is done
	AttemptFailed func() // a connection was not made; another attempt follows
	Offline       func() // the connection is gone, before the calls are given up that waited for it
	Elsewhere     func() // it leads to another CSMS than the last one, to which the station is unregistered
	Sent          func() // a call has been sent
	NothingToSend func() // all has been sent that may be sent now

	// Secure is what an attempt with a network profile of security profile 2 or 3 trusts and shows: RootCAs, and Certificates in
	// security profile 3. An error is an attempt that fails. It is called anew for each attempt, and owns what it returns no more.
	Secure func(Profile) (*tls.Config, error)
	// Lacks is what keeps the station from a higher security profile (A05.FR.02 and FR.03); nil where nothing does.
	Lacks      func(securityProfile int) error
	Trusted    func(Profile)        // a connection has been made with it
	Mistrusted func(Profile, error) // an attempt has failed with a *CertificateError; the next one has not been chosen yet
	Exhausted  func()               // no entry of NetworkConfigurationPriority has connected
	Security   func(event string)   // a critical security event has happened
}

// Decisions are what the wire does by its own judgement. Each has the right default.
type Decisions struct {
	// MayConnect tells whether it is tried to connect when the station has started, or the back-off is over.
	MayConnect func() bool
	// Credentials are the user name and the password of an attempt to connect (HTTP Basic authentication, A00.FR.202 to
	// 204); without a password none are shown.
	Credentials func() (user, password string)
	// Verify tells why the certificate of the CSMS is refused. It is called beside the loop.
	Verify func(Presented) error
	// LowestTLS is the lowest version of TLS that is taken (A00.FR.314 and 416).
	LowestTLS func() uint16
	// Suites are the cipher suites of TLS 1.2 that are offered.
	Suites func() []uint16
	// Renews tells whether the station connects anew when its password has changed (A01).
	Renews func() bool
	// Order is NetworkConfigurationPriority after a boot; last is the slot of the last connection, 0 for none (B10.FR.04).
	Order func(last int) []int
	// Attempts is how often a profile is tried before the next (B10.FR.03); left is how many slots come after it.
	Attempts func(left int) int
	// Tell tells whether a security event of an attempt is reported; before says that one was since the last connection.
	Tell func(event string, before bool) bool
	// Upgrade is called when a connection has been made with a security profile higher than the present one.
	Upgrade func(securityProfile int)
	// BackOff are the terms of the wait before the next attempt (part 4, section 5.3).
	BackOff func() BackOff
	// RetryAfter is how long to wait for the next attempt when the terms say so; first tells that it is the first since the
	// connection was lost. It may also say that there is no other attempt.
	RetryAfter func(wait time.Duration, first bool) (time.Duration, bool)
	// BackOffEnds tells whether the back-off begins anew because a connection was made.
	BackOffEnds func() bool
	// OfflineSince is when the connection was lost, from which OfflineThreshold counts (B04.FR.01).
	OfflineSince func() time.Time
	// MayPass tells whether a call may be sent now (B02.FR.02: while Pending only what the CSMS asks for).
	MayPass func(*Call) bool
	// WhileRejected is the answer to a call of a CSMS that has rejected the station (B03.FR.08: it must not send any); nil
	// has the call answered like any other.
	WhileRejected func(action string) error
}

// actions is room for all that a CSMS can ask for, so that to say who answers them moves nothing.
const actions = 32

// New makes the wire of one life.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, c Config) *Wire {
	w := &Wire{kernel: k, model: m, product: p, config: c, handlers: make(map[string]handler, actions)}
	none, nothing := func() *Call { return nil }, func() {}
	w.Hooks = Hooks{
		First: none, Last: none, LastDue: func() bool { return false },
		Connected: nothing, AttemptFailed: nothing, Offline: nothing, Elsewhere: nothing, Sent: nothing, NothingToSend: nothing,
		Secure: func(Profile) (*tls.Config, error) { return &tls.Config{}, nil }, Lacks: func(int) error { return nil },
		Trusted: func(Profile) {}, Mistrusted: func(Profile, error) {}, Exhausted: nothing, Security: func(string) {},
	}
	w.Decide = Decisions{
		MayConnect:    func() bool { return true },
		Credentials:   func() (string, string) { return w.product.ID, w.password },
		Verify:        Verify,
		LowestTLS:     func() uint16 { return tls.VersionTLS12 },
		Suites:        func() []uint16 { return suites },
		Renews:        func() bool { return true },
		Order:         func(int) []int { return w.priority() },
		Attempts:      w.attemptsAllowed,
		Tell:          func(_ string, before bool) bool { return !before },
		Upgrade:       w.upgraded,
		BackOff:       w.backOffTerms,
		RetryAfter:    func(wait time.Duration, _ bool) (time.Duration, bool) { return wait, true },
		BackOffEnds:   func() bool { return true },
		OfflineSince:  func() time.Time { return w.lostAt },
		MayPass:       func(c *Call) bool { return w.Registration == Accepted || w.Registration == Pending && c.Asked },
		WhileRejected: refuseWhileRejected,
	}
	w.attach()
	w.profiles = profileSet{Set: []Profile{w.factoryProfile()}} // until Restore, what NetworkConfigurationPriority is checked against
	Handle(w, w.setNetworkProfile)
	return w
}

// Registration is what the CSMS makes of the station (B01 to B03).
type Registration int

const (
	Unregistered Registration = iota // no BootNotificationResponse yet in this life
	Pending
	Rejected
	Accepted
)

// Stamp is the station's clock as messages write it.
func (w *Wire) Stamp() ocpp201.DateTime { return ocpp201.DateTime{Time: w.kernel.Now()} }

// Online tells whether the CSMS takes messages.
func (w *Wire) Online() bool { return w.link != nil && w.Registration == Accepted }

// Heard tells whether a message that is due now reaches the CSMS, at once or later.
func (w *Wire) Heard() bool { return w.Online() || w.queuesAll() }

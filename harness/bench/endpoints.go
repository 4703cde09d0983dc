package bench

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/certbench/certbench/csmsmock"
	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/octt"
)

// Security is what the TLS of a bench stands on. The zero value is a bench that has none: its station stays in security profile 1.
type Security struct {
	// Profile is the security profile that the station has when the bench starts; 0 means 1.
	Profile int
	// Second is where the CSMS listens for its second endpoint, nil for nowhere; the bench closes it.
	Second net.Listener
	// URLs are what the station reaches Listener and Second at, of whatever scheme.
	URLs [2]string
	// PKI is whose certificates the endpoints show; nil has one made when it is needed first, of what was brought along.
	PKI     *pki.PKI
	Brought pki.Settings
	// Algorithms are the keys of which the endpoints have certificates, the preferred one first. Default ECDSA alone.
	Algorithms []pki.Algorithm
	// StationRoots are roots that the station's certificate may lead to, beside those of PKI.
	StationRoots []*x509.Certificate
	// Serial is the CN of the station's certificate (A00.FR.511); empty takes any.
	Serial string
}

// endpoints are those of a bench, as the table language sees them. All methods may be called concurrently.
type endpoints struct {
	server  *csmsmock.Server
	station *csmsmock.Station
	own     Security
	places  []*endpoint
	served  chan error // what each server that was begun ended with

	mu     sync.Mutex
	begun  int  // servers
	ending bool // no other may begin
	home   int
	pki    *pki.PKI
	next   map[octt.Root]*pki.PKI
	before []*pki.PKI // by which the station knew the bench earlier, or might have
	closed []string
	any    bool // client certificates are let in whatever is wrong with them
}

// endpoint is one of them: an address that speaks TLS or not.
type endpoint struct {
	name, url string
	raw       net.Listener
	fork      *fork
	begun     bool          // the fork accepts, and its plain side has a server
	tls       *pki.Endpoint // nil until TLS is spoken first
	how       octt.Serving
}

func newEndpoints(server *csmsmock.Server, station *csmsmock.Station, first net.Listener, own Security) *endpoints {
	e := &endpoints{server: server, station: station, own: own, home: max(own.Profile, 1), pki: own.PKI, next: map[octt.Root]*pki.PKI{}, served: make(chan error, 4)}
	for i, l := range []net.Listener{first, own.Second} {
		if l != nil {
			e.places = append(e.places, &endpoint{name: l.Addr().String(), url: own.URLs[i], raw: l, fork: newFork(csmsmock.Stamping(l), false)})
		}
	}
	return e
}

// serve begins to. An endpoint in memory is served from the first that dials it: most plays never leave the first one.
func (e *endpoints) serve() error {
	for _, p := range e.places {
		if memory, is := p.raw.(interface{ Sought(func()) }); is {
			memory.Sought(func() { e.begin(p) })
		} else {
			e.begin(p)
		}
	}
	return e.Restore()
}

// begin serves an endpoint, unless the bench is closing.
func (e *endpoints) begin(p *endpoint) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ending {
		return
	}
	p.begun = true
	p.fork.begin()
	e.begun++
	go func() { e.served <- e.server.ServeAs(p.name, p.fork.plain) }()
}

// wait returns when every server has ended.
func (e *endpoints) wait() error {
	e.mu.Lock()
	e.ending = true
	begun := e.begun
	for _, p := range e.places { // a side that no server has closes here
		if !p.begun {
			_ = p.fork.plain.Close()
		}
		if p.tls == nil {
			_ = p.fork.secure.Close()
		}
	}
	e.mu.Unlock()
	var all error
	for range begun {
		all = errors.Join(all, <-e.served)
	}
	return all
}

// Names implements octt.Endpoints.
func (e *endpoints) Names() (names [2]string) {
	for i, p := range e.places {
		names[i] = p.name
	}
	return names
}

// URL implements octt.Endpoints.
func (e *endpoints) URL(endpoint string, securityProfile int) (string, bool) {
	p := e.at(endpoint)
	if p == nil || p.url == "" {
		return "", false
	}
	u, err := url.Parse(p.url)
	if err != nil {
		return "", false
	}
	u.Scheme = "ws"
	if securityProfile > 1 {
		u.Scheme = "wss"
	}
	return u.String(), true
}

func (e *endpoints) at(name string) *endpoint {
	i := slices.IndexFunc(e.places, func(p *endpoint) bool { return p.name == name })
	if i < 0 {
		return nil
	}
	return e.places[i]
}

// Restore implements octt.Endpoints.
func (e *endpoints) Restore() error {
	e.mu.Lock()
	home := e.home
	e.mu.Unlock()
	for _, p := range e.places {
		if err := e.Serve(p.name, octt.Serving{SecurityProfile: home}); err != nil {
			return err
		}
	}
	return nil
}

// SecurityProfile implements octt.Endpoints.
func (e *endpoints) SecurityProfile() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.home
}

// Settle implements octt.Endpoints.
func (e *endpoints) Settle(securityProfile int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.home = securityProfile
}

// SettleRoot implements octt.Endpoints.
func (e *endpoints) SettleRoot(root octt.Root) {
	e.mu.Lock()
	defer e.mu.Unlock()
	next := e.next[root]
	if next == nil {
		return // no endpoint has ever shown it, and it is the old one
	}
	e.before = append(e.before, e.pki)
	e.pki = next
	e.next = map[octt.Root]*pki.PKI{}
}

// LetIn implements octt.Endpoints.
func (e *endpoints) LetIn(any bool) error {
	e.mu.Lock()
	e.any = any
	e.mu.Unlock()
	return e.Restore()
}

// CanShow implements octt.Endpoints.
func (e *endpoints) CanShow(which octt.ServerCertificate) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, err := e.setup(octt.Serving{SecurityProfile: 2, Shows: which})
	if err != nil && which == octt.Wildcard && !errors.As(err, new(interface{ Lacks() string })) {
		return fmt.Errorf("%w; write such a name into url: of the bench file, and have the station find it", err)
	}
	return err
}

// Serve implements octt.Endpoints.
func (e *endpoints) Serve(endpoint string, how octt.Serving) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.at(endpoint)
	if p == nil {
		return fmt.Errorf("the bench has no endpoint %q", endpoint)
	}
	e.closed = slices.DeleteFunc(e.closed, func(name string) bool { return name == endpoint })
	if how.Closed {
		e.closed = append(e.closed, endpoint)
	}
	e.station.RefuseAt(slices.Clone(e.closed)...)
	p.how = how
	if how.SecurityProfile > 1 {
		if err := e.secure(p, how); err != nil {
			return fmt.Errorf("the endpoint %s: %w", endpoint, err)
		}
	}
	p.fork.speak(how.SecurityProfile > 1)
	return nil
}

// secure has an endpoint speak TLS. The caller holds mu.
func (e *endpoints) secure(p *endpoint, how octt.Serving) error {
	setup, err := e.setup(how)
	if err != nil {
		return err
	}
	if p.tls != nil {
		return p.tls.Set(setup)
	}
	if p.tls, err = pki.NewEndpoint(setup); err != nil {
		return err
	}
	e.begun++
	go func() { e.served <- e.server.ServeTLS(p.name, p.fork.secure, p.tls, e.station) }()
	return nil
}

// setup is what an endpoint shows. The caller holds mu.
func (e *endpoints) setup(how octt.Serving) (pki.Setup, error) {
	of, err := e.certificates(how.Root)
	if err != nil {
		return pki.Setup{}, err
	}
	setup := pki.Setup{Name: "good"}
	switch {
	case how.Shows != octt.Valid:
		setup.Name = string(how.Shows)
	case how.Root != octt.OldRoot:
		setup.Name = "good, of the " + string(how.Root)
	}
	algorithms := e.own.algorithms()
	if how.OldTLS != "" {
		setup.Low = &pki.Low{Version: tls.VersionTLS11, RSAKeyExchange: how.OldTLS == octt.RSA}
		setup.Name = "TLS 1.1 with " + string(how.OldTLS)
		if how.OldTLS == octt.RSA && !slices.Contains(algorithms, pki.RSA) {
			// below the root that the station has: it is the version by which it has to refuse
			chain, err := of.ServerBelow(algorithms[0], pki.RSA)
			if err != nil {
				return pki.Setup{}, err
			}
			setup.Chains, algorithms = append(setup.Chains, chain), nil
		}
	}
	for _, alg := range algorithms {
		chain, err := show(of, alg, how.Shows)
		if err != nil {
			return pki.Setup{}, err
		}
		setup.Chains = append(setup.Chains, chain)
	}
	if how.SecurityProfile == 3 {
		roots, err := e.roots()
		if err != nil {
			return pki.Setup{}, err
		}
		setup.Client = &pki.ClientPolicy{Roots: roots, CommonName: e.own.Serial, TolerateAll: e.any}
	}
	return setup, nil
}

func show(of *pki.PKI, alg pki.Algorithm, which octt.ServerCertificate) (pki.Chain, error) {
	if which == octt.Valid {
		return of.Server(alg)
	}
	return of.Spoiled(alg, pki.Fault(which))
}

// PKI is whose certificates the endpoints show, made when it is needed first. What a station gets below a new one is good from then on.
func (e *endpoints) PKI(root octt.Root) (*pki.PKI, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	known := len(e.next)
	of, err := e.certificates(root)
	if err != nil || len(e.next) == known {
		return of, err
	}
	for _, p := range e.places {
		if p.tls != nil && p.how.SecurityProfile == 3 {
			if err := e.secure(p, p.how); err != nil {
				return nil, fmt.Errorf("the endpoint %s: %w", p.name, err)
			}
		}
	}
	return of, nil
}

// certificates is the PKI of a root. The caller holds mu.
func (e *endpoints) certificates(root octt.Root) (*pki.PKI, error) {
	var err error
	if e.pki == nil {
		if e.pki, err = e.own.makePKI(); err != nil {
			return nil, err
		}
	}
	if root == octt.OldRoot {
		return e.pki, nil
	}
	if e.next[root] == nil {
		if e.next[root], err = e.pki.Next(root == octt.SignedRoot); err != nil {
			return nil, err
		}
	}
	return e.next[root], nil
}

// makePKI makes one for the hosts of the endpoints.
func (s Security) makePKI() (*pki.PKI, error) {
	var hosts []string
	for _, text := range s.URLs {
		u, err := url.Parse(text)
		if err == nil && u.Hostname() != "" && !slices.Contains(hosts, u.Hostname()) {
			hosts = append(hosts, u.Hostname())
		}
	}
	if len(hosts) == 0 {
		return nil, errors.New("nobody knows by which name stations reach the bench; write url: into the bench file")
	}
	settings := s.Brought
	settings.Host, settings.Aliases = strings.ToLower(hosts[0]), hosts[1:]
	return pki.New(settings)
}

// algorithms are those of Algorithms, or the default.
func (s Security) algorithms() []pki.Algorithm {
	if len(s.Algorithms) == 0 {
		return []pki.Algorithm{pki.ECDSA}
	}
	return s.Algorithms
}

// roots are those that a client certificate may lead to: what a station has from a case that gave it another root is good after it.
// The caller holds mu.
func (e *endpoints) roots() ([]*x509.Certificate, error) {
	own, err := e.certificates(octt.OldRoot)
	if err != nil {
		return nil, err
	}
	roots, err := rootsOf(own, pki.ECDSA, pki.RSA)
	for _, of := range slices.AppendSeq(slices.Clone(e.before), maps.Values(e.next)) {
		if err != nil {
			return nil, err
		}
		var some []*x509.Certificate
		some, err = rootsOf(of, pki.ECDSA) // below which all are that the bench has signed
		roots = append(roots, some...)
	}
	return append(roots, e.own.StationRoots...), err
}

func rootsOf(of *pki.PKI, algorithms ...pki.Algorithm) ([]*x509.Certificate, error) {
	var roots []*x509.Certificate
	for _, alg := range algorithms {
		root, err := of.Root(alg)
		if err != nil {
			return nil, err
		}
		roots = append(roots, root.Certificate)
	}
	return roots, nil
}

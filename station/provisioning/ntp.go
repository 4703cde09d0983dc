package provisioning

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/beevik/ntp"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
)

const (
	// ntpInterval is how often the servers are asked: the shortest interval between two requests of RFC 5905 (MINPOLL is 6).
	ntpInterval = 64 * time.Second
	// ntpLimit is how long one server is waited for.
	ntpLimit = 5 * time.Second
	// ntpMisses is how many rounds in a row may stay without an answer before the next time source counts: datagrams get lost.
	ntpMisses = 3
)

// ntpServers are the instances of NtpServerUri: the primary server, and the secondary.
var ntpServers = []string{"1", "2"}

// longestServer is that of a host name with what may stand around it.
const longestServer = 255

// timekeeping is what the station knows of its NTP servers.
type timekeeping struct {
	dial   Dial
	asked  string        // what TimeSource and the servers were when the rounds began
	round  int           // counts them, so that an answer of an older one is known
	alarm  *kernel.Alarm // of the next round
	missed int           // rounds in a row without an answer that was taken
	works  bool
}

// ntpRows are the variables of an NTP client (part 2, sections 2.1.25 and 2.1.26; the first has a misprint in the component, by the
// appendices it is ClockCtrlr as well). The network of this station has no DHCP that names a server, so that it offers one source.
func ntpRows() []model.Row {
	longest := float64(longestServer)
	rows := []model.Row{{
		Component: clockCtrlr, Name: "NtpSource", DataType: ocpp201.DataOptionList, Value: "manual", Values: []string{"manual"}, Set: true,
	}}
	for _, instance := range ntpServers {
		rows = append(rows, model.Row{
			Component: clockCtrlr, Name: "NtpServerUri", Instance: instance, DataType: ocpp201.DataString, Set: true, Max: &longest, Check: checkServer,
		})
	}
	return rows
}

// checkServer takes what names a server: a host with or without a port, plainly or as ntp://host. Part 2 calls it an address in its
// text and a URI in its name. Nothing stands for no server.
func checkServer(value string) error {
	host := serverOf(value)
	u, err := url.Parse("ntp://" + host)
	if value != "" && net.ParseIP(host) == nil && (err != nil || u.Hostname() == "" || u.Host != host) {
		return fmt.Errorf("%q is no NTP server; write one such as ntp.example.com or 192.0.2.1:123", value)
	}
	return nil
}

// serverOf is the host of what names a server, with its port where that is told.
func serverOf(uri string) string {
	return strings.TrimSuffix(strings.TrimPrefix(uri, "ntp://"), "/")
}

// timeServers are those that are set, where NTP is a time source.
func (pr *Provisioning) timeServers() []string {
	if !pr.usesNTP() {
		return nil
	}
	var all []string
	for _, instance := range ntpServers {
		if uri := pr.model.Controller(clockCtrlr, "NtpServerUri", instance).Value; uri != "" {
			all = append(all, serverOf(uri))
		}
	}
	return all
}

func (pr *Provisioning) usesNTP() bool {
	return slices.Contains(pr.model.List(clockCtrlr, "TimeSource"), fromNTP)
}

// ArmNTP asks the servers from now on, where there are any.
func (pr *Provisioning) ArmNTP() {
	servers := pr.Decide.TimeServers()
	pr.kernel.Cancel(pr.ntp.alarm)
	pr.ntp.round++
	pr.ntp.asked, pr.ntp.missed, pr.ntp.works = pr.timeSources(), 0, false
	if len(servers) > 0 {
		pr.askServers()
	}
}

// turnNTP begins anew where the CSMS has set another server, or the order of time sources.
func (pr *Provisioning) turnNTP() {
	if pr.timeSources() != pr.ntp.asked {
		pr.ArmNTP()
	}
}

// timeSources is what the rounds depend on.
func (pr *Provisioning) timeSources() string {
	return strings.Join(append(pr.Decide.TimeServers(), pr.model.Controller(clockCtrlr, "TimeSource", "").Value), " ")
}

// askServers makes one round, and arms the next.
func (pr *Provisioning) askServers() {
	servers, round := pr.Decide.TimeServers(), pr.ntp.round
	pr.ntp.alarm = pr.kernel.After(ntpInterval, pr.askServers)
	pr.kernel.Go(func() {
		offset, err := pr.firstOffset(pr.kernel.Context(), servers)
		pr.kernel.Post(func() {
			if round == pr.ntp.round {
				pr.answered(offset, err)
			}
		})
	})
}

// answered takes what a round has come to: by how much the clock of the machine is behind, or why nobody knows.
func (pr *Provisioning) answered(offset time.Duration, err error) {
	if err != nil {
		pr.kernel.Log.Warn("no NTP server tells the time", "reason", err)
		pr.ntp.missed++
		pr.ntp.works = pr.ntp.works && pr.ntp.missed < ntpMisses
		return
	}
	pr.ntp.missed, pr.ntp.works = 0, true
	if pr.Decide.Follows(fromNTP) {
		pr.setClock(time.Now().Add(offset))
	}
}

// firstOffset asks one server after the other until one has answered with a time that is taken (part 2, NtpServerUri: those after the
// first can be back-ups). What it asks with, and what is not one of its answers, is the library's to know: another originate, another
// mode. Offset refuses what an answer says of itself.
func (pr *Provisioning) firstOffset(ctx context.Context, servers []string) (time.Duration, error) {
	var wrong []error
	for _, server := range servers {
		response, err := ntp.QueryWithOptions(server, ntp.QueryOptions{
			Timeout: ntpLimit, GetSystemTime: time.Now,
			Dialer: func(_, address string) (net.Conn, error) { return pr.dialWhile(ctx, address) },
		})
		var offset time.Duration
		if err == nil {
			offset, err = pr.Decide.Offset(response)
		}
		if err == nil {
			return offset, nil
		}
		wrong = append(wrong, fmt.Errorf("%s: %w", server, err))
	}
	return 0, errors.Join(wrong...)
}

// dialWhile makes a connection that ends with this life.
func (pr *Provisioning) dialWhile(ctx context.Context, address string) (net.Conn, error) {
	conn, err := pr.ntp.dial(ctx, "udp", address)
	if err != nil {
		return nil, err
	}
	return &lifelong{conn, context.AfterFunc(ctx, func() { _ = conn.Close() })}, nil // whoever reads gets the error
}

// lifelong is a connection that is closed when a life ends, or before.
type lifelong struct {
	net.Conn
	release func() bool
}

// Close does not close twice.
func (l *lifelong) Close() error {
	if !l.release() {
		return nil
	}
	return l.Conn.Close()
}

package bench

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
)

// Copies is the bench n times, each with a name and an identity of its own: reference-1 with CB-0001, reference-2 with
// CB-0002, and so on. It is for a bench that exists anew for every run, and nothing else can be multiplied: see Shared.
func (f *File) Copies(n int) []*File {
	if n == 1 {
		c := *f
		return []*File{&c}
	}
	var out []*File
	for i := range n {
		c := *f
		c.Name = fmt.Sprintf("%s-%d", f.Name, i+1)
		c.Station.ID = counted(f.Station.ID, i)
		c.Configured.ChargingStationID = c.Station.ID
		out = append(out, &c)
	}
	return out
}

// counted is an identity whose number is so many higher, as wide as before.
func counted(id string, more int) string {
	stem := strings.TrimRight(id, "0123456789")
	digits := id[len(stem):]
	number, err := strconv.Atoi(digits)
	if err != nil {
		return fmt.Sprintf("%s-%d", id, more+1)
	}
	return fmt.Sprintf("%s%0*d", stem, len(digits), number+more)
}

// Apart says what two bench files use both: benches that play side by side share neither name, station, address nor rig.
func Apart(files []*File) error {
	for i, f := range files {
		for _, other := range files[:i] {
			if what := shared(other, f); what != "" {
				return fmt.Errorf("the bench files %s and %s both use %s; benches that play side by side share nothing, so change it in one of them", other.read.yaml.Name, f.read.yaml.Name, what)
			}
		}
	}
	return nil
}

func shared(a, b *File) string {
	if a.Name == b.Name {
		return "the bench name " + a.Name
	}
	for _, all := range []func(*File) []string{(*File).addresses, (*File).datagrams} {
		for _, theirs := range all(b) {
			if slices.ContainsFunc(all(a), func(ours string) bool { return sameAddress(ours, theirs) }) {
				return "the address " + theirs
			}
		}
	}
	if a.Station.ID == b.Station.ID {
		return "the station identity " + a.Station.ID
	}
	used := a.uses()
	for _, what := range b.uses() {
		if slices.Contains(used, what) {
			return what
		}
	}
	return ""
}

// addresses are those for TCP that the bench listens on.
func (f *File) addresses() []string {
	all := []string{f.Listen}
	for _, line := range f.Files.lines() {
		all = append(all, line.Listen)
	}
	if f.Second != nil {
		all = append(all, f.Second.Listen)
	}
	return all
}

// datagrams are the addresses for UDP that the bench listens on.
func (f *File) datagrams() []string {
	if f.NTP == nil {
		return nil
	}
	return []string{f.NTP.Listen}
}

// uses names what the rigs of a bench act by.
func (f *File) uses() []string {
	var out []string
	for _, name := range f.used() {
		out = append(out, f.drives(f.Rigs[name])...)
	}
	return out
}

// Things names what the rigs of the bench move, each once, so that two benches which move one thing can be told apart from two
// which do not: a SUT API by its address, a serial line by its device, a GPIO line by its name, a command with its arguments, a
// request with its address and body.
func (f *File) Things() []string {
	var out []string
	for _, name := range f.used() {
		out = append(out, f.things(f.Rigs[name])...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sameAddress tells whether only one of two addresses can be listened on. Port 0 is any free one.
func sameAddress(a, b string) bool {
	host, port, _ := net.SplitHostPort(a) // CheckAddress has seen to both
	other, with, _ := net.SplitHostPort(b)
	return port == with && port != "0" && (host == other || everywhere(host) || everywhere(other))
}

func everywhere(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || ip != nil && ip.IsUnspecified()
}

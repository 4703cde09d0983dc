package bench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
)

func TestTheDefaultBenchCanBeMultiplied(t *testing.T) {
	f, err := Read(examples.BenchName, examples.Bench())
	if err != nil {
		t.Fatal(err)
	}
	if f.Shared() {
		t.Error("the default bench is shared with other runs, and must exist anew for every run")
	}
	if same := f.Copies(1); len(same) != 1 || same[0].Name != "reference" || same[0].Station.ID != "CB-0001" {
		t.Errorf("expected the bench itself for one, got %+v", same)
	}
	copies := f.Copies(12)
	for i, c := range copies {
		c.Prepare()
		if name, id := fmt.Sprint("reference-", i+1), fmt.Sprintf("CB-%04d", i+1); c.Name != name || c.Station.ID != id || c.Configured.ChargingStationID != id {
			t.Errorf("expected %s with the station %s, got %s with %s and %s", name, id, c.Name, c.Station.ID, c.Configured.ChargingStationID)
		}
	}
	if copies[0].Configured.BasicAuthPassword == copies[1].Configured.BasicAuthPassword {
		t.Error("expected a password for every station, got the same twice")
	}
	if err := Apart(copies); err != nil {
		t.Errorf("expected copies to share nothing, got %v", err)
	}
}

func TestBenchesThatShareSomethingAreRefused(t *testing.T) {
	const file = "name: %s\nlisten: %s\nstation: {id: %s, password: 0123456789abcdef}\nrigs: {one: %s}\nacts: {mains: one}\n"
	read := func(path, name, listen, id, rig string) *File {
		f, err := Read(path, fmt.Appendf(nil, file, name, listen, id, rig))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	const sut = "{type: sutapi, url: 'http://10.0.0.1/api/v1'}"
	gpio := func(line string) string {
		return "{type: gpio, wiring: {mains: {name: " + line + "}}}"
	}
	for name, c := range map[string]struct {
		listen, id, rig string // of the second
		first           string // rig of the first
		want            string
	}{
		"nothing":             {"127.0.0.1:9001", "B", "{type: sutapi, url: 'http://10.0.0.2/api/v1'}", sut, ""},
		"free ports":          {"127.0.0.1:0", "B", "{type: manual}", sut, ""},
		"the address":         {"127.0.0.1:9000", "B", "{type: manual}", sut, "the address 127.0.0.1:9000"},
		"an address of files": {"127.0.0.1:9001\nfiles: {listen: '0.0.0.0:9000', url: 'http://10.0.0.3:9000'}", "B", "{type: manual}", sut, "the address 0.0.0.0:9000"},
		"free ports of files": {"127.0.0.1:9001\nfiles: {listen: '127.0.0.1:0'}", "B", "{type: manual}", sut, ""},
		"an address of time":  {"127.0.0.1:9001\nntp: {listen: '127.0.0.1:123'}", "B", "{type: manual}", sut, "the address 127.0.0.1:123"},
		"the number of one":   {"127.0.0.1:9001\nntp: {listen: '127.0.0.1:9000'}", "B", "{type: manual}", sut, ""}, // UDP and TCP count apart
		"the station":         {"127.0.0.1:9001", "A", "{type: manual}", sut, "the station identity A"},
		"the SUT API":         {"127.0.0.1:9001", "B", "{type: sutapi, url: 'http://10.0.0.1/api/v1/'}", sut, "the rig at http://10.0.0.1/api/v1"},
		"the person":          {"127.0.0.1:9001", "B", "{type: manual}", "{type: manual}", "the person at the terminal"},
		"other lines":         {"127.0.0.1:9001", "B", gpio("mains-2"), gpio("mains-1"), ""},
		"a line":              {"127.0.0.1:9001", "B", gpio("mains-1"), gpio("mains-1"), "the GPIO line mains-1"},
	} {
		err := Apart([]*File{read("a.yaml", "bench-a", "127.0.0.1:9000\nntp: {listen: '0.0.0.0:123', url: 10.0.0.3}", "A", c.first), read("b.yaml", "bench-b", c.listen, c.id, c.rig)})
		want := "the bench files a.yaml and b.yaml both use " + c.want + "; benches that play side by side share nothing, so change it in one of them"
		if c.want == "" && err != nil || c.want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s: expected %q, got %v", name, c.want, err)
		}
	}
	one := read("a.yaml", "bench-a", "127.0.0.1:9000", "A", sut)
	if err := Apart([]*File{one, read("b.yaml", "bench-a", "127.0.0.1:9001", "B", "{type: manual}")}); err == nil || !strings.Contains(err.Error(), "both use the bench name bench-a") {
		t.Errorf("expected a name used twice to be refused, got %v", err)
	}
	if !sameAddress("0.0.0.0:9000", "10.0.0.1:9000") || !sameAddress(":9000", "[::1]:9000") || sameAddress("10.0.0.1:9000", "10.0.0.2:9000") {
		t.Error("an unspecified host must take every address of its port, and another host none")
	}
}

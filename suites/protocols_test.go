package suites

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// moving is the example's product with other protocols (ORS-24), and without a local start where that is asked for.
func moving(t *testing.T, protocols string, local bool) *pics.Declaration {
	t.Helper()
	d := declaration(t)
	d.Features[pics.ORS_24] = pics.Value{Kind: pics.List, Items: strings.Fields(protocols)}
	if !local {
		for _, way := range []pics.Feature{pics.C_30, pics.C_31, pics.C_32, pics.C_33, pics.C_34, pics.C_35} {
			d.Features[way] = pics.Value{Kind: pics.Boolean}
		}
	}
	return d
}

func TestACaseThatMovesFilesIsPlayedWithEachProtocolOfTheProduct(t *testing.T) {
	one, both := octt.Case{ID: "TC_N_25_CS", Modes: octt.PerProtocol}, octt.Case{ID: "TC_L_12_CS", Modes: octt.Both | octt.PerProtocol}
	for name, c := range map[string]struct {
		of        octt.Case
		protocols string
		local     bool
		want      string
	}{
		"all there are":                          {one, "HTTP HTTPS SFTP FTP FTPS", true, "[HTTP HTTPS SFTP FTP FTPS]"},
		"some, in the order of part 5":           {one, "FTPS HTTP", true, "[HTTP FTPS]"},
		"one":                                    {one, "SFTP", true, "[SFTP]"},
		"undeclared":                             {one, "", true, "[]"},
		"both ways in turns":                     {both, "HTTP HTTPS SFTP FTP FTPS", true, "[local HTTP remote HTTPS local SFTP remote FTP local FTPS]"},
		"both ways with one":                     {both, "HTTP", true, "[local HTTP remote HTTP]"},
		"both ways undeclared":                   {both, "", true, "[local remote]"},
		"nobody can start locally":               {both, "HTTP FTPS", false, "[local remote HTTP remote FTPS]"},
		"a case that moves none":                 {octt.Case{Modes: octt.Both}, "HTTP FTPS", true, "[local remote]"},
		"a case that moves none, no local start": {octt.Case{Modes: octt.Both}, "HTTP FTPS", false, "[local remote]"},
	} {
		if got := fmt.Sprint(Plays(c.of, moving(t, c.protocols, c.local))); got != c.want {
			t.Errorf("%s: expected %s, got %s", name, c.want, got)
		}
	}
}

func TestAPlanPlaysEachProtocolAndLeavesOutWhatIsNotThere(t *testing.T) {
	for name, c := range map[string]struct {
		protocols, expr string
		verdict         evidence.Verdict
		modes, left     string
	}{
		"all":                              {"HTTP SFTP", "", "", "[HTTP SFTP]", "[]"},
		"one of them":                      {"HTTP SFTP", "TC_N_25_CS/SFTP", "", "[SFTP]", "[{HTTP NOT RUN not selected by --cases TC_N_25_CS/SFTP}]"},
		"one of them, by its name":         {"HTTP SFTP", "N && sftp", "", "[SFTP]", "[{HTTP NOT RUN not selected by --cases N && sftp}]"},
		"all but one":                      {"HTTP SFTP", "N && !HTTP", "", "[SFTP]", "[{HTTP NOT RUN not selected by --cases N && !HTTP}]"},
		"one that the product lacks":       {"HTTP SFTP", "TC_N_25_CS/FTPS", evidence.NotApplicable, "[HTTP SFTP]", "[]"},
		"one that nobody selects anything": {"HTTP SFTP", "TC_N_25_CS/FTPS || TC_B_06_CS", evidence.NotApplicable, "[HTTP SFTP]", "[]"},
	} {
		items, err := Plan(moving(t, c.protocols, true), c.expr)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		item := items[slices.IndexFunc(items, func(i Item) bool { return i.Entry.ID == "TC_N_25_CS" })]
		if got, left := fmt.Sprint(item.Modes()), fmt.Sprint(item.Left); item.Verdict != c.verdict || got != c.modes || left != c.left {
			t.Errorf("%s: expected %q %s and %s left out, got %q %s and %s", name, c.verdict, c.modes, c.left, item.Verdict, got, left)
		}
		if c.verdict != "" && item.Reason != "the product moves files by HTTP, SFTP only (PICS, ORS-24)" {
			t.Errorf("%s: expected what the product has, got %q", name, item.Reason)
		}
	}
	if _, err := Plan(declaration(t), "TC_N_25_CS/SCP"); err == nil || !strings.Contains(err.Error(), `TC_N_25_CS has the modes HTTP, HTTPS, SFTP, FTP and FTPS, and not "SCP"`) {
		t.Errorf("expected the modes of the case, got %v", err)
	}
}

func TestAProtocolThatTheBenchDoesNotServeIsNotRun(t *testing.T) {
	const start = "name: bench-7\nlisten: 127.0.0.1:9000\nstation: {id: A, password: 0123456789abcdef}\nrigs: {a: {type: sutapi, url: \"http://127.0.0.1:8080\"}}\nacts: {cable: a}\n"
	for name, c := range map[string]struct {
		files string
		lacks map[octt.Mode]string
	}{
		"no file server": {"", map[octt.Mode]string{"HTTP": octt.NoFileServer, "FTPS": octt.NoFileServer}},
		"HTTP alone":     {"files: {listen: \"127.0.0.1:9001\"}\n", map[octt.Mode]string{"HTTP": "", "FTPS": octt.NotServed(octt.FTPS)}},
		"FTPS alone":     {"files: {protocols: {FTPS: {listen: \"127.0.0.1:9001\"}}}\n", map[octt.Mode]string{"HTTP": octt.NotServed(octt.HTTP), "FTPS": ""}},
	} {
		on, err := bench.Read("bench.yaml", []byte(start+c.files))
		if err != nil {
			t.Fatal(err)
		}
		for mode, want := range c.lacks {
			got := ""
			if err := Lacking("TC_N_25_CS", mode, declaration(t), on); err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("%s, %s: expected %q, got %q", name, mode, want, got)
			}
		}
	}
}

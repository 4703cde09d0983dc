// Package harness_test holds the law of imports: which package of this module may import which. The law is the reason
// why a case can be read without knowing the bench, why the station and the mock CSMS meet only on the wire, and why the
// engine runs under a test framework, in the binary and in a synctest bubble alike.
package harness_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	module = "github.com/certbench/certbench"
	ginkgo = "github.com/onsi/ginkgo"
)

// A row says what the packages that match its pattern may import. Patterns are go list's, below the module: "schemas" is
// that package alone, "schemas/..." it and all below it. A package obeys the row with its own name, else the longest
// pattern that matches it. Rows bind what ships; test files are bound by apart and by the ginkgo column.
type row struct {
	of      string
	may     []string // packages of this module
	stdOnly bool     // no library at all
	ginkgo  bool     // turns cases into specs, or runs them
	testing bool     // is test code without being in a _test.go file
	awake   bool     // never calls time.Sleep: cases, states and engine wait for an event or for a time the document names
}

// below is what bench, suites and self-test stand on.
var below = []string{
	"schemas/...", "csmsmock/...", "rigs/...", "station/...",
	"harness/evidence", "harness/pics", "harness/catalogue", "harness/octt", "harness/states", "harness/kpi",
	"harness/tested", "harness/memnet", "harness/stack", "harness/seen", "harness/examples", "harness/strictyaml", "harness/strangers", "reports", "reports/paper",
}

// groundFloor is what every room of the firmware may stand on.
var groundFloor = []string{"schemas/...", "station/kernel", "station/model", "station/product", "station/panel", "station/wire"}

// on is what a room of the firmware may import that stands on others.
func on(rooms ...string) []string {
	may := slices.Clone(groundFloor)
	for _, room := range rooms {
		may = append(may, "station/"+room)
	}
	return may
}

// firmware is what ties the rooms, and all of them; none of it knows of a fault.
var firmware = on("image", "site", "provisioning", "certificates", "locallist", "drivers", "reservations", "meters", "charging", "customers", "display", "monitoring", "files", "control")

var law = []row{
	{of: "schemas", may: []string{"schemas/ocpp201", "schemas/internal/..."}},
	{of: "schemas/certbench", stdOnly: true},
	{of: "schemas/internal/...", may: []string{"schemas/internal/..."}},
	{of: "schemas/gen", may: []string{"schemas/internal/..."}},
	{of: "schemas/ocpp201", may: []string{"schemas/internal/..."}},
	{of: "schemas/ocppj"},
	{of: "schemas/random", may: []string{"schemas/internal/..."}, testing: true},

	{of: "csmsmock", may: []string{"schemas/...", "csmsmock/pki", "harness/seen"}},
	{of: "csmsmock/pki"},
	{of: "csmsmock/pki/stacks"},
	{of: "csmsmock/files"},
	{of: "csmsmock/ntp", stdOnly: true},
	{of: "csmsmock/files/clients"},

	{of: "rigs"},
	{of: "rigs/...", may: []string{"rigs"}},
	{of: "rigs/panel", may: []string{"rigs", "station/panel"}},
	{of: "rigs/wiegand", stdOnly: true},
	{of: "rigs/gpio", may: []string{"rigs", "rigs/wiegand"}},
	{of: "rigs/rigtest", may: []string{"rigs"}, testing: true},
	{of: "rigs/panel/paneltest", may: []string{"rigs", "rigs/rigtest", "station/panel"}, testing: true},
	{of: "rigs/gpio/fakechip", may: []string{"rigs", "rigs/gpio"}}, // stands in for the kernel
	{of: "rigs/gpio/chiptest", may: []string{"rigs/gpio"}, testing: true},
	{of: "rigs/gpio/simchip", testing: true}, // the other side of the kernel's lines
	{of: "rigs/gpio/kerneltest/...", may: []string{"..."}, testing: true},

	{of: "station", may: firmware},
	{of: "station/image", stdOnly: true},
	{of: "station/kernel", stdOnly: true},
	{of: "station/model", may: []string{"schemas/ocpp201", "station/kernel"}},
	{of: "station/product", may: []string{"station/model"}},
	{of: "station/wire", may: []string{"schemas/...", "station/kernel", "station/model", "station/product"}},
	{of: "station/site", may: on()},
	{of: "station/provisioning", may: on("site")},
	{of: "station/certificates", may: on("provisioning")},
	{of: "station/locallist", may: on()},
	{of: "station/drivers", may: on("locallist")},
	{of: "station/meters", may: on("site")},
	{of: "station/reservations", may: on("site", "drivers")},
	{of: "station/charging", may: on("site", "provisioning", "drivers", "reservations", "meters")},
	{of: "station/customers", may: on("drivers", "reservations", "charging")},
	{of: "station/display", may: on("site", "drivers", "charging")},
	{of: "station/monitoring", may: on("site", "meters", "charging")},
	{of: "station/files", may: on("image", "site", "provisioning", "certificates", "charging")},
	{of: "station/control", may: on("site", "provisioning", "certificates", "drivers", "reservations", "charging", "files")},
	{of: "station/defects", may: []string{"station", "station/wire"}},
	{of: "station/defects/...", may: append([]string{"station", "station/defects"}, firmware...)},
	{of: "station/defects/patches", may: []string{"station", "station/defects/..."}},
	{of: "station/panel", stdOnly: true},
	{of: "station/lines", may: []string{"station/panel"}, stdOnly: true},

	{of: "harness"},
	{of: "harness/memnet", stdOnly: true},
	{of: "harness/stack", stdOnly: true},
	{of: "harness/seen", stdOnly: true},
	{of: "harness/ports", stdOnly: true, testing: true},
	{of: "harness/examples", stdOnly: true},
	{of: "harness/strangers", may: []string{"schemas/...", "harness/memnet"}, testing: true},
	{of: "harness/strangers/foreign/...", testing: true}, // stations whose wire is not ours
	{of: "harness/evidence"},
	{of: "harness/strictyaml"},
	{of: "harness/pics", may: []string{"harness/strictyaml"}},
	{of: "harness/pics/workbook", may: []string{"harness/pics", "harness/strictyaml"}},
	{of: "harness/known", may: []string{"harness/evidence", "harness/strictyaml"}},
	{of: "harness/catalogue", may: []string{"harness/pics"}},
	{of: "harness/inventory", may: []string{"harness/pics", "schemas/ocpp201"}},
	{of: "harness/octt", may: []string{"harness/octt/...", "harness/evidence", "harness/pics", "harness/stack", "rigs", "schemas/..."}, awake: true},
	{of: "harness/octt/ledger", may: []string{"harness/seen", "harness/octt/values", "harness/octt/variables", "rigs", "schemas/..."}, awake: true},
	{of: "harness/octt/rules", may: []string{"harness/evidence", "harness/octt/ledger", "harness/octt/values", "rigs", "schemas/ocpp201"}, awake: true},
	{of: "harness/octt/values", stdOnly: true, awake: true},
	{of: "harness/octt/variables", may: []string{"harness/octt/values", "schemas/..."}, awake: true},
	{of: "harness/states", may: []string{"harness/octt", "harness/pics", "rigs", "schemas/ocpp201"}, awake: true},
	{of: "harness/kpi", may: []string{"harness/evidence"}},
	{of: "harness/tested", may: []string{"harness/evidence"}},
	{of: "harness/fleet", may: []string{"harness/evidence", "harness/octt"}},
	{of: "harness/fleet/fleettest", testing: true},
	{of: "harness/forecast", may: []string{"harness/evidence"}},
	{of: "harness/live", may: []string{"harness/evidence", "harness/forecast", "harness/kpi", "harness/live/door", "reports"}},
	{of: "harness/live/chromium", testing: true},
	{of: "harness/live/door", stdOnly: true},
	{of: "harness/live/technician", may: []string{"harness/evidence", "harness/live", "harness/live/door", "reports", "rigs"}},
	{of: "harness/live/workbench", may: []string{"harness/evidence", "harness/live", "harness/live/door", "reports", "schemas/..."}},
	{of: "harness/bench", may: below},
	{of: "harness/loop", may: []string{"rigs", "rigs/gpio", "station/lines"}}, // the copper between both
	{of: "harness/cmd/...", may: []string{"..."}, ginkgo: true},

	{of: "suites/playertest", may: []string{"harness/evidence", "harness/octt", "suites"}, ginkgo: true, testing: true},
	{of: "suites/...", may: []string{"harness/octt", "harness/states", "harness/pics", "rigs", "schemas/ocpp201"}, awake: true},
	{of: "suites", may: append([]string{"harness/bench", "suites/..."}, below...), ginkgo: true},
	{of: "suites/selftest", may: append([]string{"harness/bench", "suites/..."}, below...), ginkgo: true, testing: true},

	{of: "reports/bundle", may: []string{"reports", "harness/evidence"}},
	{of: "reports", may: []string{"harness/evidence", "harness/known", "harness/pics", "harness/catalogue", "harness/kpi", "harness/tested", "reports/paper", "schemas/certbench"}},
	{of: "reports/paper"},
}

// apart never import each other, not even in their tests: they meet only on the wire, as they would in the field.
var apart = [2]string{"station/...", "csmsmock/..."}

func TestEveryPackageImportsOnlyWhatItsRowAllows(t *testing.T) {
	packages := listed(t)
	if len(packages) == 0 {
		t.Fatal("go list knows no package of this module")
	}
	for _, violation := range violations(packages) {
		t.Error(violation)
	}
}

func TestEachKindOfBreachIsFound(t *testing.T) {
	for _, c := range []struct {
		name string
		p    pkg
		want string
	}{
		{"a package nobody decided about", pkg{path: "harness/utils"},
			"harness/utils has no row"},
		{"a case that knows the mock", pkg{path: "suites/e_transactions", imports: []string{"csmsmock"}},
			`imports csmsmock; its row "suites/..." allows of this module: harness/octt, `},
		{"a room that knows of a fault", pkg{path: "station/charging", imports: []string{"station/defects"}},
			`imports station/defects; its row "station/charging" allows`},
		{"the station knowing of a fault", pkg{path: "station", imports: []string{"station/defects/patches"}},
			`imports station/defects/patches; its row "station" allows`},
		{"a room that stands on one above", pkg{path: "station/wire", imports: []string{"station/charging"}},
			`imports station/charging; its row "station/wire" allows`},
		{"the station knowing the mock", pkg{path: "station", imports: []string{"csmsmock/pki"}},
			`imports csmsmock/pki; its row "station" allows`},
		{"the mock knowing the station", pkg{path: "csmsmock", imports: []string{"station/panel"}},
			`imports station/panel; its row "csmsmock" allows`},
		{"the mock knowing its judge", pkg{path: "csmsmock", imports: []string{"harness/octt"}},
			`allows of this module: schemas/...`},
		{"an import upward", pkg{path: "rigs", imports: []string{"harness/bench"}},
			`its row "rigs" allows of this module: nothing`},
		{"a rig knowing another", pkg{path: "rigs/sutapi", imports: []string{"rigs/panel"}},
			`its row "rigs/..." allows of this module: rigs`},
		{"a library where none is allowed", pkg{path: "harness/memnet", imports: []string{"github.com/gorilla/websocket"}},
			"allows the standard library only"},
		{"an engine that knows the framework", pkg{path: "harness/octt", deps: []string{ginkgo + "/v2"}},
			"depends on Ginkgo; only harness/cmd/..., suites/playertest, suites, suites/selftest may"},
		{"a case that knows the framework", pkg{path: "suites/c_authorization", deps: []string{ginkgo + "/v2/types"}},
			"depends on Ginkgo"},
		{"a test that runs another framework", pkg{path: "harness/pics", tests: []string{ginkgo + "/v2"}},
			"imports Ginkgo in a test"},
		{"test code that ships", pkg{path: "harness/states", imports: []string{"testing/synctest"}},
			"imports testing/synctest outside its tests; only schemas/random, rigs/rigtest, rigs/panel/paneltest, rigs/gpio/chiptest, rigs/gpio/simchip, rigs/gpio/kerneltest/..., harness/ports, harness/strangers, harness/strangers/foreign/..., harness/fleet/fleettest, harness/live/chromium, suites/playertest, suites/selftest may"},
		{"test code that ships by way of another package", pkg{path: "harness/bench", imports: []string{"rigs/rigtest"}},
			"imports rigs/rigtest outside its tests"},
		{"a station test that calls the mock", pkg{path: "station", tests: []string{"csmsmock"}},
			"imports csmsmock in a test; station/... and csmsmock/... meet only on the wire"},
		{"a mock test that calls the station", pkg{path: "csmsmock/files", tests: []string{"station/panel"}},
			"imports station/panel in a test; csmsmock/... and station/... meet only on the wire"},
		{"a case that sleeps", pkg{path: "suites/b_provisioning", sleeps: []string{"b01.go:7:2"}},
			"sleeps at b01.go:7:2"},
		{"a state that sleeps", pkg{path: "harness/states", sleeps: []string{"booted.go:9:3"}},
			"sleeps at booted.go:9:3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := violations([]pkg{c.p}); len(got) != 1 || !strings.Contains(got[0], c.want) {
				t.Errorf("violations = %q, want one that contains %q", got, c.want)
			}
		})
	}
}

func TestLawfulPackagesAreLeftAlone(t *testing.T) {
	for _, p := range []pkg{
		{path: "suites/e_transactions", imports: []string{"fmt", "time", "harness/octt", "harness/states", "schemas/ocpp201"}},
		{path: "suites", imports: []string{"suites/e_transactions", "harness/bench", ginkgo + "/v2"}, deps: []string{ginkgo + "/v2"}},
		{path: "suites/selftest", imports: []string{"testing/synctest", "station/defects", "harness/memnet"}},
		{path: "rigs/rigtest", imports: []string{"testing", "rigs"}},
		{path: "rigs/panel", imports: []string{"station/panel"}, tests: []string{"rigs/rigtest", "testing"}},
		{path: "harness/octt", tests: []string{"csmsmock", "station", "testing"}},
		{path: "harness/cmd/certbench", imports: []string{"suites", "reports", "station", "csmsmock"}},
		{path: "station", sleeps: []string{"boot.go:1:1"}},
	} {
		if got := violations([]pkg{p}); len(got) != 0 {
			t.Errorf("violations = %q, want none", got)
		}
	}
}

// A pkg is what the law needs to know of one package; paths of this module are relative to it.
type pkg struct {
	path    string
	imports []string // by what ships
	tests   []string // by its test files
	deps    []string // all that it ends up linked with, without its tests
	sleeps  []string // positions of time.Sleep in what ships
}

// violations judges every package and says of each breach who, what, and what its row allows instead.
func violations(packages []pkg) []string {
	var found []string
	for _, p := range packages {
		r, ok := rowOf(p.path)
		if !ok {
			found = append(found, p.path+" has no row in the law of imports: decide what it may import and add one")
			continue
		}
		for _, breach := range slices.Concat(moduleBreaches(r, p), libraryBreaches(r, p), sleepBreaches(r, p), testBreaches(r, p)) {
			found = append(found, p.path+" "+breach)
		}
	}
	return found
}

func moduleBreaches(r row, p pkg) []string {
	var found []string
	for _, imported := range p.imports {
		target, ours := rowOf(imported)
		switch {
		case ours && target.testing && !r.testing:
			found = append(found, fmt.Sprintf("imports %s outside its tests; that package is test code", imported))
		case ours && !matchesAny(r.may, imported):
			found = append(found, fmt.Sprintf("imports %s; its row %q allows of this module: %s", imported, r.of, orNothing(r.may)))
		}
	}
	return found
}

func libraryBreaches(r row, p pkg) []string {
	var found []string
	for _, imported := range p.imports {
		if r.stdOnly && isLibrary(imported) {
			found = append(found, fmt.Sprintf("imports %s; its row %q allows the standard library only", imported, r.of))
		}
		if !r.testing && within(imported, "testing") {
			found = append(found, fmt.Sprintf("imports %s outside its tests; only %s may", imported, rowsWhere(func(r row) bool { return r.testing })))
		}
	}
	if !r.ginkgo && slices.ContainsFunc(p.deps, isGinkgo) {
		found = append(found, "depends on Ginkgo; only "+rowsWhere(func(r row) bool { return r.ginkgo })+" may")
	}
	return found
}

func sleepBreaches(r row, p pkg) []string {
	var found []string
	if r.awake {
		for _, at := range p.sleeps {
			found = append(found, fmt.Sprintf("sleeps at %s; wait for an event, or let the engine wait", at))
		}
	}
	return found
}

func testBreaches(r row, p pkg) []string {
	var found []string
	for _, imported := range p.tests {
		for i, side := range apart {
			if other := apart[1-i]; matches(side, p.path) && matches(other, imported) {
				found = append(found, fmt.Sprintf("imports %s in a test; %s and %s meet only on the wire", imported, side, other))
			}
		}
		if !r.ginkgo && isGinkgo(imported) {
			found = append(found, "imports Ginkgo in a test; only "+rowsWhere(func(r row) bool { return r.ginkgo })+" may")
		}
	}
	return found
}

// rowOf returns the row that a package of this module obeys; paths outside the module have none.
func rowOf(path string) (row, bool) {
	var best row
	for _, r := range law {
		if r.of == path {
			return r, true
		}
		if matches(r.of, path) && len(r.of) > len(best.of) {
			best = r
		}
	}
	return best, best.of != ""
}

func matches(pattern, path string) bool {
	if pattern == "..." {
		return true
	}
	folder, tree := strings.CutSuffix(pattern, "/...")
	return path == folder || tree && within(path, folder)
}

func matchesAny(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return matches(pattern, path) })
}

func within(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

func isGinkgo(path string) bool { return within(path, ginkgo) }

// isLibrary tells a path with a host name, as all modules have that can be downloaded, from the standard library.
func isLibrary(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

func orNothing(patterns []string) string {
	if len(patterns) == 0 {
		return "nothing"
	}
	return strings.Join(patterns, ", ")
}

func rowsWhere(allowed func(row) bool) string {
	var names []string
	for _, r := range law {
		if allowed(r) {
			names = append(names, r.of)
		}
	}
	return strings.Join(names, ", ")
}

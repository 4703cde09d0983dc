package station_test

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/station"
)

const connectionTimeOut = "TxCtrlr.EVConnectionTimeOut"

// rebootFor is a product that takes new values of the variables at its next boot.
func rebootFor(names ...string) func(*station.Config) {
	return func(c *station.Config) { c.Capabilities.RebootRequired = names }
}

func TestAValueThatNeedsARebootIsShownAndUsedAfterIt(t *testing.T) {
	for name, boot := range map[string]func(*rig){
		"a power cut": func(r *rig) { r.do(r.panel.Reboot()) },
		"a reset":     func(r *rig) { r.expect("Reset", `{"type":"OnIdle"}`, "status", "Accepted") },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, rebootFor(connectionTimeOut), func(r *rig) {
				read := func(when, want string) {
					r.Helper()
					if got := r.get("TxCtrlr", "EVConnectionTimeOut", ""); got != "Accepted Actual "+want+" -" {
						r.Errorf("%s: expected %s, got %q", when, want, got)
					}
				}
				for _, value := range []string{"70", "80"} { // the last one counts
					if got := r.put("TxCtrlr", "EVConnectionTimeOut", value, ""); got != "RebootRequired Actual - -" {
						t.Errorf("expected RebootRequired, got %q", got)
					}
				}
				if got := r.put("TxCtrlr", "EVConnectionTimeOut", "-1", ""); got != "Rejected Actual - ValueOutOfRange" {
					t.Errorf("expected a value that cannot be to be rejected, got %q", got)
				}
				read("before the boot", "60")
				boot(r)
				r.pass(time.Minute)
				read("after the boot", "80")
			})
		})
	}
}

func TestAValueThatIsInForceNeedsNoReboot(t *testing.T) {
	bubble(t, rebootFor(connectionTimeOut), func(r *rig) {
		for _, c := range []struct{ value, want string }{
			{"60", "Accepted Actual - -"}, {"70", "RebootRequired Actual - -"}, {"60", "Accepted Actual - -"},
		} {
			if got := r.put("TxCtrlr", "EVConnectionTimeOut", c.value, ""); got != c.want {
				t.Errorf("%s: expected %q, got %q", c.value, c.want, got)
			}
		}
		r.do(r.panel.Reboot())
		r.pass(time.Minute)
		if got := r.get("TxCtrlr", "EVConnectionTimeOut", ""); got != "Accepted Actual 60 -" {
			t.Errorf("expected the value that was taken back to stay away, got %q", got)
		}
	})
}

func TestAPriorityThatNeedsARebootChangesTheCSMSAfterIt(t *testing.T) {
	var world internet
	bubble(t, between(&world, rebootFor("OCPPCommCtrlr.NetworkConfigurationPriority")), func(r *rig) {
		r.expect("SetNetworkProfile", profileOf(nil), "status", "Accepted")
		if got := r.put("OCPPCommCtrlr", "NetworkConfigurationPriority", "2,1", ""); got != "RebootRequired Actual - -" { // B10.FR.01
			t.Errorf("expected RebootRequired, got %q", got)
		}
		if got := r.get("OCPPCommCtrlr", "NetworkConfigurationPriority", ""); got != "Accepted Actual 1 -" {
			t.Errorf("expected the priority in force, got %q", got)
		}
		world.fails()
		r.expect("Reset", `{"type":"OnIdle"}`, "status", "Accepted")
		r.pass(time.Minute)
		if got := world.called(); got != "second" { // B10.FR.04
			t.Errorf("expected a connection to the second CSMS, got %q", got)
		}
	})
}

func TestAPasswordThatNeedsARebootIsUsedAfterIt(t *testing.T) {
	bubble(t, rebootFor("SecurityCtrlr.BasicAuthPassword"), func(r *rig) {
		if got := r.put("SecurityCtrlr", "BasicAuthPassword", "fedcba9876543210", ""); got != "RebootRequired Actual - -" {
			t.Errorf("expected RebootRequired, got %q", got)
		}
		r.pass(time.Minute)
		if n := len(r.headers); n != 1 {
			t.Errorf("expected no new connection before the boot, got %d", n)
		}
		r.do(r.panel.Reboot())
		r.pass(time.Minute)
		if n := len(r.headers); n != 2 || r.headers[0].Get("Authorization") == r.headers[1].Get("Authorization") {
			t.Errorf("expected a second connection with another password, got %v", r.headers)
		}
	})
}

func TestAProductCannotRebootForWhatCannotBeSet(t *testing.T) {
	for _, name := range []string{"TxCtrlr.Nothing", "SecurityCtrlr.SecurityProfile"} {
		synctestRig(t, rebootFor(name), func(r *rig) {
			_, err := station.New(r.config)
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("expected an error that names %s, got %v", name, err)
			}
			r.stop = func() error { return nil }
			r.close()
		})
	}
}

package foreign_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/certbench/certbench/harness/ports"
)

// TestOCPPRPC plays a plan on the station made with ocpp-rpc, which runs before the bench does.
func TestOCPPRPC(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat("ocpprpc/node_modules/ocpp-rpc/package.json")
	}
	if err != nil {
		const advice = "Node.js or the packages of ocpprpc are missing; install them with: make packages"
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s (%v)", advice, err)
		}
		t.Skipf("%s (%v)", advice, err)
	}
	csms, rig := ports.Free(t), ports.Free(t)
	start(t, []string{node, "ocpprpc/station.js", "ws://" + csms + "/ocpp", "ocpprpc", rig}, "http://"+rig+"/state")
	plays(t, "ocpprpc", csms, rig, "")
}

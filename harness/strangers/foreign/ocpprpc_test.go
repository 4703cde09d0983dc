package foreign_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/certbench/certbench/harness/ports"
)

// TestOCPPRPC plays a plan on the station made with ocpp-rpc, which runs before the bench does.
func TestOCPPRPC(t *testing.T) {
	t.Parallel()
	node := withNode(t)
	csms, rig := ports.Free(t), ports.Free(t)
	start(t, []string{node, "ocpprpc/station.js", "ws://" + csms + "/ocpp", "ocpprpc", rig}, "http://"+rig+"/state")
	plays(t, "ocpprpc", chosen, csms, rig, "")
}

// TestOCPPRPCOverTLS has the bench start it, with the root of the run.
func TestOCPPRPCOverTLS(t *testing.T) {
	t.Parallel()
	node := withNode(t)
	program, err := filepath.Abs("ocpprpc/station.js")
	if err != nil {
		t.Fatal(err)
	}
	csms, rig := ports.Free(t), ports.Free(t)
	plays(t, "ocpprpc-tls", overTLS, csms, rig, fmt.Sprintf(`  start: {command: [%s, %s, "{url}", "{id}", "%s", "{roots}"]}`, node, program, rig)+inProfile2)
}

// withNode is Node.js, where the packages of ocpprpc are there too.
func withNode(t *testing.T) string {
	t.Helper()
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
	return node
}

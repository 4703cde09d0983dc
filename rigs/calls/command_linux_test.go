package calls_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/calls"
)

// holderEnv has the test binary be the holder of a rig that is killed.
const holderEnv = "CERTBENCH_TEST_HOLDER"

// What a command has still to do must not come after the next start has brought the bench to rest.
func TestACommandDiesWithTheHolderOfItsRig(t *testing.T) {
	if pipe := os.Getenv(holderEnv); pipe != "" {
		_, err := do(t, open(t, calls.Commands, link(calls.Act{Call: command("sh", "-c", `echo $$ > "$0"; sleep 600; :`, pipe)})), rigs.CutLink())
		t.Fatalf("the holder lived on: %v", err)
	}
	pipe := filepath.Join(t.TempDir(), "pid")
	holder := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	holder.Env = append(os.Environ(), holderEnv+"="+pipe)
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	pid := ""
	for by := time.Now().Add(time.Minute); pid == "" && time.Now().Before(by); time.Sleep(10 * time.Millisecond) {
		data, _ := os.ReadFile(pipe) // not there yet
		pid = strings.TrimSpace(string(data))
	}
	if pid == "" {
		t.Fatal("the command did not start")
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait() // it was killed
	for by := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		stat, err := os.ReadFile("/proc/" + pid + "/stat")
		if os.IsNotExist(err) || strings.Contains(string(stat), ") Z ") {
			return
		}
		if time.Now().After(by) {
			t.Fatalf("the command lives on after its holder was killed: %s, %v", stat, err)
		}
	}
}

package main

import (
	"bytes"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/fleet"
	"github.com/certbench/certbench/harness/fleet/fleettest"
)

// hostsEnv names by an expression what TestThreeHostsComeOutAsOneMachineDoes plays, and has it print how long that takes on both: see
// .ci/fleet-hosts.
const hostsEnv = "CERTBENCH_FLEET_HOSTS"

// hostRack is machines of their own as far as their network goes: a server, and others that reach it and nothing else.
type hostRack struct {
	*testing.T
	names  []string // of the network namespaces, the server's first
	server string   // its address
}

// newHosts makes network namespaces, where this user may.
func newHosts(t *testing.T, others int) *hostRack {
	t.Helper()
	h := &hostRack{T: t, server: fmt.Sprintf("10.%d.%d.1", 64+os.Getpid()%64, os.Getpid()/64%256)}
	for i := range others + 1 {
		h.names = append(h.names, fmt.Sprintf("certbench-%d-%d", os.Getpid(), i))
	}
	if out, err := exec.Command("ip", "netns", "add", h.names[0]).CombinedOutput(); err != nil {
		t.Skipf("this user cannot make a network namespace: %v: %s", err, out)
	}
	t.Cleanup(func() {
		for _, name := range h.names {
			if out, err := exec.Command("ip", "netns", "delete", name).CombinedOutput(); err != nil {
				t.Errorf("the network namespace %s stays: %v: %s", name, err, out)
			}
		}
	})
	for _, name := range h.names[1:] {
		h.ip("netns", "add", name)
	}
	h.ip("-n", h.names[0], "link", "add", "lab", "type", "bridge")
	h.ip("-n", h.names[0], "address", "add", h.server+"/24", "dev", "lab")
	h.ip("-n", h.names[0], "link", "set", "lab", "up")
	for i, name := range h.names {
		h.ip("-n", name, "link", "set", "lo", "up")
		if i == 0 {
			continue
		}
		port := fmt.Sprintf("port%d", i)
		h.ip("-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", h.names[0])
		h.ip("-n", name, "address", "add", strings.TrimSuffix(h.server, "1")+fmt.Sprint(i+1)+"/24", "dev", "eth0")
		h.ip("-n", name, "link", "set", "eth0", "up")
		h.ip("-n", h.names[0], "link", "set", port, "master", "lab", "up")
	}
	return h
}

func (h *hostRack) ip(args ...string) {
	h.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		h.Fatalf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// start starts a certbench on a host.
func (h *hostRack) start(host int, args ...string) *running {
	h.Helper()
	return startFor(h.T, hostsPatience, "ip", nil, nil, append([]string{"netns", "exec", h.names[host], program}, args...)...)
}

// hostsPatience is for the certificate's plan on six benches.
const hostsPatience = time.Hour

// certified is a certificate of the server, and its key, as files.
func (h *hostRack) certified() (cert, key string) {
	h.Helper()
	certificate, secret := fleettest.Certified(h, net.ParseIP(h.server))
	dir := h.TempDir()
	return write(h.T, filepath.Join(dir, "fleet.pem"), string(certificate)), write(h.T, filepath.Join(dir, "fleet.key"), string(secret))
}

// TestThreeHostsComeOutAsOneMachineDoes has one host serve and run, and two stand beside three reference stations each, with keys of their
// own benches and nothing else.
func TestThreeHostsComeOutAsOneMachineDoes(t *testing.T) {
	cases, measures := "TC_B_01_CS || TC_B_06_CS || TC_B_20_CS || TC_E_03_CS || TC_C_02_CS || TC_G_01_CS || TC_G_02_CS", os.Getenv(hostsEnv) != ""
	if measures {
		cases = os.Getenv(hostsEnv)
	} else {
		t.Parallel()
	}
	h := newHosts(t, 2)
	dir, here, there := filepath.Join(t.TempDir(), "fleet"), filepath.Join(t.TempDir(), "here"), filepath.Join(t.TempDir(), "there")
	cert, key := h.certified()
	server := h.start(0, "fleet", "serve", "--dir", dir, "--listen", h.server+":4222", "--tls-cert", cert, "--tls-key", key)
	server.await("The fleet is served at")
	reached := []string{"--fleet", "tls://" + h.server + ":4222", "--fleet-ca", cert}
	for i := range 6 {
		name := fmt.Sprintf("host-%d-b%d", os.Getpid(), i+1)
		path, err := fleet.KeyOf(dir, fleet.DefaultLab, name)
		if err != nil {
			t.Fatal(err)
		}
		file := bytes.Replace(examples.Bench(), []byte("name: reference"), []byte("name: "+name), 1)
		file = bytes.Replace(file, []byte("id: CB-0001"), fmt.Appendf(nil, "id: CB-%04d", i+1), 1)
		if i >= 4 { // as of six stations of --parallel
			file = fmt.Appendf(file, "\nsecurity: {profile: %d}\n", i-2)
		}
		own := t.TempDir()
		agent := h.start(1+i/3, append([]string{"agent", "--bench", write(t, filepath.Join(own, "bench.yaml"), string(file)), "--out", filepath.Join(own, "out"), "--creds", path}, reached...)...)
		agent.await("is in the fleet")
	}
	watcher, runner := filepath.Join(dir, "keys", fleet.DefaultLab, "watcher.nk"), filepath.Join(dir, "keys", fleet.DefaultLab, "runner.nk")
	for deadline := time.Now().Add(patience); ; {
		status := h.start(0, append([]string{"fleet", "status", "--creds", watcher}, reached...)...)
		status.ends(codePassed)
		if strings.Count(status.stdout.String(), "\n") == 7 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("six benches were awaited, and the fleet says:\n%s", status.said())
		}
	}
	began := time.Now()
	fleets := h.start(0, append([]string{"run", "--cases", cases, "--seed", "1", "--creds", runner, "--out", there}, reached...)...)
	codeThere := fleets.end()
	far := time.Since(began)
	began = time.Now()
	codeHere := startFor(t, hostsPatience, program, nil, nil, "run", "--parallel", "6", "--cases", cases, "--seed", "1", "--out", here).end()
	near := time.Since(began)
	if codeHere != codeThere || codeThere != codePassed && !measures {
		t.Errorf("exit code %d on one machine and %d on three hosts:\n%s", codeHere, codeThere, fleets.said())
	}
	if measures {
		fmt.Printf("%s: three hosts %.1f s, --parallel 6 %.1f s, ratio %.3f\n", cases, far.Seconds(), near.Seconds(), far.Seconds()/near.Seconds())
	}
	a, b := verdicts(whole(t, here)), verdicts(summary(t, there))
	if len(a) != len(b) {
		t.Errorf("one machine has %d cases, and three hosts %d", len(a), len(b))
	}
	for id, verdict := range a {
		if got := b[id]; got != verdict {
			t.Errorf("%s is %s on one machine and %s on three hosts", id, verdict, got)
		}
	}
	if code, out, errs := inProcess("verify", there); code != codePassed {
		t.Errorf("the report does not verify: %s%s", out, errs)
	}
	if !slices.Contains(slices.Collect(maps.Values(a)), evidence.Pass) {
		t.Error("nothing has passed")
	}
}

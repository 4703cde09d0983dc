package calls_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/calls"
)

// Outputs are kept as evidence, and devices repeat what they are sent.
func TestASecretThatComesBackIsCovered(t *testing.T) {
	const secret = `p"4 5/6`
	t.Setenv("CERTBENCH_TEST_SECRET", secret)
	device := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.Method == http.MethodPost && in.URL.Query().Get("no") != "" {
			out.WriteHeader(http.StatusForbidden)
		}
		fmt.Fprintf(out, "%s sent %s %q", strings.Repeat("x", 480), in.Header.Get("X-Secret"), in.RequestURI) // what is cut off to quote it is no secret either
	}))
	defer device.Close()
	known := map[string]string{"X-Secret": "{env:CERTBENCH_TEST_SECRET}"}
	ask := calls.Call{URL: device.URL + "/?key={env:CERTBENCH_TEST_SECRET}", Headers: known}
	echo := command("echo", "sent", "{env:CERTBENCH_TEST_SECRET}")
	for name, c := range map[string]struct {
		by   calls.By
		act  calls.Act
		want string
	}{
		"what a command prints":      {calls.Commands, calls.Act{Call: command("true"), Read: &echo}, "sent {env:CERTBENCH_TEST_SECRET}"},
		"what it complains of":       {calls.Commands, calls.Act{Call: command("sh", "-c", `echo "no $1"; exit 1`, "sh", "{env:CERTBENCH_TEST_SECRET}")}, "no {env:CERTBENCH_TEST_SECRET}"},
		"what is not there":          {calls.Commands, calls.Act{Call: command("{env:CERTBENCH_TEST_SECRET}")}, "exec {env:CERTBENCH_TEST_SECRET}:"},
		"what a device answers":      {calls.Requests, calls.Act{Call: ask, Read: &ask}, "sent {env:CERTB"},
		"what it answers to refuse":  {calls.Requests, calls.Act{Call: calls.Call{URL: ask.URL + "&no=1", Headers: known}}, "sent {env:CERTB"},
		"what is not to be seen yet": {calls.Requests, calls.Act{Call: ask, Read: &ask, Expect: "never", Timeout: time.Second}, "sent {env:CERTB"},
	} {
		acts := link(c.act)
		if c.by == calls.Requests {
			acts[calls.Restore] = calls.Act{Call: calls.Call{URL: device.URL}}
		}
		back, err := do(t, open(t, c.by, acts), rigs.CutLink())
		told := fmt.Sprint(back.Observed, err)
		if !strings.Contains(told, c.want) || strings.Contains(told, "4 5") || strings.Contains(told, "4%205") {
			t.Errorf("%s:\nexpected … %s …\n     got %s", name, c.want, told)
		}
	}
}

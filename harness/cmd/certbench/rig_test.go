package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/station/panel"
)

// aBenchOfItsOwn is a bench file whose one rig is a panel that the test serves.
func aBenchOfItsOwn(t *testing.T) (*panel.Panel, string) {
	t.Helper()
	p := panel.New(panel.Layout{{ID: 1, Connectors: []int{1}}})
	server := httptest.NewServer(p.Handler())
	t.Cleanup(server.Close)
	path := filepath.Join(t.TempDir(), "bench.yaml")
	text := fmt.Sprintf(`name: %s
listen: 127.0.0.1:0
url: ws://127.0.0.1:9/ocpp
station: {id: CB-0001, password: 0123456789abcdef}
rigs:
  simulator: {type: sutapi, url: "%s/api/v1", ev: "%s/ev/api/v1"}
acts: {cable: simulator, ends: simulator, pilot: simulator, tokens: simulator, mains: simulator, bay: simulator, faults: simulator}
`, strings.ReplaceAll(t.Name(), "/", "-"), server.URL, server.URL)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return p, path
}

// directed runs certbench rig with an input.
func directed(in string, args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	command := root()
	command.SetIn(strings.NewReader(in))
	command.SetOut(&out)
	command.SetErr(&err)
	code = execute(context.Background(), command, append([]string{"rig"}, args...))
	return code, out.String(), err.String()
}

func TestATechnicianDoesActsOneAfterTheOther(t *testing.T) {
	p, file := aBenchOfItsOwn(t)
	code, out, errs := directed("pilot B\nplug\nbay enter\ntap valid\nunplug\nbay leave\n", "--bench", file, "plug", "then", "status")
	if code != codeTrouble || !strings.Contains(errs, "1 of the acts above were not done") {
		t.Fatalf("got exit code %d and %q, want 3 and that one act was not done", code, errs)
	}
	for _, want := range []string{
		"plug                     simulator: EV connected", "cable", "simulator (sutapi)", "link", "none",
		"pilot B                  simulator: EV connected, pilot B", "one is connected already", "bay occupied", "tap valid", "unplug                   simulator: no EV connected",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("expected %q in\n%s", want, out)
		}
	}
	if in := p.Read().Connectors[0]; in.Plugged || in.Bay {
		t.Errorf("expected everything as it was, got %+v", in)
	}
}

func TestWhatATechnicianLeavesIsPutBack(t *testing.T) {
	p, file := aBenchOfItsOwn(t)
	if code, out, errs := directed("", "--bench", file, "plug", "then", "bay", "enter"); code != codePassed {
		t.Fatalf("got exit code %d\n%s%s", code, out, errs)
	}
	if in := p.Read().Connectors[0]; in.Plugged || in.Bay || in.Pilot != "A" {
		t.Errorf("expected the safe state after the end of the input, got %+v", in)
	}
}

func TestAWrongActOfATechnicianIsOneSentence(t *testing.T) {
	_, file := aBenchOfItsOwn(t)
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--bench", file, "plugg"}, codeUsage, `"plugg" is no act; did you mean "plug"?`},
		{[]string{"--bench", file, "pilot"}, codeUsage, `did you mean "pilot STATE"?`},
		{[]string{"--bench", file, "pilot", "Q"}, codeTrouble, "write B, C, D or E, or unplug for A"},
		{[]string{"--bench", file, "fault", "fire"}, codeTrouble, "write one of faulted, unlock_failed, diode_shorted"},
		{[]string{"--bench", file, "link", "cut"}, codeTrouble, `no rig is bound to "link"`},
		{[]string{"plug"}, codeUsage, "name its file with --bench"},
	} {
		code, out, errs := directed("", c.args...)
		if code != c.code || !strings.Contains(errs, c.says) || strings.Count(strings.TrimSpace(errs), "\n") != 0 {
			t.Errorf("%v: got exit code %d and %q %q, want %d and one sentence with %q", c.args, code, out, errs, c.code, c.says)
		}
	}
}

// The manual rig of the bench reads ahead from the same terminal.
func TestWhatIsTypedIsAnActOrAnAnswerByTurns(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "bench.yaml"), "name: "+t.Name()+`
listen: 127.0.0.1:0
station: {id: CB-0001, password: 0123456789abcdef}
rigs: {engineer: {type: manual, timeout: 1m}}
acts: {cable: engineer}
`)
	typed, types := io.Pipe()
	defer types.Close()
	r := startProgram(t, program, typed, nil, "rig", "--bench", file, "status")
	for _, c := range []struct{ told, typed string }{
		{"Bring the bench to rest", ""}, {"answers, and", "plug"}, {">> Connect", ""}, {"plug  ", "unplug"}, {">> Disconnect", "s"},
		{"skipped", "plug"}, {"one is connected already", "unplug"}, {">> Disconnect", ""}, {"unplug  ", "bay enter"}, {"no rig is bound", ""},
	} {
		r.await(c.told)
		if _, err := io.WriteString(types, c.typed+"\n"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnInputThatIsNoneIsSaidSo(t *testing.T) {
	_, file := aBenchOfItsOwn(t)
	code, out, errs := directed("\x1b[2J\x00\n"+strings.Repeat("x", 1<<17), "--bench", file)
	if code != codeTrouble || strings.ContainsAny(out, "\x1b\x00") || !strings.Contains(out, "is no act") || !strings.Contains(errs, "the input cannot be read on") {
		t.Errorf("got exit code %d, %q and %q, want %d, nothing that moves the cursor, and that the input cannot be read", code, out, errs, codeTrouble)
	}
}

func TestTheSUTAPIServesTheRigsOfABench(t *testing.T) {
	const token = "a-token-of-the-test"
	p, file := aBenchOfItsOwn(t)
	r := start(t, []string{sutTokenEnv + "=" + token}, "sut-api", "--bench", file, "--listen", "127.0.0.1:0")
	line := r.await("the SUT API is at ")
	_, rest, _ := strings.Cut(line, "is at ")
	url, _, _ := strings.Cut(rest, ",")
	post := func(bearer, call string) int {
		request, err := http.NewRequest(http.MethodPost, url+call, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+bearer)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	if status := post("another", "/plugin"); status != http.StatusUnauthorized || p.Read().Connectors[0].Plugged {
		t.Errorf("with another token: got %d and plugged %t, want 401 and nothing moved", status, p.Read().Connectors[0].Plugged)
	}
	if status := post(token, "/plugin?evse_id=1&connector_id=1"); status != http.StatusOK || !p.Read().Connectors[0].Plugged {
		t.Errorf("got %d and plugged %t, want 200 and an EV connected", status, p.Read().Connectors[0].Plugged)
	}
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := r.end(); code != codePassed || p.Read().Connectors[0].Plugged {
		t.Errorf("after Ctrl-C: got exit code %d and plugged %t, want 0 and the safe state", code, p.Read().Connectors[0].Plugged)
	}
}

// Whoever sends half a call, even without a token, must not keep an EV plugged in after Ctrl-C.
func TestHalfACallKeepsNoRigFromItsSafeState(t *testing.T) {
	p, file := aBenchOfItsOwn(t)
	r := start(t, []string{sutTokenEnv + "=a-token-of-the-test"}, "sut-api", "--bench", file, "--listen", "127.0.0.1:0")
	_, rest, _ := strings.Cut(r.await("the SUT API is at "), "://")
	address, _, _ := strings.Cut(rest, "/")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "POST /api/v1/plugin HTTP/1.1\r\nHost: bench\r\nContent-Length: 1000\r\n\r\nhalf"); err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, "http://"+address+"/api/v1/plugin", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer a-token-of-the-test")
	if response, err := http.DefaultClient.Do(request); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("got %+v, %v, want an EV connected", response, err)
	}
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := r.end(); code != codePassed || p.Read().Connectors[0].Plugged {
		t.Errorf("got exit code %d and plugged %t, want 0 and the safe state", code, p.Read().Connectors[0].Plugged)
	}
}

func TestASUTAPIThatCannotServeSaysWhy(t *testing.T) {
	_, file := aBenchOfItsOwn(t)
	const good = "0123456789abcdef"
	for _, c := range []struct {
		token string
		args  []string
		code  int
		says  string
	}{
		{"", nil, codeUsage, "set it to 16 or more"},
		{"short", nil, codeUsage, "has 5 characters"},
		{"0123456789 abcdef", nil, codeUsage, "use letters and digits"},
		{good, []string{"--connect", "ws://127.0.0.1:9/ws_api", "--listen", "127.0.0.1:0"}, codeUsage, "keep one"},
		{good, []string{"--connect", "https://127.0.0.1:9"}, codeUsage, "write a WebSocket's URL"},
		{good, []string{"--connect", "ws://127.0.0.1:9/ws_api"}, codeTrouble, "cannot be reached"},
		{good, []string{"--cert", "bench.pem"}, codeUsage, "belong together"},
		{good, []string{"--cert", "no.pem", "--key", "no.key"}, codeUsage, "--cert no.pem and --key no.key cannot be used"},
		{good, []string{"--connect", "ws://me:hunter2@127.0.0.1:9/ws_api"}, codeUsage, "write it without"},
	} {
		t.Setenv(sutTokenEnv, c.token)
		code, _, errs := inProcess(append([]string{"sut-api", "--bench", file}, c.args...)...)
		if code != c.code || !strings.Contains(errs, c.says) {
			t.Errorf("%q %v: got exit code %d and %q, want %d and a sentence with %q", c.token, c.args, code, errs, c.code, c.says)
		}
	}
}

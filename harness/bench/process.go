package bench

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// PasswordEnv is the environment variable by which a station that the bench starts gets its password: arguments can be
// read by everybody on the machine.
const PasswordEnv = "CERTBENCH_PASSWORD"

const (
	helloLimit = 15 * time.Second // from the start of the reference station to its first line
	endLimit   = 5 * time.Second  // from asking a station to end to ending it
)

// Hello is the first line that the reference station writes on its standard output, as JSON.
type Hello struct {
	Station string `json:"station"`         // its identity
	CSMS    string `json:"csms"`            // the endpoint that it connects to
	Panel   string `json:"panel,omitempty"` // base URL of its panel, empty without one
	State   string `json:"state"`           // the folder of its memory
}

// process is a station that the bench started. It ends with the bench: the kernel tells it where it can, and its
// standard input ends in any case.
type process struct {
	name  string
	cmd   *exec.Cmd
	log   *os.File
	stdin io.WriteCloser
	out   *os.File // our end of its standard output; nil when that goes to the log
	ended chan struct{}
	err   error // of Wait; read it after ended was closed
}

// startProcess starts a station. Its environment is ours with the password added; what it writes goes to log, except
// standard output where hello is asked for.
func startProcess(argv []string, password string, log *os.File, hello bool) (*process, error) {
	p := &process{name: argv[0], cmd: exec.Command(argv[0], argv[1:]...), log: log, ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), PasswordEnv+"="+password)
	p.cmd.Stdout, p.cmd.Stderr, p.cmd.SysProcAttr = log, log, ownGroup()
	theirIn, ourIn, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p.cmd.Stdin, p.stdin = theirIn, ourIn
	defer theirIn.Close()
	if hello {
		ourOut, theirOut, err := os.Pipe()
		if err != nil {
			return nil, errors.Join(err, ourIn.Close())
		}
		p.out, p.cmd.Stdout = ourOut, theirOut
		defer theirOut.Close()
	}
	started := make(chan error, 1)
	go p.run(started)
	if err := <-started; err != nil {
		return nil, errors.Join(fmt.Errorf("the station %s cannot be started: %w", argv[0], err), p.release())
	}
	return p, nil
}

// run starts the process and waits for its end on one locked thread, because the kernel sends the death signal when the
// thread that started a process ends, not the program.
func (p *process) run(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := p.cmd.Start()
	started <- err
	if err == nil {
		p.err = p.cmd.Wait()
		close(p.ended)
	}
}

// hello reads the first line of the process.
func (p *process) hello() (Hello, error) {
	var h Hello
	if err := p.out.SetReadDeadline(time.Now().Add(helloLimit)); err != nil {
		return h, err
	}
	reader := bufio.NewReader(p.out)
	line, err := reader.ReadBytes('\n')
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return h, fmt.Errorf("the station did not tell its panel within %s", helloLimit)
	case err != nil:
		return h, errors.Join(p.close(), p.whyEnded())
	}
	if err := json.Unmarshal(line, &h); err != nil {
		return h, fmt.Errorf("the first line of the station is not its JSON greeting: %w", err)
	}
	return h, nil
}

// whyEnded waits for the end and says how it was, with the last line of the log.
func (p *process) whyEnded() error {
	<-p.ended
	how := errors.New("it reports success")
	if p.err != nil {
		how = p.err
	}
	return fmt.Errorf("the station %s ended by itself: %w; %s", p.name, how, lastLine(p.log.Name()))
}

// lastLine says what the last line of a log is that is not empty.
func lastLine(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	text := strings.TrimSpace(string(data))
	if text == "" {
		return path + " is empty"
	}
	return fmt.Sprintf("the end of %s: %q", path, text[strings.LastIndex(text, "\n")+1:])
}

// close ends the process: first its input ends and it is asked to, then it and what it started are killed.
func (p *process) close() error {
	err := once(p.stdin.Close())
	select {
	case <-p.ended:
		return errors.Join(err, p.release())
	default:
	}
	err = errors.Join(err, gone(syscall.Kill(-p.cmd.Process.Pid, syscall.SIGTERM)))
	limit := time.NewTimer(endLimit)
	defer limit.Stop()
	select {
	case <-p.ended:
	case <-limit.C:
		err = errors.Join(err, gone(syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)))
		<-p.ended
	}
	return errors.Join(err, p.release())
}

func (p *process) over() <-chan struct{} { return p.ended }

// gone forgives that a process has ended already.
func gone(err error) error {
	if errors.Is(err, syscall.ESRCH) || errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}

// release closes our ends of the pipes; closing twice is harmless.
func (p *process) release() error {
	err := once(p.stdin.Close())
	if p.out != nil {
		err = errors.Join(err, once(p.out.Close()))
	}
	return err
}

func once(closing error) error {
	if errors.Is(closing, os.ErrClosed) {
		return nil
	}
	return closing
}

// argv fills in what the arguments of a station's command leave open.
func (s *StartFile) argv(url, id string, with given) []string {
	fill := strings.NewReplacer("{url}", url, "{id}", id, "{roots}", with.roots, "{certificate}", with.certificate, "{key}", with.key)
	out := make([]string, len(s.Command))
	for i, arg := range s.Command {
		out[i] = fill.Replace(arg)
	}
	return out
}

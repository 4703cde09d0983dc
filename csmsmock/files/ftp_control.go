package files

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
)

// longestLine is how long a command may be, in bytes.
const longestLine = 4096

// control is a control connection, as the FTP library has it. In front of the library it does what that does otherwise than
// the bench needs: TLS, active data connections, and a few words. All else passes as it is.
type control struct {
	server   *Server
	client   *client
	gone     context.Context
	protocol string
	data     Data
	secure   *tls.Config // nil: AUTH is refused

	in           *bufio.Reader
	partial      []byte         // of a line
	heard        []byte         // what the library is to read
	disconnected chan struct{}  // closed when the library has done with the connection
	files        sync.WaitGroup // open files

	mu sync.Mutex
	controlState
}

// controlState is what commands have brought about.
type controlState struct {
	conn      net.Conn // over TLS or not
	options   []string // how the connection came to be
	encrypted bool
	user      string
	verb      string // of the last command
	ascii     bool   // TYPE A
	private   bool   // PROT P
	aborted   bool   // the transfer

	mode    []string     // how the next data connection is made, in words
	door    net.Listener // what it is accepted from
	dialled string       // where it goes, when it is not accepted
	instead string       // the answer, when the library agrees to it
	stream  *dataConn
}

// state is what commands have brought about so far.
func (c *control) state() controlState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.controlState
}

// set changes it.
func (c *control) set(change func(*controlState)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.controlState)
}

// Read gives the library its next line.
func (c *control) Read(p []byte) (int, error) {
	for len(c.heard) == 0 {
		line, err := c.line()
		if err != nil {
			return 0, err
		}
		if forward, err := c.hear(line); err != nil {
			return 0, err
		} else if forward != "" {
			c.heard = []byte(forward + "\r\n")
		}
	}
	n := copy(p, c.heard)
	c.heard = c.heard[n:]
	return n, nil
}

// line reads a line. After a deadline that has passed, the next call goes on where it was.
func (c *control) line() (string, error) {
	part, err := c.in.ReadSlice('\n')
	c.partial = append(c.partial, part...)
	if len(c.partial) > longestLine || errors.Is(err, bufio.ErrBufferFull) {
		return "", fmt.Errorf("a command is longer than %d bytes", longestLine)
	}
	if err != nil {
		return "", err
	}
	line := string(bytes.TrimRight(c.partial, "\r\n"))
	c.partial = c.partial[:0]
	return line, nil
}

// hear answers a command, or returns what the library is to answer instead.
func (c *control) hear(line string) (forward string, err error) {
	verb, argument, _ := strings.Cut(line, " ")
	verb = strings.ToUpper(verb)
	c.set(func(s *controlState) { s.verb = verb })
	switch verb {
	case "AUTH":
		return "", c.auth(strings.ToUpper(argument))
	case "PBSZ", "PROT":
		return "", c.protect(verb, strings.ToUpper(argument))
	case "USER", "PASS":
		if c.secure != nil && !c.state().encrypted {
			return "", c.say("530 Log in after AUTH TLS.")
		}
	case "EPSV":
		if strings.EqualFold(argument, "ALL") { // RFC 2428, 4
			return "", c.say("200 EPSV ALL command successful.")
		}
		c.prepare("EPSV", "")
		return "EPSV", nil
	case "PASV":
		if _, ok := c.host(); !ok {
			return "", c.say("425 PASV is for IPv4; use EPSV.")
		}
		c.prepare("PASV", "")
	case "PORT", "EPRT":
		return c.activate(verb, argument)
	case "TYPE":
		c.set(func(s *controlState) { s.ascii = strings.HasPrefix(strings.ToUpper(argument), "A") })
	case "STRU": // RFC 959, 5.1: every server knows files
		if !strings.EqualFold(argument, "F") {
			return "", c.say("504 Only files.")
		}
		return "", c.say("200 Structure set to file.")
	case "SITE":
		return "", c.say("502 There is no SITE.")
	}
	if strings.HasSuffix(verb, "ABOR") { // it may come after the signs of Telnet
		c.set(func(s *controlState) { s.aborted = true })
	}
	return line, nil
}

// auth begins TLS.
func (c *control) auth(kind string) error {
	switch {
	case c.secure == nil:
		return c.say("502 This location is without TLS.")
	case c.state().encrypted:
		return c.say("503 TLS has begun already.")
	case kind != "TLS" && kind != "TLS-C" && kind != "SSL" && kind != "TLS-P":
		return c.say("504 AUTH TLS is what there is.")
	}
	if c.in.Buffered() > 0 {
		return errors.New("the client sent commands before TLS that it meant for after")
	}
	if err := c.say("234 Begin TLS."); err != nil {
		return err
	}
	if !c.encrypt("explicit", c.client) {
		return errors.New("no TLS on the control connection")
	}
	c.set(func(s *controlState) { s.private = kind == "SSL" || kind == "TLS-P" }) // as these forms of AUTH once meant
	return nil
}

// protect decides about TLS on data connections (RFC 4217, 9).
func (c *control) protect(verb, argument string) error {
	switch {
	case !c.state().encrypted:
		return c.say("503 There is no TLS on this connection.")
	case verb == "PBSZ":
		return c.say("200 PBSZ=0")
	case argument == "P" || argument == "C":
		c.set(func(s *controlState) { s.private = argument == "P" })
		return c.say("200 Protection set to " + argument + ".")
	case argument == "S" || argument == "E":
		return c.say("536 P or C.")
	}
	return c.say("504 P or C.")
}

// prepare notes how the next data connection is made: dialled, or accepted where that is empty.
func (c *control) prepare(verb, dialled string) {
	c.set(func(s *controlState) {
		s.dialled, s.instead, s.mode = dialled, "", []string{"passive", verb}
		if dialled != "" {
			s.instead, s.mode = "200 "+verb+" command successful.", []string{"active", verb}
		}
	})
}

// activate has the next data connection be dialled. The library is told that it is passive, for it dials nothing but TCP.
func (c *control) activate(verb, argument string) (forward string, err error) {
	address, err := portAddress(argument)
	if verb == "EPRT" {
		address, err = eprtAddress(argument)
	}
	if err != nil {
		return "", c.say("501 " + err.Error())
	}
	if there, err := netip.ParseAddrPort(c.client.RemoteAddr().String()); err == nil && there.Addr().Unmap() != address.Addr().Unmap() {
		return "", c.say("504 Data go to the address of this connection only.") // RFC 2577, 3
	}
	c.prepare(verb, address.String())
	return "EPSV", nil
}

// portAddress reads the argument of PORT (RFC 959, 4.1.2).
func portAddress(text string) (netip.AddrPort, error) {
	numbers := strings.Split(text, ",")
	var bytes [6]byte
	if len(numbers) != len(bytes) {
		return netip.AddrPort{}, errors.New("PORT has six numbers")
	}
	for i, number := range numbers {
		n, err := strconv.ParseUint(strings.TrimSpace(number), 10, 8)
		if err != nil {
			return netip.AddrPort{}, errors.New("PORT has six numbers up to 255")
		}
		bytes[i] = byte(n)
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte(bytes[:4])), uint16(bytes[4])<<8|uint16(bytes[5])), nil
}

// eprtAddress reads the argument of EPRT (RFC 2428, 2).
func eprtAddress(text string) (netip.AddrPort, error) {
	if text == "" {
		return netip.AddrPort{}, errors.New("EPRT has an address")
	}
	parts := strings.Split(text, text[:1])
	if len(parts) != 5 {
		return netip.AddrPort{}, errors.New("EPRT has three parts")
	}
	address, err := netip.ParseAddr(parts[2])
	if err != nil {
		return netip.AddrPort{}, errors.New("EPRT has an address")
	}
	port, err := strconv.ParseUint(parts[3], 10, 16)
	if err != nil {
		return netip.AddrPort{}, errors.New("EPRT has a port up to 65535")
	}
	return netip.AddrPortFrom(address, uint16(port)), nil
}

// say answers.
func (c *control) say(line string) error {
	_, err := c.Write([]byte(line + "\r\n"))
	return err
}

// Write sends an answer, or the one that stands for it.
func (c *control) Write(p []byte) (int, error) {
	last := len(p) > 3 && p[3] == ' '
	if last {
		c.server.slow(c.gone)
	}
	c.mu.Lock()
	conn, line := c.conn, p
	if last && c.instead != "" {
		if bytes.HasPrefix(p, []byte("229 ")) {
			line = []byte(c.instead + "\r\n")
		}
		c.instead = ""
	}
	c.mu.Unlock()
	if bytes.HasPrefix(p, []byte("550 ")) && passing(p) {
		line = append([]byte("450"), p[3:]...)
	}
	if _, err := conn.Write(line); err != nil {
		return 0, err
	}
	return len(p), nil
}

// passing tells whether an answer gives a reason that will not last, for which the library has no code (RFC 959, 4.2.1).
func passing(answer []byte) bool {
	return bytes.Contains(answer, []byte(errBusy.Error())) || bytes.Contains(answer, []byte(errCrowded.Error()))
}

// Close ends the connection; over TLS with its last word.
func (c *control) Close() error { return c.state().conn.Close() }

// LocalAddr is where the client came in.
func (c *control) LocalAddr() net.Addr { return c.client.LocalAddr() }

// RemoteAddr is where the client is.
func (c *control) RemoteAddr() net.Addr { return c.client.RemoteAddr() }

// SetDeadline is for reading and writing.
func (c *control) SetDeadline(t time.Time) error { return c.state().conn.SetDeadline(t) }

// SetReadDeadline is for reading.
func (c *control) SetReadDeadline(t time.Time) error { return c.state().conn.SetReadDeadline(t) }

// SetWriteDeadline is for writing.
func (c *control) SetWriteDeadline(t time.Time) error { return c.state().conn.SetWriteDeadline(t) }

package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"syscall"

	"github.com/certbench/certbench/csmsmock/files"
	"github.com/certbench/certbench/harness/memnet"
	"github.com/certbench/certbench/harness/octt"
)

// MemoryFilesHost is where the station of a bench in memory reaches the file server, at the usual port of each protocol.
const MemoryFilesHost = "files"

// memoryPorts are those of the protocols (IANA).
var memoryPorts = map[octt.Protocol]int{octt.HTTP: 80, octt.HTTPS: 443, octt.SFTP: 22, octt.FTP: 21, octt.FTPS: 990}

// The ports of the data connections of FTP, of which few are open at once.
const firstData, lastPort = 40001, 65535

// MemoryFiles is the lines in memory between a station and a file server: one for each protocol, and one for each data connection of
// FTP while there is one. All methods may be called concurrently.
type MemoryFiles struct {
	mu    sync.Mutex
	lines map[string]*memnet.Listener // by address
	data  int                         // port of the next data connection
}

// NewMemoryFiles returns lines of all protocols.
func NewMemoryFiles() *MemoryFiles {
	m := &MemoryFiles{lines: map[string]*memnet.Listener{}, data: firstData}
	for _, port := range memoryPorts {
		m.open(port)
	}
	return m
}

// open makes a line. The caller holds mu, or nobody else knows of m yet.
func (m *MemoryFiles) open(port int) *memnet.Listener {
	address := fmt.Sprintf("%s:%d", MemoryFilesHost, port)
	m.lines[address] = memnet.Listen(address, 0)
	return m.lines[address]
}

// Dial connects the station.
func (m *MemoryFiles) Dial(ctx context.Context, address string) (net.Conn, error) {
	m.mu.Lock()
	line := m.lines[address]
	m.mu.Unlock()
	if line == nil {
		return nil, &net.OpError{Op: "dial", Net: "mem", Addr: memnet.Addr(address), Err: syscall.ECONNREFUSED}
	}
	return line.Dial(ctx)
}

// Serving is how a bench serves files over the lines.
func (m *MemoryFiles) Serving() (FileServing, error) {
	keys, err := memoryHostKey()
	if err != nil {
		return FileServing{}, err
	}
	s := FileServing{HostKeys: keys, Data: files.Data{Listen: m.listen, Dial: noActive}}
	for _, p := range octt.Protocols() {
		line := m.lines[fmt.Sprintf("%s:%d", MemoryFilesHost, memoryPorts[p])]
		s.Lines = append(s.Lines, FileLine{p, line, strings.ToLower(string(p)) + "://" + MemoryFilesHost})
	}
	return s, nil
}

// noActive is why there is no data connection to the station: its side of the lines only dials.
func noActive(_ context.Context, address string) (net.Conn, error) {
	return nil, &net.OpError{Op: "dial", Net: "mem", Addr: memnet.Addr(address), Err: syscall.ECONNREFUSED}
}

func (m *MemoryFiles) listen() (net.Listener, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for m.lines[fmt.Sprintf("%s:%d", MemoryFilesHost, m.data)] != nil || m.data > lastPort {
		m.data++
		if m.data > lastPort {
			m.data = firstData
		}
	}
	return &dataLine{m.open(m.data), m}, nil
}

// dataLine is forgotten when it is closed.
type dataLine struct {
	*memnet.Listener
	of *MemoryFiles
}

func (d *dataLine) Close() error {
	d.of.mu.Lock()
	delete(d.of.lines, d.Addr().String())
	d.of.mu.Unlock()
	return d.Listener.Close()
}

// Close closes the lines of the protocols, for whom no bench serves them.
func (m *MemoryFiles) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all error
	for _, line := range m.lines {
		all = errors.Join(all, line.Close())
	}
	return all
}

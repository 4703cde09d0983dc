package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"hash"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	ftpserver "github.com/fclairamb/ftpserverlib"
	"github.com/pkg/sftp"
	"github.com/spf13/afero"
	"golang.org/x/crypto/ssh"
)

// BenchmarkThroughput moves files to and from each server, and in turn to and from the plainest program on the same library
// that can tell as much of an upload: its length and its hash. It reports what the server moves in a second, from the first byte
// to the client's last word, and that as a part of what the plain program moves (of-plain): the best of all rounds of both,
// because other programs of the machine only ever take time. On a machine that is never idle, of-plain-cpu says more: the same
// of the time that the process had, client included.
func BenchmarkThroughput(b *testing.B) {
	content := pattern(64 << 20)
	for _, m := range movers {
		if strings.Contains(m.name, "implicit") {
			continue // over TLS at once, the library is no plainer than explicit
		}
		for _, way := range []Kind{Upload, Download} {
			b.Run(m.name+"/"+string(way), func(b *testing.B) {
				ours := newLab(b, true)
				ours.Put("/v2.bin", content)
				plain := newPlain(b, content)
				best, bestPlain := cost{time.Hour, time.Hour}, cost{time.Hour, time.Hour}
				for b.Loop() {
					best = best.or(moved(b, ours, m, way, content))
					bestPlain = bestPlain.or(moved(b, plain, m, way, content))
				}
				b.ReportMetric(float64(len(content))/best.clock.Seconds()/1e6, "MB/s")
				b.ReportMetric(bestPlain.clock.Seconds()/best.clock.Seconds(), "of-plain")
				b.ReportMetric(bestPlain.cpu.Seconds()/best.cpu.Seconds(), "of-plain-cpu")
			})
		}
	}
}

// cost is what the bytes of a file took, by the clock and of the processors.
type cost struct{ clock, cpu time.Duration }

func (c cost) or(d cost) cost { return cost{min(c.clock, d.clock), min(c.cpu, d.cpu)} }

// processors is the time that the process had of the processors.
func processors(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// moved moves a file and returns what its bytes took.
func moved(b *testing.B, l *lab, m mover, way Kind, content []byte) cost {
	before := processors(b)
	clock := &clocked{Reader: bytes.NewReader(content)}
	var err error
	if way == Upload {
		err = m.up(l, Logs+"/a.log", clock)
	} else {
		err = m.down(l, "/v2.bin", clock)
	}
	took := cost{time.Since(clock.first), processors(b) - before}
	l.kill()
	if err != nil {
		b.Fatal(err)
	}
	return took
}

// clocked notes when the first byte goes.
type clocked struct {
	*bytes.Reader
	first time.Time
}

func (c *clocked) note() {
	if c.first.IsZero() {
		c.first = time.Now()
	}
}

func (c *clocked) Read(p []byte) (int, error) {
	c.note()
	return c.Reader.Read(p)
}

func (c *clocked) WriteTo(w io.Writer) (int64, error) {
	c.note()
	return c.Reader.WriteTo(w)
}

func (c *clocked) Write(p []byte) (int, error) {
	c.note()
	return len(p), nil
}

// newPlain serves the same lines with the plainest programs, to the same clients.
func newPlain(b *testing.B, content []byte) *lab {
	l := &lab{t: b, dial: map[string]func(context.Context) (net.Conn, error){}, Server: New(Config{})}
	for protocol, serve := range map[string]func(net.Listener){
		"HTTP": func(line net.Listener) { plainHTTP(line, content) },
		"HTTPS": func(line net.Listener) {
			config := keys().config.Clone()
			config.NextProtos = []string{"http/1.1"}
			plainHTTP(tls.NewListener(line, config), content)
		},
		"FTP":  func(line net.Listener) { plainFTP(line, content) },
		"FTPS": func(line net.Listener) { plainFTP(line, content) },
		"SFTP": func(line net.Listener) { plainSFTP(line, content) },
	} {
		line := l.line(protocol, true)
		b.Cleanup(func() { line.Close() })
		go serve(line)
	}
	b.Cleanup(l.kill)
	return l
}

func plainHTTP(line net.Listener, content []byte) {
	http.Serve(line, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			http.ServeContent(w, r, "v2.bin", time.Time{}, bytes.NewReader(content))
			return
		}
		io.Copy(sha256.New(), r.Body)
		w.WriteHeader(http.StatusCreated)
	}))
}

// plainDriver is the library's, over nothing.
type plainDriver struct {
	line    net.Listener
	content []byte
}

func plainFTP(line net.Listener, content []byte) {
	server := ftpserver.NewFtpServer(&plainDriver{line, content})
	server.Listen()
	server.Serve()
}

func (d *plainDriver) GetSettings() (*ftpserver.Settings, error) {
	return &ftpserver.Settings{Listener: d.line, ActiveTransferPortNon20: true}, nil
}
func (d *plainDriver) ClientConnected(ftpserver.ClientContext) (string, error) { return "plain", nil }
func (d *plainDriver) ClientDisconnected(ftpserver.ClientContext)              {}
func (d *plainDriver) GetTLSConfig() (*tls.Config, error)                      { return keys().config, nil }
func (d *plainDriver) AuthUser(ftpserver.ClientContext, string, string) (ftpserver.ClientDriver, error) {
	return &plainFiles{afero.NewMemMapFs(), d.content}, nil
}

type plainFiles struct {
	afero.Fs
	content []byte
}

func (f *plainFiles) GetHandle(_ string, flags int, _ int64) (ftpserver.FileTransfer, error) {
	if flags&os.O_WRONLY != 0 {
		return &plainFile{sum: sha256.New()}, nil
	}
	return &plainFile{Reader: bytes.NewReader(f.content)}, nil
}

type plainFile struct {
	*bytes.Reader
	sum hash.Hash
}

func (f *plainFile) Write(p []byte) (int, error) { return f.sum.Write(p) }
func (f *plainFile) Close() error                { return nil }

func plainSFTP(line net.Listener, content []byte) {
	config := &ssh.ServerConfig{NoClientAuth: true}
	for _, key := range keys().host {
		config.AddHostKey(key)
	}
	for {
		conn, err := line.Accept()
		if err != nil {
			return
		}
		go plainSession(conn, config, content)
	}
}

func plainSession(conn net.Conn, config *ssh.ServerConfig, content []byte) {
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		go func() {
			for request := range requests {
				request.Reply(request.Type == "subsystem", nil)
			}
		}()
		files := &plainHandlers{content: content, sum: sha256.New()}
		go func() {
			defer channel.Close() // clients wait for it
			sftp.NewRequestServer(channel, sftp.Handlers{FileGet: files, FilePut: files, FileCmd: files, FileList: files}).Serve()
		}()
	}
}

type plainHandlers struct {
	content []byte
	mu      sync.Mutex
	sum     hash.Hash // of the bytes as they come: the plainest program does not mind their order
}

func (h *plainHandlers) Fileread(*sftp.Request) (io.ReaderAt, error) {
	return bytes.NewReader(h.content), nil
}
func (h *plainHandlers) Filewrite(*sftp.Request) (io.WriterAt, error) { return h, nil }
func (h *plainHandlers) Filecmd(*sftp.Request) error                  { return nil }
func (h *plainHandlers) Filelist(*sftp.Request) (sftp.ListerAt, error) {
	return listing{entry{name: "v2.bin", size: int64(len(h.content))}}, nil
}

func (h *plainHandlers) WriteAt(p []byte, _ int64) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sum.Write(p)
}

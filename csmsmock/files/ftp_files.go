package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	ftpserver "github.com/fclairamb/ftpserverlib"
	"github.com/spf13/afero"
)

// shelf is what a client that has logged in sees over FTP.
type shelf struct {
	afero.Fs // an empty one, for what FTP never asks
	control  *control
}

func newShelf(c *control) *shelf {
	return &shelf{afero.NewReadOnlyFs(afero.NewMemMapFs()), c}
}

// Stat tells what is at a path. Below Logs every folder is there that a client wants to go to.
func (s *shelf) Stat(at string) (fs.FileInfo, error) {
	found, err := s.control.server.stat(s.control.state().user, at)
	if errors.Is(err, errNoFile) && below(at) && s.control.moving() {
		return entry{name: path.Base(at), folder: true, changed: s.control.server.began}, nil
	}
	s.control.server.misses(s.control.peer(), at, err)
	return found, err
}

// ReadDir lists a folder.
func (s *shelf) ReadDir(at string) ([]fs.FileInfo, error) {
	return s.control.server.list(s.control.state().user, at)
}

// Mkdir makes a folder.
func (s *shelf) Mkdir(at string, _ fs.FileMode) error {
	return s.control.server.mkdir(s.control.state().user, at)
}

// Remove removes a file or a folder.
func (s *shelf) Remove(at string) error { return s.control.server.remove(s.control.state().user, at) }

// Rename gives a file another path.
func (s *shelf) Rename(from, to string) error {
	return s.control.server.rename(s.control.state().user, from, to)
}

// Chtimes sets nothing: when a file arrived is in its transfer.
func (s *shelf) Chtimes(at string, _, _ time.Time) error {
	_, err := s.control.server.stat(s.control.state().user, at)
	return err
}

// AllocateSpace finds room for what it is told of, up to what an upload may have.
func (s *shelf) AllocateSpace(size int) error {
	if int64(size) > largest {
		return errTooLarge
	}
	return nil
}

// GetHandle begins a transfer.
func (s *shelf) GetHandle(at string, flags int, offset int64) (ftpserver.FileTransfer, error) {
	c := s.control
	var more []string
	if offset > 0 {
		more = []string{"resume"}
	}
	file := &ftpFile{control: c}
	var err error
	switch {
	case flags&os.O_WRONLY == 0:
		file.down, err = c.server.send(c.peer(c.words(more...)...), at, offset)
		if err == nil && offset > int64(len(file.down.content)) {
			err = fmt.Errorf("the file ends before byte %d", offset)
			file.down.end(err)
		}
	case flags&os.O_APPEND != 0:
		file.up, err = c.server.receive(c.peer(c.words("append")...), at, atEnd)
	case offset > 0:
		file.up, err = c.server.receive(c.peer(c.words(more...)...), at, onward(offset))
	default:
		file.up, err = c.server.receive(c.peer(c.words()...), at, anew)
	}
	if err != nil {
		return nil, err
	}
	c.files.Add(1)
	return file, nil
}

// ftpFile is a transfer as the library moves it: one of up and down is set.
type ftpFile struct {
	control *control
	up      *receiving
	down    *sending
	at      int64 // where a download is
	err     error // why it broke off
}

// Seek follows REST.
func (f *ftpFile) Seek(offset int64, _ int) (int64, error) {
	f.at = offset
	return offset, nil
}

// Write takes nothing: ReadFrom does. The library writes nothing to a file that is empty.
func (f *ftpFile) Write(p []byte) (int, error) { return f.up.Write(p) }

// ReadFrom takes an upload.
func (f *ftpFile) ReadFrom(from io.Reader) (int64, error) {
	n, err := f.up.ReadFrom(from)
	if errors.Is(err, errFull) || errors.Is(err, errTooLarge) {
		err = fmt.Errorf("%w: %w", ftpserver.ErrStorageExceeded, err)
	}
	return n, err
}

// Read gives a download out to what converts its line ends.
func (f *ftpFile) Read(p []byte) (int, error) {
	rest := f.down.content[min(f.at, int64(len(f.down.content))):]
	if len(rest) == 0 {
		return 0, io.EOF
	}
	n, err := f.down.portion(min(len(p), len(rest)), f.at)
	if err != nil {
		return 0, err
	}
	copy(p, rest[:n])
	f.down.moved(n)
	f.at += int64(n)
	return n, nil
}

// WriteTo gives a download out.
func (f *ftpFile) WriteTo(to io.Writer) (int64, error) {
	began := f.at
	for f.at < int64(len(f.down.content)) {
		rest := f.down.content[f.at:]
		n, err := f.down.portion(min(transferBuffer, len(rest)), f.at)
		if err == nil {
			n, err = to.Write(rest[:n])
			f.down.moved(n)
			f.at += int64(n)
		}
		if err != nil {
			return f.at - began, err
		}
	}
	return f.at - began, nil
}

// TransferError tells why the transfer broke off.
func (f *ftpFile) TransferError(err error) {
	if f.err == nil {
		f.err = err
	}
}

// Close ends the transfer, before the library answers that it has ended.
func (f *ftpFile) Close() error {
	defer f.control.files.Done()
	err := f.err
	if f.control.state().aborted && err != nil {
		err = fmt.Errorf("aborted by the client: %w", err)
	}
	if f.down != nil {
		if err == nil {
			err = f.down.wait()
		}
		f.down.end(err)
		return nil
	}
	if err == nil {
		err = f.control.stays()
	}
	if err == nil {
		err = f.up.arrived()
	}
	if stream := f.control.state().stream; stream != nil && stream.torn() {
		f.up.note("no close_notify")
	}
	f.up.end(err)
	return err
}

// leaving is how long after the end of its data a client that has died may take to lose its control connection: one system
// closes both, and the time is that between two packets.
const leaving = 2 * time.Millisecond

// stays tells whether an upload has ended, and not its client: without close_notify, both look the same on the data connection.
func (c *control) stays() error {
	if stream := c.state().stream; stream != nil && stream.notified() {
		return nil
	}
	timer := time.NewTimer(leaving)
	defer timer.Stop()
	select {
	case <-c.gone.Done():
		return fmt.Errorf("%w before it heard that its file has arrived", context.Cause(c.gone))
	case <-timer.C:
	}
	if hasEnded(c.client.Conn) {
		return fmt.Errorf("%w before it heard that its file has arrived", errLeft)
	}
	return nil
}

// moving tells whether the client is going to a folder.
func (c *control) moving() bool {
	verb := c.state().verb
	return verb == "CWD" || verb == "XCWD"
}

package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/pkg/sftp"
)

// drawer is what one session sees over SFTP.
type drawer struct {
	server *Server
	client *client
	peer   peer
}

// waits counts an answer that may wait for long, during which a client that says nothing is not idle.
func (d *drawer) waits() (over func()) {
	d.client.held.Add(1)
	return func() {
		d.client.active.Store(time.Now().UnixNano())
		d.client.held.Add(-1)
	}
}

// Fileread begins a download.
func (d *drawer) Fileread(r *sftp.Request) (io.ReaderAt, error) {
	d.server.slow(d.peer.gone)
	down, err := d.server.send(d.peer, r.Filepath, 0)
	if err != nil {
		return nil, translated(err)
	}
	return &sftpDownload{sending: down, drawer: d, first: int64(len(down.content))}, nil
}

// Filewrite begins an upload.
func (d *drawer) Filewrite(r *sftp.Request) (io.WriterAt, error) {
	d.server.slow(d.peer.gone)
	flags := r.Pflags()
	p, opened := d.peer, onward(0)
	p.options = append(p.options[:len(p.options):len(p.options)], flagWords(flags)...)
	_, err := d.server.stat(p.user, r.Filepath)
	switch {
	case err == nil && flags.Excl && flags.Creat:
		return nil, translated(fs.ErrExist)
	case err != nil && !flags.Creat:
		return nil, translated(err)
	case flags.Append:
		opened = atEnd
	case flags.Trunc:
		opened = anew
	}
	up, err := d.server.receive(p, r.Filepath, opened)
	if err != nil {
		return nil, translated(err)
	}
	file := &sftpUpload{receiving: up, drawer: d, lowest: -1}
	if flags.Append {
		file.tail = &tail{end: up.at, early: map[int64][]byte{}}
	}
	return file, nil
}

func flagWords(flags sftp.FileOpenFlags) []string {
	switch {
	case flags.Append:
		return []string{"append"}
	case !flags.Trunc:
		return []string{"without truncation"}
	}
	return nil
}

// Filecmd changes what was uploaded. Attributes other than the size are accepted, and set nothing.
func (d *drawer) Filecmd(r *sftp.Request) error {
	d.server.slow(d.peer.gone)
	s, user := d.server, d.peer.user
	switch r.Method {
	case "Setstat":
		if _, err := s.stat(user, r.Filepath); err != nil {
			return translated(err)
		}
		if !r.AttrFlags().Size {
			return nil
		}
		return translated(s.resize(r.Filepath, int64(r.Attributes().Size)))
	case "Rename", "PosixRename":
		return translated(s.rename(user, r.Filepath, r.Target))
	case "Mkdir":
		return translated(s.mkdir(user, r.Filepath))
	case "Rmdir", "Remove":
		return translated(s.remove(user, r.Filepath))
	}
	return sftp.ErrSSHFxOpUnsupported
}

// PosixRename is the rename of OpenSSH, which replaces what is there.
func (d *drawer) PosixRename(r *sftp.Request) error { return d.Filecmd(r) }

// Filelist tells what is at a path, or in a folder.
func (d *drawer) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	d.server.slow(d.peer.gone)
	switch r.Method {
	case "List":
		all, err := d.server.list(d.peer.user, r.Filepath)
		return listing(all), translated(err)
	case "Stat", "Lstat":
		found, err := d.server.stat(d.peer.user, r.Filepath)
		d.server.misses(d.peer, r.Filepath, err)
		return listing{found}, translated(err)
	}
	return nil, sftp.ErrSSHFxOpUnsupported
}

type listing []fs.FileInfo

// ListAt gives entries out.
func (l listing) ListAt(to []os.FileInfo, offset int64) (int, error) {
	if offset >= int64(len(l)) {
		return 0, io.EOF
	}
	n := copy(to, l[offset:])
	if n < len(to) {
		return n, io.EOF
	}
	return n, nil
}

// sftpError says in the words of the protocol what the text says: version 3 has few.
type sftpError struct {
	error
	is error
}

func (e sftpError) Unwrap() error { return e.is }

// translated gives an error the status that SFTP has for it.
func translated(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission):
		return sftpError{err, sftp.ErrSSHFxPermissionDenied}
	case errors.Is(err, fs.ErrNotExist):
		return sftpError{err, sftp.ErrSSHFxNoSuchFile}
	}
	return sftpError{err, sftp.ErrSSHFxFailure}
}

// sftpDownload is a download as the library reads it: many reads may be under way.
type sftpDownload struct {
	*sending
	drawer *drawer
	first  int64 // byte that was read
	last   int64 // behind it nothing was read
	broken error // the first
	order  sync.Mutex
}

// ReadAt gives out what may go. It waits for all that was asked for: a file gives less only at its end, and clients rely on it
// (draft-ietf-secsh-filexfer-02, 6.4).
func (f *sftpDownload) ReadAt(p []byte, offset int64) (int, error) {
	if offset >= int64(len(f.content)) {
		return 0, io.EOF
	}
	defer f.drawer.waits()()
	asked := min(len(p), len(f.content)-int(offset))
	f.begun(offset)
	for done := 0; done < asked; {
		n, err := f.portion(asked-done, offset+int64(done))
		if err != nil {
			f.fail(err)
			return 0, translated(err)
		}
		copy(p[done:], f.content[int(offset)+done:][:n])
		f.moved(n)
		done += n
	}
	f.read(offset + int64(asked))
	return asked, nil
}

// read notes how far the client has read. One that has got every byte is through: it may keep the file open for as long as it likes,
// and close it or leave. Of one that goes on somewhere in the file nobody knows that before: its reads come in any order.
func (f *sftpDownload) read(to int64) {
	f.order.Lock()
	defer f.order.Unlock()
	f.last = max(f.last, to)
	if length := int64(len(f.content)); f.broken == nil && f.first == 0 && f.last == length && f.size() >= length {
		f.end(nil)
	}
}

func (f *sftpDownload) begun(offset int64) {
	f.order.Lock()
	defer f.order.Unlock()
	f.first = min(f.first, offset)
}

func (f *sftpDownload) fail(err error) {
	f.order.Lock()
	defer f.order.Unlock()
	if f.broken == nil {
		f.broken = err
	}
}

// TransferError tells that the connection ended with the file open.
func (f *sftpDownload) TransferError(err error) { f.fail(left(f.peer, err)) }

// Close ends the download. It was whole when the client has read the end.
func (f *sftpDownload) Close() error {
	f.drawer.server.slow(f.peer.gone)
	defer f.drawer.waits()()
	err := f.broken
	if err == nil {
		err = f.wait()
	}
	if length := int64(len(f.content)); err == nil && f.last < length {
		err = fmt.Errorf("the client closed the file after byte %d of %d", f.last, length)
	}
	f.begins(f.first)
	f.end(err)
	return nil
}

// left explains the end of a session with a file open.
func left(p peer, err error) error {
	if cause := context.Cause(p.gone); cause != nil {
		return fmt.Errorf("%w with the file open", cause)
	}
	return fmt.Errorf("the session ended with the file open: %w", err)
}

// sftpUpload is an upload as the library writes it: many writes may be under way, in any order.
type sftpUpload struct {
	*receiving
	drawer *drawer
	order  sync.Mutex // also keeps the bytes of one write together
	lowest int64      // offset at which the client wrote, -1 for none
	broken error      // the first
	tail   *tail      // nil unless the client opened the file to append
}

// WriteAt takes bytes where they belong, or at the end when the client appends.
func (f *sftpUpload) WriteAt(p []byte, offset int64) (int, error) {
	defer f.drawer.waits()()
	f.order.Lock()
	defer f.order.Unlock()
	if f.lowest < 0 || offset < f.lowest {
		f.lowest = offset
	}
	var err error
	if f.tail == nil {
		err = f.write(p, offset)
	} else {
		err = f.tail.write(p, offset, f.write)
	}
	if err != nil {
		f.fail(err)
		return 0, translated(err)
	}
	return len(p), nil
}

func (f *sftpUpload) write(p []byte, offset int64) error {
	for len(p) > 0 {
		n, err := f.part(len(p), f.size())
		if err == nil {
			n, err = f.put(p[:n], offset)
		}
		if err != nil {
			return err
		}
		p, offset = p[n:], offset+int64(n)
	}
	return nil
}

func (f *sftpUpload) fail(err error) {
	if f.broken == nil {
		f.broken = err
	}
}

// TransferError tells that the connection ended with the file open.
func (f *sftpUpload) TransferError(err error) {
	f.order.Lock()
	defer f.order.Unlock()
	f.fail(left(f.peer, err))
}

// Close ends the upload, before the client is told that the file is closed.
func (f *sftpUpload) Close() error {
	f.drawer.server.slow(f.peer.gone)
	defer f.drawer.waits()()
	f.order.Lock()
	defer f.order.Unlock()
	if f.tail != nil {
		if err := f.tail.decide(f.write); err != nil {
			f.fail(err)
		}
	} else if f.lowest > 0 {
		f.begins(f.lowest)
	}
	if f.broken == nil {
		f.broken = f.arrived()
	}
	f.end(f.broken)
	return translated(f.broken)
}

// tail puts what is written to a file that was opened to append behind its end. Clients count from the end, or from zero, and
// the first write may not come first: until it is known where a client counts from, its writes wait.
type tail struct {
	end   int64 // of the file when it was opened
	known bool
	shift int64 // what is added to the client's offsets
	early map[int64][]byte
}

// overtaking is how many writes may come before the first: the library serves eight side by side.
const overtaking = 2 * sftp.SftpServerWorkerCount

func (t *tail) write(p []byte, offset int64, write func([]byte, int64) error) error {
	if t.known {
		return write(p, offset+t.shift)
	}
	t.early[offset] = slices.Clone(p)
	if offset > 0 && len(t.early) <= overtaking {
		return nil
	}
	return t.decide(write)
}

// decide takes the lowest offset for the one that the client counts from.
func (t *tail) decide(write func([]byte, int64) error) error {
	offsets := slices.Sorted(maps.Keys(t.early))
	if len(offsets) > 0 {
		t.known, t.shift = true, t.end-offsets[0]
	}
	for _, offset := range offsets {
		if err := write(t.early[offset], offset+t.shift); err != nil {
			return err
		}
	}
	clear(t.early)
	return nil
}

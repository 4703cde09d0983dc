package files

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// What of the tree is remembered: beyond, the oldest makes room.
const (
	mostUploads = 1000 // uploads by their paths
	mostFolders = 1000 // folders that clients made
)

// entry is a file or a folder as clients see it.
type entry struct {
	name    string
	size    int64
	changed time.Time
	folder  bool
}

func (e entry) Name() string       { return e.name }
func (e entry) Size() int64        { return e.size }
func (e entry) ModTime() time.Time { return e.changed }
func (e entry) IsDir() bool        { return e.folder }
func (e entry) Sys() any           { return nil }

func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

// opened is the file that an upload to a path goes into: a new one that takes the place of the old, or the one that is there.
// Over HTTP a folder can be uploaded to, which leaves nothing there.
func (s *Server) opened(at string, anew, folders bool) (*content, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !below(at) {
		return nil, errNowhere
	}
	c, there := s.uploads[at]
	found, err := s.look(at)
	switch {
	case err == nil && found.folder && !folders:
		return nil, errFolder
	case !there || anew:
		c = newContent()
	}
	c.open()
	if (there && !anew) || (err == nil && found.folder) || len(at) > longestPath {
		return c, nil // or nobody can go on with it
	}
	if _, again := s.uploads[at]; !again && len(s.uploads) >= mostUploads {
		s.forgetOldest()
	}
	s.uploads[at] = c
	s.newest = append(s.newest, c)
	if len(s.newest) > mostKept {
		s.newest[0].drop()
		s.newest = slices.Delete(s.newest, 0, 1)
	}
	return c, nil
}

// Forget lets go of uploads that were over before a moment: nobody goes on with them, and a run of days has a hundred thousand. The
// folders that clients made stay, for a client that has made one before its first upload relies on it.
func (s *Server) Forget(before time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for at, c := range s.uploads {
		if c.over(before) {
			delete(s.uploads, at)
		}
	}
	s.newest = slices.DeleteFunc(s.newest, func(c *content) bool { return c.over(before) })
}

// forgetOldest lets go of the upload that was changed before all others, of those that are over. The caller holds mu.
func (s *Server) forgetOldest() {
	var oldest string
	var then time.Time
	for at, c := range s.uploads {
		if _, changed := c.state(); c.over(time.Now()) && (oldest == "" || changed.Before(then)) {
			oldest, then = at, changed
		}
	}
	delete(s.uploads, oldest)
}

// stat tells what is at a path. Folders are those in which there is something, and those that clients made.
func (s *Server) stat(user, at string) (entry, error) {
	at = path.Clean(at)
	if !s.may(user, at) {
		return entry{}, errDenied
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.look(at)
}

func (s *Server) look(at string) (entry, error) {
	if c, ok := s.uploads[at]; ok {
		size, changed := c.state()
		return entry{name: path.Base(at), size: size, changed: changed}, nil
	}
	if o, ok := s.offered[at]; ok {
		return entry{name: path.Base(at), size: max(0, int64(len(o.content))-max(0, s.behaviour.Truncate)), changed: s.began}, nil
	}
	if at == "/" || at == Logs || !s.folders[at].IsZero() {
		return entry{name: path.Base(at), changed: s.began, folder: true}, nil
	}
	for _, name := range s.names() {
		if strings.HasPrefix(name, at+"/") {
			return entry{name: path.Base(at), changed: s.began, folder: true}, nil
		}
	}
	return entry{}, errNoFile
}

// names are all paths at which there is something.
func (s *Server) names() []string {
	names := []string{Logs}
	for name := range s.uploads {
		names = append(names, name)
	}
	for name := range s.offered {
		names = append(names, name)
	}
	for name := range s.folders {
		names = append(names, name)
	}
	return names
}

// list tells what is in a folder, by name.
func (s *Server) list(user, at string) ([]fs.FileInfo, error) {
	at = path.Clean(at)
	if _, err := s.stat(user, at); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	inside := strings.TrimSuffix(at, "/") + "/"
	var seen []string
	for _, name := range s.names() {
		if rest, ok := strings.CutPrefix(name, inside); ok && rest != "" {
			first, _, _ := strings.Cut(rest, "/")
			seen = append(seen, inside+first)
		}
	}
	slices.Sort(seen)
	var all []fs.FileInfo
	for _, name := range slices.Compact(seen) {
		if found, err := s.look(name); err == nil {
			all = append(all, found)
		}
	}
	return all, nil
}

// mkdir makes a folder for uploads, and those above it.
func (s *Server) mkdir(user, at string) error {
	at = path.Clean(at)
	if !s.may(user, at) || !below(at) {
		return errDenied
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, err := s.look(at); err == nil {
		if found.folder {
			return fs.ErrExist
		}
		return errDenied
	}
	if len(at) > longestPath {
		return errFull
	}
	if len(s.folders) >= mostFolders {
		names := slices.Collect(maps.Keys(s.folders))
		delete(s.folders, slices.MinFunc(names, func(a, b string) int { return s.folders[a].Compare(s.folders[b]) }))
	}
	s.folders[at] = time.Now()
	return nil
}

// resize sets the length of what was uploaded.
func (s *Server) resize(at string, size int64) error {
	s.mu.Lock()
	c, ok := s.uploads[path.Clean(at)]
	s.mu.Unlock()
	if !ok {
		return errDenied
	}
	return c.truncate(size)
}

// remove removes what was uploaded, or a folder that was made.
func (s *Server) remove(user, at string) error {
	at = path.Clean(at)
	if !s.may(user, at) || !below(at) || at == Logs {
		return errDenied
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.look(at); err != nil {
		return err
	}
	delete(s.uploads, at)
	delete(s.folders, at)
	return nil
}

// rename moves what was uploaded to another path for uploads.
func (s *Server) rename(user, from, to string) error {
	from, to = path.Clean(from), path.Clean(to)
	if !s.may(user, from) || !s.may(user, to) || !below(from) || !below(to) || len(to) > longestPath {
		return errDenied
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.uploads[from]
	if !ok {
		return errNoFile
	}
	if found, err := s.look(to); err == nil && found.folder {
		return errFolder
	}
	delete(s.uploads, from)
	s.uploads[to] = c
	return nil
}

package files

import (
	"fmt"
	"testing"
	"time"
)

// uploaded is an upload to a path that is over.
func uploaded(t *testing.T, s *Server, at string) {
	t.Helper()
	c, err := s.opened(at, true, false)
	if err == nil {
		err = c.writeAt([]byte("log"), 0)
	}
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	c.closed()
}

// knows tells whether there is something at a path.
func (s *Server) knows(at string) bool {
	_, err := s.stat("", at)
	return err == nil
}

func TestUploadsOfBeforeAreForgotten(t *testing.T) {
	s := New(Config{})
	defer s.Close()
	uploaded(t, s, Logs+"/early.log")
	open, err := s.opened(Logs+"/open.log", true, false)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for _, c := range s.uploads {
		c.changed = now.Add(-time.Minute)
	}
	uploaded(t, s, Logs+"/late.log")
	s.Forget(now)
	for at, stays := range map[string]bool{"/early.log": false, "/open.log": true, "/late.log": true} {
		if got := s.knows(Logs + at); got != stays {
			t.Errorf("%s: expected the server to know it %t, got %t", at, stays, got)
		}
	}
	if err := open.writeAt([]byte("more"), 0); err != nil {
		t.Errorf("expected an upload that is under way to go on, got %v", err)
	}
	if len(s.newest) != 2 {
		t.Errorf("expected the bytes of the two that are known to be kept, got those of %d", len(s.newest))
	}
}

// TestTheTreeMakesRoom makes more folders and uploads than are remembered: none is refused, and the newest are there.
func TestTheTreeMakesRoom(t *testing.T) {
	s := New(Config{})
	defer s.Close()
	for i := range mostFolders + 1 {
		if err := s.mkdir("", fmt.Sprintf("%s/folder-%d", Logs, i)); err != nil {
			t.Fatalf("folder %d: %v", i, err)
		}
	}
	for i := range mostUploads + 1 {
		uploaded(t, s, fmt.Sprintf("%s/%d.log", Logs, i))
	}
	if len(s.folders) != mostFolders || len(s.uploads) != mostUploads {
		t.Errorf("expected %d folders and %d uploads to be remembered, got %d and %d", mostFolders, mostUploads, len(s.folders), len(s.uploads))
	}
	for at, there := range map[string]bool{
		"/folder-0": false, "/folder-1": true, fmt.Sprintf("/folder-%d", mostFolders): true,
		"/0.log": false, "/1.log": true, fmt.Sprintf("/%d.log", mostUploads): true,
	} {
		if got := s.knows(Logs + at); got != there {
			t.Errorf("%s: expected it to be there %t, got %t", at, there, got)
		}
	}
}

// TestAFileTakesTheNameOfNoFolder renames an upload to folders, which then would be folders no more: of Logs no later client could list anything,
// or go there.
func TestAFileTakesTheNameOfNoFolder(t *testing.T) {
	s := New(Config{})
	defer s.Close()
	if err := s.mkdir("", Logs+"/made"); err != nil {
		t.Fatal(err)
	}
	uploaded(t, s, Logs+"/in/a.log")
	uploaded(t, s, Logs+"/b.log")
	for _, to := range []string{Logs, Logs + "/", Logs + "/made", Logs + "/in"} {
		if err := s.rename("", Logs+"/b.log", to); err == nil {
			t.Errorf("%s: expected the name of a folder to be refused", to)
		}
		if found, err := s.stat("", to); err != nil || !found.folder {
			t.Errorf("%s: expected a folder, got %+v, %v", to, found, err)
		}
	}
	if err := s.rename("", Logs+"/b.log", Logs+"/in/a.log"); err != nil {
		t.Errorf("expected the name of a file to be taken, got %v", err)
	}
	if found, err := s.list("", Logs); err != nil || len(found) != 2 {
		t.Errorf("expected two folders, got %v, %v", found, err)
	}
}

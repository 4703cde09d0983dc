package pki

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newFolder makes a folder of authorities, without a trace of its own in the test's other files.
func newFolder(t *testing.T) (dir string, made Folder) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "my", "pki")
	return dir, must(InitFolder(dir, "CSO", nil))(t)
}

func TestAFolderOutlivesWhoMadeIt(t *testing.T) {
	dir, made := newFolder(t)
	read := must(OpenFolder(dir))(t)
	for i := range folderAlgorithms {
		if !read.Roots[i].Certificate.Equal(made.Roots[i].Certificate) || !read.Next[i].Certificate.Equal(made.Next[i].Certificate) {
			t.Errorf("the authorities of %s are others when they are read", folderAlgorithms[i])
		}
		if err := read.Next[i].Certificate.CheckSignatureFrom(read.Roots[i].Certificate); err != nil {
			t.Errorf("the second root of %s is not signed by the first: %v", folderAlgorithms[i], err)
		}
	}
	p := must(New(Settings{Host: host, Roots: read.Roots, NextRoots: read.Next}))(t)
	next := must(p.Next(true))(t)
	for i, alg := range folderAlgorithms {
		now := p.settings.Now()
		if err := verify(must(p.Server(alg))(t), made.Roots[i].Certificate, host, now); err != nil {
			t.Errorf("a chain of the folder with %s: %v", alg, err)
		}
		if err := verify(must(next.Server(alg))(t), made.Next[i].Certificate, host, now); err != nil {
			t.Errorf("a chain of its second root with %s: %v", alg, err)
		}
	}
	other := must(p.Next(false))(t)
	if root := must(other.Root(ECDSA))(t); root.Certificate.Equal(made.Next[0].Certificate) {
		t.Error("a root that is signed by none is the one that was brought along, which is signed")
	}
}

func TestAFolderIsForItsOwnerAlone(t *testing.T) {
	dir, _ := newFolder(t)
	entries := must(os.ReadDir(dir))(t)
	if len(entries) != 8 {
		t.Errorf("the folder holds %v, want four certificates and their keys", entries)
	}
	for _, e := range entries {
		if info := must(e.Info())(t); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %v, want 0600", e.Name(), info.Mode())
		}
	}
	if info := must(os.Stat(dir))(t); info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has the mode %v, want 0700", info.Mode())
	}
	key := filepath.Join(dir, "root-rsa.key")
	if err := os.Chmod(key, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFolder(dir); err == nil || !strings.HasSuffix(err.Error(), "others than its owner may use the private key in it (mode 0640); write: chmod 600 "+key) {
		t.Errorf("OpenFolder with a key that a group may read = %v, want what to write", err)
	}
}

func TestAFolderIsNeverOverwritten(t *testing.T) {
	dir, made := newFolder(t)
	if _, err := InitFolder(dir, "CSO", nil); err == nil || !strings.Contains(err.Error(), "holds next-root-ecdsa.key already") {
		t.Errorf("InitFolder in a folder with a PKI = %v, want an error that names what is there", err)
	}
	if read := must(OpenFolder(dir))(t); !read.Roots[0].Certificate.Equal(made.Roots[0].Certificate) {
		t.Error("the folder has another root")
	}
	if _, err := OpenFolder(t.TempDir()); err == nil || !strings.Contains(err.Error(), "is no folder that certbench pki init has made") {
		t.Errorf("OpenFolder of an empty folder = %v, want an error", err)
	}
}

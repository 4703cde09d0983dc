package pki

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Folder is the authorities of a PKI that outlives a run, for stations that have its roots burnt in. The keys are in files
// that only their owner may read.
type Folder struct {
	Roots []*Authority // CSMS roots, one of each algorithm
	Next  []*Authority // and the second of each, which the first has signed
}

// ranks are the places of an authority in a folder, and how its files begin there.
func (f *Folder) ranks() map[string]*[]*Authority {
	return map[string]*[]*Authority{"root": &f.Roots, "next-root": &f.Next}
}

// folderFiles are the files of an authority: its certificate, and its key.
func folderFiles(dir, rank string, alg Algorithm) (certificate, key string) {
	kind, _, _ := strings.Cut(strings.ToLower(string(alg)), " ")
	name := filepath.Join(dir, rank+"-"+kind)
	return name + ".pem", name + ".key"
}

var folderAlgorithms = []Algorithm{ECDSA, RSA}

// InitFolder makes a folder with new authorities. A folder that holds anything is left as it is: stations may have its roots.
func InitFolder(dir, organization string, now func() time.Time) (made Folder, err error) {
	if err := vacant(dir); err != nil {
		return Folder{}, err
	}
	defer func() { err = wholly(dir, err) }()
	first, err := New(Settings{Host: "any", Organization: organization, Now: now}) // no root has the host in it
	if err != nil {
		return Folder{}, err
	}
	next, err := first.Next(true)
	if err != nil {
		return Folder{}, err
	}
	var f Folder
	of := map[string]*PKI{"root": first, "next-root": next}
	for rank, list := range f.ranks() {
		for _, alg := range folderAlgorithms {
			root, err := of[rank].Root(alg)
			if err == nil {
				err = root.Write(folderFiles(dir, rank, alg))
			}
			if err != nil {
				return Folder{}, err
			}
			*list = append(*list, root)
		}
	}
	return f, nil
}

// vacant makes the folder where it is not there, and requires that it is empty.
func vacant(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the folder of a PKI cannot be made: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("the folder of a PKI cannot be read: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s holds %s already, and nothing is overwritten, for stations may have its roots; name a new folder", dir, entries[0].Name())
	}
	return nil
}

// wholly empties a folder again that was to be filled and could not be, so that nothing in it is taken for whole.
func wholly(dir string, failed error) error {
	if failed == nil {
		return nil
	}
	entries, err := os.ReadDir(dir)
	all := []error{failed, err}
	for _, entry := range entries {
		all = append(all, os.Remove(filepath.Join(dir, entry.Name())))
	}
	return errors.Join(all...)
}

// OpenFolder reads the authorities of a folder that InitFolder has made, with their keys.
func OpenFolder(dir string) (Folder, error) {
	var f Folder
	for rank, list := range f.ranks() {
		for _, alg := range folderAlgorithms {
			certificate, key := folderFiles(dir, rank, alg)
			a, err := ReadAuthority(Source(certificate), Source(key))
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return Folder{}, fmt.Errorf("%s is no folder that certbench pki init has made: %w", dir, err)
			case err != nil:
				return Folder{}, err
			}
			*list = append(*list, a)
		}
	}
	return f, nil
}

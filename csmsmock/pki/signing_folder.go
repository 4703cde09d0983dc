package pki

import (
	"path/filepath"
	"strings"
	"time"
)

// SigningFiles are the files of a manufacturer in a folder of InitSigning: its root, and what it signs firmware with, in PEM.
type SigningFiles struct{ Root, RootKey, Certificate, Key string }

// SigningFilesOf names those of an algorithm.
func SigningFilesOf(dir string, alg Algorithm) SigningFiles {
	kind, _, _ := strings.Cut(strings.ToLower(string(alg)), " ")
	root, signing := filepath.Join(dir, "maker-"+kind), filepath.Join(dir, "signing-"+kind)
	return SigningFiles{root + ".pem", root + ".key", signing + ".pem", signing + ".key"}
}

// InitSigning makes a folder with the root of a manufacturer and a firmware signing certificate below it, of each algorithm, for a
// product that is built for tests. A folder that holds anything is left as it is: stations may have its roots.
func InitSigning(dir string, now func() time.Time) (made []SigningFiles, err error) {
	if err := vacant(dir); err != nil {
		return nil, err
	}
	defer func() { err = wholly(dir, err) }()
	p, err := New(Settings{Host: "any", Now: now}) // nothing of it has the host in it
	if err != nil {
		return nil, err
	}
	var all []SigningFiles
	for _, alg := range folderAlgorithms {
		root, err := p.SigningRoot(alg)
		if err != nil {
			return nil, err
		}
		signing, err := p.Signing(alg)
		if err != nil {
			return nil, err
		}
		f := SigningFilesOf(dir, alg)
		if err := root.Write(f.Root, f.RootKey); err != nil {
			return nil, err
		}
		if err := signing.Write(f.Certificate, f.Key); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

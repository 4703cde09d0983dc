package kernel

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Store is the station's non-volatile memory. Save is atomic and durable: when it returns nil the data survives a power
// cut, and a cut in between leaves the old data or the new. It does not keep data, which is the caller's. Load of a name never saved
// returns nil data and no error.
// A station that cannot save stops (Run returns the error), because it could not keep what part 2 makes it promise.
type Store interface {
	Load(name string) ([]byte, error)
	Save(name string, data []byte) error
}

// Files keeps each name as a file of the folder, which is made when missing.
func Files(dir string) (Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the station's memory %s cannot be made: %w", dir, err)
	}
	return files(dir), nil
}

type files string

func (dir files) path(name string) string { return filepath.Join(string(dir), name+".json") }

func (dir files) Load(name string) ([]byte, error) {
	data, err := os.ReadFile(dir.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// Save writes beside the old file, syncs, renames and syncs the folder: the order that survives a power cut.
func (dir files) Save(name string, data []byte) (err error) {
	f, err := os.CreateTemp(string(dir), name+".*.new")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err := f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), dir.path(name)); err != nil {
		return err
	}
	return dir.sync()
}

func (dir files) sync() error {
	d, err := os.Open(string(dir))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Memory keeps everything in memory: it survives a reboot of the station, not the end of the process.
func Memory() Store { return &memory{data: map[string][]byte{}} }

type memory struct {
	mu   sync.Mutex
	data map[string][]byte
}

func (m *memory) Load(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.data[name]), nil
}

func (m *memory) Save(name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.data[name] = append(m.data[name][:0], data...)
	return nil
}

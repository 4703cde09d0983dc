package bundle

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/certbench/certbench/reports"
)

// A Refusal says in a sentence why a run folder is not bundled: it is not what the run left there, or not all of it.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// ErrExists says that a file is in the way.
var ErrExists = errors.New("there already, and no bundle is overwritten")

// Made is a bundle that was written, and proved before it got its name.
type Made struct {
	Proof
	SHA256 string   // of the archive, in hexadecimal
	Left   []string // files of the folder that are not in it
}

// Pack makes a bundle of a run folder in a new file, signed by a key: by is the version of this certbench. A folder that does not verify
// is a Refusal; so is one whose run was cut off, but where that is wanted all the same. When the context ends, Pack returns its error and
// leaves no file.
func Pack(ctx context.Context, dir, file, by string, key *Key, cutOff bool) (*Made, error) {
	of, err := reports.Interruptible(ctx, func() (packing, error) { return sound(dir, cutOff) })
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is %w; name another file", file, ErrExists)
	}
	left := leftOut(dir, of.parts)
	spool, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.new")
	if err != nil {
		return nil, fmt.Errorf("the bundle cannot be written: %w", err)
	}
	archive, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.new")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the bundle cannot be written: %w", err), discard(spool))
	}
	made, err := pack(ctx, stateOf(of.source, by), of.parts, key, spool, archive)
	if err := errors.Join(err, discard(spool), archive.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(archive.Name()))
	}
	made.Left = left
	if err := made.prove(ctx, archive.Name(), by, key); err != nil {
		return nil, errors.Join(err, os.Remove(archive.Name()))
	}
	return made, errors.Join(os.Chmod(archive.Name(), 0o644), os.Rename(archive.Name(), file))
}

// packing is a run that may be bundled, with what belongs to its bundle.
type packing struct {
	source *reports.Source
	parts  []part
}

// sound loads a run folder that may be bundled.
func sound(dir string, cutOff bool) (packing, error) {
	s, err := reports.Load(dir)
	if err != nil {
		return packing{}, err
	}
	if s.Tampered() {
		return packing{}, Refusal(fmt.Sprintf("what %s holds was altered after the run, and is not bundled: %s", dir, append(s.Wrong(), s.Exchanged...)[0]))
	}
	if s.Run.Cut && !cutOff {
		return packing{}, Refusal(fmt.Sprintf("the run of %s was cut off before its end, and is not bundled, but where --cut-off says so; the bundle says so too", dir))
	}
	compared, err := s.Compare(os.DirFS(dir))
	if err != nil {
		return packing{}, err
	}
	if len(compared.Unlike) > 0 {
		return packing{}, Refusal(fmt.Sprintf("%s is not bundled: %s Where it was made by another version, certbench report %s makes it again", dir, compared.Unlike[0], dir))
	}
	parts, err := contents(dir, s, compared.Made)
	return packing{s, parts}, err
}

// pack compresses the parts into the spool, signs what they are, and lays the archive out.
func pack(ctx context.Context, st statement, parts []part, key *Key, spool, archive *os.File) (*Made, error) {
	var entries []entry
	for _, p := range parts {
		e, err := compress(ctx, p, spool)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
		st.Subject = append(st.Subject, e.descriptor)
	}
	if err := st.check(); err != nil {
		return nil, fmt.Errorf("the run cannot be bundled: %w", err)
	}
	envelope, err := seal(ctx, st, key)
	if err != nil {
		return nil, err
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	sum := sha256.New()
	if err := layOut(io.MultiWriter(archive, sum), envelope, entries, attended{ctx, spool}, st.Predicate.Facts.Ended); err != nil {
		return nil, fmt.Errorf("the bundle cannot be written: %w", err)
	}
	return &Made{SHA256: fmt.Sprintf("%x", sum.Sum(nil))}, nil
}

// layOut writes the archive: the envelope, and the entries with what the spool holds of them, one after the other.
func layOut(to io.Writer, envelope []byte, entries []entry, spool io.Reader, ended time.Time) error {
	w := zip.NewWriter(to)
	if err := lay(w, attestation(envelope, crc32.ChecksumIEEE(envelope)), ended, bytes.NewReader(envelope)); err != nil {
		return err
	}
	for _, e := range entries {
		if err := lay(w, e, ended, io.LimitReader(spool, e.Annotations.PackedSize)); err != nil {
			return err
		}
	}
	return w.Close()
}

// compress writes a part into the spool, and tells what it is.
func compress(ctx context.Context, p part, spool io.Writer) (entry, error) {
	from, err := p.open()
	if err != nil {
		return entry{}, err
	}
	content, held := newMeasure(), newMeasure()
	keys := &keyWatch{}
	deflate, err := flate.NewWriter(io.MultiWriter(spool, held), flate.DefaultCompression)
	if err != nil {
		return entry{}, err
	}
	_, err = io.Copy(io.MultiWriter(deflate, content, keys), attended{ctx, from})
	if err := errors.Join(err, deflate.Close(), from.Close()); err != nil {
		return entry{}, fmt.Errorf("%s cannot be bundled: %w", p.name, err)
	}
	if keys.seen {
		return entry{}, Refusal(fmt.Sprintf("%s holds a private key, and is not bundled; take the key out of use, for the run folder has it too", p.name))
	}
	return entry{descriptor: descriptor{Name: p.name, Digest: map[string]string{"sha256": content.sum()},
		Annotations: &packed{Size: content.size, PackedSize: held.size, PackedSHA256: held.sum()}}, crc: content.crc, method: zip.Deflate}, nil
}

// measure sums up what is written to it.
type measure struct {
	sha  hash.Hash
	crc  uint32
	size int64
}

func newMeasure() *measure { return &measure{sha: sha256.New()} }

func (m *measure) Write(b []byte) (int, error) {
	m.crc = crc32.Update(m.crc, crc32.IEEETable, b)
	m.size += int64(len(b))
	return m.sha.Write(b)
}

func (m *measure) sum() string { return fmt.Sprintf("%x", m.sha.Sum(nil)) }

// keyWatch sees whether a private key goes by, in PEM of whatever kind.
type keyWatch struct {
	seen bool
	rest []byte // the end of what came before
}

var keyMark = []byte("PRIVATE KEY-----")

func (k *keyWatch) Write(b []byte) (int, error) {
	text := append(k.rest, b...)
	k.seen = k.seen || bytes.Contains(text, keyMark)
	k.rest = append(k.rest[:0], text[max(0, len(text)-len(keyMark)+1):]...)
	return len(b), nil
}

// leftOut lists the files of a run folder that are not bundled, such as the log of a station.
func leftOut(dir string, parts []part) []string {
	has := map[string]bool{} // files, and folders of which something is in it
	for _, p := range parts {
		first, _, _ := strings.Cut(p.name, "/")
		has[first] = true
	}
	var left []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // what was read a moment ago; it is a word to a person
	}
	for _, e := range entries {
		if !has[e.Name()] {
			left = append(left, e.Name())
		}
	}
	return left
}

// prove verifies what was written, as whoever gets it will.
func (m *Made) prove(ctx context.Context, archive, by string, key *Key) error {
	proof, err := Verify(ctx, archive, by, key)
	if err != nil {
		return err
	}
	if len(proof.Problems) > 0 {
		return fmt.Errorf("the run folder changed while it was bundled, or this is a mistake of certbench: %s", strings.Join(proof.Problems, " "))
	}
	m.Proof = *proof
	return nil
}

func discard(f *os.File) error { return errors.Join(f.Close(), os.Remove(f.Name())) }

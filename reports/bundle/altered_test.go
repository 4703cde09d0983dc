package bundle

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// region is a part of an archive, and what a proof calls it.
type region struct {
	from, to int
	name     string
	content  bool
}

// regions parts an archive by its own directory, independently of how bundles are laid out.
func regions(t testing.TB, archive []byte) (all []region) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, f := range r.File {
		offset, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		end := int(offset) + int(f.CompressedSize64)
		all = append(all, region{at, int(offset), f.Name, false}, region{int(offset), end, f.Name, true})
		at = end
	}
	for _, f := range r.File {
		end := at + 46 + len(f.Name)
		all = append(all, region{at, end, f.Name, false})
		at = end
	}
	return append(all, region{at, len(archive), "end of the archive", false})
}

// refused requires that an altered bundle is, and that the name of what was altered stands in the proof.
func refused(t *testing.T, archive []byte, key *Key, what, name string) {
	t.Helper()
	p := proofOf(t, archive, key)
	if text := strings.Join(p.Problems, " "); p.Unaltered() || !strings.Contains(text, name) {
		t.Errorf("%s: expected to be refused with %q, got %q", what, name, text)
	}
}

func TestEveryByteOfABundleIsProved(t *testing.T) {
	t.Parallel()
	private, public := newTestKey(t)
	archive := small(t, private, "one.txt", "two.txt")
	if p := proofOf(t, archive, public); !slices.Equal(p.Problems, []string{"events.jsonl is missing: the bundle proves nothing of a run."}) {
		t.Fatalf("expected that only the run is missing, got %v", p.Problems)
	}
	for _, r := range regions(t, archive) {
		for at := r.from; at < r.to; at++ {
			for _, mask := range []byte{0x01, 0x20, 0x80} { // a near one, the other case of a letter, no text
				altered := bytes.Clone(archive)
				altered[at] ^= mask
				refused(t, altered, public, fmt.Sprintf("byte %d with %#x", at, mask), r.name)
			}
			if t.Failed() {
				t.Fatalf("at byte %d of %d, in %+v", at, len(archive), r)
			}
		}
	}
}

func TestBytesOfABundleOfARunAreProved(t *testing.T) {
	t.Parallel()
	private, public := newTestKey(t)
	archive := read(t, bundled(t, runFolder(t), private))
	const every = 4001 // of the content of files, and of all else each seventh byte: TestEveryByteOfABundleIsProved has all of a small one
	tried := 0
	for _, r := range regions(t, archive) {
		for at := r.from; at < r.to; at++ {
			if edge := at < r.from+2 || at >= r.to-2; !edge && (!r.content && at%7 > 0 || r.content && at%every > 0) {
				continue
			}
			tried++
			altered := bytes.Clone(archive)
			altered[at]++
			refused(t, altered, public, fmt.Sprintf("byte %d", at), r.name)
		}
		if t.Failed() {
			t.Fatalf("in %+v of %d bytes", r, len(archive))
		}
	}
	t.Logf("%d of %d bytes altered, one by one", tried, len(archive))
}

func TestABundleOfAnotherLengthIsRefused(t *testing.T) {
	private, public := newTestKey(t)
	archive := small(t, private, "one.txt", "two.txt")
	for n := range archive {
		if p := proofOf(t, archive[:n], public); p.Unaltered() || strings.Contains(p.Problems[0], "missing: the bundle proves nothing") {
			t.Fatalf("%d of %d bytes: %v", n, len(archive), p.Problems)
		}
	}
	refused(t, append(bytes.Clone(archive), 0), public, "a byte more", "1 bytes were added behind the end of the archive.")
	refused(t, append([]byte("#!/bin/sh\n"), archive...), public, "bytes before it", AttestationName)
	for _, r := range regions(t, archive) {
		gap := slices.Concat(archive[:r.from], []byte{0}, archive[r.from:])
		if p := proofOf(t, gap, public); p.Unaltered() || strings.Contains(p.Problems[0], "proves nothing") {
			t.Errorf("a byte between, at %d: %v", r.from, p.Problems)
		}
	}
}

// again makes an archive of the files of another, as a ZIP program does that changes it.
func again(t *testing.T, archive []byte, change func([]*zip.FileHeader, [][]byte) ([]*zip.FileHeader, [][]byte), comment string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var headers []*zip.FileHeader
	var contents [][]byte
	for _, f := range r.File {
		raw, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(raw)
		if err != nil {
			t.Fatal(err)
		}
		headers, contents = append(headers, &f.FileHeader), append(contents, content)
	}
	if change != nil {
		headers, contents = change(headers, contents)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	if err := w.SetComment(comment); err != nil {
		t.Fatal(err)
	}
	for i, h := range headers {
		to, err := w.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(contents[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAChangedArchiveIsRefusedWithWhatWasChanged(t *testing.T) {
	private, public := newTestKey(t)
	archive := small(t, private, "one.txt", "three.txt", "two.txt")
	type files = []*zip.FileHeader
	named := func(name string) *zip.FileHeader { return &zip.FileHeader{Name: name, Method: zip.Store} }
	if same := again(t, archive, nil, ""); !bytes.Equal(same, archive) {
		t.Fatal("the test does not make the archive again as it was")
	}
	for what, c := range map[string]struct {
		change  func(files, [][]byte) (files, [][]byte)
		comment string
		want    []string
	}{
		"a file missing": {change: func(h files, c [][]byte) (files, [][]byte) { return slices.Delete(h, 2, 3), slices.Delete(c, 2, 3) },
			want: []string{"three.txt is missing."}},
		"the last one missing": {change: func(h files, c [][]byte) (files, [][]byte) { return h[:3], c[:3] }, want: []string{"two.txt is missing."}},
		"a file added":         {change: func(h files, c [][]byte) (files, [][]byte) { return append(h, named("new.txt")), append(c, nil) }, want: []string{`"new.txt" was added.`}},
		"a file twice":         {change: func(h files, c [][]byte) (files, [][]byte) { return append(h, h[1]), append(c, c[1]) }, want: []string{"one.txt is there 2 times."}},
		"a file renamed": {change: func(h files, c [][]byte) (files, [][]byte) { h[1].Name = "other.txt"; return h, c },
			want: []string{"one.txt"}},
		"another order": {change: func(h files, c [][]byte) (files, [][]byte) {
			h[1], h[2], c[1], c[2] = h[2], h[1], c[2], c[1]
			return h, c
		}, want: []string{"The files are not in their order."}},
		"a comment of the archive": {comment: "hello", want: []string{"end of the archive was altered", "5 bytes were added"}},
		"a comment of a file":      {change: func(h files, c [][]byte) (files, [][]byte) { h[2].Comment = "x"; return h, c }, want: []string{"three.txt"}},
		"a symbolic link":          {change: func(h files, c [][]byte) (files, [][]byte) { h[2].SetMode(os.ModeSymlink | 0o777); return h, c }, want: []string{"directory at the end of the archive says of three.txt"}},
		"a way out":                {change: func(h files, c [][]byte) (files, [][]byte) { return append(h, named("../../x")), append(c, nil) }, want: []string{`"../../x" was added.`}},
		"an extra field":           {change: func(h files, c [][]byte) (files, [][]byte) { h[3].Extra = []byte{1, 2, 1, 0, 7}; return h, c }, want: []string{"two.txt"}},
	} {
		p := proofOf(t, again(t, archive, c.change, c.comment), public)
		for _, want := range c.want {
			if text := strings.Join(p.Problems, " "); !strings.Contains(text, want) {
				t.Errorf("%s: expected %q, got %q", what, want, text)
			}
		}
	}
}

// TestNoMoreIsUnpackedThanIsSaid has a file whose content is a thousand times as long as its signed size.
func TestNoMoreIsUnpackedThanIsSaid(t *testing.T) {
	var bomb bytes.Buffer
	deflate, err := flate.NewWriter(&bomb, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := deflate.Write(make([]byte, 10<<20)); err != nil {
		t.Fatal(err)
	}
	if err := deflate.Close(); err != nil {
		t.Fatal(err)
	}
	m := newMeasure()
	if _, err := m.Write(bomb.Bytes()); err != nil {
		t.Fatal(err)
	}
	e := entry{descriptor: descriptor{Name: "one.txt", Digest: map[string]string{"sha256": hashed256("")}, Annotations: &packed{Size: 100, PackedSize: m.size, PackedSHA256: m.sum()}}, method: zip.Deflate}
	folder := t.TempDir()
	into, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer into.Close()
	w := &walk{into: into}
	if sound, err := w.unpack(&e, io.NewSectionReader(bytes.NewReader(bomb.Bytes()), 0, m.size)); sound || err != nil {
		t.Errorf("a file that is longer than it says: sound %t, %v", sound, err)
	}
	if info, err := os.Stat(filepath.Join(folder, "one.txt")); err != nil || info.Size() > 101 {
		t.Errorf("%v bytes were unpacked, %v", info, err)
	}
}

func FuzzVerify(f *testing.F) {
	private, public := newTestKey(f)
	archive := small(f, private, "one.txt")
	f.Add(archive, 0, byte(0))
	f.Add(archive, 40, byte(7))
	f.Add([]byte("PK\x05\x06"), 0, byte(0))
	f.Fuzz(func(t *testing.T, data []byte, at int, b byte) {
		if at >= 0 && at < len(data) {
			data = bytes.Clone(data)
			data[at] = b
		}
		for _, key := range []*Key{public, nil} {
			p, err := verify(t.Context(), bytes.NewReader(data), int64(len(data)), thisVersion, key)
			if err != nil {
				t.Fatal(err)
			}
			if p.Unaltered() {
				t.Fatalf("a bundle without a run was proved: %+v", p)
			}
		}
	})
}

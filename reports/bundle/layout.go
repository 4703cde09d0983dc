package bundle

import (
	"archive/zip"
	"io"
	"io/fs"
	"strings"
	"time"
)

// MostBytes is how many bytes the files of a bundle have together at most, and the archive itself: within it every reader of ZIP files
// reads them, and nobody who verifies one is made to fill a disk.
const MostBytes = 1<<32 - 1<<20

// entry is a file of the archive.
type entry struct {
	descriptor
	crc    uint32
	method uint16
}

// header is what the archive says of a file. All of it follows from the statement and the file: the time is that of the end of the run.
func (e entry) header(ended time.Time) *zip.FileHeader {
	const unix, version20 = 3, 20
	h := &zip.FileHeader{Name: e.Name, Method: e.method, CRC32: e.crc, CompressedSize64: uint64(e.Annotations.PackedSize), UncompressedSize64: uint64(e.Annotations.Size),
		CreatorVersion: unix<<8 | version20, ReaderVersion: version20, ExternalAttrs: (regular | 0o644) << 16}
	//lint:ignore SA1019 zip.Writer.CreateRaw writes these two as they are, and leaves Modified to its caller.
	h.ModifiedDate, h.ModifiedTime = dosTime(ended.UTC())
	return h
}

const regular = 0o100000 // S_IFREG

// dosTime is a time as archives have it: in steps of two seconds, from 1980 to 2107.
func dosTime(t time.Time) (date, clock uint16) {
	if t.Year() < 1980 || t.Year() > 2107 {
		t = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return uint16(t.Day() + int(t.Month())<<5 + (t.Year()-1980)<<9), uint16(t.Second()/2 + t.Minute()<<5 + t.Hour()<<11)
}

// localSize and directorySize are how many bytes the archive has of a file beside its content, before it and in the directory at the end.
func localSize(name string) int64     { return int64(30 + len(name)) }
func directorySize(name string) int64 { return int64(46 + len(name)) }

// lay writes the header of a file, and its content from r.
func lay(w *zip.Writer, e entry, ended time.Time, r io.Reader) error {
	out, err := w.CreateRaw(e.header(ended))
	if err != nil {
		return err
	}
	_, err = io.Copy(out, r)
	return err
}

// attestation is the entry of the envelope, which is not compressed: it is base64 of hashes.
func attestation(envelope []byte, crc uint32) entry {
	size := int64(len(envelope))
	return entry{descriptor: descriptor{Name: AttestationName, Annotations: &packed{Size: size, PackedSize: size}}, crc: crc, method: zip.Store}
}

// fits tells a name that a file of a bundle can have: a plain path with slashes, in which nothing leads elsewhere, on whatever system.
func fits(name string) bool {
	return name != AttestationName && name != "." && fs.ValidPath(name) && len(name) < 1<<8 &&
		!strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' || strings.ContainsRune(`\:*?"<>|`, r) })
}

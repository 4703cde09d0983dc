package csmsmock

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// FuzzRecords follows whatever comes, in pieces of any length, as whoever asks for no more than next has it: each piece is at least a byte
// long, and those that are asked for whole are the headers and what they announce.
func FuzzRecords(f *testing.F) {
	f.Add([]byte{22, 3, 1, 0, 1, 9, 23, 3, 3, 0, 0, 23, 3, 3, 0, 2, 8, 8}, []byte{1, 7, 3})
	f.Add([]byte("\x16ET / HTTP/1.1\r\n\r\n"), []byte{5})
	f.Add(append([]byte{22, 0xff, 0xff, 0xff, 0xff}, make([]byte, 300)...), []byte{255})
	f.Fuzz(func(t *testing.T, stream, pieces []byte) {
		var followed records
		for at := 0; at < len(stream); {
			n := min(followed.next(), len(stream)-at)
			if n < 1 {
				t.Fatalf("byte %d: expected at least a byte to be asked for, got %d", at, n)
			}
			if len(pieces) > 0 {
				n = min(n, max(1, int(pieces[at%len(pieces)])))
			}
			followed.follow(stream[at : at+n])
			at += n
		}
		var whole records
		whole.follow(stream) // as the first read of a connection
		if whole.next() != followed.next() {
			t.Errorf("expected %d bytes to be asked for next whatever the pieces, got %d", whole.next(), followed.next())
		}
		if want := unfinished(stream); want != followed.next() {
			t.Errorf("expected %d bytes to be asked for next, got %d", want, followed.next())
		}
	})
}

// unfinished is how many bytes the last header of a stream lacks, or the last record.
func unfinished(stream []byte) int {
	for len(stream) >= recordHeader {
		length := int(binary.BigEndian.Uint16(stream[3:]))
		if left := recordHeader + length - len(stream); left > 0 {
			return left
		}
		stream = stream[recordHeader+length:]
	}
	return recordHeader - len(stream)
}

// accepted is a connection whose segments are stamped, and the other end of it.
func accepted(t *testing.T) (here, there net.Conn) {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := Stamping(inner)
	defer l.Close()
	if there, err = net.Dial("tcp", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { there.Close() })
	if here, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { here.Close() })
	return here, there
}

// TestWhatLooksLikeTLSIsHandedOnByteForByte sends what begins as a record of TLS and is none, or is cut off, in pieces: whoever reads it has
// every byte in its order, and then the end.
func TestWhatLooksLikeTLSIsHandedOnByteForByte(t *testing.T) {
	garbage := bytes.Repeat([]byte{22, 0xff, 0, 0xff, 0xfe, 7}, 1<<14)
	for name, stream := range map[string][]byte{
		"one byte":              {22},
		"a header cut off":      {22, 3, 1, 1},
		"a record cut off":      {22, 3, 1, 1, 0, 9},
		"records of no bytes":   bytes.Repeat([]byte{22, 3, 3, 0, 0}, 3000),
		"HTTP":                  []byte("\x16ET / HTTP/1.1\r\nHost: csms\r\n\r\n"),
		"garbage":               garbage,
		"no TLS, then a record": append([]byte("G"), garbage...),
	} {
		t.Run(name, func(t *testing.T) {
			here, there := accepted(t)
			go func() {
				for at, n := 0, 1; at < len(stream); at, n = at+n, n%5000+37 {
					if _, err := there.Write(stream[at:min(len(stream), at+n)]); err != nil {
						return // who reads says what is missing
					}
				}
				there.(*net.TCPConn).CloseWrite()
			}()
			got, err := io.ReadAll(here)
			if err != nil || !bytes.Equal(got, stream) {
				t.Errorf("expected the %d bytes that were sent, got %d, %v", len(stream), len(got), err)
			}
			if n, err := here.Read(make([]byte, 9)); n != 0 || err != io.EOF {
				t.Errorf("expected the end to stay, got %d bytes, %v", n, err)
			}
			if _, err := here.Write([]byte("half closed")); err != nil {
				t.Errorf("expected the other half to be open: %v", err)
			}
		})
	}
}

// TestAReadOfTLSEndsWithItsDeadlineAndItsConnection reads in the middle of a record: one that was given up can be gone on with, and one on
// a connection that is closed meanwhile ends.
func TestAReadOfTLSEndsWithItsDeadlineAndItsConnection(t *testing.T) {
	here, there := accepted(t)
	send := func(p []byte) {
		if _, err := there.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	all := make([]byte, 6)
	send([]byte{22, 3, 1, 0, 1})
	if _, err := io.ReadFull(here, all[:recordHeader]); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		here.SetReadDeadline(time.Unix(1, 0))
		if n, err := here.Read(all[recordHeader:]); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("expected the deadline to be over, got %d bytes, %v", n, err)
		}
	}
	here.SetReadDeadline(time.Time{})
	send([]byte{9})
	if _, err := io.ReadFull(here, all[recordHeader:]); err != nil || all[recordHeader] != 9 {
		t.Fatalf("expected to go on after the deadline, got %v, %v", all, err)
	}
	ended := make(chan error)
	go func() {
		_, err := here.Read(all)
		ended <- err
	}()
	here.Close()
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("expected a closed connection, got %v", err)
	}
}

// TestTLSIsReadInPiecesAsItWas has crypto/tls read what comes in pieces of every length from one byte on, as many small records and a few large ones.
func TestTLSIsReadInPiecesAsItWas(t *testing.T) {
	certificate, pool := identity(t, "csms")
	var sent []byte
	for n := range 300 {
		sent = append(sent, bytes.Repeat([]byte{byte(n)}, n)...)
	}
	sent = append(sent, bytes.Repeat([]byte{1}, 1<<17)...)
	for name, version := range map[string]uint16{"TLS 1.2": tls.VersionTLS12, "TLS 1.3": tls.VersionTLS13} {
		t.Run(name, func(t *testing.T) {
			here, there := accepted(t)
			go func() {
				client := tls.Client(inPieces{there}, &tls.Config{RootCAs: pool, ServerName: "csms", MaxVersion: version})
				for n, rest := 0, sent; len(rest) > 0; n++ {
					piece := rest[:min(len(rest), max(1, n))]
					if _, err := client.Write(piece); err != nil {
						return // who reads says what is missing
					}
					rest = rest[len(piece):]
				}
				client.Close()
			}()
			got, err := io.ReadAll(tls.Server(here, &tls.Config{Certificates: []tls.Certificate{certificate}}))
			if err != nil || !bytes.Equal(got, sent) {
				t.Errorf("expected the %d bytes that were sent, got %d, %v", len(sent), len(got), err)
			}
		})
	}
}

// inPieces is a connection to which all is written in small pieces.
type inPieces struct{ net.Conn }

func (c inPieces) Write(p []byte) (n int, err error) {
	for piece := 1; n < len(p) && err == nil; piece = piece*2%4099 + 1 {
		var some int
		some, err = c.Conn.Write(p[n:min(len(p), n+piece)])
		n += some
	}
	return n, err
}

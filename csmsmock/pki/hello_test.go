package pki

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/certbench/certbench/harness/memnet"
	"golang.org/x/crypto/cryptobyte"
)

// extension is one of a hello that is made by hand.
type extension struct {
	id   uint16
	body []byte
}

// helloByHand is a ClientHello of TLS 1.2, as a record.
func helloByHand(suites []uint16, extensions ...extension) []byte {
	b := cryptobyte.NewBuilder(nil)
	b.AddUint16(tls.VersionTLS12)
	b.AddBytes(bytes.Repeat([]byte{7}, 32))
	b.AddUint8(0)
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, s := range suites {
			b.AddUint16(s)
		}
	})
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddUint8(0) })
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, e := range extensions {
			b.AddUint16(e.id)
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(e.body) })
		}
	})
	m := message(messageClientHello, b.BytesOrPanic())
	return append([]byte{recordHandshake, 3, 1, byte(len(m) >> 8), byte(len(m))}, m...)
}

var (
	curves     = extension{extCurves, []byte{0, 4, 0x1a, 0x1a, 0, 23}} // with one of GREASE
	signatures = extension{extSignatures, []byte{0, 2, 4, 3}}
)

func TestAHelloIsReadAsItIs(t *testing.T) {
	record := helloByHand(append([]uint16{0x0a0a, renegotiationSCSV}, SuitesECDSA...), extension{0x0a0a, nil}, curves, signatures,
		extension{extServerName, append([]byte{0, 7, 0, 0, 4}, "host"...)}, extension{extMaxFragment, []byte{2}},
		extension{extRecordLimit, []byte{2, 0}}, extension{extALPN, append([]byte{0, 9, 8}, "http/1.1"...)}, extension{extTicket, []byte{1}})
	h, err := parseHello(record[recordHeader:])
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(h.CipherSuites, SuitesECDSA) || !h.SecureRenegotiation || h.Versions != nil || h.Legacy != tls.VersionTLS12 ||
		!slices.Equal(h.Curves, []uint16{23}) || !slices.Equal(h.Signatures, []uint16{0x0403}) || h.ServerName != "host" ||
		h.MaxFragment != 1024 || h.RecordLimit != 512 || !slices.Equal(h.Protocols, []string{"http/1.1"}) || !h.Resumes ||
		!bytes.Equal(h.Compression, []byte{0}) || slices.Contains(h.Extensions, 0x0a0a) || h.Highest() != tls.VersionTLS12 {
		t.Errorf("hello = %+v, want what was put into it", h)
	}
	for n := range record[recordHeader:] {
		if _, err := parseHello(record[recordHeader : recordHeader+n]); err == nil && n != 4+2+32+1+2+8+2 { // without extensions it is one of TLS 1.0
			t.Errorf("a hello that ends after %d bytes was read without an error", n)
		}
	}
}

func FuzzHello(f *testing.F) {
	f.Add(helloByHand(Suites, curves, signatures)[recordHeader:])
	f.Fuzz(func(t *testing.T, message []byte) {
		if h, _ := parseHello(message); h == nil {
			t.Error("no hello at all, want what could be read")
		}
	})
}

func TestAHelloInPiecesIsReadWhole(t *testing.T) {
	inField(t, goodSetup, func(t *testing.T, f *field) {
		whole := helloByHand(SuitesECDSA, curves, signatures)[recordHeader:]
		c := f.dial()
		defer c.Close()
		for _, part := range [][]byte{whole[:3], whole[3:50], whole[50:]} { // a record each
			if _, err := c.Write(append([]byte{recordHandshake, 3, 1, 0, byte(len(part))}, part...)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := io.ReadFull(c, make([]byte, 200)); err != nil {
			t.Fatal(err)
		}
		c.Close()
		if r := f.want(Left); r.Hello == nil || r.Hello.Size != len(whole) || !r.Sent {
			t.Errorf("record = %+v, want a hello of %d bytes, and the chain sent", r, len(whole))
		}
	})
}

func TestWhatAHelloLacksIsSaid(t *testing.T) {
	for want, hello := range map[string][]byte{
		"it sends no signature_algorithms": helloByHand(SuitesECDSA, curves),
		"it offers only RSA key exchange":  helloByHand(SuitesRSA, signatures),
	} {
		inField(t, goodSetup, func(t *testing.T, f *field) {
			c := f.dial()
			defer c.Close()
			if _, err := c.Write(hello); err != nil {
				t.Fatal(err)
			}
			if r := f.want(TurnedAway); !strings.HasPrefix(r.Why, want) {
				t.Errorf("why = %q, want %q", r.Why, want)
			}
		})
	}
}

func TestToSmallBuffersSmallRecordsAreWritten(t *testing.T) {
	for name, c := range map[string]struct {
		hello Hello
		piece int
	}{
		"none":                     {Hello{}, 0},
		"max_fragment_length 4096": {Hello{MaxFragment: 4096}, 512},
		"record_size_limit 256":    {Hello{RecordLimit: 256}, 255},
		"record_size_limit 16385":  {Hello{RecordLimit: 16385}, 0},
	} {
		if got := pieceFor(&c.hello); got != c.piece {
			t.Errorf("%s: pieces of %d, want %d", name, got, c.piece)
		}
	}
}

func TestPiecesAreRecordsOfTheirOwn(t *testing.T) {
	near, far := memnet.Pipe(0)
	p := newTestPKI(t)
	endpoint := must(NewEndpoint(goodSetup(p)))(t)
	var served sync.WaitGroup
	served.Go(func() {
		c := endpoint.receive(far, func(*Record) {})
		if c == nil {
			t.Error("the handshake failed")
			return
		}
		c.piece = smallest
		if n, err := c.Write(make([]byte, 10*smallest+1)); err != nil || n != 10*smallest+1 {
			t.Errorf("Write = %d, %v, want all", n, err)
		}
		c.Close()
	})
	sizes := &sizing{Conn: near}
	c := tls.Client(sizes, &tls.Config{InsecureSkipVerify: true, ServerName: host})
	if err := c.Handshake(); err != nil {
		t.Fatal(err)
	}
	before := len(sizes.sizes)
	if got := must(io.ReadAll(c))(t); len(got) != 10*smallest+1 {
		t.Errorf("%d bytes came, want %d", len(got), 10*smallest+1)
	}
	c.Close()
	served.Wait()
	const overhead = 17 // the type, and the tag of AES-GCM
	if written := sizes.sizes[before:]; len(written) < 11 || slices.Max(written) > smallest+overhead {
		t.Errorf("the records have the lengths %d, want 11 of at most %d, and a close_notify", written, smallest+overhead)
	}
}

// sizing notes the lengths of the records that are read.
type sizing struct {
	net.Conn
	buffer []byte
	sizes  []int
}

func (s *sizing) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	s.buffer = append(s.buffer, p[:n]...)
	for len(s.buffer) >= recordHeader {
		size := int(binary.BigEndian.Uint16(s.buffer[3:]))
		if len(s.buffer) < recordHeader+size {
			break
		}
		s.sizes, s.buffer = append(s.sizes, size), s.buffer[recordHeader+size:]
	}
	return n, err
}

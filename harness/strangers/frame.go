package strangers

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// Opcodes of RFC 6455, section 5.2.
const (
	opMore = 0x0
	opText = 0x1
)

// longest is what a frame may hold in bytes: far more than either side takes.
const longest = 64 << 20

// frame is one of RFC 6455, section 5.2, unmasked.
type frame struct {
	final    bool
	reserved byte // RSV1 to RSV3, where they stand in the first byte
	opcode   byte
	payload  []byte
}

func readFrame(in *bufio.Reader) (frame, error) {
	var head [2]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return frame{}, err
	}
	f := frame{final: head[0]&0x80 != 0, reserved: head[0] & 0x70, opcode: head[0] & 0x0f}
	length, err := readLength(in, head[1]&0x7f)
	if err != nil {
		return frame{}, err
	}
	if length > longest {
		return frame{}, errors.New("a WebSocket frame of more than 64 MiB")
	}
	var mask [4]byte
	if head[1]&0x80 != 0 {
		if _, err := io.ReadFull(in, mask[:]); err != nil {
			return frame{}, err
		}
	}
	f.payload = make([]byte, length)
	_, err = io.ReadFull(in, f.payload)
	for i := range f.payload {
		f.payload[i] ^= mask[i%4]
	}
	return f, err
}

func readLength(in *bufio.Reader, short byte) (uint64, error) {
	var long [8]byte
	switch short {
	case 126:
		_, err := io.ReadFull(in, long[6:])
		return binary.BigEndian.Uint64(long[:]), err
	case 127:
		_, err := io.ReadFull(in, long[:])
		return binary.BigEndian.Uint64(long[:]), err
	default:
		return uint64(short), nil
	}
}

// encode writes the frame. The mask is zero, which is one like any other.
func (f frame) encode(masked bool) []byte {
	out := []byte{f.reserved | f.opcode, 0}
	if f.final {
		out[0] |= 0x80
	}
	switch n := len(f.payload); {
	case n < 126:
		out[1] = byte(n)
	case n <= 0xffff:
		out[1] = 126
		out = binary.BigEndian.AppendUint16(out, uint16(n))
	default:
		out[1] = 127
		out = binary.BigEndian.AppendUint64(out, uint64(n))
	}
	if masked {
		out[1] |= 0x80
		out = append(out, 0, 0, 0, 0)
	}
	return append(out, f.payload...)
}

package evidence

import (
	"encoding/binary"
	"slices"
	"time"
)

// packed is the parts of a play's time in a few bytes, each as the number of its wait in Waits and its nanoseconds; behind the last number
// stands a name that is none of Waits, as evidence of a later version has. It is nil where nobody has accounted for the time.
type packed []byte

func pack(parts map[Wait]time.Duration) packed {
	if parts == nil {
		return nil
	}
	p := make(packed, 0, 6*len(parts)) // a play of a minute has none above
	for wait, took := range parts {
		at := slices.Index(Waits, wait)
		if at < 0 {
			at = len(Waits)
		}
		p = binary.AppendUvarint(p, uint64(at))
		if at == len(Waits) {
			p = append(binary.AppendUvarint(p, uint64(len(wait))), wait...)
		}
		p = binary.AppendVarint(p, int64(took))
	}
	return p
}

func (p packed) open() map[Wait]time.Duration {
	parts := map[Wait]time.Duration{}
	number := func() uint64 {
		n, size := binary.Uvarint(p)
		p = p[size:]
		return n
	}
	for len(p) > 0 {
		wait := Wait("")
		if at := number(); at < uint64(len(Waits)) {
			wait = Waits[at]
		} else {
			size := number()
			wait, p = Wait(p[:size]), p[size:]
		}
		took, size := binary.Varint(p)
		parts[wait], p = time.Duration(took), p[size:]
	}
	return parts
}

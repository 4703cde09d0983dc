package ports

import (
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
)

// The ports that are given lie below those that the kernel hands out by itself (Linux: from 32768 on): a connection of anybody
// could have one of those by the time it is listened at.
const (
	lowest = 20000
	many   = 10000
)

var given sync.Map // addresses, each once in a process

// Free is an address of this machine that nobody listens at, such as "127.0.0.1:20417", given to nobody else in this process.
func Free(t testing.TB) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", lowest+rand.IntN(many))
		if _, before := given.LoadOrStore(address, true); before {
			continue
		}
		if l, err := net.Listen("tcp", address); err == nil {
			_ = l.Close() // it has accepted nothing
			return address
		}
	}
	t.Fatal("none of 100 ports of this machine is free")
	return ""
}

package stack

// enough is what the goroutines of a bench come to need, in bytes; with what the runtime keeps for itself it makes 16 KiB, the most of
// which it has stacks at hand.
const enough = 12 << 10

// Grow makes room in the goroutine that calls it, once, while next to nothing has to be moved. It is called first of all.
//
//go:noinline
func Grow() {
	var room [enough]byte
	touch(&room)
}

// touch keeps the compiler from leaving the room out.
//
//go:noinline
func touch(room *[enough]byte) { room[0]++ }

package gpio

import (
	"runtime"
	"runtime/debug"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	// priority is that of the thread which sends a frame, in SCHED_FIFO: above all that is not real-time, below the
	// kernel's threads of interrupts (50).
	priority = 40
	// early is when the thread wakes before a moment that it is to meet: a wake-up is late by less, and the rest is spun.
	early = 300 * time.Microsecond
)

// Precisely implements Chip on a thread of its own in real time, without garbage collection. A process that may not have
// real-time priority goes on without: whether the frame was in time is measured.
func (kernel) Precisely(do func(Pace) error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with this goroutine, and its priority with it
		_ = unix.SchedSetAttr(0, &unix.SchedAttr{Size: uint32(unsafe.Sizeof(unix.SchedAttr{})), Policy: unix.SCHED_FIFO, Priority: priority}, 0)
		defer debug.SetGCPercent(debug.SetGCPercent(-1))
		done <- do(spinning{time.Now()})
	}()
	return <-done
}

// spinning sleeps until shortly before the moment, then spins.
type spinning struct{ since time.Time }

func (s spinning) Now() time.Duration { return time.Since(s.since) }

func (s spinning) Until(t time.Duration) {
	for left := t - s.Now(); left > 0; left = t - s.Now() {
		if left <= early {
			continue
		}
		// time.Sleep is late by a millisecond. A raw call keeps the processor with this goroutine, which would else have to
		// queue for it; nobody waits for long, for a bit takes 2 ms. A signal that ends the sleep changes nothing.
		ts := unix.NsecToTimespec(int64(left - early))
		unix.RawSyscall(unix.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&ts)), 0, 0)
	}
}

// Breathe has the runtime schedule this goroutine anew. It takes the processor by force from one that has had it for 10 ms.
func (s spinning) Breathe() { runtime.Gosched() }

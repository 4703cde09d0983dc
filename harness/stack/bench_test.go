package stack

import "testing"

// deep is as deep as a frame on its way through a station: 40 calls with a few values each.
//
//go:noinline
func deep(n int) int {
	var some [16]int
	if n == 0 {
		return some[0]
	}
	some[n%16] = n
	return deep(n-1) + some[n%16]
}

// BenchmarkGoroutine shows what it costs that a new goroutine goes deep, and what that leaves when there is room before.
func BenchmarkGoroutine(b *testing.B) {
	for _, how := range []struct {
		name  string
		begin func()
	}{{"as it is", func() {}}, {"with room", Grow}} {
		b.Run(how.name, func(b *testing.B) {
			for b.Loop() {
				done := make(chan int)
				go func() {
					how.begin()
					done <- deep(40)
				}()
				<-done
			}
		})
	}
}

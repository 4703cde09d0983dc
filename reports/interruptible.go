package reports

import "context"

// Interruptible does something that takes its time and looks at no context, such as proving a long run, and returns at once with the
// context's error when that ends. What was begun then goes on beside until its end, and its result is dropped: it is for work that only
// reads, in a process that is about to end.
func Interruptible[T any](ctx context.Context, do func() (T, error)) (T, error) {
	if err := ctx.Err(); err != nil {
		var none T
		return none, err
	}
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := do()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

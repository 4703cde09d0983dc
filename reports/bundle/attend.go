package bundle

import (
	"context"
	"io"
)

// attended reads until its context ends.
type attended struct {
	ctx context.Context
	io.Reader
}

func (a attended) Read(b []byte) (int, error) {
	if err := a.ctx.Err(); err != nil {
		return 0, err
	}
	return a.Reader.Read(b)
}

// attendedAt reads at any place until its context ends.
type attendedAt struct {
	ctx context.Context
	io.ReaderAt
}

func (a attendedAt) ReadAt(b []byte, at int64) (int, error) {
	if err := a.ctx.Err(); err != nil {
		return 0, err
	}
	return a.ReaderAt.ReadAt(b, at)
}

package suites

import (
	"context"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// Player plays cases on a bench, one after the other: *octt.Player on one of this machine, *fleet.Remote on one of another. How they are
// handed out, in what order, and what becomes of those of a bench that broke, is the same for both.
type Player interface {
	// SecurityProfile is the one in which the station is now.
	SecurityProfile() int
	// Play plays a case. When ctx ends, the play ends in good order.
	Play(ctx context.Context, c octt.Case, about evidence.CaseStarted, mode octt.Mode) evidence.CaseEnded
	// LeaveOut records a play that is none, with its verdict and the reason.
	LeaveOut(about evidence.CaseStarted, v evidence.Verdict, why string) evidence.CaseEnded
	// Repay puts back what is owed to the station. It is called when nothing is handed out to the bench any more.
	Repay(ctx context.Context)
	// Latched is why the bench plays nothing any more, nil while it does.
	Latched() error
	// Found is the worst verdict on what was found out about the station outside of every case.
	Found() evidence.Verdict
}

// mayBeLost is a player that may be lost in the middle of a play. Cut tells that the play that ended last has no end because of that.
type mayBeLost interface{ Cut() bool }

// far tells a bench of another machine.
func (b Bench) far() bool {
	_, far := b.Player.(mayBeLost)
	return far
}

// away tells that the play that ended last on a bench has no end, because the bench was lost with it: another plays it.
func (b Bench) away() bool {
	lost, may := b.Player.(mayBeLost)
	return may && lost.Cut()
}

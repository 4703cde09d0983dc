package drivers

import "github.com/certbench/certbench/schemas/ocpp201"

// Judge is who has judged an idToken.
type Judge int

// Who can.
const (
	ByCSMS       Judge = iota
	ByCSMSAgain        // the cache knew it before
	ByCSMSListed       // the Local Authorization List has it
	ByCache            // while the CSMS could have been asked
	ByList             // while the CSMS could have been asked
	ByStation          // which may not ask: DisableRemoteAuthorization
	ByCacheAlone       // offline
	ByListAlone        // offline
	ByNobody           // offline, and neither list nor cache knows it
)

// OfCSMS tells whether the CSMS was asked.
func (j Judge) OfCSMS() bool { return j == ByCSMS || j == ByCSMSAgain || j == ByCSMSListed }

// Judgement is what has been found out about an idToken.
type Judgement struct {
	Token ocpp201.IDToken
	Info  ocpp201.IDTokenInfo
	By    Judge
	Known *ocpp201.IDTokenInfo // what list or cache had of it before the CSMS was asked, nil for nothing
}

// Seam is where whoever stands outside the firmware takes judgements in hand.
type Seam struct {
	// Judged is called for each: done is called for whatever is to be taken for it, now or later. nil takes it at once.
	Judged func(j Judgement, done func(Judgement))
}

// AddJudged puts another hand behind those that are there: it gets what they take.
func (s *Seam) AddJudged(next func(j Judgement, done func(Judgement))) {
	first := s.Judged
	if first == nil {
		s.Judged = next
		return
	}
	s.Judged = func(j Judgement, done func(Judgement)) {
		first(j, func(j Judgement) { next(j, done) })
	}
}

// conclude takes a judgement.
func (dr *Drivers) conclude(j Judgement, done func(ocpp201.IDTokenInfo)) {
	take := func(j Judgement) {
		dr.Hooks.Judged(j)
		done(j.Info)
	}
	if dr.Seam.Judged == nil {
		take(j)
		return
	}
	dr.Seam.Judged(j, take)
}

package drivers

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/wire"
)

// Drivers knows who may charge.
type Drivers struct {
	Hooks  Hooks
	Decide Decisions
	Seam   Seam
	Cache  Cache

	kernel  *kernel.Kernel
	model   *model.Model
	product *product.Product
	wire    *wire.Wire
}

// New makes the room of one life.
func New(k *kernel.Kernel, m *model.Model, p *product.Product, w *wire.Wire) *Drivers {
	dr := &Drivers{kernel: k, model: m, product: p, wire: w}
	dr.Hooks = Hooks{Restored: func() {}, Expired: func(ocpp201.IDToken) {}}
	dr.decideRightly()
	return dr
}

// Hooks are what the room tells whoever wants to know.
type Hooks struct {
	Restored func()                      // the cache of an earlier life has been taken over
	Expired  func(token ocpp201.IDToken) // the cache had an idToken whose time was over
}

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Judge finds out whether an idToken may charge: at once where the station decides alone, or when the CSMS has answered.
	Judge func(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo))
	// Ask has the CSMS judge an idToken that is presented while it can be asked (C01.FR.02).
	Ask func(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo))
	// Trusts tells whether what the cache knows of an idToken would let it charge: it is Accepted.
	Trusts func(info ocpp201.IDTokenInfo) bool
	// PreAuthorizes tells whether that is enough while the CSMS could be asked: LocalPreAuthorize (C12).
	PreAuthorizes func(info ocpp201.IDTokenInfo) bool
	// RefusesCached tells whether an entry that is not Accepted is refused without asking: DisablePostAuthorize (C10.FR.03,
	// C12.FR.05).
	RefusesCached func(info ocpp201.IDTokenInfo) bool
	// LifeTime is how long the cache keeps an entry without cacheExpiryDateTime, 0 for ever.
	LifeTime func() time.Duration
	// Keeps is what the cache keeps of what the CSMS says of an idToken, and whether anything (C10.FR.01, FR.04, FR.05).
	Keeps func(token ocpp201.IDToken, info ocpp201.IDTokenInfo, from Source) (ocpp201.IDTokenInfo, bool)
	// MasterPassGroup is the id of the Master Pass group, "" when there is none (part 2, AuthCtrlr.MasterPassGroupId). The
	// variable holds an id without a type.
	MasterPassGroup func() string
}

func (dr *Drivers) decideRightly() {
	dr.Decide = Decisions{
		Judge:         dr.judge,
		Ask:           dr.Ask,
		Trusts:        func(info ocpp201.IDTokenInfo) bool { return info.Status == ocpp201.AuthorizationStatusAccepted },
		PreAuthorizes: func(ocpp201.IDTokenInfo) bool { return dr.model.Boolean("AuthCtrlr", "LocalPreAuthorize") },
		RefusesCached: func(ocpp201.IDTokenInfo) bool { return dr.model.Enabled("AuthCacheCtrlr", "DisablePostAuthorize") },
		LifeTime:      dr.cacheLifeTime,
		Keeps: func(_ ocpp201.IDToken, info ocpp201.IDTokenInfo, _ Source) (ocpp201.IDTokenInfo, bool) {
			return info, true
		},
		MasterPassGroup: dr.masterPassGroup,
	}
}

// Judge is who has judged an idToken.
type Judge int

// Who can.
const (
	ByCSMS       Judge = iota
	ByCSMSAgain        // the cache knew it before
	ByCache            // while the CSMS could have been asked
	ByStation          // which may not ask: DisableRemoteAuthorization
	ByCacheAlone       // offline
	ByNobody           // offline, and the cache does not know it
)

// Judgement is what has been found out about an idToken.
type Judgement struct {
	Token ocpp201.IDToken
	Info  ocpp201.IDTokenInfo
	By    Judge
	Known *ocpp201.IDTokenInfo // what the cache had of it before the CSMS was asked, nil for nothing
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
	if dr.Seam.Judged == nil {
		done(j.Info)
		return
	}
	dr.Seam.Judged(j, func(j Judgement) { done(j.Info) })
}

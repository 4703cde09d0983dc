package drivers

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/product"
)

// cacheBytes is the size of the Authorization Cache, the maxLimit of AuthCacheCtrlr.Storage: some forty idTokens.
const cacheBytes = 8192

// Cache is the Authorization Cache (use case C10). What is exported survives a reboot (C10.FR.02).
type Cache struct {
	Entries []*CacheEntry // in the order in which they came
	Turn    int           // counts uses, so that a clock that is set does not mix up their order
}

// CacheEntry is what the CSMS last said of one idToken. The idToken itself is kept as a hash only (C10.FR.12).
type CacheEntry struct {
	Key     string
	Info    ocpp201.IDTokenInfo
	Updated time.Time // when Info came, by the station's clock
	Uses    int
	Turn    int // of the last use
}

// CacheKey tells idTokens apart as C01.FR.25 does: by idToken, in any case of letters, and type.
func CacheKey(token ocpp201.IDToken) string {
	sum := sha256.Sum256([]byte(string(token.Type) + "\x00" + strings.ToLower(token.IDToken)))
	return base64.RawStdEncoding.EncodeToString(sum[:])
}

// Find looks an idToken up, nil when it is not there.
func (c *Cache) Find(token ocpp201.IDToken) *CacheEntry {
	key := CacheKey(token)
	for _, e := range c.Entries {
		if e.Key == key {
			return e
		}
	}
	return nil
}

// put takes what the CSMS says of an idToken, and makes room for it when needed, in at most limit bytes (C10.FR.07). An
// entry that is known stays in its place: it came when it first came. Tariff information is not kept (C10.FR.09).
func (c *Cache) put(token ocpp201.IDToken, info ocpp201.IDTokenInfo, now time.Time, policy string, limit int) {
	info.PersonalMessage = nil // may hold a tariff (part 2, IdTokenInfoType)
	e := c.Find(token)
	if e == nil {
		e = &CacheEntry{Key: CacheKey(token)}
		c.Entries = append(c.Entries, e)
	}
	e.Info, e.Updated = info, now
	c.use(e)
	for c.bytes() > limit && len(c.Entries) > 0 {
		c.Drop(c.victim(e, policy))
	}
}

// use notes that an entry has served.
func (c *Cache) use(e *CacheEntry) {
	c.Turn++
	e.Turn = c.Turn
	e.Uses++
}

// victim is the entry that goes first by a policy, the one just written only when it is alone.
func (c *Cache) victim(written *CacheEntry, policy string) *CacheEntry {
	others := slices.DeleteFunc(slices.Clone(c.Entries), is(written))
	if len(others) == 0 {
		return written
	}
	switch policy {
	case product.PolicyLRU:
		return slices.MinFunc(others, func(a, b *CacheEntry) int { return a.Turn - b.Turn })
	case product.PolicyLFU:
		return slices.MinFunc(others, func(a, b *CacheEntry) int { return cmp.Or(a.Uses-b.Uses, a.Turn-b.Turn) })
	case product.PolicyCustom:
		if i := slices.IndexFunc(others, func(e *CacheEntry) bool {
			return e.Info.Status != ocpp201.AuthorizationStatusAccepted
		}); i >= 0 {
			return others[i]
		}
	}
	return others[0]
}

// expire finds the entries whose time is over, removes them, or has them be Expired where keep says so, and tells whether
// that changed anything. The time is over after cacheExpiryDateTime (C10.FR.13),
// or when there is none and lifeTime has passed since the last update (C10.FR.10 as changed by erratum 2.21 of 2025-01,
// where C10.FR.08 speaks of the last use). lifeTime 0 is endless.
func (c *Cache) expire(now time.Time, lifeTime time.Duration, keep bool) (changed bool) {
	c.Entries = slices.DeleteFunc(c.Entries, func(e *CacheEntry) bool {
		over := lifeTime > 0 && now.Sub(e.Updated) >= lifeTime
		if end := e.Info.CacheExpiryDateTime; end != nil {
			over = now.After(end.Time)
		}
		if !over || keep && e.Info.Status == ocpp201.AuthorizationStatusExpired {
			return false
		}
		changed = true
		e.Info.Status = ocpp201.AuthorizationStatusExpired
		return !keep
	})
	return changed
}

// bytes is the storage that the entries use (AuthCacheCtrlr.Storage).
func (c *Cache) bytes() int {
	sum := 0
	for _, e := range c.Entries {
		data, err := json.Marshal(e)
		if err != nil {
			panic(fmt.Sprintf("a cache entry that cannot be JSON: %v", err)) // only a year beyond 9999 could be the cause
		}
		sum += len(data)
	}
	return sum
}

// Drop removes an entry.
func (c *Cache) Drop(e *CacheEntry) { c.Entries = slices.DeleteFunc(c.Entries, is(e)) }

func is(wanted *CacheEntry) func(*CacheEntry) bool {
	return func(e *CacheEntry) bool { return e == wanted }
}

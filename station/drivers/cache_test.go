package drivers

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/product"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func card(id string) ocpp201.IDToken {
	return ocpp201.IDToken{IDToken: id, Type: ocpp201.IDTokenEnumISO14443}
}

// entrySize is what one entry of these tests takes.
func entrySize() int {
	var c Cache
	c.put(card("A"), infoAccepted, noon, product.PolicyLRU, 1<<20)
	return c.bytes()
}

func (c *Cache) holds(ids ...string) []string {
	var found []string
	for _, id := range ids {
		if c.Find(card(id)) != nil {
			found = append(found, id)
		}
	}
	return found
}

func TestAnIDTokenIsFoundByIDAndTypeInAnyCase(t *testing.T) {
	var c Cache
	c.put(card("04a1b2"), infoAccepted, noon, product.PolicyLRU, cacheBytes)
	for _, row := range []struct {
		token ocpp201.IDToken
		want  bool
	}{{card("04A1B2"), true}, {card("04A1B3"), false}, {ocpp201.IDToken{IDToken: "04A1B2", Type: ocpp201.IDTokenEnumISO15693}, false}} {
		if got := c.Find(row.token) != nil; got != row.want {
			t.Errorf("%v: expected found = %t, got %t", row.token, row.want, got)
		}
	}
}

func TestTheCacheKeepsNoIDTokenReadable(t *testing.T) {
	var c Cache
	c.put(card("04A1B2C3"), infoAccepted, noon, product.PolicyLRU, cacheBytes)
	if text := strings.ToUpper(fmt.Sprintf("%+v", *c.Entries[0])); strings.Contains(text, "04A1B2C3") {
		t.Errorf("expected only a hash of the idToken (C10.FR.12), got %s", text)
	}
}

func TestAnUpdateReplacesWhatWasKnown(t *testing.T) {
	var c Cache
	message := &ocpp201.MessageContent{Content: "0.30 EUR/kWh"}
	c.put(card("A"), ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted, PersonalMessage: message}, noon, product.PolicyLRU, cacheBytes)
	if got := c.Find(card("A")).Info; got.PersonalMessage != nil {
		t.Errorf("expected no tariff in the cache (C10.FR.09), got %+v", got)
	}
	c.put(card("A"), ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusBlocked}, noon.Add(time.Hour), product.PolicyLRU, cacheBytes)
	e := c.Find(card("A"))
	if len(c.Entries) != 1 || e.Info.Status != ocpp201.AuthorizationStatusBlocked || !e.Updated.Equal(noon.Add(time.Hour)) {
		t.Errorf("expected one entry, Blocked since 13:00, got %d with %+v", len(c.Entries), e)
	}
}

func TestAFullCacheMakesRoomByItsPolicy(t *testing.T) {
	// A is oldest, B least often used, C not Accepted, and D used longest ago.
	for policy, gone := range map[string]string{product.PolicyFIFO: "A", product.PolicyLFU: "B", product.PolicyCustom: "C", product.PolicyLRU: "D"} {
		limit := 4*entrySize() + entrySize()/2 // the counts of uses and turns grow
		var c Cache
		for _, id := range []string{"A", "B", "C", "D"} {
			info := infoAccepted
			if id == "C" {
				info.Status = "Expired1" // as long as Accepted, so that four entries always fit
			}
			c.put(card(id), info, noon, policy, limit)
		}
		for _, id := range []string{"D", "D", "D", "A", "A", "A", "C", "C", "B"} {
			c.use(c.Find(card(id)))
		}
		if got := c.holds("A", "B", "C", "D"); len(got) != 4 {
			t.Fatalf("%s: expected four entries to fit, got %v", policy, got)
		}
		c.put(card("E"), infoAccepted, noon, policy, limit)
		want := slices.DeleteFunc([]string{"A", "B", "C", "D", "E"}, func(id string) bool { return id == gone })
		if got := c.holds("A", "B", "C", "D", "E"); !slices.Equal(got, want) {
			t.Errorf("%s: expected %v, got %v", policy, want, got)
		}
		if c.bytes() > limit {
			t.Errorf("%s: expected at most %d bytes, got %d", policy, limit, c.bytes())
		}
	}
}

func TestAnEntryThatCanNeverFitIsNotKept(t *testing.T) {
	var c Cache
	c.put(card("A"), infoAccepted, noon, product.PolicyLRU, entrySize()-1)
	if len(c.Entries) != 0 {
		t.Errorf("expected an empty cache, got %d entries", len(c.Entries))
	}
}

func TestEntriesExpire(t *testing.T) {
	until := func(end time.Time) ocpp201.IDTokenInfo {
		return ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted, CacheExpiryDateTime: &ocpp201.DateTime{Time: end}}
	}
	for _, row := range []struct {
		name     string
		info     ocpp201.IDTokenInfo
		age      time.Duration
		lifeTime time.Duration
		gone     bool
	}{
		{"before its LifeTime", infoAccepted, time.Hour - 1, time.Hour, false},
		{"at its LifeTime", infoAccepted, time.Hour, time.Hour, true},
		{"without a LifeTime", infoAccepted, 1000 * time.Hour, 0, false},
		{"at its cacheExpiryDateTime", until(noon.Add(time.Hour)), time.Hour, time.Minute, false},
		{"after its cacheExpiryDateTime", until(noon.Add(time.Hour)), time.Hour + 1, 0, true},
	} {
		var c Cache
		c.put(card("A"), row.info, noon, product.PolicyLRU, cacheBytes)
		c.use(c.Find(card("A")))
		if changed := c.expire(noon.Add(row.age), row.lifeTime, false); changed != row.gone || (len(c.holds("A")) == 0) != row.gone {
			t.Errorf("%s: expected gone = %t, got %t with %v left", row.name, row.gone, changed, c.holds("A"))
		}
	}
}

func TestExpiredEntriesMayBeKeptAsExpired(t *testing.T) {
	var c Cache
	c.put(card("A"), infoAccepted, noon, product.PolicyLRU, cacheBytes)
	for i, want := range []bool{true, false} {
		if got := c.expire(noon.Add(time.Hour), time.Minute, true); got != want {
			t.Errorf("look %d: expected changed = %t, got %t", i+1, want, got)
		}
	}
	if e := c.Find(card("A")); e == nil || e.Info.Status != ocpp201.AuthorizationStatusExpired {
		t.Errorf("expected an entry with status Expired, got %+v", e)
	}
}

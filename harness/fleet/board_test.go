package fleet

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// tableEntry is an entry of a table.
type tableEntry struct {
	jetstream.KeyValueEntry
	key string
	how jetstream.KeyValueOp
	v   any
}

func (e tableEntry) Key() string                     { return e.key }
func (e tableEntry) Operation() jetstream.KeyValueOp { return e.how }
func (e tableEntry) Value() []byte {
	text, err := json.Marshal(e.v)
	if err != nil {
		panic(err)
	}
	return text
}

// TestABenchThatCouldNotSayItsWordIsNotGone has an engine be away for longer than a bench is known without a word.
func TestABenchThatCouldNotSayItsWordIsNotGone(t *testing.T) {
	for _, of := range []struct {
		name  string
		after []tableEntry // what comes when the engine is there again
		there bool         // that the bench is, in the end
		soon  bool         // and that is known at once
	}{
		{"its agent says it again", []tableEntry{{key: "b1", how: jetstream.KeyValuePut, v: Bench{Name: "b1", Session: "1"}}}, true, true},
		{"its agent is gone", nil, false, false},
		{"its agent has left", []tableEntry{{key: "b1", how: jetstream.KeyValueDelete}}, false, true},
		{"its agent says it, and leaves", []tableEntry{{key: "b1", how: jetstream.KeyValuePut, v: Bench{Name: "b1"}}, {key: "b1", how: jetstream.KeyValueDelete}}, false, true},
		{"the engine tells that it has expired", []tableEntry{{key: "b1", how: jetstream.KeyValuePurge}}, false, false},
		{"the engine tells that it has expired, and its agent says it again", []tableEntry{{key: "b1", how: jetstream.KeyValuePurge}, {key: "b1", how: jetstream.KeyValuePut, v: Bench{Name: "b1"}}}, true, true},
	} {
		t.Run(of.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBoard(nil, func() {})
				defer b.Close()
				b.take(benchesBucket, tableEntry{key: "b1", how: jetstream.KeyValuePut, v: Bench{Name: "b1", Session: "1", Profile: 2}})
				b.begins(benchesBucket)
				b.forget(benchesBucket, nil)
				if bench, there := b.bench("b1"); !there || bench.Profile != 2 || len(b.Benches()) > 0 {
					t.Errorf("right after the cut the holder of the lease is told %+v, there %t; of %d benches to be had", bench, there, len(b.Benches()))
				}
				changed := b.changedOf("b1")
				for _, entry := range of.after {
					b.take(benchesBucket, entry)
				}
				if _, there := b.bench("b1"); of.soon && there != of.there {
					t.Errorf("it is told to be there: %t", there)
				}
				<-changed // or nobody would ever look again
				time.Sleep(BenchLasts)
				synctest.Wait()
				if _, there := b.bench("b1"); there != of.there {
					t.Errorf("in the end it is told to be there: %t", there)
				}
			})
		})
	}
}

// TestABenchWhoseWordExpiresIsGone is on an engine that was there all the time, and again when a cut is long over.
func TestABenchWhoseWordExpiresIsGone(t *testing.T) {
	for _, cut := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			b := newBoard(nil, func() {})
			defer b.Close()
			says := tableEntry{key: "b1", how: jetstream.KeyValuePut, v: Bench{Name: "b1"}}
			b.begins(benchesBucket)
			b.take(benchesBucket, says)
			if cut {
				b.begins(benchesBucket)
				b.take(benchesBucket, tableEntry{key: "b1", how: jetstream.KeyValuePurge})
				if _, there := b.bench("b1"); !there {
					t.Error("right after a cut it is gone at once")
				}
				b.take(benchesBucket, says)
				time.Sleep(BenchLasts)
			}
			b.take(benchesBucket, tableEntry{key: "b1", how: jetstream.KeyValuePurge})
			if _, there := b.bench("b1"); there {
				t.Errorf("its word has expired, and it is there (after a cut: %t)", cut)
			}
		})
	}
}

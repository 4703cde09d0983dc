package fleet

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/certbench/certbench/harness/evidence"
)

func TestAnAgentSpeaksOfItsOwnBenchAlone(t *testing.T) {
	hosting := Hosting{Dir: t.TempDir(), Listen: "127.0.0.1:0"}
	h, err := Serve(t.Context(), hosting)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	own, err := KeyOf(hosting.Dir, DefaultLab, "bench-1")
	if err != nil {
		t.Fatal(err)
	}
	register(t, enterBeside(t, h, DefaultLab, "bench-2"), "bench-2")
	for name, key := range map[string]string{"the key of all agents": h.Key(DefaultLab, Agent), "the key of the bench": own} {
		f := entered(t, Access{URL: h.URL(), Creds: key, Role: Agent, Bench: "bench-1"})
		if _, err := f.kv[benchesBucket].Put(t.Context(), "bench-1", []byte("{}")); err != nil {
			t.Errorf("%s: it may not register its own bench: %v", name, err)
		}
		if _, err := f.js.Publish(t.Context(), evidenceOf("run-1", "bench-1"), []byte("x")); err != nil {
			t.Errorf("%s: it may not send evidence of its own bench: %v", name, err)
		}
		if _, err := f.Desk(t.Context(), "bench-1", "1"); err != nil {
			t.Errorf("%s: it may not take the plays of its own bench: %v", name, err)
		}
		for act, err := range map[string]error{
			"registers another bench":          second(f.kv[benchesBucket].Put(short(t), "bench-2", []byte("{}"))),
			"sends evidence of another bench":  second(f.js.Publish(short(t), evidenceOf("run-1", "bench-2"), []byte("x"))),
			"takes the plays of another bench": second(f.js.CreateOrUpdateConsumer(short(t), playsStream, jetstream.ConsumerConfig{Durable: takerOf("bench-2"), FilterSubject: playsOf("bench-2")})),
			"takes the plays of all benches":   second(f.js.CreateOrUpdateConsumer(short(t), playsStream, jetstream.ConsumerConfig{Durable: takerOf("bench-1")})),
			"makes a reader of a table":        second(f.kv[leasesBucket].Watch(short(t), ">")),
			"hands out a play":                 second(f.js.Publish(short(t), playsOf("bench-1"), []byte("x"))),
			"writes a lease of its own bench":  second(f.kv[leasesBucket].Put(short(t), "bench-1", []byte("{}"))),
		} {
			if err == nil {
				t.Errorf("%s: the agent of bench-1 %s", name, act)
			}
		}
		heard := make(chan *nats.Msg, 1)
		if _, err := f.conn.ChanSubscribe("certbench.>", heard); err != nil {
			t.Fatal(err)
		}
		if _, err := f.conn.ChanSubscribe(Agent.inbox("bench-2")+".>", heard); err != nil {
			t.Fatal(err)
		}
		if _, err := enterBeside(t, h, DefaultLab, "bench-2").kv[leasesBucket].Get(t.Context(), "bench-2"); !errors.Is(err, jetstream.ErrKeyNotFound) {
			t.Fatal(err)
		}
		if err := f.conn.FlushTimeout(time.Minute); err != nil {
			t.Fatal(err)
		}
		select {
		case msg := <-heard:
			t.Errorf("%s: the agent of bench-1 hears %s", name, msg.Subject)
		default:
		}
	}
	if _, err := Enter(t.Context(), Access{URL: h.URL(), Creds: own, Role: Agent, Bench: "bench-2"}); !errors.Is(err, nats.ErrAuthorization) {
		t.Errorf("by the key of bench-1 somebody stands beside bench-2: %v", err)
	}
	if _, err := Enter(t.Context(), Access{URL: h.URL(), Creds: own, Role: Runner}); !errors.Is(err, nats.ErrAuthorization) {
		t.Errorf("by the key of bench-1 somebody enters as no agent: %v", err)
	}
}

// second is the error of a call.
func second[T any](_ T, err error) error { return err }

func TestAKeyOfABenchIsThatOfNoOtherAndTheSameEachTime(t *testing.T) {
	dir := t.TempDir()
	if _, err := KeyOf(dir, DefaultLab, "bench-1"); err == nil {
		t.Error("a key was made from none")
	}
	h, err := Serve(t.Context(), Hosting{Dir: dir, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	h.Close()
	keys := map[string]string{}
	for _, bench := range []string{"bench-1", "bench-2", "bench-1", "../agent"} {
		path, err := KeyOf(dir, DefaultLab, bench)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Dir(path) != filepath.Join(dir, "keys", DefaultLab, "benches") {
			t.Errorf("the key of %s is %s", bench, path)
		}
		text := read(t, path)
		if known := keys[bench]; known != "" && known != text {
			t.Errorf("%s has another key the second time", bench)
		}
		for other, key := range keys {
			if other != bench && key == text {
				t.Errorf("%s has the key of %s", bench, other)
			}
		}
		keys[bench] = text
	}
}

func TestARunnerReadsNoEvidenceOfAnotherLaboratory(t *testing.T) {
	h := serve(t, "lab-a", "lab-b")
	agent := enterBeside(t, h, "lab-a", "bench-1")
	if _, err := agent.js.Publish(t.Context(), evidenceOf("run-1", "bench-1"), []byte("secret")); err != nil {
		t.Fatal(err)
	}
	count := func(lab string) uint64 {
		stream, err := enter(t, h, lab, Runner).js.Stream(t.Context(), evidenceStream)
		if err != nil {
			t.Fatal(err)
		}
		return stream.CachedInfo().State.Msgs
	}
	if mine, theirs := count("lab-a"), count("lab-b"); mine != 1 || theirs != 0 {
		t.Errorf("a runner of lab-a sees %d pieces of evidence, and one of lab-b %d", mine, theirs)
	}
	strange := enter(t, h, "lab-b", Runner)
	if n, err := strange.last(t.Context(), evidenceOf("run-1", "bench-1")); err != nil || n != 0 {
		t.Errorf("a runner of lab-b is told of %d parts: %v", n, err)
	}
	heard := make(chan *nats.Msg, 1)
	for _, subject := range []string{evidenceOf("run-1", "bench-1"), "_INBOX_agent_bench-1.>"} {
		if _, err := strange.conn.ChanSubscribe(subject, heard); err != nil {
			t.Fatal(err)
		}
	}
	told := 0
	collector := strange.Collect("run-1", func(string, evidence.Record) { told++ }, func(string, error) { told++ })
	collector.Expect("bench-1", t.TempDir())
	follows, enough := context.WithTimeout(t.Context(), 3*time.Second) // in which it begins to, on a busy machine too
	defer enough()
	if err := collector.follow(follows); err != nil {
		t.Fatal(err)
	}
	if _, err := agent.js.Publish(t.Context(), evidenceOf("run-1", "bench-1"), []byte("secret")); err != nil {
		t.Fatal(err)
	}
	if err := strange.conn.FlushTimeout(time.Minute); err != nil {
		t.Fatal(err)
	}
	if len(heard) > 0 || told > 0 {
		t.Errorf("a runner of lab-b has heard %d messages and %d records of lab-a", len(heard), told)
	}
}

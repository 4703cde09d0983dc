package fleet

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
)

func TestABoardShowsAThousandBenches(t *testing.T) {
	t.Parallel()
	h := serve(t)
	conn, err := h.enter(DefaultLab)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	inside, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 1000 {
		text, err := json.Marshal(Bench{Name: fmt.Sprintf("bench-%d", i), Session: "1", Product: "P", PICS: "abc"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := inside.PublishAsync("$KV."+benchesBucket+fmt.Sprintf(".bench-%d", i), text); err != nil {
			t.Fatal(err)
		}
	}
	<-inside.PublishAsyncComplete()
	b, err := enter(t, h, DefaultLab, Watcher).Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if n := len(b.Benches()); n != 1000 {
		t.Errorf("the board shows %d benches of 1000", n)
	}
}

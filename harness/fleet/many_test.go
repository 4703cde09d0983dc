package fleet

import (
	"encoding/json"
	"fmt"
	"testing"
)

func TestABoardShowsAThousandBenches(t *testing.T) {
	t.Parallel()
	h := serve(t)
	f := enter(t, h, DefaultLab, Agent)
	for i := range 1000 {
		text, err := json.Marshal(Bench{Name: fmt.Sprintf("bench-%d", i), Session: "1", Product: "P", PICS: "abc"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.js.PublishAsync("$KV."+benchesBucket+fmt.Sprintf(".bench-%d", i), text); err != nil {
			t.Fatal(err)
		}
	}
	<-f.js.PublishAsyncComplete()
	b, err := enter(t, h, DefaultLab, Watcher).Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if n := len(b.Benches()); n != 1000 {
		t.Errorf("the board shows %d benches of 1000", n)
	}
}

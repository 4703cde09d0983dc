package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
)

func TestTwoRunsOnOneBenchExcludeEachOther(t *testing.T) {
	text := fmt.Sprintf("name: lease-%d\nlisten: 127.0.0.1:0\nstation: {id: A, password: 0123456789abcdef}\n", os.Getpid())
	f, err := bench.Read("bench.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	giveBack, err := lease(f)
	if err != nil {
		t.Fatal(err)
	}
	_, err = lease(f)
	if want := fmt.Sprintf("bench %s is in use by process %d of user", f.Name, os.Getpid()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("expected … %s …, got %v", want, err)
	}
	if err := giveBack(); err != nil {
		t.Fatal(err)
	}
	again, err := lease(f)
	if err != nil {
		t.Fatalf("the lease was given back, but cannot be taken again: %v", err)
	}
	if err := again(); err != nil {
		t.Fatal(err)
	}
}

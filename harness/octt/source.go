package octt

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
)

// source is the file and line of the case or state that asked for a row.
func source() string {
	var pcs [5]uintptr // a row is this near, and to unwind a whole stack takes longer than all the rest
	for skip := 2; ; skip += len(pcs) {
		n := runtime.Callers(skip, pcs[:])
		for _, pc := range pcs[:n] {
			if at := located(pc); at != "" {
				return at
			}
		}
		if n < len(pcs) {
			return ""
		}
	}
}

// locations keeps what located has found: rows come from few places, and to look one up costs more than the row.
var locations struct {
	sync.RWMutex
	by map[uintptr]string // by program counter
}

// located is the file and line of a call, from the folder of the suites or of the harness on; empty where it is this
// package's own.
func located(pc uintptr) string {
	locations.RLock()
	at, known := locations.by[pc]
	locations.RUnlock()
	if known {
		return at
	}
	at = locate(pc)
	locations.Lock()
	defer locations.Unlock()
	if locations.by == nil {
		locations.by = map[uintptr]string{}
	}
	locations.by[pc] = at
	return at
}

func locate(pc uintptr) string {
	frames := runtime.CallersFrames([]uintptr{pc}) // several where calls were inlined
	for {
		frame, more := frames.Next()
		// By file, because an inlined closure carries the name of the package that it was inlined into.
		if file := frame.File; file != "" && (!strings.Contains(file, "/harness/octt/") || strings.HasSuffix(file, "_test.go")) {
			for _, top := range []string{"/suites/", "/harness/"} {
				if i := strings.LastIndex(file, top); i >= 0 {
					file = file[i+1:]
				}
			}
			return fmt.Sprintf("%s:%d", file, frame.Line)
		}
		if !more {
			return ""
		}
	}
}

// source is where the case or state asks for a row: the line that declares the preparation that is being played, or the
// line of the verb. Empty where the recorder does not keep it.
func (s *Scenario) source() string {
	switch {
	case s.declared != "":
		return s.declared
	case s.w != nil && s.w.log.placeless:
		return ""
	}
	return source()
}

// declare makes a preparation whose rows point to the line that declares it.
func declare(prepare func(*Scenario)) []Preparation {
	at := source()
	return Do(func(s *Scenario) {
		s.declared = at
		defer func() { s.declared = "" }()
		prepare(s)
	})
}

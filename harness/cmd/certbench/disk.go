package main

import (
	"errors"
	"os"
	"slices"
	"strings"
	"syscall"
)

// noRoom are the errors of a disk that takes no more: it is full, or this user, or a file, has all that it may have.
var noRoom = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

// full tells whether a disk took no more.
func full(err error) bool {
	return slices.ContainsFunc(noRoom, func(why error) bool { return errors.Is(err, why) })
}

// inWords is an error as it is shown: a line for each of several, each once. Of a disk that is full the first line says enough, and
// what to do.
func inWords(err error) string {
	var lines []string
	sayingSo := false
	for line := range strings.SplitSeq(err.Error(), "\n") {
		about := slices.ContainsFunc(noRoom, func(why error) bool { return strings.Contains(line, why.Error()) })
		if about && sayingSo || slices.Contains(lines, line) {
			continue
		}
		if about {
			sayingSo = true
			line += "; make room on its disk, or write to another one"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// writeWhole writes a file that is not there yet, as a whole or not at all.
func writeWhole(name string, data []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

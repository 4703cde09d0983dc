package main

import (
	"regexp"
	"strings"

	"github.com/certbench/certbench/schemas/internal/facts"
)

// initialisms are the words that Go writes in capitals.
var initialisms = map[string]bool{
	"ac": true, "apn": true, "csms": true, "csr": true, "dc": true, "ev": true, "evse": true, "exi": true, "iccid": true,
	"id": true, "imsi": true, "iso": true, "ocpp": true, "ocsp": true, "rfid": true, "sim": true, "tbc": true, "uri": true,
	"url": true, "vpn": true,
}

// goName turns evseId into EVSEID and iso15118SchemaVersion into ISO15118SchemaVersion.
func goName(name string) string {
	var b strings.Builder
	for _, w := range words(name) {
		letters := strings.TrimRight(w, "0123456789")
		switch lower := strings.ToLower(letters); {
		case initialisms[lower]:
			b.WriteString(strings.ToUpper(w))
		case lower == "ids":
			b.WriteString("IDs")
		default:
			b.WriteString(strings.ToUpper(w[:1]) + w[1:])
		}
	}
	return b.String()
}

// words cuts camel case: a word ends before a capital that follows a small letter or a digit,
// and before the last capital of a run that a small letter follows.
func words(name string) []string {
	var cut []string
	start := 0
	for i := 1; i < len(name); i++ {
		afterSmall := isCapital(name[i]) && !isCapital(name[i-1])
		lastOfRun := isCapital(name[i]) && isCapital(name[i-1]) && i+1 < len(name) && isSmall(name[i+1])
		if afterSmall || lastOfRun {
			cut = append(cut, name[start:i])
			start = i
		}
	}
	return append(cut, name[start:])
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }
func isSmall(c byte) bool   { return 'a' <= c && c <= 'z' }

// notLetters is what separates the words of an enumeration's value: Energy.Active.Net, L1-N, AC_single_phase.
var notLetters = regexp.MustCompile(`[^A-Za-z0-9]+`)

// constName is the enumeration's type name followed by the value, each of its words with a capital.
func constName(enum, value string) string {
	name := enum
	for _, w := range notLetters.Split(value, -1) {
		name += strings.ToUpper(w[:1]) + w[1:]
	}
	return name
}

// typeNames gives every definition its Go name: without Type, and without Enum where nothing else,
// be it an object or an action, has the shorter name.
func typeNames(table *facts.Table) map[string]string {
	names, taken := map[string]string{}, map[string]bool{}
	for _, message := range table.Messages {
		taken[action(message.Name)] = true
	}
	for _, object := range table.Types {
		name := goName(strings.TrimSuffix(object.Name, "Type"))
		names[object.Name], taken[name] = name, true
	}
	for _, enum := range table.Enums {
		long := goName(strings.TrimSuffix(enum.Name, "Type"))
		name := strings.TrimSuffix(long, "Enum")
		if taken[name] {
			name = long
		}
		names[enum.Name] = name
	}
	return names
}

// action is a message's name without Request or Response.
func action(message string) string {
	return strings.TrimSuffix(strings.TrimSuffix(message, "Request"), "Response")
}

package loop

import (
	"bytes"
	_ "embed"
	"strings"
)

// The files of the loop, as a technician would write them: the bench with its relays, and the board of the station.
var (
	//go:embed bench.yaml
	BenchFile []byte
	//go:embed board.yaml
	BoardFile []byte
)

// Cases are official cases that are played by way of the lines, with the kinds of acts that each of them needs when
// transactions start locally (part 6). Those that a case can leave out, such as driving into the parking bay, are not
// among them.
var Cases = map[string][]string{
	"TC_B_01_CS": {"mains"},
	"TC_C_02_CS": {"cable", "tokens"},
	"TC_E_03_CS": {"cable", "tokens"},
	"TC_E_04_CS": {"cable", "tokens"},
	"TC_E_10_CS": {"cable", "tokens"}, // erratum 6.2.44
	"TC_E_12_CS": {"bay", "cable", "tokens"},
	"TC_E_20_CS": {"cable", "ends", "pilot", "tokens"},
	"TC_F_01_CS": {"cable"},
	"TC_F_08_CS": {"cable", "tokens"},
	"TC_G_01_CS": {"cable"},
	"TC_G_02_CS": {"cable"},
}

// Names lists the names of lines in a file that begin with a prefix, in its order: what a chip must have.
func Names(file []byte, prefix string) []string {
	var names []string
	for word := range bytes.FieldsFuncSeq(file, func(r rune) bool { return strings.ContainsRune(" {},\n", r) }) {
		if bytes.HasPrefix(word, []byte(prefix)) {
			names = append(names, string(word))
		}
	}
	return names
}

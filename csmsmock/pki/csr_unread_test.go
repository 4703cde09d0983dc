package pki

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestWhatCryptoX509DoesNotKnowIsNoFaultOfTheStation reads requests of OpenSSL, which verifies all of them: part 2 has no word against
// a curve of RFC 5639 (A00.FR.503 asks for 224 bits), nor against RSASSA-PSS with another length of salt than Go's.
func TestWhatCryptoX509DoesNotKnowIsNoFaultOfTheStation(t *testing.T) {
	for file, never := range map[string][]CSRFault{
		"csr-brainpoolP256r1.pem":     {CSRUnreadable},
		"csr-rsa-pss-long-salt.pem":   {CSRSignature},
		"csr-rsa-md5.pem":             {CSRSignature},
		"csr-rsa-512.pem":             {CSRSignature},
		"csr-rsa-md5.pem in one line": {CSRUnreadable},
	} {
		name, one, _ := strings.Cut(file, " ")
		text := string(must(os.ReadFile("testdata/" + name))(t))
		if one != "" {
			text = strings.ReplaceAll(text, "\n", "") + "\n"
		}
		c := ReadCSR(text)
		for _, fault := range never {
			if slices.Contains(c.Faults, fault) {
				t.Errorf("%s: %s, which is not so", file, c.Wrong())
			}
		}
	}
}

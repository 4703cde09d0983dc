#!/usr/bin/env bash
# openssl ocsp breaks the hashes of a CertID over two lines once they are longer than 35 bytes: SHA-384 and SHA-512 of OCPP.
#
# Versions: Debian's openssl 3.0 (seen with 3.0.19 of Debian 12, the one installed); OCPP 2.0.1's certificateHashData has these three algorithms.
# Guess before running: "openssl ocsp -req_text" prints the same hashes as one's own computation, in all three.
# Seen: SHA-256 does. In the other two, a backslash and a line end come after the 35th byte. Whoever takes the line, to
# lay it beside the issuerNameHash of a GetInstalledCertificateIds response, compares the first 70 digits and a backslash; joined
# again, the hash is right.
# For a bench: join such lines before comparing, or compute the hashes from the DER.
#
#> sha256: 64 digits on the line
#> sha384: 70 digits on the line, then a backslash; joined 96, equal to the hash of the issuer's name
#> sha512: 70 digits on the line, then a backslash; joined 128, equal to the hash of the issuer's name
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/O=Bench/CN=Root" 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout cs.key -out cs.csr -subj "/O=Bench/CN=CS1" 2>/dev/null
openssl x509 -req -in cs.csr -CA ca.pem -CAkey ca.key -set_serial 0x3EE -days 2 -out cs.pem 2>/dev/null

# name_hash ALGORITHM: the hash of the DER of the issuer's name, which is the subject of the root
name_hash() {
	openssl asn1parse -in ca.pem | awk -F: '/d=2 .*SEQUENCE/ && ++n == 4 {print $1 + 0}' >offset
	openssl asn1parse -in ca.pem -strparse "$(cat offset)" -noout -out name.der
	openssl dgst "-$1" -r name.der | cut -d' ' -f1 | tr a-f A-F
}

for algorithm in sha256 sha384 sha512; do
	openssl ocsp "-$algorithm" -issuer ca.pem -cert cs.pem -no_nonce -req_text >text
	line=$(sed -n 's/.*Issuer Name Hash: //p' text)
	digits=${line%\\}
	if [ "$digits" = "$line" ]; then
		echo "$algorithm: ${#digits} digits on the line"
		continue
	fi
	joined=$(sed -e ':a' -e '/\\$/N' -e 's/\\\n//' -e 'ta' text | sed -n 's/.*Issuer Name Hash: //p')
	same=differs
	[ "$joined" = "$(name_hash "$algorithm")" ] && same="equal to the hash of the issuer's name"
	echo "$algorithm: ${#digits} digits on the line, then a backslash; joined ${#joined}, $same"
done >report
diff <(echo "$seen") report && echo "as written"

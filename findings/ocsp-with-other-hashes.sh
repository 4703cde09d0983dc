#!/usr/bin/env bash
# An OCSP response whose CertID is hashed with SHA-256, as OCPP asks for them, is "not found" to curl, and to openssl unless it is told.
#
# Versions: Debian's openssl 3.0 (seen with 3.0.19), curl 7.88.1 (with OpenSSL), gnutls-bin 3.7.9-2+deb12u7 (libgnutls 3.7.9).
# Guess before running: the hash of a CertID is the requester's choice (RFC 6960, 4.1.1), so that a response that is good with SHA-1 is good
# with SHA-256, SHA-384 and SHA-512, stapled or from a file; curl, perhaps, knows SHA-1 alone. Of several entries in a response (4.2.1)
# the one that is wanted is found, wherever it stands.
# Seen: curl --cert-status looks for the SHA-1 of the certificate and for nothing else, and for the issuer among what the server sends,
# from where a root may be left out (RFC 8446, 4.4.2). "openssl ocsp -respin" looks for SHA-1, too, says "Response verify OK" and "No
# Status found", and finds it if the same digest stands before the certificate. gnutls-cli takes each hash, but reads the first
# entry alone: with the wanted one in second place it calls the certificate not trusted.
# For a bench: a CSMS's or OCSP responder's answer to a GetCertificateStatus, which has SHA-256 or more, is looked at with the digest named;
# a stapled response of SHA-1 with one entry is the one that all take.
#
#> sha1: curl exit 0 | gnutls-cli trusted | openssl good | openssl, told the digest good
#> sha256: curl exit 91 | gnutls-cli trusted | openssl ERROR: No Status found. | openssl, told the digest good
#> sha384: curl exit 91 | gnutls-cli trusted | openssl ERROR: No Status found. | openssl, told the digest good
#> sha512: curl exit 91 | gnutls-cli trusted | openssl ERROR: No Status found. | openssl, told the digest good
#> sha1, second entry: curl exit 0 | gnutls-cli NOT trusted | openssl good | openssl, told the digest good
#> sha1, root not sent: curl exit 91 | gnutls-cli trusted | openssl good | openssl, told the digest good
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root gnutls-bin=3.7.9-2+deb12u7
dpkg -x ./*.deb .

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/O=Bench/CN=Root" 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout cs.key -out cs.csr -subj "/O=Bench/CN=csms" 2>/dev/null
openssl x509 -req -in cs.csr -CA ca.pem -CAkey ca.key -set_serial 0x3EE -days 2 -out cs.pem 2>/dev/null
openssl x509 -req -in cs.csr -CA ca.pem -CAkey ca.key -set_serial 0x3EF -days 2 -out other.pem 2>/dev/null
printf 'V\t361201000000Z\t\t%s\tunknown\t/O=Bench/CN=%s\n' 03EE csms 03EF other >index

# respond NAME DIGEST CERTIFICATE...: a response to a request for these certificates
respond() {
	local name=$1 digest=$2
	shift 2
	openssl ocsp "-$digest" -issuer ca.pem "${@/#/-cert=}" -no_nonce -reqout request.der
	openssl ocsp -index index -CA ca.pem -rsigner ca.pem -rkey ca.key -ndays 1 -reqin request.der -respout "$name.der" >/dev/null
}

# status DIGEST...: what openssl finds of cs.pem in the response, with the digest named or not
status() {
	openssl ocsp "$@" -respin "$name.der" -issuer ca.pem -cert cs.pem -CAfile ca.pem -no_nonce 2>/dev/null | sed -n 's/^cs.pem: //p'
}

for digest in sha1 sha256 sha384 sha512; do respond "$digest" "$digest" cs.pem; done
respond "sha1, second entry" sha1 other.pem cs.pem
cp sha1.der "sha1, root not sent.der"
for name in sha1 sha256 sha384 sha512 "sha1, second entry" "sha1, root not sent"; do
	root=(-cert_chain ca.pem)
	[ "$name" != "sha1, root not sent" ] || root=()
	openssl s_server -accept 127.0.0.1:0 -cert cs.pem -key cs.key "${root[@]}" -www -status_file "$name.der" >said 2>&1 &
	server=$!
	until read -r port < <(sed -n 's/^ACCEPT .*://p' said); do sleep 0.05; done # read wants the whole line
	got=0
	curl -sS -m 10 --cert-status --cacert ca.pem --resolve "csms:$port:127.0.0.1" -o /dev/null "https://csms:$port/" 2>curl.said || got=$?
	trust=$(echo | timeout 10 usr/bin/gnutls-cli --ocsp --x509cafile ca.pem --verify-hostname csms --sni-hostname csms -p "$port" 127.0.0.1 2>/dev/null |
		sed -nE 's/^- Status: The certificate is ((NOT )?trusted)\..*/\1/p' || true)
	kill "$server"
	echo "$name: curl exit $got | gnutls-cli $trust | openssl $(status) | openssl, told the digest $(status "-${name%%,*}")"
done >report
diff <(echo "$seen") report && echo "as written"
